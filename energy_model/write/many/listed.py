"""The report of a study from a file: one line per run, and figures of cost and use over the runs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from energy_model.case.case import Case
from energy_model.errors import Language
from energy_model.write.many.parts import RESULT_COLUMNS, picture, section
from energy_model.write.pictures import Picture
from energy_model.write.report import Report
from energy_model.write.study_page import study_report
from energy_model.write.text_table import Column, TextTable, text_table, words_table
from energy_model.write.theme import look
from energy_model.write.units import Quantity, convert, unit, with_unit
from energy_model.write.words import say

PANELS: tuple[tuple[str, Quantity], ...] = (("cost", "money"), ("utilisation", "share"), ("curtailed_gwh", "energy"))


def listed_report(case: Case, titles: dict[Language, str], index: pd.DataFrame, language: Language) -> Report:
    """Return the report of a study from a file in one language.

    Parameters
    ----------
    case : Case
        For names and titles.
    titles : dict
        Title of the study by language.
    index : DataFrame
        Of `index_table`.
    language : {"zh", "en"}
        Language.
    """
    done, failed = index[index["status"] == "done"], index[index["status"] == "failed"]
    feasible = int((done["verdict"] == "feasible").sum()) if len(done) else 0
    best = done.loc[done["cost"].idxmin()] if len(done) else None
    told = "—"
    if best is not None:
        told = say("run_and_cost", language, name=best["run"], cost=with_unit(best["cost"], "money", language))
    verdict = say("verdict_listed", language, title=titles[language], count=len(index), feasible=feasible,
                  failed=len(failed), best=told)  # fmt: skip
    blocks: list[TextTable | Picture] = [] if done.empty else [
        picture("li_runs", (10.0, 1.0 + 0.3 * len(done)), language, lambda f: _draw(f, done, language)),
        _table(done, language),
    ]  # fmt: skip
    sections = [section("li_runs", language, [*blocks, _failed(failed, language)])]
    keys = ((say("key_runs", language), str(len(index))), (say("key_feasible", language), str(feasible)))
    return study_report(case, language, "ask_listed", verdict, "bad" if len(failed) else "good", sections, keys)


def _draw(figure: Figure, done: pd.DataFrame, language: Language) -> None:
    """Draw cost, utilisation and curtailed energy of each run."""
    place = np.arange(len(done))[::-1]
    panels = figure.subplots(1, len(PANELS), sharey=True)
    for axes, (name, quantity) in zip(panels, PANELS, strict=True):
        axes.barh(place, convert(done[name], quantity, language), 0.65, color=look("used")[0])
        axes.set_title(say(f"year_{name}", language, unit=unit(quantity, language).symbol), loc="left", fontsize=9.5)
        axes.grid(visible=False, axis="y")
    panels[0].set_yticks(place, list(done["run"]), fontsize=8)


def _table(done: pd.DataFrame, language: Language) -> TextTable:
    """Return one line per finished run."""
    frame = done.assign(state=[say(f"state_{verdict}", language) for verdict in done["verdict"]])
    columns = (
        Column("run", "col_run"),
        Column("scenario", "col_scenario"),
        *RESULT_COLUMNS,
    )
    return text_table("li_runs", frame, columns, language)


def _failed(failed: pd.DataFrame, language: Language) -> TextTable:
    """Return the runs that failed, and why."""
    lines = [[str(row["run"]), str(row["why"])] for _, row in failed.iterrows()]
    headings = [say("col_run", language), say("col_why", language)]
    return words_table("li_failed", say("title_li_failed", language), headings, lines)
