"""One run of a study, answered in whatever process it is sent to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from energy_model.case import read_case
from energy_model.case.active import without_idle_plants
from energy_model.case.case import Case, FloatArray
from energy_model.model import schemas
from energy_model.optimise import Matrix, Outcome, Solution, SolverSettings, optimise
from energy_model.optimise.phases import NONE
from energy_model.results.label import label
from energy_model.studies.curtailment import ENERGIES, with_rates
from energy_model.studies.evaluate import run_case
from energy_model.studies.many.plan import Estimate, Extreme, Held, Place, Run, Setting
from energy_model.studies.many.variant import (
    Prepared,
    on_line,
    prepare,
    slope,
    terms_row,
    unit_cost,
    with_closed,
    with_limit,
    within_budget,
)
from energy_model.studies.many.weather import with_weather_year
from energy_model.studies.plain import plain
from energy_model.studies.provenance import provenance
from energy_model.studies.reader import Reader
from energy_model.studies.tables import tabulate

# Slopes need duals that are exact to many digits, and studies solve many small programmes: PIQP ends at 1e-9 and
# below; what it cannot prove goes through the whole chain.
FIRST, REST = SolverSettings("piqp"), SolverSettings("auto")


class RunFailed(RuntimeError):
    """A run that has no proven answer."""


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
    RunFailed
        If no solver gave a proof.
    energy_model.case.InputError
        If a change or a scenario does not fit the case.
    """
    if run.question is None:
        return _plan(setting, run)
    if isinstance(run.question, Estimate):
        return _estimate(setting, run, run.question)
    prepared = _prepared(setting, replace(run, name="", question=None))
    answers = {Place: _place, Extreme: _extreme, Held: _held}
    found: dict[str, Any] = answers[type(run.question)](prepared, run.question)  # type: ignore[operator]
    kind = type(run.question).__name__.lower()
    return plain({"question": kind, **found, "provenance": provenance(prepared.case)})  # type: ignore[no-any-return]


def answer_text(setting: Setting, run: Run) -> str:
    """Return the summary of one run as JSON: what a worker sends back."""
    return json.dumps(answer(setting, run), ensure_ascii=False, indent=1) + "\n"


def case_of(setting: Setting, run: Run) -> Case:
    """Return the case of a run: scenario, changes, weather year."""
    case = read_case(setting.folder, schemas(), run.scenario, setting.hours, changes=run.changes)
    return case if run.weather_year is None else with_weather_year(case, setting, run.weather_year)


def _plan(setting: Setting, run: Run) -> dict[str, Any]:
    """Return the summary of a plan; try the quick solver before the chain."""
    case = case_of(setting, run)
    findings = run_case(case, FIRST)
    if findings.tree is None:
        findings = run_case(case, REST)
    if findings.tree is None:
        raise RunFailed(findings.summary["verdict"]["sentence_en"])
    return findings.summary


@lru_cache(maxsize=2)
def _prepared(setting: Setting, run: Run) -> Prepared:
    """Return the matrix of a case; a worker keeps the last two."""
    return with_closed(prepare(without_idle_plants(case_of(setting, run))), run.closed)


def solve_exactly(matrix: Matrix) -> Solution:
    """Return the proven optimum of a matrix.

    Raises
    ------
    RunFailed
        If there is none.
    """
    solution = optimise(matrix, FIRST)
    if solution.outcome is not Outcome.OPTIMAL:
        solution = optimise(matrix, REST)
    if solution.outcome is not Outcome.OPTIMAL:
        raise RunFailed(solution.outcome.sentence)
    return solution


def _place(prepared: Prepared, asked: Place) -> dict[str, Any]:
    """Return cost and slope at a place of a line, with what the plan does there."""
    matrix = on_line(prepared, asked.line, asked.at)
    solution = solve_exactly(matrix)
    x, y, z = _vectors(solution)
    change = slope(prepared, asked.line, y, z)
    marginal_cost = unit_cost(prepared, asked.line.columns)
    # What the annuity stands for on the line: sizes are fixed, so their own cost is part of the change.
    return {
        "at": asked.at,
        "value": solution.objective,
        "error": _error(solution),
        "slope": change,
        "marginal_cost": marginal_cost,
        "marginal_value": marginal_cost - change,
        **_effects(prepared, solution, x),
        **_proof(solution),
    }


def _effects(prepared: Prepared, solution: Solution, x: FloatArray) -> dict[str, Any]:
    """Return cost, shortfalls, use of wind and sun, and sizes of a plan."""
    short = np.maximum(x[prepared.shortfalls], 0.0)
    short[short * prepared.penalty / prepared.penalty.max(initial=1.0) < NONE] = 0.0
    penalty = float(prepared.penalty @ short)
    reader = Reader(label(prepared.case, prepared.outline, prepared.matrix, solution))
    tables = tabulate(reader)
    counted = with_rates(tables.curtailment.counted[list(ENERGIES)].sum().to_frame().T).iloc[0]
    positive = tables.cost.groupby("term")["cost"].sum()
    return {
        "penalty": penalty,
        "cost": solution.objective - penalty,
        "gross_cost": float(positive[positive > 0].sum()),
        "shortfall": _shortfalls(prepared, short),
        "utilisation": 1.0 - float(counted["curtailed"]) / float(counted["available"]),
        "curtailed_gwh": float(counted["curtailed"]),
        "storage": tables.storage.to_dict("records"),
        "sizes": _sizes(reader),
    }


def _shortfalls(prepared: Prepared, short: FloatArray) -> dict[str, float]:
    """Return the shortfalls that are left, by requirement, in the unit of each."""
    family = next(f for f in prepared.outline.families if f.component == "requirements.shortfall")
    items = prepared.case.tables["requirements"].items
    return {items[i]: float(s) for (i, _), s in zip(family.indices[0], short, strict=True) if s > 0}


def _sizes(reader: Reader) -> dict[str, dict[str, float]]:
    """Return every size of the last stage: ``table.size`` → plant → size."""
    return {
        f"{node}.{size}": dict(zip(reader.plants(node), map(float, reader.get(node, size)[:, -1]), strict=True))
        for node in reader.nodes
        for size in reader.sizes(node)
    }


def _extreme(prepared: Prepared, asked: Extreme) -> dict[str, Any]:
    """Return the least weighted sum of sizes within a budget."""
    row = terms_row(prepared, asked.terms)
    solution = solve_exactly(within_budget(prepared.matrix, asked.budget).with_cost(row, offset=0.0))
    x, _, _ = _vectors(solution)
    return {"at": float(row @ x), "value": _cost_of(prepared, x), **_plan_sizes(prepared, x), **_proof(solution)}


def _held(prepared: Prepared, asked: Held) -> dict[str, Any]:
    """Return the least cost where a weighted sum of sizes is limited."""
    row = terms_row(prepared, asked.terms)
    solution = solve_exactly(with_limit(prepared.matrix, row, asked.most))
    x, _, _ = _vectors(solution)
    return {"at": float(row @ x), "value": solution.objective, **_plan_sizes(prepared, x), **_proof(solution)}


def _plan_sizes(prepared: Prepared, x: FloatArray) -> dict[str, Any]:
    """Return the sizes of a plan from its columns; of several stages, the last."""
    sizes: dict[str, dict[str, float]] = {}
    for family in prepared.outline.families:
        if family.is_variable and f"{family.component}_built" in prepared.matrix.columns:
            items = prepared.case.tables[family.node].items
            found = np.asarray(prepared.matrix.columns[family.component]).reshape(len(family.indices[0]), -1)[:, -1]
            sizes[family.component] = {items[p]: float(x[j]) for p, j in zip(family.indices[0], found, strict=True)}
    return {"sizes": sizes}


def _cost_of(prepared: Prepared, x: FloatArray) -> float:
    """Return the penalised cost of a plan [MCNY/a]."""
    return float(prepared.matrix.cost @ x) + prepared.matrix.offset


@lru_cache(maxsize=1)
def _optimum(setting: Setting, run: Run) -> Solution:
    """Return the optimum that estimates start from; a worker keeps it."""
    return solve_exactly(_prepared(setting, run).matrix)


def _estimate(setting: Setting, run: Run, asked: Estimate) -> dict[str, Any]:
    """Return the change of the Lagrange function where inputs change: to first order that of the cost."""
    base_run = replace(run, name="", question=None)
    base, solution = _prepared(setting, base_run), _optimum(setting, base_run)
    x, y, _ = _vectors(solution)
    changed = prepare(without_idle_plants(case_of(setting, replace(base_run, changes=run.changes + asked.changes))))
    fits = changed.matrix.shape == base.matrix.shape and _same_families(changed.matrix.columns, base.matrix.columns)
    change = _lagrange(changed.matrix, x, y) - _lagrange(base.matrix, x, y) if fits else None
    return plain({"question": "estimate", "change": change, "provenance": provenance(base.case)})  # type: ignore[no-any-return]


def _same_families(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two matrices have the same columns."""
    return one.keys() == other.keys() and all(np.shape(one[name]) == np.shape(other[name]) for name in one)


def _lagrange(matrix: Matrix, x: FloatArray, y: FloatArray) -> float:
    """Return cost plus the value of the rows at given columns and duals [MCNY/a]."""
    limit = np.where(y > 0, matrix.row_low, matrix.row_high)
    limit = np.where(np.isfinite(limit), limit, 0.0)
    return float(matrix.offset + matrix.cost @ x + y @ (limit - matrix.a @ x))


def _vectors(solution: Solution) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return columns, duals and reduced costs of an optimum."""
    if solution.x is None or solution.y is None or solution.z is None:
        raise RunFailed(solution.outcome.sentence)
    return solution.x, solution.y, solution.z


def _error(solution: Solution) -> float:
    """Return by how much the objective may be off: the gap of its certificate [MCNY/a]."""
    gap = 0.0 if solution.certificate is None else solution.certificate.gap
    return float(gap * max(1.0, abs(solution.objective)))


def _proof(solution: Solution) -> dict[str, Any]:
    """Return certificate, chain and times of a solution."""
    certificate = solution.certificate
    return {
        "certificate": None if certificate is None else vars(certificate),
        "solver_chain": [vars(attempt) for attempt in solution.chain],
        "timings_s": solution.timings,
    }
