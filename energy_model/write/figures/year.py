"""Figures of the whole year: duration curves and storage levels."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from energy_model.case.case import FloatArray
from energy_model.errors import Language
from energy_model.write.figures.dispatch import MONTH_ENDS
from energy_model.write.figures.steps import draw_area, draw_line
from energy_model.write.hourly import Hourly
from energy_model.write.theme import DEMAND, EXPORT, look
from energy_model.write.units import Quantity, convert, unit
from energy_model.write.words import say

LINES = ("#a3104e", "#1f4e9c", "#0b8f66", "#b8860b", "#6a6a6a")
#: Top of a legend below an axis with ticks and label [height of the axis]; inside it would lie on the curves.
BELOW = -0.32
STYLES = ("-", (0, (5, 1)), (0, (1, 1)), "-.", ":")


def draw_durations(figure: Figure, flows: Hourly, names: dict[str, str], language: Language) -> Figure:
    """Draw four duration curves: net load, lines, curtailed power and value of energy.

    Parameters
    ----------
    figure : Figure
        Where to draw.
    flows : Hourly
        The year.
    names : dict of str to str
        Words for the lines.
    language : {"zh", "en"}
        Of labels and units.
    """
    load, lines, curtailed, price = figure.subplots(2, 2).ravel()
    sent = sum(flows.export.values(), np.zeros(len(flows.start)))
    net = flows.demand + sent - sum(flows.available.values(), np.zeros(len(flows.start)))
    _curves(load, flows, {say("net_load", language): net, say("demand_and_export", language): flows.demand + sent},
            "power", language)  # fmt: skip
    load.axhline(0.0, color=DEMAND, linewidth=0.8)
    _curves(lines, flows, {names[key]: values for key, values in flows.export.items()}, "power", language)
    _curves(curtailed, flows, {say("curtailed", language): flows.curtailed}, "power", language)
    _curves(price, flows, {say("price", language): flows.price}, "price", language)
    price.set_ylim(*_price_limits(flows))
    for axes, title in ((load, "net_load"), (lines, "export"), (curtailed, "curtailed"), (price, "price")):
        axes.set_title(say(f"duration_{title}", language), loc="left")
    return figure


def draw_export(
    figure: Figure,
    flows: Hourly,
    bands: dict[str, tuple[FloatArray, FloatArray]],
    names: dict[str, str],
    language: Language,
) -> Figure:
    """Draw what each line sends over the year, day by day, within what its contract curve admits.

    Parameters
    ----------
    figure : Figure
        Where to draw.
    flows : Hourly
        The year.
    bands : dict of str to two arrays
        Least and most that each line may send [GW].
    names : dict of str to str
        Words for the lines.
    language : {"zh", "en"}
        Of labels and units.
    """
    panels = figure.subplots(len(names), 1, sharex=True, squeeze=False).ravel()
    for axes, (key, name) in zip(panels, names.items(), strict=True):
        low, high, sent = (daily(flows, values) for values in (*bands[key], flows.export[key]))
        edges = np.append(days := np.unique(flows.start // 24), days[-1] + 1)
        low, high, sent = (convert(values, "power", language) for values in (low, high, sent))
        draw_area(axes, edges, low, high, color="#f0dca0", linewidth=0.0, label=say("contract_band", language))
        draw_line(axes, edges, sent, color=EXPORT, linewidth=1.3, label=say("flow_sent", language))
        axes.set_title(name, loc="left")
        axes.set_ylabel(unit("power", language).symbol)
        axes.set_ylim(bottom=0.0)
        mark_months(axes, float(edges[0]), float(edges[-1]), language)
    panels[0].legend(loc="lower left", ncols=2)
    return figure


def daily(flows: Hourly, values: FloatArray) -> FloatArray:
    """Return the mean of each day that a run has."""
    _, day = np.unique(flows.start // 24, return_inverse=True)
    return np.asarray(np.bincount(day, values * flows.hours) / np.bincount(day, flows.hours))


def draw_levels(figure: Figure, flows: Hourly, language: Language) -> Figure:
    """Draw the energy in store through the year, a panel per technology: daily mean, and daily range as a band."""
    days = np.unique(flows.start // 24)
    panels = figure.subplots(max(len(flows.levels), 1), 1, sharex=True, squeeze=False).ravel()
    for axes, (key, values) in zip(panels, flows.levels.items(), strict=False):
        shown = convert(values, "storage", language)
        split = [shown[flows.start // 24 == day] for day in days]
        low, high, mean = (np.array([edge(part) for part in split]) for edge in (np.min, np.max, np.mean))
        colour, _ = look(key)
        axes.fill_between(days, low, high, color=colour, alpha=0.3, linewidth=0.0)
        axes.plot(days, mean, color=colour, linewidth=1.4)
        axes.set_title(say(f"store_{key}", language), loc="left")
        axes.set_ylim(bottom=0.0)
        mark_months(axes, float(days[0]), float(days[-1] + 1), language)
    figure.supylabel(say("axis_level", language, unit=unit("storage", language).symbol), fontsize=10)
    return figure


def mark_months(axes: Axes, first: float, last: float, language: Language) -> None:
    """Mark the months below an axis in days."""
    axes.set_xlim(first, last)
    shown = [m for m in range(12) if first <= MONTH_ENDS[m] < last]
    axes.set_xticks([MONTH_ENDS[m] for m in shown], [say(f"month_{m + 1}", language) for m in shown], ha="left")


def _curves(axes: Axes, flows: Hourly, values: dict[str, FloatArray], quantity: Quantity, language: Language) -> None:
    """Draw values from the largest to the smallest over the hours of the year."""
    for i, (label, series) in enumerate(values.items()):
        order = np.argsort(-series, kind="stable")
        edges = np.concatenate([[0.0], np.cumsum(flows.hours[order])])
        shown = convert(series[order], quantity, language)
        draw_line(axes, edges, shown, color=LINES[i % 5], linestyle=STYLES[i % 5], linewidth=1.6, label=label)
        axes.set_xlim(0.0, edges[-1])
    axes.set_ylabel(unit(quantity, language).symbol)
    axes.set_xlabel(say("axis_hours", language))
    if len(values) > 1:
        axes.legend(loc="upper left", bbox_to_anchor=(0.0, BELOW), fontsize=8)


def _price_limits(flows: Hourly) -> tuple[float, float]:
    """Return limits that hide the few hours of lost load, so that the rest can be read."""
    top = float(np.quantile(flows.price, 0.98)) * 1.2
    return min(0.0, float(flows.price.min())), max(top, 0.1)
