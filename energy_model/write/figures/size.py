"""Installed capacity in the base year and in the planning year."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from energy_model.errors import Language
from energy_model.write.theme import look
from energy_model.write.units import convert, text, unit
from energy_model.write.words import say


def draw_capacity(
    axes: Axes, before: Mapping[str, float], after: Mapping[str, float], years: tuple[int, int], language: Language
) -> Axes:
    """Draw two bars per technology: what stands at the end of the base year, and at the end of the plan.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    before, after : mapping of str to float
        Capacity by technology [GW].
    years : tuple of int
        Base year and planning year.
    language : {"zh", "en"}
        Of labels and units.
    """
    keys = list(after)
    place = np.arange(len(keys))[::-1]
    for values, offset, faint, year in ((before, 0.2, True, years[0]), (after, -0.2, False, years[1])):
        shown = convert([values.get(key, 0.0) for key in keys], "power", language)
        for y, value, key in zip(place, shown, keys, strict=True):
            colour, hatch = look(key)
            face = "#ffffff" if faint else colour
            axes.barh(y + offset, value, 0.38, color=face, edgecolor=colour, hatch="" if faint else hatch)
            note = text(values.get(key, 0.0), "power", language, digits=0 if language == "zh" else 2)
            axes.annotate(f"{note} ({year})", (value, y + offset), (3, 0), textcoords="offset points",
                          va="center", fontsize=7.5)  # fmt: skip
    axes.set_yticks(place, [say(key, language) for key in keys])
    axes.set_xlabel(say("axis_capacity", language, unit=unit("power", language).symbol))
    axes.grid(visible=False, axis="y")
    axes.margins(x=0.16)
    return axes
