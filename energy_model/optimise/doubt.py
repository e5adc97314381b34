"""Programmes that always have an optimum, to prove or refute that another one has none."""

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack

from energy_model.optimise.matrix import Floats, Matrix


def elastic(matrix: Matrix) -> Matrix:
    """Least total violation of the rows.

    Every row may be missed from below and from above at the price of one per unit, so a solution always exists
    as long as every column has a value. If the least violation is positive, the row duals prove that the
    original has no solution (`certificate.certify_infeasible`); they are the first entries of the dual.
    """
    rows, columns = matrix.shape
    below, above = np.flatnonzero(np.isfinite(matrix.row_low)), np.flatnonzero(np.isfinite(matrix.row_high))
    unit = csr_array(eye_array(rows, format="csc"))
    a = hstack([matrix.a, unit[:, below], -unit[:, above]], format="csr")
    extra = below.size + above.size
    return replace(
        matrix,
        a=a,
        cost=np.concatenate([np.zeros(columns), np.ones(extra)]),
        column_low=np.concatenate([matrix.column_low, np.zeros(extra)]),
        column_high=np.concatenate([matrix.column_high, np.full(extra, np.inf)]),
        offset=0.0,
    )


def falling(matrix: Matrix) -> Matrix:
    """The direction of steepest falling cost that can be followed for ever, each entry within -1 … 1.

    Finite limits become zero, since a direction may not move towards them; if the least cost is negative, the
    original has no lower limit of the cost from any feasible point.
    """
    return replace(
        matrix,
        row_low=cone(matrix.row_low),
        row_high=cone(matrix.row_high),
        column_low=np.maximum(cone(matrix.column_low), -1.0),
        column_high=np.minimum(cone(matrix.column_high), 1.0),
        offset=0.0,
    )


def cone(limits: Floats) -> Floats:
    """Limits of a direction that can be followed for ever: zero where a limit is finite, none where there is none."""
    return np.where(np.isfinite(limits), 0.0, limits)
