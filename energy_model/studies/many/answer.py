"""One run of a study, answered in whatever process it is sent to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from energy_model.case import InputError, read_case
from energy_model.case.active import without_idle_plants
from energy_model.case.case import Case, FloatArray
from energy_model.model import schemas
from energy_model.optimise import Matrix, Solution
from energy_model.studies.evaluate import run_case
from energy_model.studies.many.plan import Estimate, Place, Run, Setting
from energy_model.studies.many.questions import (
    RunFailedError,
    place,
    solve_exactly,
    total,
    vectors,
)
from energy_model.studies.many.variant import Prepared, prepare, with_closed
from energy_model.studies.many.weather import with_weather_year
from energy_model.studies.plain import plain
from energy_model.studies.provenance import provenance


def answer(setting: Setting, run: Run) -> dict[str, Any]:
    """Return the summary of one run, as plain data.

    Parameters
    ----------
    setting : Setting
        Folder and hours of the case.
    run : Run
        What is asked.

    Returns
    -------
    dict
        Of a plan: as ``summary.json`` of ``energy-model run``. Of a question: ``question`` and what answers it.

    Raises
    ------
    RunFailedError
        If no solver gave a proof.
    energy_model.case.InputError
        If a change or a scenario does not fit the case.
    """
    if run.question is None:
        return _plan(setting, run)
    if isinstance(run.question, Estimate):
        return _estimate(setting, run, run.question)
    prepared = _prepared(setting, replace(run, name="", question=None))
    asked = run.question
    found: dict[str, Any] = place(prepared, asked) if isinstance(asked, Place) else total(prepared, asked)
    kind = type(run.question).__name__.lower()
    summary: dict[str, Any] = plain({"question": kind, **found, "provenance": provenance(prepared.case)})
    return summary


def answer_text(setting: Setting, run: Run) -> str:
    """Return the summary of one run as JSON: what a worker sends back."""
    return json.dumps(answer(setting, run), ensure_ascii=False, indent=1) + "\n"


def case_of(setting: Setting, run: Run) -> Case:
    """Return the case of a run: scenario, changes, weather year."""
    case = read_case(setting.folder, schemas(), run.scenario, setting.hours, changes=run.changes)
    return case if run.weather_year is None else with_weather_year(case, setting, run.weather_year)


def _plan(setting: Setting, run: Run) -> dict[str, Any]:
    """Return the summary of a plan."""
    findings = run_case(case_of(setting, run))
    if findings.tree is None:
        raise RunFailedError(findings.summary["verdict"]["sentence_en"])
    return findings.summary


@lru_cache(maxsize=2)
def _prepared(setting: Setting, run: Run) -> Prepared:
    """Return the matrix of a case; a worker keeps the last two."""
    return with_closed(prepare(without_idle_plants(case_of(setting, run))), run.closed)


@lru_cache(maxsize=1)
def _optimum(setting: Setting, run: Run) -> Solution:
    """Return the optimum that estimates start from; a worker keeps it."""
    return solve_exactly(_prepared(setting, run).matrix)


def _estimate(setting: Setting, run: Run, asked: Estimate) -> dict[str, Any]:
    """Return the change of the Lagrange function where inputs change: to first order that of the cost.

    None where the change alters the structure of the model, or contradicts other inputs (told in ``refused``).
    """
    base_run = replace(run, name="", question=None)
    base, solution = _prepared(setting, base_run), _optimum(setting, base_run)
    x, y, _ = vectors(solution)
    change, refused = None, ""
    try:
        case = case_of(setting, replace(base_run, changes=run.changes + asked.changes))
    except InputError as error:
        refused = error.text("en")
    else:
        changed = prepare(without_idle_plants(case)).matrix
        if changed.shape == base.matrix.shape and _same_families(changed.columns, base.matrix.columns):
            change = _lagrange(changed, x, y) - _lagrange(base.matrix, x, y)
    answer = {"question": "estimate", "change": change, "refused": refused, "provenance": provenance(base.case)}
    summary: dict[str, Any] = plain(answer)
    return summary


def _same_families(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two matrices have the same columns."""
    return one.keys() == other.keys() and all(np.shape(one[name]) == np.shape(other[name]) for name in one)


def _lagrange(matrix: Matrix, x: FloatArray, y: FloatArray) -> float:
    """Return cost plus the value of the rows at given columns and duals [MCNY/a]."""
    limit = np.where(y > 0, matrix.row_low, matrix.row_high)
    limit = np.where(np.isfinite(limit), limit, 0.0)
    return float(matrix.offset + matrix.cost @ x + y @ (limit - matrix.a @ x))
