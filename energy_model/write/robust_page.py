"""The page of robustness: which assumption flips the verdict, and what must be true for it."""

from __future__ import annotations

from math import isnan
from typing import Any

import pandas as pd

from energy_model.case.case import Case
from energy_model.errors import Language
from energy_model.studies import Robustness
from energy_model.write.amounts import input_amount
from energy_model.write.explained import filled
from energy_model.write.figures.tornado import draw_tornado
from energy_model.write.inputs import parameter_words
from energy_model.write.pictures import Picture, draw_picture
from energy_model.write.report import Report, Section
from energy_model.write.study_page import study_report
from energy_model.write.text_table import Cell, Row, TextTable
from energy_model.write.theme import theme
from energy_model.write.units import NOTHING
from energy_model.write.words import say

SHOWN = 20


def robustness_page(case: Case, found: Robustness, language: Language) -> Report:
    """Return the page of a study of robustness.

    Parameters
    ----------
    case : Case
        The case that was studied.
    found : Robustness
        What was found.
    language : {"zh", "en"}
        Language.
    """
    frame = named(case, found.tornado, language)
    flips = frame[frame["flips"]]
    pictures: tuple[Picture, ...] = ()
    if len(frame):
        with theme():
            size = (10.0, 1.6 + 0.4 * min(len(frame), SHOWN))
            values = {"count": len(flips), "solved": found.screened["solved"]}
            pictures = (
                draw_picture(
                    "tornado", size, language, values,
                    lambda f: draw_tornado(f.subplots(), frame.head(SHOWN), found.room, language),
                ),
            )  # fmt: skip
    told = [say("text_tornado", language), say("text_screened", language, **found.screened)]
    if found.screened["contradicting"]:
        told.append(say("text_contradicting", language, **found.screened))
    telling = frame["flips"] | (frame["contradicts"] != "") | frame[["room_low", "room_high"]].notna().any(axis=1)
    tables: list[TextTable | Picture] = [*pictures, _table(frame[telling.astype(bool)], language)]
    sections = (
        Section("conditions", say("section_conditions", language), conditions(flips, found, language), (), ()),
        Section("tornado", say("section_tornado", language), tuple(told), filled(tables), ()),
    )
    tone = "good" if found.feasible else "bad"
    return study_report(case, language, "question_robustness", _verdict(found, flips, language), tone, sections)


def named(case: Case, frame: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Return the lines with the name of each assumption in words, in a column ``name``."""
    names = [_name(case, line, language) for line in frame.to_dict("records")]
    return frame.assign(name=names)


def _name(case: Case, line: dict[Any, Any], language: Language) -> str:
    """Return plant, parameter and date of an assumption."""
    table = case.tables[line["table"]]
    labels = table.labels.get(f"name_{language}", table.items)
    items = dict(zip(table.items, labels, strict=True))
    pattern = say("in_brackets", language, words=line["item"])
    item = items.get(line["item"]) or say(f"table_{line['table']}", language) + pattern
    date = f" ({line['from']})" if line["from"] else ""
    return f"{item} · {parameter_words(line['parameter'], language)}{date}"


def _verdict(found: Robustness, flips: pd.DataFrame, language: Language) -> str:
    """Return the sentence that answers the question."""
    key = ("robust" if flips.empty else "fragile") if found.feasible else ("hopeless" if flips.empty else "reparable")
    return say(f"verdict_{key}", language, count=len(flips), room=f"{found.room:.2f}", **found.screened)


def conditions(flips: pd.DataFrame, found: Robustness, language: Language) -> tuple[str, ...]:
    """Return what must be true for the case to hold, one sentence for each assumption that decides it."""
    if flips.empty:
        return (say("no_condition", language),)
    said = []
    for line in flips.to_dict("records"):
        at_most = (line["flip_side"] == "high") == found.feasible
        key = "condition_at_most" if at_most else "condition_at_least"
        flip, value = (
            input_amount(line["flip"], line["unit"], language),
            input_amount(line["value"], line["unit"], language),
        )
        said.append(say(key, language, name=line["name"], flip=flip, value=value))
    return tuple(said)


def _outcome(line: dict[Any, Any], language: Language) -> str:
    """Return the value at which the verdict flips, or that an end contradicts other inputs."""
    words = [input_amount(float(line["flip"]), str(line["unit"]), language)] if line["flips"] else []
    words += [say(f"contradicts_{line['contradicts']}", language)] if line["contradicts"] else []
    return say("clause_join", language).join(words) or NOTHING


def _table(frame: pd.DataFrame, language: Language) -> TextTable:
    """Return a line for each assumption that was solved again."""
    rows = []
    for line in frame.to_dict("records"):
        unit = str(line["unit"])
        cells = (
            Cell(str(line["name"])),
            *(Cell(input_amount(float(line[key]), unit, language)) for key in ("low", "value", "high")),
            *(Cell(NOTHING if isnan(line[key]) else f"{line[key]:.2f}") for key in ("room_low", "room_high")),
            Cell(_outcome(line, language)),
            Cell(f"{line['file']}:{line['row']}"),
            Cell(str(line["source"])),
        )
        rows.append(Row(cells, tone="bad" if line["flips"] else ""))
    keys = ("assumption", "low", "value", "high", "room_low", "room_high", "flip", "place", "source")
    told = tuple(say(f"col_{key}", language) for key in keys)
    flags = tuple(key not in ("assumption", "place", "source") for key in keys)
    return TextTable("tornado", say("title_tornado", language), told, flags, tuple(rows))
