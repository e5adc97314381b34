"""The tornado of assumptions: what each end of a range does to the room, and where the verdict flips."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from energy_model.errors import Language
from energy_model.write.amounts import input_amount
from energy_model.write.words import say

LOW, HIGH, FLIP = "#6bb8e8", "#d1561b", "#a3131a"
WIDE = 46  # letters of a name in one line


def draw_tornado(axes: Axes, frame: pd.DataFrame, room: float, language: Language) -> Axes:
    """Draw a bar per assumption from the room of the case to that at either end; below zero the case does not hold.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    frame : DataFrame
        As `studies.robustness` gives it, with a column ``name``.
    room : float
        Room of the case as it is [hundredths].
    language : {"zh", "en"}
        Of labels.
    """
    place = np.arange(len(frame))
    for key, colour in (("low", LOW), ("high", HIGH)):
        width = np.nan_to_num(frame[f"room_{key}"].to_numpy(dtype=float) - room)  # none where it was not asked
        axes.barh(place, width, 0.7, left=room, color=colour, label=say(f"end_{key}", language))
    for y, line in zip(place, frame.to_dict("records"), strict=True):
        if line["flips"]:
            words = say("flips_at", language, value=input_amount(line["flip"], line["unit"], language))
            style: Any = {"textcoords": "offset points", "va": "center", "fontsize": 8.5, "color": FLIP}
            style["bbox"] = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 1.5}
            axes.annotate(words, (0.0, y), (4, 0), **style)
    axes.axvline(0.0, color=FLIP, linewidth=1.5)
    axes.axvline(room, color="#1a1a1a", linewidth=0.8, linestyle="--")
    axes.set_yticks(place, ["\n".join(wrap(name, WIDE)) for name in frame["name"]])
    axes.invert_yaxis()
    axes.set_xlabel(say("axis_room", language))
    axes.grid(visible=False, axis="y")
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2)
    return axes
