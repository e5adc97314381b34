"""Native Excel charts below the tables of a workbook, in the colours of the figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from energy_model.write.standard import StandardTable
from energy_model.write.standard.facts import SOURCES
from energy_model.write.theme import DEMAND, EXPORT, look
from energy_model.write.words import say

#: Rows that a chart covers, with a gap.
ROWS = 22
#: Colours of zones, by the technologies that have them.
ZONES = ("hydro", "wind", "csp", "pv", "lfp", "coal")


@dataclass(frozen=True)
class _Layout:
    """How a table is drawn: kind of chart, columns that are series, rows that are categories, keys of colours."""

    kind: dict[str, str]
    series: tuple[int, ...]
    rows: tuple[int, ...]
    keys: tuple[str, ...]


def add_chart(book: Workbook, sheet: Worksheet, made: StandardTable, head: int) -> int:
    """Add the chart of a table, if it has one, and return the row below table and chart.

    Parameters
    ----------
    book, sheet : Workbook, Worksheet
        Where to draw.
    made : StandardTable
        Table that stands in the sheet.
    head : int
        Row of its headings.
    """
    below = head + len(made.frame) + 2
    layout = _layout(made)
    if layout is None or not layout.rows:
        return below
    chart = book.add_chart(layout.kind)
    first, last = head + 1 + layout.rows[0], head + 1 + layout.rows[-1]
    names = made.headings()
    for column, key in zip(layout.series, layout.keys, strict=True):
        line: dict[str, Any] = {
            "name": [sheet.get_name(), head, column],
            "categories": [sheet.get_name(), first, 0, last, 0],
            "values": [sheet.get_name(), first, column, last, column],
        }
        colour = look(key)[0]
        chart.add_series({**line, "fill": {"color": colour}, "border": {"color": "#666666", "width": 0.25}, "gap": 60})
    _overlay(book, chart, sheet, made, head, layout)
    chart.set_title({"name": made.title, "name_font": {"size": 12}})
    symbol = names[layout.series[0]].rpartition("(")[2].rstrip(")")
    chart.set_y_axis({"name": symbol, "major_gridlines": {"visible": True, "line": {"color": "#dddddd"}}})
    chart.set_x_axis({"label_position": "low"})
    chart.set_legend({"position": "bottom"} if len(layout.series) > 1 else {"none": True})
    chart.set_size({"width": 940, "height": 400})
    sheet.insert_chart(below, 0, chart, {"description": made.title})
    return below + ROWS


def _layout(made: StandardTable) -> _Layout | None:
    """Return how a table is drawn, None where a chart would tell nothing."""
    names = [field.name for field in made.fields]
    count = len(made.frame)
    if made.name == "absorption_by_month":
        columns = ("given", "network", "peak_shaving")
        return _Layout(
            STACK, tuple(names.index(c) for c in columns), _span(0, count - 1), ("used", "section", "storage_full")
        )
    if made.name == "export_lines":
        pair = (names.index("energy"), names.index("contract"))
        return _Layout(BAR, pair, _span(0, count), ("hydro", "balancing"))
    if made.name == "typical_day":
        keys = {say(key, made.language): key for key in SOURCES}
        shown = tuple(i for i, field in enumerate(made.fields) if field.heading in keys)
        return _Layout(AREA, shown, _span(0, count), tuple(keys[made.fields[i].heading] for i in shown))
    if made.name == "cost":
        return _Layout(BAR, (1,), _span(0, count - 2), ("hydro",))
    if made.name == "capacity_by_zone":
        zones = tuple(range(1, len(names) - 1))
        return _Layout(STACK, zones, _span(0, count - 1), tuple(ZONES[i % len(ZONES)] for i in range(len(zones))))
    return None


STACK = {"type": "column", "subtype": "stacked"}
AREA = {"type": "area", "subtype": "stacked"}
BAR = {"type": "column"}


def _span(first: int, end: int) -> tuple[int, ...]:
    """Return the rows from the first to the one before the end."""
    return tuple(range(first, end))


def _overlay(book: Workbook, chart: Any, sheet: Worksheet, made: StandardTable, head: int, layout: _Layout) -> None:
    """Draw demand and curtailment as lines over the stack of a typical day."""
    if made.name != "typical_day":
        return
    lines = book.add_chart({"type": "line"})
    first, last = head + 1 + layout.rows[0], head + 1 + layout.rows[-1]
    for column, colour in ((1, DEMAND), (len(made.fields) - 1, EXPORT)):
        lines.add_series(
            {
                "name": [sheet.get_name(), head, column],
                "categories": [sheet.get_name(), first, 0, last, 0],
                "values": [sheet.get_name(), first, column, last, column],
                "line": {"color": colour, "width": 2.0, "dash_type": "solid" if column == 1 else "dash"},
            }
        )
    chart.combine(lines)
