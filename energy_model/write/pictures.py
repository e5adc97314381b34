"""The figures of a result for print, each with caption and a text for those who cannot see it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from energy_model.errors import Language
from energy_model.studies.curtailment import ENERGIES, with_rates
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
from energy_model.write.figures.dispatch import add_legend, day_name
from energy_model.write.hourly import SEASONS, Hourly, hardest_week, typical_week
from energy_model.write.naming import Naming
from energy_model.write.standard.capacity import capacity_by_year
from energy_model.write.standard.facts import Facts
from energy_model.write.tables import CAUSES, cost_steps
from energy_model.write.theme import theme
from energy_model.write.units import with_unit
from energy_model.write.words import say

DPI = 300
WIDTH = 7.5  # inch
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


def pictures(facts: Facts) -> list[Picture]:
    """Return all figures of a proven run, sized for an A4 page: PNG at 300 dpi, SVG and PDF.

    They stand in the folder of the result, and the same files in the document.
    """
    tables, names = facts.tables, facts.names
    flows, year = facts.hourly[-1], facts.stages[-1]
    with theme():
        return [
            _causes(facts.of_stage(tables.curtailment.counted, year), names),
            *_dispatch(flows, names),
            *_year(facts, flows),
            _capacity(tables.capacity, (facts.base_year, year), names),
            _cost(tables.cost, names),
        ]


def _causes(counted: pd.DataFrame, names: Naming) -> Picture:
    """Return the headline figure: what wind and PV could give by month, used and curtailed by cause."""
    frame = with_rates(counted.groupby("month")[list(ENERGIES)].sum().reset_index()).set_index("month")
    causes = [cause for cause in CAUSES if frame[cause].sum() > 1e-4 * frame["available"].sum()]
    worst = frame["rate"].idxmax() if frame["rate"].notna().any() else frame.index[0]
    values = {
        "available": with_unit(float(frame["available"].sum()), "energy", names.language),
        "curtailed": with_unit(float(frame["curtailed"].sum()), "energy", names.language),
        "month": say(f"month_{worst}", names.language),
        "rate": with_unit(float(frame["rate"].max()), "share", names.language, 1),
    }
    used, rates = frame["given"], frame["rate"]
    return _picture("curtailment_by_month", 2.8, names, values,
                    lambda f: draw_causes(f.subplots(), used, frame[causes], rates, names.language))  # fmt: skip


def _capacity(capacities: pd.DataFrame, years: tuple[int, int], names: Naming) -> Picture:
    """Return capacity in the base year and the planning year, by the sources of planning reports."""
    sums = capacity_by_year(capacities, years[0])[list(years)]
    sums = sums[sums.max(axis=1) > 1e-3]
    values = {"base": years[0], "year": years[1]}
    before, after = (dict(zip(sums.index, sums[column], strict=True)) for column in years)
    return _picture("capacity", 0.6 + 0.29 * len(sums), names, values,
                    lambda f: draw_capacity(f.subplots(), before, after, years, names.language))  # fmt: skip


def _cost(costs: pd.DataFrame, names: Naming) -> Picture:
    """Return the yearly cost as a waterfall."""
    terms = cost_steps(costs)
    labels = [names.word(f"cost_{term}") for term in terms]
    values = {"total": with_unit(float(costs["cost"].sum()), "money", names.language)}
    steps = dict(zip(labels, terms.values(), strict=True))
    end, language = names.word("cost_total"), names.language
    return _picture("cost", 0.8 + 0.3 * len(labels), names, values,
                    lambda f: draw_waterfall(f.subplots(), {}, steps, end, "money", language))  # fmt: skip


def _dispatch(flows: Hourly, names: Naming) -> Iterator[Picture]:
    """Yield the hardest week and a typical week per season."""
    hardest = hardest_week(flows)
    start, end = (day_name(int(flows.start[hardest[i]]), names.language) for i in (0, -1))
    short = float((flows.missing * flows.hours)[hardest].sum()) > 1.0
    values = {"start": start, "end": end, "why": say("hardest_short" if short else "hardest_dear", names.language)}

    def draw_hardest(figure: Figure) -> None:
        axes = draw_dispatch(figure.subplots(), flows, hardest, names.language)
        axes.set_title(f"{start} - {end}", loc="left")
        add_legend(figure, [axes], names.language)

    yield _picture("hardest_week", 3.4, names, values, draw_hardest)
    found = {season: typical_week(flows, season) for season in SEASONS}
    weeks = {season: (flows, steps) for season, steps in found.items() if steps is not None}
    if len(weeks) > 1:
        yield _picture("typical_weeks", 0.7 + 2.0 * len(weeks), names, {},
                       lambda f: draw_seasons(f, weeks, names.language))  # fmt: skip


def _year(facts: Facts, flows: Hourly) -> Iterator[Picture]:
    """Yield duration curves, the heat map of curtailment, the lines and the levels of the stores."""
    names = facts.names
    lines = {key: names.plant("export_line", key) for key in flows.export}
    yield _picture("durations", 5.4, names, {}, lambda f: draw_durations(f, flows, lines, names.language))
    if flows.curtailed.max(initial=0.0) > 1e-3:
        yield _picture("curtailment_by_hour", 3.4, names, {},
                       lambda f: draw_heat_map(f.subplots(), flows, names.language))  # fmt: skip
    if lines:
        bands = {key: contract_band(facts.reader, i) for i, key in enumerate(lines)}
        yield _picture("export_curve", 0.8 + 1.4 * len(lines), names, {},
                       lambda f: draw_export(f, flows, bands, lines, names.language))  # fmt: skip
    if flows.levels:
        yield _picture("levels", 0.5 + 1.0 * len(flows.levels), names, {},
                       lambda f: draw_levels(f, flows, names.language))  # fmt: skip


def _picture(
    name: str, height: float, names: Naming, values: Mapping[str, object], draw: Callable[[Figure], object]
) -> Picture:
    """Draw a figure as wide as a page of A4 and of a height [inch], and return it with its words."""
    return draw_picture(name, (WIDTH, height), names.language, values, draw)


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
