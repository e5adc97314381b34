"""Figures of near-optimal plans and of weather years: ranges, different plans, spread over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from energy_model.errors import Language
from energy_model.write.theme import INK, look
from energy_model.write.units import Quantity, convert, unit
from energy_model.write.words import say

SHADES = {0.01: 1.0, 0.02: 0.7, 0.05: 0.45, 0.10: 0.25}
COLOURS = ("#1f4e9c", "#d1561b", "#0b8f66", "#7b5aa6", "#8c4a24", "#6bb8e8")


def draw_ranges(
    axes: Axes, ranges: pd.DataFrame, labels: Mapping[str, str], quantity: Quantity, language: Language
) -> Axes:
    """Draw how far each choice can move at each distance from the least cost; the plan is marked.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    ranges : DataFrame
        Rows of `Alternatives.ranges`, of one quantity.
    labels : mapping of str to str
        Choice → words.
    quantity : str
        Quantity of all rows.
    language : {"zh", "en"}
        Of labels and units.
    """
    names = list(dict.fromkeys(ranges["name"]))
    for y, name in enumerate(reversed(names)):
        rows = ranges[ranges["name"] == name].sort_values("within", ascending=False)
        for _, row in rows.iterrows():
            low, high, plan = convert([row["least"], row["greatest"], row["plan"]], quantity, language)
            shade = SHADES[row["within"]]
            axes.barh(y, high - low, 0.6, left=low, color="#1f4e9c", alpha=shade, linewidth=0.0)
        axes.plot([plan, plan], [y - 0.36, y + 0.36], color="#d1561b", linewidth=2.2)
    axes.set_yticks(range(len(names)), [labels[name] for name in reversed(names)])
    axes.set_xlabel(say(f"axis_range_{quantity}", language, unit=unit(quantity, language).symbol))
    axes.grid(visible=False, axis="y")
    for within, shade in SHADES.items():
        axes.barh(0, 0, color="#1f4e9c", alpha=shade, label=say("within", language, share=f"{within:.0%}"))
    axes.plot([], [], color="#d1561b", linewidth=2.2, label=say("least_cost_plan", language))
    axes.legend(loc="lower right")
    return axes


def draw_plans(axes: Axes, plans: pd.DataFrame, labels: Mapping[str, str], language: Language) -> Axes:
    """Draw the sizes of different plans side by side."""
    names, numbers = list(dict.fromkeys(plans["name"])), list(dict.fromkeys(plans["plan"]))
    height = 0.8 / len(numbers)
    for i, number in enumerate(numbers):
        sizes = plans[plans["plan"] == number].set_index("name")["size"].reindex(names)
        place = np.arange(len(names))[::-1] + 0.4 - height * (i + 0.5)
        words = say("least_cost_plan", language) if number == "0" else say("plan_number", language, number=number)
        colour = INK if number == "0" else COLOURS[(i - 1) % len(COLOURS)]
        axes.barh(place, convert(sizes, "power", language), height * 0.92, color=colour, label=words)
    axes.set_yticks(np.arange(len(names))[::-1], [labels[name] for name in names])
    axes.set_xlabel(say("axis_range_power", language, unit=unit("power", language).symbol))
    axes.grid(visible=False, axis="y")
    axes.legend(loc="lower right")
    return axes


def draw_years(figure: Figure, years: pd.DataFrame, base: Mapping[str, float], language: Language) -> None:
    """Draw cost, use of wind and sun, curtailed energy and export of each weather year; the line is the plan."""
    panels: Sequence[tuple[str, Quantity]] = (
        ("cost", "money"),
        ("utilisation", "share"),
        ("curtailed_gwh", "energy"),
        ("exported_gwh", "energy"),
    )
    for axes, (name, quantity) in zip(figure.subplots(2, 2).ravel(), panels, strict=True):
        axes.bar(years["year"].astype(str), convert(years[name], quantity, language), color="#6bb8e8")
        axes.axhline(convert(base[name], quantity, language), color="#a3104e", linewidth=1.2)
        if quantity == "share":
            axes.set_ylim(min(80.0, 95.0 * float(years[name].min())), 100.5)
        axes.set_title(say(f"year_{name}", language, unit=unit(quantity, language).symbol), loc="left", fontsize=10)
        axes.set_xlabel(say("axis_weather_year", language), fontsize=8.5)
        axes.grid(visible=False, axis="x")


def draw_mix(axes: Axes, capacities: pd.DataFrame, labels: Mapping[str, str], language: Language) -> Axes:
    """Draw the capacity of each technology over the weather years: range as a bar, years as dots."""
    names = [name for name in labels if capacities[capacities["technology"] == name]["gw"].max() > 1e-3]
    for y, name in enumerate(reversed(names)):
        shown = convert(capacities[capacities["technology"] == name]["gw"], "power", language)
        colour, _ = look(name)
        axes.barh(y, shown.max() - shown.min(), 0.55, left=shown.min(), color=colour, alpha=0.5)
        axes.plot(shown, np.full(len(shown), y), "|", color=INK, markersize=9)
    axes.set_yticks(range(len(names)), [labels[name] for name in reversed(names)])
    axes.set_xlabel(say("axis_range_power", language, unit=unit("power", language).symbol))
    axes.grid(visible=False, axis="y")
    return axes
