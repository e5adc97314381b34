"""Answers to the questions of a study on one prepared matrix."""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_model.case.case import FloatArray
from energy_model.optimise import Matrix, Outcome, Solution, optimise
from energy_model.optimise.phases import NONE
from energy_model.results.label import label
from energy_model.studies.burning import burning
from energy_model.studies.many.plan import Place, Total
from energy_model.studies.many.variant import (
    Prepared,
    on_line,
    slope,
    unit_cost,
    with_total,
)
from energy_model.studies.reader import Reader
from energy_model.studies.renewables import is_counted, sources
from energy_model.studies.stores import storage_table


class RunFailedError(RuntimeError):
    """A run that has no proven answer."""


def solve_exactly(matrix: Matrix) -> Solution:
    """Return the proven optimum of a matrix.

    Raises
    ------
    RunFailedError
        If there is none.
    """
    solution = optimise(matrix)
    if solution.outcome is not Outcome.OPTIMAL:
        raise RunFailedError(solution.outcome.sentence)
    return solution


def place(prepared: Prepared, asked: Place) -> dict[str, Any]:
    """Return cost and slope at a place of a line, with what the plan does there."""
    matrix = on_line(prepared, asked.line, asked.at)
    solution = solve_exactly(matrix)
    x, y, z = vectors(solution)
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
    """Return cost, shortfalls, use of wind and sun, and sizes of a plan; what stores burn counts as curtailed."""
    short = np.maximum(x[prepared.shortfalls], 0.0)
    short[short * prepared.penalty / prepared.penalty.max(initial=1.0) < NONE] = 0.0
    penalty = float(prepared.penalty @ short)
    # Of all tables of a plan only these two: the others took longer than the solver.
    reader = Reader(label(prepared.case, prepared.outline, prepared.matrix, solution))
    found = sources(reader)
    available = sum(float((is_counted(s) * s.available).sum(axis=0) @ reader.weight) for s in found)
    curtailed = sum(float((is_counted(s) * s.curtailed).sum(axis=0) @ reader.weight) for s in found)
    curtailed += float(burning(reader)["wasted"].sum())
    return {
        "penalty": penalty,
        "cost": solution.objective - penalty,
        "shortfall": _shortfalls(prepared, short),
        "utilisation": 1.0 - curtailed / available if available > 0 else float("nan"),
        "curtailed_gwh": curtailed,
        "storage": storage_table(reader).to_dict("records"),
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


def total(prepared: Prepared, asked: Total) -> dict[str, Any]:
    """Return the least cost where a weighted sum of sizes is fixed, its slope, sizes and what they are worth."""
    matrix = with_total(prepared, asked.terms, asked.at) if asked.terms else prepared.matrix
    solution = solve_exactly(matrix)
    x, y, _ = vectors(solution)
    return {
        "at": asked.at,
        "value": solution.objective,
        "error": _error(solution),
        "slope": float(y[-1]) if asked.terms else 0.0,
        "penalty": float(prepared.penalty @ np.maximum(x[prepared.shortfalls], 0.0)),
        "gross_cost": _gross_cost(prepared, x),
        **_plan_sizes(prepared, x),
        "worth": _worth(prepared, y),
        **_proof(solution),
    }


def _worth(prepared: Prepared, y: FloatArray) -> dict[str, dict[str, float]]:
    """Return what a further unit built of each size saves in a year, upkeep paid [MCNY/a]: the price of its sum."""
    matrix, worth = prepared.matrix, {}
    for component in _components(prepared):
        family = next(f for f in prepared.outline.families if f.component == f"{component}_built")
        items, shape = prepared.case.tables[family.node].items, (len(family.indices[0]), -1)
        built = np.asarray(matrix.columns[f"{component}_built"]).reshape(shape)[:, -1]
        rows = np.asarray(matrix.rows[f"{component}_adds_up"]).reshape(shape)[:, -1]
        values = np.asarray(matrix.a[rows, built]).ravel() * y[rows]
        worth[component] = {items[p]: float(value) for p, value in zip(family.indices[0], values, strict=True)}
    return worth


def _components(prepared: Prepared) -> list[str]:
    """Return the full names of all sizes that are decisions."""
    return [
        family.component
        for family in prepared.outline.families
        if family.is_variable and f"{family.component}_built" in prepared.matrix.columns
    ]


def _gross_cost(prepared: Prepared, x: FloatArray) -> float:
    """Return the cost without what is earned [MCNY/a]: the measure of how near to the optimum a plan is."""
    cost = prepared.matrix.cost.copy()
    cost[prepared.shortfalls] = 0.0
    return float(np.maximum(cost, 0.0) @ np.maximum(x, 0.0)) + max(prepared.matrix.offset, 0.0)


def _plan_sizes(prepared: Prepared, x: FloatArray) -> dict[str, Any]:
    """Return the sizes of a plan from its columns; of several stages, the last."""
    sizes: dict[str, dict[str, float]] = {}
    for component in _components(prepared):
        family = next(f for f in prepared.outline.families if f.component == component)
        items = prepared.case.tables[family.node].items
        found = np.asarray(prepared.matrix.columns[component]).reshape(len(family.indices[0]), -1)[:, -1]
        sizes[component] = {items[p]: float(x[j]) for p, j in zip(family.indices[0], found, strict=True)}
    return {"sizes": sizes}


def vectors(solution: Solution) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return columns, duals and reduced costs of an optimum."""
    if solution.x is None or solution.y is None or solution.z is None:
        raise RunFailedError(solution.outcome.sentence)
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
