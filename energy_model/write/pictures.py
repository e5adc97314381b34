"""The figures of a result for print, each with caption and a text for those who cannot see it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from energy_model.case.errors import Language
from energy_model.studies import Findings, Reader
from energy_model.write.charts.hours import contract_band
from energy_model.write.figures import (
    draw_capacity,
    draw_causes,
    draw_dispatch,
    draw_durations,
    draw_export,
    draw_heat_map,
    draw_levels,
    draw_seasons,
    draw_waterfall,
)
from energy_model.write.figures.dispatch import day_name
from energy_model.write.hourly import SEASONS, Hourly, hardest_week, hourly, typical_week
from energy_model.write.naming import Naming, in_order, naming
from energy_model.write.tables import CAUSES, cost_steps, last_stage, latest
from energy_model.write.theme import theme
from energy_model.write.units import with_unit
from energy_model.write.words import say

DPI = 300
ENDINGS = ("png", "svg", "pdf")


@dataclass(frozen=True)
class Picture:
    """A figure for print: name, its files by ending, size [px of a page], caption, and what it shows in words."""

    name: str
    files: Mapping[str, bytes]
    width: int
    height: int
    caption: str
    alt: str

    @property
    def uri(self) -> str:
        """Address of the PNG within a page that holds it."""
        return "data:image/png;base64," + b64encode(self.files["png"]).decode("ascii")


def pictures(findings: Findings, language: Language) -> list[Picture]:
    """Return all figures of a proven run for print: PNG at 300 dpi, SVG and PDF with text as text.

    Parameters
    ----------
    findings : Findings
        Of a proven run.
    language : {"zh", "en"}
        Language.

    Raises
    ------
    ValueError
        If nothing was proven, so that there is nothing to draw.
    """
    if findings.tree is None or findings.tables is None:
        raise ValueError("nothing was proven, so there is nothing to draw")
    names, origin, tables = naming(findings.tree, language), findings.summary["provenance"], findings.tables
    reader = Reader(findings.tree)
    flows = hourly(reader)
    with theme():
        return [
            causes_picture(last_stage(tables).by("month"), names),
            *_dispatch_pictures(flows, names),
            *_year_pictures(reader, flows, names),
            capacity_picture(tables.capacity, (origin["base_year"], origin["stages"][-1]), names),
            cost_picture(tables.cost, names),
        ]


def causes_picture(months: pd.DataFrame, names: Naming) -> Picture:
    """Return the headline figure: what wind and PV could give by month, used and curtailed by cause."""
    frame = months.set_index("month").sort_index()
    causes = [cause for cause in CAUSES if frame[cause].sum() > 1e-6 * frame["available"].sum()]
    worst = frame["rate"].idxmax() if frame["rate"].notna().any() else frame.index[0]
    values = {
        "available": with_unit(float(frame["available"].sum()), "energy", names.language),
        "curtailed": with_unit(float(frame["curtailed"].sum()), "energy", names.language),
        "month": say(f"month_{worst}", names.language),
        "rate": with_unit(float(frame["rate"].max()), "share", names.language, 1),
    }
    used, rates = frame["given"], frame["rate"]
    return _picture("curtailment_by_month", (10.0, 4.8), names, values,
                    lambda f: draw_causes(f.subplots(), used, frame[causes], rates, names.language))  # fmt: skip


def capacity_picture(capacities: pd.DataFrame, years: tuple[int, int], names: Naming) -> Picture:
    """Return capacity by technology in the base year and the planning year."""
    frame = latest(capacities[capacities["is_power"]])
    sums = in_order(frame).groupby("technology", sort=False)[["base_year", "year_end"]].sum()
    sums = sums[sums.max(axis=1) > 1e-3]
    values = {"base": years[0], "year": years[1]}
    before, after = (dict(zip(sums.index, sums[column], strict=True)) for column in ("base_year", "year_end"))
    return _picture("capacity", (10.0, 1.2 + 0.42 * len(sums)), names, values,
                    lambda f: draw_capacity(f.subplots(), before, after, years, names.language))  # fmt: skip


def cost_picture(costs: pd.DataFrame, names: Naming) -> Picture:
    """Return the yearly cost as a waterfall."""
    terms = cost_steps(costs)
    labels = [names.word(f"cost_{term}") for term in terms]
    values = {"total": with_unit(float(costs["cost"].sum()), "money", names.language)}
    steps = dict(zip(labels, terms.values(), strict=True))
    end, language = names.word("cost_total"), names.language
    return _picture("cost", (10.0, 1.4 + 0.42 * len(labels)), names, values,
                    lambda f: draw_waterfall(f.subplots(), {}, steps, end, "money", language))  # fmt: skip


def _dispatch_pictures(flows: Hourly, names: Naming) -> Iterator[Picture]:
    """Yield the hardest week and a typical week per season."""
    hardest = hardest_week(flows)
    start, end = (day_name(int(flows.start[hardest[i]]), names.language) for i in (0, -1))
    short = float((flows.missing * flows.hours)[hardest].sum()) > 1.0
    values = {"start": start, "end": end, "why": say("hardest_short" if short else "hardest_dear", names.language)}

    def draw_hardest(figure: Figure) -> None:
        axes = draw_dispatch(figure.subplots(), flows, hardest, names.language)
        handles, labels = axes.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=7)

    yield _picture("hardest_week", (10.0, 5.4), names, values, draw_hardest)
    found = {season: typical_week(flows, season) for season in SEASONS}
    weeks = {season: (flows, steps) for season, steps in found.items() if steps is not None}
    if len(weeks) > 1:
        yield _picture("typical_weeks", (10.0, 1.0 + 2.9 * len(weeks)), names, {},
                       lambda f: draw_seasons(f, weeks, names.language))  # fmt: skip


def _year_pictures(reader: Reader, flows: Hourly, names: Naming) -> Iterator[Picture]:
    """Yield duration curves, the heat map of curtailment, the lines and the levels of the stores."""
    lines = {key: names.plant("export_line", key) for key in flows.export}
    yield _picture("durations", (10.0, 7.0), names, {}, lambda f: draw_durations(f, flows, lines, names.language))
    if flows.curtailed.max(initial=0.0) > 1e-3:
        yield _picture("curtailment_by_hour", (10.0, 4.4), names, {},
                       lambda f: draw_heat_map(f.subplots(), flows, names.language))  # fmt: skip
    if lines:
        bands = {key: contract_band(reader, i) for i, key in enumerate(lines)}
        yield _picture("export_curve", (10.0, 0.8 + 2.0 * len(lines)), names, {},
                       lambda f: draw_export(f, flows, bands, lines, names.language))  # fmt: skip
    if flows.levels:
        yield _picture("levels", (10.0, 0.6 + 1.35 * len(flows.levels)), names, {},
                       lambda f: draw_levels(f, flows, names.language))  # fmt: skip


def _picture(
    name: str, size: tuple[float, float], names: Naming, values: Mapping[str, object], draw: Callable[[Figure], object]
) -> Picture:
    """Draw a figure and return it with its words."""
    return draw_picture(name, size, names.language, values, draw)


def draw_picture(
    name: str,
    size: tuple[float, float],
    language: Language,
    values: Mapping[str, object],
    draw: Callable[[Figure], object],
) -> Picture:
    """Draw a figure within `theme` and return it with its words, ``caption_<name>`` and ``alt_<name>``.

    Parameters
    ----------
    name : str
        Name of the figure.
    size : tuple of float
        Width and height [inch].
    language : {"zh", "en"}
        Language.
    values : mapping
        What the words leave open.
    draw : callable
        Draws into the figure it is given.
    """
    caption, alt = (say(f"{part}_{name}", language, **values) for part in ("caption", "alt"))
    return picture(name, size, caption, alt, draw)


def picture(name: str, size: tuple[float, float], caption: str, alt: str, draw: Callable[[Figure], object]) -> Picture:
    """Draw a figure of a size [inch] within `theme` and return it as PNG, SVG and PDF."""
    figure = Figure(figsize=size)
    draw(figure)
    figure.draw_without_rendering()  # places everything once, for all files
    figure.set_layout_engine("none")
    files = {ending: _file(figure, ending) for ending in ENDINGS}
    return Picture(name, files, round(size[0] * 100), round(size[1] * 100), caption, alt)


def save_pictures(folder: Path, drawn: Iterable[Picture]) -> None:
    """Write the files of figures into a new folder."""
    folder.mkdir()
    for one in drawn:
        for ending, content in one.files.items():
            (folder / f"{one.name}.{ending}").write_bytes(content)


def _file(figure: Figure, ending: str) -> bytes:
    """Return a figure as a file."""
    buffer = BytesIO()
    if ending == "png":
        figure.savefig(buffer, format=ending, dpi=DPI, pil_kwargs={"compress_level": 2})
    else:
        figure.savefig(buffer, format=ending)
    return buffer.getvalue()
