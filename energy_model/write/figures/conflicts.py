"""Conflicts as a matrix of requirements and sets, and remedies as what each lever leaves of the shortfall."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from energy_model.errors import Language
from energy_model.write.amounts import requirement_amount
from energy_model.write.words import say

MEMBER, OTHER, ENOUGH = "#a3131a", "#f0f0f0", "#0a6b3d"


def draw_conflicts(axes: Axes, conflicts: pd.DataFrame, language: Language) -> Axes:
    """Draw a square for each requirement in each set that cannot hold, with what it alone would have to give.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    conflicts : DataFrame
        As `studies.conflicts.conflict_table` gives it.
    language : {"zh", "en"}
        Of labels and units.
    """
    sets = sorted(conflicts["conflict"].unique())
    items = list(dict.fromkeys(conflicts["id"]))
    named = dict(zip(conflicts["id"], conflicts[f"name_{language}"], strict=True))
    for x, number in enumerate(sets):
        lines = conflicts[conflicts["conflict"] == number].set_index("id")
        for y, item in enumerate(items):
            inside = item in lines.index
            axes.barh(y, 0.94, 0.9, left=x - 0.47, color=MEMBER if inside else OTHER)
            if inside and len(sets) <= 5:
                words = requirement_amount(lines.loc[item].to_dict(), language)
                axes.annotate(words, (x, y), ha="center", va="center", color="#ffffff", fontsize=8.5)
    axes.set_xticks(range(len(sets)), [say("conflict_number", language, number=number) for number in sets])
    axes.set_yticks(range(len(items)), [named[item] for item in items])
    axes.xaxis.tick_top()
    axes.invert_yaxis()
    axes.set_xlim(-0.5, len(sets) - 0.5)
    axes.grid(visible=False)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return axes


def draw_remedies(axes: Axes, remedies: pd.DataFrame, language: Language) -> Axes:
    """Draw what each lever leaves of the shortfall when it is used as it helps most.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    remedies : DataFrame
        As `studies.explain` gives it.
    language : {"zh", "en"}
        Of labels.
    """
    share = 100.0 * remedies["left_share"]
    place = np.arange(len(remedies))
    enough = remedies["suffices"].to_numpy(dtype=bool)
    axes.barh(place, share, 0.7, color=MEMBER)
    for y, ends, sufficient in zip(place, share, enough, strict=True):
        words = say("enough", language) if sufficient else f"{ends:.0f} %"
        colour = ENOUGH if sufficient else "#1a1a1a"
        axes.annotate(words, (ends, y), (4, 0), textcoords="offset points", va="center", fontsize=9, color=colour)
    axes.set_yticks(place, remedies[f"name_{language}"])
    axes.invert_yaxis()
    axes.set_xlim(0, 112)
    axes.set_xlabel(say("axis_left", language))
    axes.grid(visible=False, axis="y")
    return axes
