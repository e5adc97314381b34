"""Dispatch of a week: a stack of what is given, what is taken below zero, demand and export as lines."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from energy_model.case.case import FloatArray, IntArray
from energy_model.errors import Language
from energy_model.write.figures.steps import draw_area, draw_line
from energy_model.write.hourly import Hourly
from energy_model.write.theme import DEMAND, EXPORT, look
from energy_model.write.units import convert, unit
from energy_model.write.words import say

MONTH_ENDS = np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def day_name(hour_of_year: int, language: Language) -> str:
    """Return month and day at an hour of a year of 365 days."""
    day = int(hour_of_year) // 24 % 365
    month = int(np.searchsorted(MONTH_ENDS, day, side="right"))
    number = day - int(MONTH_ENDS[month - 1]) + 1
    return f"{month}月{number}日" if language == "zh" else f"{number} {say(f'month_{month}', language)}"


def draw_dispatch(axes: Axes, flows: Hourly, steps: IntArray, language: Language) -> Axes:
    """Draw the steps of a week as a stack.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    flows : Hourly
        The year.
    steps : array of int
        Steps to show.
    language : {"zh", "en"}
        Of labels and units.
    """
    edges = np.concatenate([[0.0], np.cumsum(flows.hours[steps])])
    top = _stack(axes, edges, {key: values[steps] for key, values in flows.supply.items()}, language)
    _stack(axes, edges, {key: -values[steps] for key, values in flows.taken.items()}, language, set(flows.supply))
    _curtailed(axes, edges, top, convert(flows.curtailed[steps], "power", language), language)
    demand = convert(flows.demand[steps], "power", language)
    sent = convert(sum(flows.export.values(), np.zeros(len(flows.start)))[steps], "power", language)
    draw_line(axes, edges, demand, color=DEMAND, linewidth=1.6, label=say("demand", language))
    draw_line(
        axes, edges, demand + sent, color=EXPORT, linewidth=1.6, linestyle=(0, (5, 1)),
        label=say("demand_and_export", language),
    )  # fmt: skip
    axes.axhline(0.0, color=DEMAND, linewidth=0.8)
    axes.set_ylabel(say("axis_power", language, unit=unit("power", language).symbol))
    _days(axes, edges, flows.start[steps], language)
    return axes


def draw_seasons(figure: Figure, weeks: dict[str, tuple[Hourly, IntArray]], language: Language) -> Figure:
    """Draw one week of each season on one scale, with one legend."""
    panels = figure.subplots(len(weeks), 1, sharey=True, squeeze=False).ravel()
    for axes, (season, (flows, steps)) in zip(panels, weeks.items(), strict=True):
        draw_dispatch(axes, flows, steps, language)
        axes.set_title(say("title_week", language, season=say(season, language)), loc="left")
    add_legend(figure, panels, language)
    return figure


def add_legend(figure: Figure, panels: Iterable[Axes], language: Language) -> None:
    """Add one legend below panels of dispatch; what stands in several of them is named once."""
    found: dict[str, Artist] = {}
    for axes in panels:
        handles, labels = axes.get_legend_handles_labels()
        found |= dict(zip(labels, handles, strict=True))
    figure.legend(
        list(found.values()), list(found), loc="outside lower center", ncols=6 if language == "zh" else 5, fontsize=8
    )


def _stack(
    axes: Axes, edges: FloatArray, powers: Mapping[str, FloatArray], language: Language, labelled: Container[str] = ()
) -> FloatArray:
    """Draw powers of one sign upon each other and return where the stack ends; what is labelled stays without."""
    base = np.zeros(len(edges) - 1)
    for key, values in powers.items():
        colour, hatch = look(key)
        top = base + convert(values, "power", language)
        label = say(key, language) if key not in labelled else None
        draw_area(
            axes, edges, base, top, facecolor=colour, hatch=hatch, edgecolor="#ffffff99", linewidth=0.0, label=label
        )
        base = top
    return base


def _curtailed(axes: Axes, edges: FloatArray, top: FloatArray, values: FloatArray, language: Language) -> None:
    """Draw what is curtailed on top of the stack, hatched."""
    if values.max(initial=0.0) <= 1e-2:
        return
    draw_area(
        axes, edges, top, top + values, facecolor="#ffffff", edgecolor="#b8860b", hatch="////", linewidth=0.0,
        label=say("curtailed", language),
    )  # fmt: skip


def _days(axes: Axes, edges: FloatArray, start: IntArray, language: Language) -> None:
    """Mark the days below the axis."""
    axes.set_xlim(edges[0], edges[-1])
    ticks = [(edge, hour) for edge, hour in zip(edges[:-1], start, strict=True) if hour % 24 == 0][:8]
    axes.set_xticks([edge for edge, _ in ticks], [day_name(hour, language) for _, hour in ticks], ha="left")
