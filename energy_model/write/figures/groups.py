"""Bars of several results side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from energy_model.errors import Language
from energy_model.write.theme import RESULT_LOOKS
from energy_model.write.units import Quantity, convert, unit
from energy_model.write.words import say


def draw_groups(
    axes: Axes, keys: Sequence[str], values: Mapping[str, Sequence[float]], quantity: Quantity, language: Language
) -> Axes:
    """Draw a group of bars per key, one bar per result.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    keys : sequence of str
        Names of the groups.
    values : mapping of str to sequence of float
        Values of each result by its label, in the order of the keys [base unit].
    quantity : str
        What the values are.
    language : {"zh", "en"}
        Of units.
    """
    place, width = np.arange(len(keys)), 0.8 / max(len(values), 1)
    for i, (label, row) in enumerate(values.items()):
        colour, hatch = RESULT_LOOKS[i % len(RESULT_LOOKS)]
        shift = (i - (len(values) - 1) / 2) * width
        axes.bar(place + shift, convert(row, quantity, language), width, color=colour, hatch=hatch,
                 edgecolor="#ffffff", linewidth=0.3, label=label)  # fmt: skip
    axes.set_xticks(place, list(keys), rotation=20 if len(keys) > 7 else 0)
    axes.set_ylabel(say(f"axis_{'capacity' if quantity == 'power' else quantity}", language,
                        unit=unit(quantity, language).symbol))  # fmt: skip
    axes.grid(visible=False, axis="x")
    axes.legend(loc="upper right")
    return axes
