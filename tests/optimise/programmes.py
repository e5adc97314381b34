"""Small linear programmes, solved by hand or random with a known optimum."""

import numpy as np
from scipy.sparse import csr_array

from energy_model.optimise.matrix import Matrix


def programme(a, cost, row_low, row_high, column_low=0.0, column_high=np.inf, offset=0.0) -> Matrix:
    """A matrix from plain lists."""
    dense = np.atleast_2d(np.asarray(a, dtype=float))
    rows, columns = dense.shape

    def filled(values, count):
        return np.array(np.broadcast_to(np.asarray(values, dtype=float), count))

    return Matrix(
        csr_array(dense),
        filled(cost, columns),
        filled(row_low, rows),
        filled(row_high, rows),
        filled(column_low, columns),
        filled(column_high, columns),
        offset,
    )


def dispatch() -> Matrix:
    """Two plants serve 10 MW in one hour: cheap 20 CNY/MWh up to 6 MW, dear 50 CNY/MWh up to 8 MW.

    By hand: x = (6, 4), cost 320, price of demand 50, reduced cost of the cheap plant 20 - 50 = -30.
    """
    return programme([[1, 1]], [20, 50], 10, 10, 0, [6, 8])


def sizing() -> Matrix:
    """A plant of free size c [MW] at 3 CNY/MW serves 4, 7 and 5 MW in three hours at 1 CNY/MWh.

    Columns p0, p1, p2, c; rows p_t = demand_t (equal), p_t - c <= 0. By hand: c = 7, cost 16 + 21 = 37; only
    hour 1 pays for the size: row duals 1, 1 + 3, 1 and 0, -3, 0.
    """
    a = [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
        [1, 0, 0, -1],
        [0, 1, 0, -1],
        [0, 0, 1, -1],
    ]
    low = [4, 7, 5, -np.inf, -np.inf, -np.inf]
    return programme(a, [1, 1, 1, 3], low, [4, 7, 5, 0, 0, 0])


def random_programme(seed: int, rows: int = 12, columns: int = 9) -> Matrix:
    """A feasible and bounded programme with equalities, ranges, fixed, free and limited columns, and rows on
    one column.

    Made around a primal and a dual point that are optimal by construction (complementary at every limit).
    """
    rng = np.random.default_rng(seed)
    a = rng.normal(size=(rows, columns)).round(2) * (rng.random((rows, columns)) < 0.5)
    single = rng.random(rows) < 0.3
    for i in np.flatnonzero(single):
        keep = rng.integers(columns)
        a[i] = np.where(np.arange(columns) == keep, rng.choice([-2.0, 0.5, 1.0, 3.0]), 0.0)
    x = rng.normal(size=columns).round(2) * 3
    y = rng.normal(size=rows) * (rng.random(rows) < 0.6)
    row_low, row_high = _limits(rng, a @ x, y)
    z = rng.normal(size=columns) * (rng.random(columns) < 0.4)
    column_low, column_high = _limits(rng, x, z)
    return programme(a, a.T @ y + z, row_low, row_high, column_low, column_high, float(rng.normal()))


def _limits(rng, value, dual):
    """Limits at which the value stands on the side that the sign of the dual asks for."""
    low = np.where(dual > 0, value, value - rng.uniform(0.5, 3, value.shape))
    high = np.where(dual < 0, value, value + rng.uniform(0.5, 3, value.shape))
    low = np.where((dual <= 0) & (rng.random(value.shape) < 0.4), -np.inf, low)
    high = np.where((dual >= 0) & (rng.random(value.shape) < 0.4), np.inf, high)
    equal = (dual != 0) & (rng.random(value.shape) < 0.3)
    return np.where(equal, value, low), np.where(equal, value, high)
