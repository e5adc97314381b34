"""Clarabel, a homogeneous interior point method: slower than PIQP, and rarely beaten by a hard case."""

from typing import Any

import numpy as np
from scipy.sparse import csc_matrix, eye_array, vstack

from energy_model.optimise.matrix import Floats, Matrix
from energy_model.optimise.solvers.raw import RawSolution, SolverOptions, Status


def solve(matrix: Matrix, options: SolverOptions) -> RawSolution:
    """Solve with Clarabel.

    Its form is ``g x + s = h`` with ``s = 0`` or ``s >= 0``, so every finite limit becomes one row of it.
    """
    import clarabel

    blocks, h, equalities = _cone_form(matrix)
    columns = matrix.shape[1]
    cones = [clarabel.ZeroConeT(equalities), clarabel.NonnegativeConeT(h.size - equalities)]
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.time_limit = options.time_limit
    settings.max_iter = 300
    # At 1e-8, as delivered, a feasible system with penalties was called unbounded in the first iteration.
    settings.tol_infeas_abs = settings.tol_infeas_rel = 1e-11
    for name in ("tol_feas", "tol_gap_abs", "tol_gap_rel"):
        setattr(settings, name, options.tolerance * 1e-3)
    g = csc_matrix(blocks)
    g.sort_indices()
    solver = clarabel.DefaultSolver(csc_matrix((columns, columns)), matrix.cost, g, h, cones, settings)
    answer = solver.solve()
    return RawSolution(
        x=np.array(answer.x),
        y=_duals(matrix, np.array(answer.z)),
        status=_STATUS.get(str(answer.status), Status.STOPPED),
        iterations=int(answer.iterations),
        message=str(answer.status),
    )


_STATUS = {
    "Solved": Status.SOLVED,
    "AlmostSolved": Status.SOLVED,
    "PrimalInfeasible": Status.INFEASIBLE,
    "AlmostPrimalInfeasible": Status.INFEASIBLE,
    "DualInfeasible": Status.UNBOUNDED,
    "AlmostDualInfeasible": Status.UNBOUNDED,
    "MaxTime": Status.TIMED_OUT,
}


def _sides(matrix: Matrix) -> tuple[Any, Any, Any, Any, Any]:
    """Positions of equal rows, rows with an upper, rows with a lower limit, columns with each."""
    equal = matrix.row_low == matrix.row_high
    return (
        np.flatnonzero(equal),
        np.flatnonzero(~equal & np.isfinite(matrix.row_high)),
        np.flatnonzero(~equal & np.isfinite(matrix.row_low)),
        np.flatnonzero(np.isfinite(matrix.column_high)),
        np.flatnonzero(np.isfinite(matrix.column_low)),
    )


def _cone_form(matrix: Matrix) -> tuple[Any, Floats, int]:
    """Rows ``g``, right sides ``h`` and the number of equalities, which come first."""
    equal, above, below, right, left = _sides(matrix)
    unit = eye_array(matrix.shape[1], format="csr")
    g = vstack([matrix.a[equal], matrix.a[above], -matrix.a[below], unit[right], -unit[left]], format="csc")
    h = np.concatenate(
        [
            matrix.row_high[equal],
            matrix.row_high[above],
            -matrix.row_low[below],
            matrix.column_high[right],
            -matrix.column_low[left],
        ]
    )
    return g, h, int(equal.size)


def _duals(matrix: Matrix, dual: Floats) -> Floats:
    """Row duals from the duals of the cone form, which count an upper limit positive."""
    equal, above, below, _, _ = _sides(matrix)
    parts = np.split(dual, np.cumsum([equal.size, above.size, below.size]))
    y = np.zeros(matrix.shape[0])
    y[equal] -= parts[0]
    y[above] -= parts[1]
    y[below] += parts[2]
    return y
