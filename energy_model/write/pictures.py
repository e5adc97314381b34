"""The figures of a result as PNG, each with caption and a text for those who cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

import pandas as pd
from matplotlib.figure import Figure

from energy_model.case.errors import Language
from energy_model.studies import Reader
from energy_model.write.figures import (
    draw_capacity,
    draw_causes,
    draw_dispatch,
    draw_durations,
    draw_heat_map,
    draw_levels,
    draw_seasons,
)
from energy_model.write.figures.dispatch import day_name
from energy_model.write.hourly import SEASONS, Hourly, hardest_week, hourly, typical_week
from energy_model.write.naming import Naming, in_order
from energy_model.write.tables import CAUSES, latest
from energy_model.write.theme import theme
from energy_model.write.units import with_unit
from energy_model.write.words import say

DPI = 150


@dataclass(frozen=True)
class Picture:
    """A figure: file name without ending, PNG, size on the page [px], caption, and what it shows in words."""

    name: str
    png: bytes
    width: int
    height: int
    caption: str
    alt: str


def pictures(
    reader: Reader, months: pd.DataFrame, capacities: pd.DataFrame, years: tuple[int, int], names: Naming
) -> dict[str, Picture]:
    """Return all figures of a result by name.

    Parameters
    ----------
    reader : Reader
        Labelled solution.
    months : DataFrame
        Available, given and curtailed energy of wind and PV by month, with causes [GWh].
    capacities : DataFrame
        Capacity by plant, as ``studies`` gives it.
    years : tuple of int
        Base year and planning year.
    names : Naming
        Names and language.
    """
    flows = hourly(reader)
    with theme():
        drawn = [
            causes_picture(months, names),
            *_dispatch_pictures(flows, names),
            *_year_pictures(flows, names),
            capacity_picture(capacities, years, names),
        ]
    return {picture.name: picture for picture in drawn}


def causes_picture(months: pd.DataFrame, names: Naming) -> Picture:
    """Return the headline figure: what wind and PV could give by month, used and curtailed by cause."""
    frame = months.set_index("month").sort_index()
    causes = [cause for cause in CAUSES if frame[cause].sum() > 1e-4 * frame["available"].sum()]
    worst = frame["rate"].idxmax() if frame["rate"].notna().any() else frame.index[0]
    values = {
        "available": with_unit(float(frame["available"].sum()), "energy", names.language),
        "curtailed": with_unit(float(frame["curtailed"].sum()), "energy", names.language),
        "month": say(f"month_{worst}", names.language),
        "rate": with_unit(float(frame["rate"].max()), "share", names.language, 1),
    }
    return _picture("curtailment_by_month", (10.0, 4.8), names, values,
                    lambda f: draw_causes(f.subplots(), frame["given"], frame[causes], names.language))  # fmt: skip


def capacity_picture(capacities: pd.DataFrame, years: tuple[int, int], names: Naming) -> Picture:
    """Return capacity by technology in the base year and the planning year."""
    frame = latest(capacities[capacities["is_power"]])
    sums = in_order(frame).groupby("technology", sort=False)[["base_year", "year_end"]].sum()
    sums = sums[sums.max(axis=1) > 1e-3]
    values = {"base": years[0], "year": years[1]}
    before, after = (dict(zip(sums.index, sums[column], strict=True)) for column in ("base_year", "year_end"))
    return _picture("capacity", (10.0, 1.2 + 0.42 * len(sums)), names, values,
                    lambda f: draw_capacity(f.subplots(), before, after, years, names.language))  # fmt: skip


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


def _year_pictures(flows: Hourly, names: Naming) -> Iterator[Picture]:
    """Yield duration curves, the heat map of curtailment and the levels of the stores."""
    lines = {key: names.plant("export_line", key) for key in flows.export}
    yield _picture("durations", (10.0, 7.0), names, {}, lambda f: draw_durations(f, flows, lines, names.language))
    if flows.curtailed.max(initial=0.0) > 1e-3:
        yield _picture("curtailment_by_hour", (10.0, 4.4), names, {},
                       lambda f: draw_heat_map(f.subplots(), flows, names.language))  # fmt: skip
    if flows.levels:
        yield _picture("levels", (10.0, 0.6 + 1.35 * len(flows.levels)), names, {},
                       lambda f: draw_levels(f, flows, names.language))  # fmt: skip


def _picture(
    name: str, size: tuple[float, float], names: Naming, values: Mapping[str, object], draw: Callable[[Figure], object]
) -> Picture:
    """Draw a figure and return it as PNG with its words."""
    return draw_picture(name, size, names.language, values, draw)


def draw_picture(
    name: str,
    size: tuple[float, float],
    language: Language,
    values: Mapping[str, object],
    draw: Callable[[Figure], object],
) -> Picture:
    """Draw a figure and return it as PNG with its words, rows ``caption_<name>`` and ``alt_<name>`` of ``words.csv``.

    Parameters
    ----------
    name : str
        Name of the figure.
    size : tuple of float
        Width and height [hundreds of px].
    language : {"zh", "en"}
        Language.
    values : mapping
        What the words leave open.
    draw : callable
        Draws into the figure it is given.
    """
    figure, buffer = Figure(figsize=size), BytesIO()
    draw(figure)
    figure.savefig(buffer, format="png", dpi=DPI)
    caption = say(f"caption_{name}", language, **values)
    alt = say(f"alt_{name}", language, **values)
    return Picture(name, buffer.getvalue(), round(size[0] * 100), round(size[1] * 100), caption, alt)
