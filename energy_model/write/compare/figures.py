"""The figures of a comparison, for the page and for print: groups of bars and waterfalls."""

from __future__ import annotations

from collections.abc import Sequence

from energy_model.write.charts.bars import waterfall
from energy_model.write.charts.chart import Chart, Words, axis, listed, paint_place, safe
from energy_model.write.compare.explain import Explanation
from energy_model.write.compare.grids import Amount, Grid
from energy_model.write.compare.results import Result
from energy_model.write.figures.groups import draw_groups
from energy_model.write.figures.waterfall import draw_waterfall
from energy_model.write.naming import Naming
from energy_model.write.pictures import Picture, picture
from energy_model.write.theme import theme
from energy_model.write.units import Quantity, unit, with_unit
from energy_model.write.words import say

#: Tables that are drawn as groups of bars.
DRAWN = ("capacity", "energy", "curtailed_by_cause", "cost")


def group_charts(found: Sequence[Grid], results: Sequence[Result], names: Naming) -> dict[str, Chart]:
    """Return a figure of bars for each table that is drawn, by the name of the table."""
    charts = {}
    for grid in found:
        if grid.name in DRAWN and grid.rows:
            keys, values, quantity = _bars(grid, results)
            traces = tuple(
                {"type": "bar", "name": safe(label), "x": [safe(key) for key in keys],
                 "y": listed(row, quantity, names.language), "marker": paint_place(i)}
                for i, (label, row) in enumerate(values.items())
            )  # fmt: skip
            symbol = unit(quantity, names.language).symbol
            layout = {"height": 440, "barmode": "group", "yaxis": axis(symbol), "xaxis": axis(type="category")}
            shown = [(f"{label} ({symbol})", trace["y"]) for label, trace in zip(values, traces, strict=True)]
            charts[grid.name] = Chart(
                grid.name, _words(grid, names), traces, layout, ((grid.headings[0], keys), *shown)
            )
    return charts


def group_pictures(found: Sequence[Grid], results: Sequence[Result], names: Naming) -> list[Picture]:
    """Return the same figures for print."""
    with theme():
        return [_group_picture(grid, results, names) for grid in found if grid.name in DRAWN and grid.rows]


def _group_picture(grid: Grid, results: Sequence[Result], names: Naming) -> Picture:
    """Return the bars of a table for print."""
    keys, values, quantity = _bars(grid, results)
    words = _words(grid, names)
    return picture(
        grid.name, (10.0, 4.8), words.title, words.alt,
        lambda f: draw_groups(f.subplots(), keys, values, quantity, names.language),
    )  # fmt: skip


def explanation_words(found: Explanation, first: Result, second: Result, names: Naming) -> Words:
    """Return what a waterfall shows, with its totals."""
    totals = {
        "begin": with_unit(found.begin, found.quantity, names.language),
        "end": with_unit(found.end, found.quantity, names.language),
        "first": first.label,
        "second": second.label,
    }
    title = say(f"explain_{found.name}", names.language, first=first.label, second=second.label)
    return Words(title, say("caption_explain", names.language, **totals), say("alt_explain", names.language, **totals))


def explanation_chart(
    found: Explanation, first: Result, second: Result, labels: dict[str, str], place: int, names: Naming
) -> Chart:
    """Return an explanation as a waterfall for the page; `place` tells those of several results apart."""
    words = explanation_words(found, first, second, names)
    steps = {labels[key]: value for key, value in found.steps.items()}
    title = axis(unit(found.quantity, names.language).symbol)
    chart = Chart(f"{found.name}_{place}", words, (), {"yaxis": title}, ())
    return waterfall(chart, {first.label: found.begin}, steps, second.label, found.quantity, names)


def explanation_picture(
    found: Explanation, first: Result, second: Result, labels: dict[str, str], place: int, names: Naming
) -> Picture:
    """Return an explanation as a waterfall for print."""
    words = explanation_words(found, first, second, names)
    steps = {labels[key]: value for key, value in found.steps.items()}
    start, end = {first.label: found.begin}, second.label
    with theme():
        return picture(
            f"{found.name}_{place}", (10.0, 1.4 + 0.42 * (len(steps) + 2)), words.title, words.alt,
            lambda f: draw_waterfall(f.subplots(), start, steps, end, found.quantity, names.language),
        )  # fmt: skip


def _bars(grid: Grid, results: Sequence[Result]) -> tuple[list[str], dict[str, list[float]], Quantity]:
    """Return the groups, the values of each result and the quantity of a table, without its row of sums."""
    rows = grid.rows[:-1] if grid.total else grid.rows
    amounts = [[cell for cell in row if isinstance(cell, Amount)] for row in rows]
    values = {result.label: [row[i].value for row in amounts] for i, result in enumerate(results)}
    return [str(row[0]) for row in rows], values, amounts[0][0].quantity


def _words(grid: Grid, names: Naming) -> Words:
    """Return the words of a figure of bars."""
    return Words(grid.title, names.word("caption_groups"), say("alt_groups", names.language, title=grid.title))
