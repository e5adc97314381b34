"""Figures of a storage study: certified cost, marginal value against marginal cost, effect on curtailment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from energy_model.errors import Language
from energy_model.studies.many.storage import Curve
from energy_model.write.theme import INK, look
from energy_model.write.units import Quantity, convert, unit
from energy_model.write.words import say

COLUMNS = 3
STOP, COST = "#a3104e", "#a3104e"
PLACES = 400


def quantity_of(measure: str) -> Quantity:
    """Return the quantity that runs along a line."""
    found: dict[str, Quantity] = {"power": "power", "duration": "hours", "tank": "storage"}
    return found[measure]


def draw_costs(figure: Figure, curves: Sequence[Curve], names: Sequence[str], language: Language) -> None:
    """Draw the cost of the system along each line: band between certified bounds, places solved, where to stop."""
    for axes, curve, name in zip(_panels(figure, curves), curves, names, strict=False):
        at = np.linspace(curve.axis.low, curve.axis.high, PLACES)
        shown = _along(curve, at, language)
        low, high = (convert(b, "money", language) for b in (curve.bounds.lower(at), curve.bounds.upper(at)))
        colour, _ = look(curve.axis.technology)
        axes.fill_between(shown, low, high, color=colour, alpha=0.45, linewidth=0.0)
        axes.plot(shown, high, color=colour, linewidth=1.2)
        points = curve.points
        axes.plot(_along(curve, points["at"], language), convert(points["value"], "money", language), ".", color=INK)
        _finish(axes, curve, name, say("axis_cost", language, unit=unit("money", language).symbol), language)


def draw_margins(figure: Figure, curves: Sequence[Curve], names: Sequence[str], language: Language) -> None:
    """Draw what the next unit is worth along each line, beside what it costs."""
    for axes, curve, name in zip(_panels(figure, curves), curves, names, strict=False):
        inside = curve.points[curve.points["at"] > curve.axis.low]
        scale = curve.axis.per_kwh or 1.0
        colour, _ = look(curve.axis.technology)
        shown = _along(curve, inside["at"], language)
        values, costs = inside["marginal_value"] / scale, inside["marginal_cost"] / scale
        axes.step(shown, values, where="mid", color=colour, linewidth=1.6)
        axes.plot(shown, values, ".", color=INK, markersize=4)
        axes.plot(shown, costs, color=COST, linestyle="--", linewidth=1.2)
        top = 1.25 * max(float(values.quantile(0.8)), float(costs.max()), 1e-9)
        axes.set_ylim(min(0.0, 1.1 * float(values.min())), top)
        key = "unit_kwh_a" if curve.axis.per_kwh else "unit_kw_a"
        _finish(axes, curve, name, say(key, language), language)


def draw_effects(figure: Figure, curves: Sequence[Curve], names: Sequence[str], language: Language) -> None:
    """Draw how much of wind and sun is used along each line."""
    for axes, curve, name in zip(_panels(figure, curves), curves, names, strict=False):
        colour, _ = look(curve.axis.technology)
        shown = _along(curve, curve.points["at"], language)
        curtailed = convert(curve.points["curtailed_gwh"], "energy", language)
        axes.plot(shown, curtailed, color=colour, linewidth=1.5)
        axes.set_ylim(0.0, 1.1 * max(curtailed.max(), 1e-6))
        _finish(axes, curve, name, say("axis_st_curtailed", language, unit=unit("energy", language).symbol), language)
        short = curve.points[curve.points["shortfalls"] > 0]
        if len(short):
            axes.axvspan(*_along(curve, [short["at"].min(), short["at"].max()], language), color="#f4d5d5")


def _panels(figure: Figure, curves: Sequence[Curve]) -> list[Axes]:
    """Return a panel for each curve; those that are left over are hidden."""
    rows = -(-len(curves) // COLUMNS)
    panels = list(figure.subplots(rows, COLUMNS, squeeze=False).ravel())
    for axes in panels[len(curves) :]:
        axes.set_visible(False)
    return panels


def _along(curve: Curve, at: object, language: Language) -> np.ndarray:
    """Return places along a line in the unit of the report."""
    return convert(np.asarray(at, dtype=float), quantity_of(curve.axis.measure), language)


def _finish(axes: Axes, curve: Curve, name: str, label: str, language: Language) -> None:
    """Give a panel its title, labels, and lines at the plan and at the least cost."""
    low, high = curve.bounds.least()
    best = _along(curve, [(low + high) / 2], language)[0]
    axes.axvline(best, color=STOP, linewidth=1.0, linestyle=":")
    if not np.isnan(curve.axis.base):
        axes.axvline(_along(curve, [curve.axis.base], language)[0], color="#777777", linewidth=0.9)
    axes.set_title(name, loc="left", fontsize=9.5)
    axes.set_xlabel(
        say(f"axis_{curve.axis.measure}", language, unit=unit(quantity_of(curve.axis.measure), language).symbol),
        fontsize=8.5,
    )
    axes.set_ylabel(label, fontsize=8.5)
    axes.tick_params(labelsize=8)
