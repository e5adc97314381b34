"""Figures of a sensitivity study: tornado, spider, map of two inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from energy_model.errors import Language
from energy_model.write.theme import INK
from energy_model.write.units import convert, unit
from energy_model.write.words import say

LOW, HIGH = "#1f4e9c", "#d1561b"
COLOURS = ("#1f4e9c", "#d1561b", "#0b8f66", "#7b5aa6", "#8a8a8a")
SHARES = ("low", "mid_low", "value", "mid_high", "high")
STYLES: tuple[Any, ...] = ("-", (0, (5, 1)), (0, (1, 1)), "-.", (0, (3, 1, 1, 1)))


def draw_tornado(axes: Axes, table: pd.DataFrame, labels: Sequence[str], language: Language) -> Axes:
    """Draw the change of cost at the ends of each range: bars as solved, marks as estimated by duals.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    table : DataFrame
        Rows of `Sensitivity.tornado`, the most weighty first.
    labels : sequence of str
        Words for the rows.
    language : {"zh", "en"}
        Of labels and units.
    """
    place = np.arange(len(table))[::-1]
    for end, colour in (("low", LOW), ("high", HIGH)):
        solved = convert(table[f"solved_{end}"], "money", language)
        guessed = convert(table[f"estimate_{end}"], "money", language)
        axes.barh(place, np.nan_to_num(solved), 0.62, color=colour, label=say(f"tornado_{end}", language))
        axes.plot(guessed, place, "D", color="white", markeredgecolor=INK, markersize=5, linestyle="none",
                  label=say("tornado_estimate", language) if end == "high" else None)  # fmt: skip
        for y, short in zip(place, ~table[f"feasible_solved_{end}"].astype(bool), strict=True):
            if short:
                axes.annotate(say(f"tornado_short_{end}", language), (0, y), (4 if end == "high" else -4, 0),
                              textcoords="offset points", va="center", color=colour, fontsize=8,
                              ha="left" if end == "high" else "right")  # fmt: skip
    axes.axvline(0.0, color=INK, linewidth=0.9)
    axes.set_yticks(place, labels)
    axes.set_xlabel(say("axis_change", language, unit=unit("money", language).symbol))
    axes.grid(visible=False, axis="y")
    axes.legend(loc="lower right")
    return axes


def draw_spider(axes: Axes, spider: pd.DataFrame, labels: Mapping[str, str], language: Language) -> Axes:
    """Draw the change of cost along the range of each input, from its low end over its value to its high end."""
    for i, (name, group) in enumerate(spider.groupby("name", sort=False)):
        known = pd.concat([group[["share", "change"]], pd.DataFrame({"share": [0.0], "change": [0.0]})])
        ordered = known.sort_values("share")
        look = {"color": COLOURS[i % len(COLOURS)], "linestyle": STYLES[i % len(STYLES)]}
        shown = convert(ordered["change"], "money", language)
        axes.plot(ordered["share"], shown, marker="o", markersize=3.5, label=labels[str(name)], **look)
    axes.set_xticks([-1.0, -0.5, 0.0, 0.5, 1.0], [say(f"share_{name}", language) for name in SHARES])
    axes.set_ylabel(say("axis_change", language, unit=unit("money", language).symbol))
    axes.axhline(0.0, color=INK, linewidth=0.8)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=1)
    return axes


def draw_map(axes: Axes, table: pd.DataFrame, labels: tuple[str, str], language: Language) -> Axes:
    """Draw the change of cost over the ranges of two inputs, a number in each field."""
    grid = table.pivot(index="second", columns="first", values="change")
    shown = convert(grid.to_numpy(), "money", language)
    largest = np.nanmax(np.abs(shown)) if np.isfinite(shown).any() else 1.0
    axes.imshow(shown, origin="lower", cmap="RdBu_r", vmin=-largest, vmax=largest, aspect="auto")
    for row, values in enumerate(shown):
        for column, value in enumerate(values):
            number = f"{value:+.1f}" if language == "zh" else f"{value:+.2f}"
            words = number if np.isfinite(value) else say("map_short", language)
            colour = "white" if np.isfinite(value) and abs(value) > 0.6 * largest else INK
            axes.text(column, row, words, ha="center", va="center", color=colour, fontsize=8.5)
    ticks = [say(f"share_{name}", language) for name in SHARES]
    axes.set_xticks(range(grid.shape[1]), ticks[: grid.shape[1]])
    axes.set_yticks(range(grid.shape[0]), ticks[: grid.shape[0]])
    axes.set_xlabel(labels[0])
    axes.set_ylabel(labels[1])
    axes.grid(visible=False)
    return axes
