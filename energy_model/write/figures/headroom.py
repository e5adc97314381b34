"""Headroom: largest capacities, surfaces over capacity and storage, and the frontier of utilisation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from energy_model.errors import Language
from energy_model.write.theme import look
from energy_model.write.units import NOTHING, Quantity, convert, text, unit
from energy_model.write.words import say

QUANTITIES: dict[str, Quantity] = {"rate": "share", "cost": "money"}


def draw_largest(axes: Axes, largest: pd.DataFrame, target: float, language: Language) -> Axes:
    """Draw the largest clean capacity in each reading, by technology, with the target as a line.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    largest : DataFrame
        Of `studies.headroom` [GW].
    target : float
        Clean capacity that is required [GW].
    language : {"zh", "en"}
        Of labels and units.
    """
    shown = largest[np.isfinite(largest["clean"].astype(float))]
    place, left = np.arange(len(shown)), np.zeros(len(shown))
    for word in ("pv", "wind", "csp"):
        width = convert(shown[word].to_numpy(dtype=float), "power", language)
        colour, hatch = look(word)
        axes.barh(place, width, 0.6, left=left, color=colour, hatch=hatch, label=say(word, language))
        left = left + width
    whole = convert(shown["clean"].to_numpy(dtype=float), "power", language)
    axes.barh(
        place, np.maximum(whole - left, 0.0), 0.6, left=left, color=look("hydro")[0], label=say("others", language)
    )
    for y, value, end in zip(place, shown["clean"], whole, strict=True):
        axes.annotate(text(float(value), "power", language), (end, y), (4, 0), textcoords="offset points", va="center")
    axes.axvline(float(convert(target, "power", language)), color="#a3131a", label=say("target", language))
    axes.set_yticks(place, [say(f"opened_{what}", language) for what in shown["what"]])
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set_xlabel(say("axis_clean", language, unit=unit("power", language).symbol))
    axes.grid(visible=False, axis="y")
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=5)
    return axes


def draw_surface(figure: Figure, surface: xr.Dataset, name: str, language: Language) -> Figure:
    """Draw a quantity over clean capacity and new storage power, one panel per duration; a cross: others not met.

    Parameters
    ----------
    figure : Figure
        Where to draw.
    surface : Dataset
        Of `studies.headroom`.
    name : str
        ``rate`` or ``cost``.
    language : {"zh", "en"}
        Of labels and units.
    """
    quantity = QUANTITIES[name]
    values = convert(surface[name].values, quantity, language)
    panels = np.atleast_1d(figure.subplots(1, surface.sizes["duration"], sharey=True))
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    middle, digits = 0.5 * (low + high), 1
    for k, axes in enumerate(panels):
        image = axes.imshow(values[:, :, k], origin="lower", aspect="auto", cmap="YlOrRd", vmin=low, vmax=high)
        for (i, j), value in np.ndenumerate(values[:, :, k]):
            mark = "" if bool(surface["met"].values[i, j, k]) else "×"
            colour = "#ffffff" if value > middle + 0.2 * (high - low) else "#1a1a1a"
            shown = f"{round(value, digits) + 0.0:.{digits}f}{mark}" if np.isfinite(value) else NOTHING
            axes.annotate(shown, (j, i), ha="center", va="center", fontsize=8.5, color=colour)
        axes.set_title(say("panel_duration", language, hours=f"{surface['duration'].values[k]:.0f}"))
        powers = convert(surface["power"].values, "power", language)
        axes.set_xticks(range(len(powers)), [f"{power:.0f}" for power in powers])
        axes.set_xlabel(say("axis_new_storage", language, unit=unit("power", language).symbol))
        axes.grid(visible=False)
    levels = convert(surface["capacity"].values, "power", language)
    panels[0].set_yticks(range(len(levels)), [f"{level:,.{0 if language == 'zh' else 1}f}" for level in levels])
    panels[0].set_ylabel(say("axis_clean", language, unit=unit("power", language).symbol))
    figure.colorbar(image, ax=list(panels), label=say(f"axis_{name}", language, unit=unit(quantity, language).symbol))
    return figure


def draw_frontier(axes: Axes, frontier: pd.DataFrame, language: Language) -> Axes:
    """Draw the yearly cost over the floor of utilisation; floors that cannot hold are marked at the top.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    frontier : DataFrame
        Of `studies.headroom`.
    language : {"zh", "en"}
        Of labels and units.
    """
    holds = frontier[frontier["feasible"].astype(bool)]
    cost = convert(holds["cost"].to_numpy(dtype=float), "money", language)
    axes.plot(100.0 * holds["floor"], cost, marker="o", color="#0b4f9c")
    for floor in frontier["floor"][~frontier["feasible"].astype(bool)]:
        axes.axvline(100.0 * floor, color="#a3131a", linestyle=":")
        axes.annotate(say("holds_not", language), (100.0 * floor, 0.97), xycoords=("data", "axes fraction"),
                      rotation=90, va="top", ha="right", fontsize=8.5, color="#a3131a")  # fmt: skip
    if cost.size:  # a flat curve is drawn flat, not as the dust of the solver
        middle, half = 0.5 * (cost.min() + cost.max()), 0.6 * (cost.max() - cost.min())
        half = max(half, 0.02 * abs(middle), 1e-3)
        axes.set_ylim(middle - half, middle + half)
    axes.ticklabel_format(axis="y", useOffset=False)
    axes.set_xlabel(say("axis_floor", language))
    axes.set_ylabel(say("axis_cost", language, unit=unit("money", language).symbol))
    return axes
