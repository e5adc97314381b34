"""The figures of a document for print: 300 dots per inch, sized for an A4 page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import matplotlib.figure

from energy_model.studies.curtailment import ENERGIES, with_rates
from energy_model.write.figures import (
    draw_capacity,
    draw_causes,
    draw_dispatch,
    draw_durations,
    draw_heat_map,
    draw_levels,
)
from energy_model.write.figures.dispatch import day_name
from energy_model.write.hourly import hardest_week
from energy_model.write.standard import Facts
from energy_model.write.standard.facts import SOURCES, source_of
from energy_model.write.tables import CAUSES, latest
from energy_model.write.theme import theme
from energy_model.write.words import say

DPI = 300
Draw = Callable[[matplotlib.figure.Figure], object]


@dataclass(frozen=True)
class Figure:
    """A figure: PNG, title for the caption, and what it shows in words."""

    png: bytes
    title: str
    alt: str


def print_figures(facts: Facts, names: tuple[str, ...]) -> dict[str, Figure]:
    """Return figures by name; one that the run has no data for is left out."""
    found = {}
    with theme():
        for name in names:
            made = MAKERS[name](facts)
            if made is not None:
                size, draw = made
                found[name] = _figure(facts, name, size, draw)
    return found


def _figure(facts: Facts, name: str, size: tuple[float, float], draw: Draw) -> Figure:
    """Draw one figure."""
    figure, buffer = matplotlib.figure.Figure(figsize=size), BytesIO()
    draw(figure)
    figure.savefig(buffer, format="png", dpi=DPI, pil_kwargs={"compress_level": 3})
    title = say(f"print_{name}", facts.language)
    return Figure(buffer.getvalue(), title, say("figure_alt", facts.language, title=title, year=facts.stages[-1]))


def _causes(facts: Facts) -> tuple[tuple[float, float], Draw]:
    """Return the months of wind and PV, used and curtailed by cause."""
    counted = facts.of_stage(facts.tables.curtailment.counted, facts.stages[-1])
    months = with_rates(counted.groupby("month")[list(ENERGIES)].sum().reset_index()).set_index("month")
    causes = [cause for cause in CAUSES if months[cause].sum() > 1e-4 * months["available"].sum()]
    return (7.0, 2.5), lambda f: draw_causes(
        f.subplots(), months["given"], months[causes], months["rate"], facts.language
    )


def _capacity(facts: Facts) -> tuple[tuple[float, float], Draw]:
    """Return capacity by technology in the base year and the last planning year."""
    frame = latest(facts.tables.capacity[facts.tables.capacity["is_power"]])
    sums = frame.groupby(frame["technology"].map(source_of))[["base_year", "year_end"]].sum()
    sums = sums.reindex([source for source in SOURCES if source in sums.index])
    sums = sums[sums.max(axis=1) > 1e-3]
    before, after = (dict(zip(sums.index, sums[column], strict=True)) for column in ("base_year", "year_end"))
    years = (facts.base_year, facts.stages[-1])
    return (7.0, 0.6 + 0.29 * len(sums)), lambda f: draw_capacity(f.subplots(), before, after, years, facts.language)


def _hardest(facts: Facts) -> tuple[tuple[float, float], Draw]:
    """Return the hardest week."""
    flows = facts.hourly[-1]
    steps = hardest_week(flows)

    def draw(figure: matplotlib.figure.Figure) -> None:
        axes = draw_dispatch(figure.subplots(), flows, steps, facts.language)
        start, end = (day_name(int(flows.start[steps[i]]), facts.language) for i in (0, -1))
        axes.set_title(f"{start} - {end}", loc="left")
        handles, labels = axes.get_legend_handles_labels()
        figure.legend(
            handles, labels, loc="outside lower center", ncols=6 if facts.language == "zh" else 5, fontsize=7.5
        )

    return (7.0, 3.0), draw


def _durations(facts: Facts) -> tuple[tuple[float, float], Draw]:
    """Return duration curves."""
    flows = facts.hourly[-1]
    lines = {key: facts.names.plant("export_line", key) for key in flows.export}
    return (7.5, 5.2), lambda f: draw_durations(f, flows, lines, facts.language)


def _heat_map(facts: Facts) -> tuple[tuple[float, float], Draw] | None:
    """Return the heat map of curtailment by month and hour."""
    flows = facts.hourly[-1]
    if flows.curtailed.max(initial=0.0) <= 1e-3:
        return None
    return (7.5, 3.4), lambda f: draw_heat_map(f.subplots(), flows, facts.language)


def _levels(facts: Facts) -> tuple[tuple[float, float], Draw] | None:
    """Return the energy in store through the year."""
    flows = facts.hourly[-1]
    if not flows.levels:
        return None
    return (7.5, 0.5 + 1.0 * len(flows.levels)), lambda f: draw_levels(f, flows, facts.language)


MAKERS: dict[str, Callable[[Facts], tuple[tuple[float, float], Draw] | None]] = {
    "curtailment_by_month": _causes,
    "capacity": _capacity,
    "hardest_week": _hardest,
    "durations": _durations,
    "curtailment_by_hour": _heat_map,
    "levels": _levels,
}
