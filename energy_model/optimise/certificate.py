"""Proof of an optimum (or that none exists) from arrays alone; no solver is believed.

All figures are relative. Take any row duals ``y``. Parts of them that only an infinite limit could carry are
set to zero. With ``z = cost - a.T @ y`` the number

    dual objective = sum(y+ row_low - y- row_high) + sum(z+ column_low - z- column_high)

is a lower bound of every feasible cost, provided that each z with a sign only an infinite limit could carry is
zero; what it is instead is the dual residual.
"""

from dataclasses import dataclass

import numpy as np

from energy_model.optimise.doubt import cone
from energy_model.optimise.matrix import Floats, Matrix


@dataclass(frozen=True)
class Limits:
    """What is still called optimal: relative residuals and gap [-]."""

    primal: float = 1e-6
    dual: float = 1e-6
    gap: float = 1e-6


@dataclass(frozen=True)
class Certificate:
    """How far a pair (x, y) is from a proven optimum.

    Attributes
    ----------
    primal_residual : float
        Largest violation of a row, relative to the largest of 1, its limit and the sum of the sizes of its
        terms; or of a column limit, relative to the larger of 1 and the limit.
    dual_residual : float
        Largest reduced cost with a sign that no finite limit carries, relative to the largest of 1, the cost of
        its column and the sum of the sizes of the terms of ``a.T @ y``.
    gap : float
        Sum of what each dual earns away from its limit, ``|y| × distance of the row to its limit`` and
        ``|z| × distance of the column``, relative to the larger of 1 and both objectives. It is never smaller
        than the relative difference of the objectives, and errors of opposite sign cannot hide in it.
    objective, dual_objective : float
        With the constant part of the cost.
    accepted : bool
        Whether all three are within the limits.

    Where all costs (or all limits) are below 1, the "1" shrinks to the largest of them, so that a programme
    scaled to tiny numbers is not accepted for its scale.
    """

    primal_residual: float
    dual_residual: float
    gap: float
    objective: float
    dual_objective: float
    accepted: bool


def certify(matrix: Matrix, x: Floats, y: Floats, limits: Limits | None = None) -> Certificate:
    """Check a primal and dual pair against the original arrays."""
    limits = limits or Limits()
    with np.errstate(invalid="ignore", over="ignore"):
        y = _carried(y, matrix.row_low, matrix.row_high)
        back = matrix.a.T @ y
        z = matrix.cost - back
        primal = _primal_residual(matrix, x)
        wrong = z - _carried(z, matrix.column_low, matrix.column_high)
        size = np.maximum(np.abs(matrix.cost), abs(matrix.a).T @ np.abs(y))
        dual = _largest(np.abs(wrong), np.maximum(size, _unit(matrix.cost)))
        objective = float(matrix.cost @ x)
        bound = _earned(y, matrix.row_low, matrix.row_high) + _earned(z - wrong, matrix.column_low, matrix.column_high)
        away = _away(matrix, x, y, z, wrong)
        gap = away / max(_unit(matrix.cost), abs(objective), abs(bound))
    values = np.nan_to_num([primal, dual, gap], nan=np.inf)
    # What is no number may stand where no row, limit or cost sees it.
    numbers = bool(np.all(np.isfinite(x)) and np.all(np.isfinite(y)))
    accepted = numbers and bool(np.all(values <= [limits.primal, limits.dual, limits.gap]))
    return Certificate(
        float(values[0]),
        float(values[1]),
        float(values[2]),
        objective + matrix.offset,
        bound + matrix.offset,
        accepted,
    )


def certify_infeasible(matrix: Matrix, ray: Floats, limit: float = 1e-6) -> bool:
    """Whether a direction of the row duals proves that no x keeps all limits (Farkas).

    For every feasible x, ``ray @ a @ x`` lies within the limits of the rows weighted by the ray, and within what
    the column limits allow. The proof holds if the first exceeds the second by more than `limit` relative to
    the sizes involved. Entries of ``ray @ a`` that only an infinite limit could carry must be zero within the same
    limit, and even with every such column at the size of the largest limit of the programme they must not be able
    to make up the difference.
    """
    top = float(np.max(np.abs(ray), initial=0.0))
    if not np.isfinite(top) or top == 0.0 or not np.all(np.isfinite(ray)):
        return False
    y = _carried(ray / top, matrix.row_low, matrix.row_high)
    back = -(matrix.a.T @ y)
    z = _carried(back, matrix.column_low, matrix.column_high)
    size = np.maximum(abs(matrix.a).T @ np.abs(y), 1e-300)
    if np.max(np.abs(back - z) / size, initial=0.0) > limit:
        return False
    terms = [_terms(y, matrix.row_low, matrix.row_high), _terms(z, matrix.column_low, matrix.column_high)]
    total = float(sum(t.sum() for t in terms))
    reach = max(_top(v) for v in (matrix.row_low, matrix.row_high, matrix.column_low, matrix.column_high))
    doubtful = float(np.abs(back - z).sum()) * max(1.0, reach)
    return total > doubtful + limit * float(sum(np.abs(t).sum() for t in terms))


def certify_unbounded(matrix: Matrix, point: Floats, direction: Floats, limit: float = 1e-6) -> bool:
    """Whether a point and a direction prove that the cost has no lower limit: all limits are kept, the cost falls."""
    kept = bool(np.all(np.isfinite(point))) and _primal_residual(matrix, point) <= limit
    return kept and falls_for_ever(matrix, direction, limit)


def falls_for_ever(matrix: Matrix, direction: Floats, limit: float = 1e-6) -> bool:
    """Whether the cost falls along a direction in which no finite limit comes nearer.

    A row counts relative to its largest coefficient, so that one of small numbers is not passed over.
    """
    top = float(np.max(np.abs(direction), initial=0.0))
    if not 0.0 < top < np.inf:
        return False
    step = direction / top
    size = np.maximum(abs(matrix.a).max(axis=1).toarray().ravel(), 1e-300)
    rows = _violation(matrix.a @ step, cone(matrix.row_low), cone(matrix.row_high), size)
    columns = _violation(step, cone(matrix.column_low), cone(matrix.column_high), np.ones(step.size))
    falls = float(matrix.cost @ step) < -limit * float(np.abs(matrix.cost) @ np.abs(step))
    return falls and rows <= limit and columns <= limit


def _unit(values: Floats) -> float:
    """1, or less where all finite values are smaller."""
    top = _top(values)
    return min(1.0, top) if top > 0 else 1.0


def _top(values: Floats) -> float:
    """The largest size of the finite values."""
    return float(np.max(np.abs(values), where=np.isfinite(values), initial=0.0))


def _largest(values: Floats, sizes: Floats) -> float:
    return float(np.max(values / sizes, initial=0.0))


def _carried(dual: Floats, low: Floats, high: Floats) -> Floats:
    """The dual without the part that only an infinite limit could carry."""
    kept = np.where((dual > 0) & np.isneginf(low), 0.0, dual)
    return np.where((kept < 0) & np.isposinf(high), 0.0, kept)


def _terms(dual: Floats, low: Floats, high: Floats) -> Floats:
    """What each dual earns at the limit it belongs to."""
    limit = np.where(dual > 0, low, high)
    return np.where(dual == 0, 0.0, dual * np.where(dual == 0, 0.0, limit))


def _earned(dual: Floats, low: Floats, high: Floats) -> float:
    return float(_terms(dual, low, high).sum())


def _primal_residual(matrix: Matrix, x: Floats) -> float:
    """Largest relative violation of a row or column limit."""
    value = matrix.a @ x
    limits = np.concatenate([matrix.row_low, matrix.row_high, matrix.column_low, matrix.column_high])
    unit = _unit(limits)
    activity = np.maximum(abs(matrix.a) @ np.abs(x), unit)
    rows = _violation(value, matrix.row_low, matrix.row_high, activity)
    columns = _violation(x, matrix.column_low, matrix.column_high, np.full(x.shape, unit))
    return float(np.max([rows, columns]))  # which hands on what is no number


def _violation(value: Floats, low: Floats, high: Floats, size: Floats) -> float:
    below = np.where(np.isneginf(low), 0.0, low - value)
    above = np.where(np.isposinf(high), 0.0, value - high)
    limit = np.where(below > above, low, high)
    size = np.maximum(size, np.where(np.isfinite(limit), np.abs(limit), 0.0))
    return float(np.max(np.maximum(np.maximum(below, above), 0.0) / size, initial=0.0))


def _away(matrix: Matrix, x: Floats, y: Floats, z: Floats, wrong: Floats) -> float:
    """Sum over rows and columns of the dual times the distance to the limit it belongs to."""
    value = matrix.a @ x
    row_limit = np.where(y > 0, matrix.row_low, matrix.row_high)
    column_limit = np.where(wrong != 0, 0.0, np.where(z > 0, matrix.column_low, matrix.column_high))
    rows = np.abs(y) * np.where(y == 0, 0.0, np.abs(value - row_limit))
    columns = np.abs(z) * np.where(z == 0, 0.0, np.abs(x - column_limit))
    return float(rows.sum() + columns.sum())
