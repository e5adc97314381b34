"""The page of headroom: how much clean capacity the system can take, and what capacity and storage do to it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.case.case import Case
from energy_model.errors import Language
from energy_model.studies import Headroom
from energy_model.write.explained import filled
from energy_model.write.figures.headroom import draw_frontier, draw_largest, draw_surface
from energy_model.write.pictures import Picture, draw_picture
from energy_model.write.report import Report, Section
from energy_model.write.study_page import study_report
from energy_model.write.text_table import Column, TextTable, text_table
from energy_model.write.theme import theme
from energy_model.write.units import with_unit
from energy_model.write.words import say

# Capacities nearer than this share are told as one.
SAME = 1e-3


def headroom_page(case: Case, found: Headroom, language: Language) -> Report:
    """Return the page of a study of headroom.

    Parameters
    ----------
    case : Case
        The case that was studied.
    found : Headroom
        What was found.
    language : {"zh", "en"}
        Language.
    """
    with theme():
        drawn = _pictures(found, language)
    tables = (_largest(found, language), _surface(found, language), _frontier(found, language))
    names = ("largest", "surface", "frontier")
    sections = [
        Section(
            name,
            say(f"section_{name}", language),
            (say(f"text_{name}", language),),
            filled((*(p for p in drawn if p.name.startswith(name)), table)),
            (),
        )
        for name, table in zip(names, tables, strict=True)
    ]
    verdict, good = _verdict(found, language), found.holds
    return study_report(case, language, "question_headroom", verdict, "good" if good else "bad", sections)


def _verdict(found: Headroom, language: Language) -> str:
    """Return the sentence that answers; a range where the most is had only by burning."""
    most, held = (float(found.largest[name].iloc[0]) for name in ("clean", "held"))
    if np.isnan(most):
        return say("verdict_no_headroom", language)
    words = {"most": with_unit(most, "power", language), "target": with_unit(found.target, "power", language)}
    if held < most * (1.0 - SAME):
        return say("verdict_headroom_between", language, held=with_unit(held, "power", language), **words)
    return say("verdict_headroom" if found.holds else "verdict_headroom_short", language, **words)


def _pictures(found: Headroom, language: Language) -> list[Picture]:
    """Return all figures."""
    return [
        draw_picture("largest", (10.0, 3.6), language, {},
                     lambda f: draw_largest(f.subplots(), found.largest, found.target, language)),
        draw_picture("surface_rate", (10.0, 3.8), language, {},
                     lambda f: draw_surface(f, found.surface, "rate", language)),
        draw_picture("surface_cost", (10.0, 3.8), language, {},
                     lambda f: draw_surface(f, found.surface, "cost", language)),
        draw_picture("frontier", (10.0, 4.2), language, {},
                     lambda f: draw_frontier(f.subplots(), found.frontier, language)),
    ]  # fmt: skip


def _largest(found: Headroom, language: Language) -> TextTable:
    """Return the largest clean capacities."""
    frame = found.largest.assign(
        key=[say(f"opened_{what}", language) for what in found.largest["what"]],
        most=[_most(float(clean), language) for clean in found.largest["clean"]],
    )
    columns = [Column("key", "col_opened"), Column("most", "col_clean")]
    columns += [Column(word, word, "power") for word in ("pv", "wind", "csp")]
    columns += [Column("wasted", "col_burnt", "energy"), Column("held", "col_clean_held", "power")]
    return text_table("largest", frame, columns, language)


def _most(clean: float, language: Language) -> str:
    """Return a largest capacity, or that there is none."""
    return say("unlimited", language) if np.isposinf(clean) else with_unit(clean, "power", language)


def _surface(found: Headroom, language: Language) -> TextTable:
    """Return every point of the surfaces."""
    frame = found.surface.to_dataframe().reset_index()
    frame = frame[(frame["power"] > 0) | (frame["duration"] == frame["duration"].min())]
    frame = frame.assign(
        key=[with_unit(value, "power", language, 1) for value in frame["capacity"]],
        duration=frame["duration"].where(frame["power"] > 0),
        state=[say("met" if met else "not_met", language) for met in frame["met"]],
    )
    columns = [
        Column("key", "col_clean"),
        Column("power", "col_new_storage", "power"),
        Column("duration", "col_duration", "hours"),
        Column("rate", "col_rate", "share"),
        Column("cost", "col_cost", "money"),
        Column("state", "col_others_met"),
    ]
    return text_table("surface", frame, columns, language)


def _frontier(found: Headroom, language: Language) -> TextTable:
    """Return the cost of each floor of utilisation."""
    frame: pd.DataFrame = found.frontier.assign(
        key=[f"{100 * floor:.0f} %" for floor in found.frontier["floor"]],
        state=[say("holds" if holds else "holds_not", language) for holds in found.frontier["feasible"]],
    )
    columns = [
        Column("key", "col_floor"),
        Column("state", "col_holds"),
        Column("cost", "col_cost", "money"),
        Column("utilisation", "col_use_unburnt", "share"),
        Column("wasted", "col_burnt", "energy"),
    ]
    return text_table("frontier", frame, columns, language)
