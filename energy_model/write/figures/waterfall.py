"""A waterfall: from one total through steps to another."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from energy_model.errors import Language
from energy_model.write.theme import INK
from energy_model.write.units import Quantity, convert, text, unit
from energy_model.write.words import say

#: Colour and hatch of a bar that adds, of one that takes away, and of a total.
UP, DOWN, TOTAL = ("#8a3b12", ""), ("#1d7a5a", "///"), ("#3b3b3b", "")


def view_of(start: Mapping[str, float], steps: Mapping[str, float]) -> tuple[float, float] | None:
    """Return the range to show where the steps are small beside the total, so that they can be seen; None: from zero.

    Examples
    --------
    >>> view_of({"a": 100.0}, {"up": 4.0}), view_of({"a": 3.0}, {"up": 4.0})
    ((98.0, 105.0), None)
    """
    levels = sum(start.values()) + np.cumsum([0.0, *steps.values()])
    low, high = float(levels.min()), float(levels.max())
    if not start or not steps or high - low > 0.25 * min(abs(low), abs(high)) or low * high <= 0.0:
        return None
    below, above = (0.5, 0.25) if low > 0.0 else (0.25, 0.5)
    return low - below * (high - low), high + above * (high - low)


def draw_waterfall(
    axes: Axes, start: Mapping[str, float], steps: Mapping[str, float], end: str, quantity: Quantity, language: Language
) -> Axes:
    """Draw bars from top to bottom: a total to begin with, each step from where the last one ended, and the sum.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    start : mapping of str to float
        The total to begin with; empty begins at nothing [base unit].
    steps : mapping of str to float
        What is added or taken away [base unit].
    end : str
        Name of the last bar, which is the sum of all.
    quantity : str
        What the values are.
    language : {"zh", "en"}
        Of units.
    """
    begin, values = sum(start.values()), list(steps.values())
    tops = begin + np.cumsum(values)
    last = float(tops[-1]) if values else begin
    bars = [(label, 0.0, value, TOTAL) for label, value in start.items()]
    bars += [(label, float(top) - value, value, UP if value > 0 else DOWN)
             for label, top, value in zip(steps, tops, values, strict=True)]  # fmt: skip
    bars.append((end, 0.0, last, TOTAL))
    place = np.arange(len(bars))[::-1]
    for y, (_, left, width, (colour, hatch)) in zip(place, bars, strict=True):
        shown = convert([left, width], quantity, language)
        axes.barh(y, shown[1], 0.62, left=shown[0], color=colour, hatch=hatch, edgecolor="#ffffff", linewidth=0.3)
        axes.annotate(text(width, quantity, language), (max(shown[0], shown.sum()), y), (4, 0),
                      textcoords="offset points", va="center", fontsize=9)  # fmt: skip
    label, view = unit(quantity, language).symbol, view_of(start, steps)
    if view:
        label = say("axis_cut", language, unit=label)
    else:
        axes.axvline(0.0, color=INK, linewidth=0.8)
    axes.set_yticks(place, [label for label, *_ in bars])
    axes.set_xlabel(label)
    axes.grid(visible=False, axis="y")
    axes.margins(x=0.14)
    if view:
        axes.set_xlim(*convert(view, quantity, language))
    return axes
