"""Values that hold over each step, as lines and areas; quicker than ``Axes.stairs``, which measures every corner."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from energy_model.case.case import FloatArray


def draw_area(axes: Axes, edges: FloatArray, low: FloatArray, high: FloatArray, **style: Any) -> None:
    """Fill between two series of values; `edges` has one entry more."""
    bottom, top = (np.append(values, values[-1]) for values in np.broadcast_arrays(low, high))
    axes.fill_between(edges, bottom, top, step="post", **style)


def draw_line(axes: Axes, edges: FloatArray, values: FloatArray, **style: Any) -> None:
    """Draw a series of values; `edges` has one entry more."""
    axes.plot(edges, np.append(values, values[-1]), drawstyle="steps-post", **style)
