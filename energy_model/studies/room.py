"""The distance of a case to the border between feasible and infeasible, with a sign.

A least shortfall says how far an infeasible case is from holding; of a feasible case it only says zero. So the *room*
is the share by which all requirements can be tightened together (in hundredths of each, by its scale) while they hold;
where they do not, it is minus the mean shortfall.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array, hstack

from energy_model.optimise import Matrix, Outcome, Solution, SolverSettings
from energy_model.studies.programme import Programme, is_feasible, least_shortfall, solve_study

# Most that all requirements are tightened together [hundredths of each].
CAP = 20.0


def room_programme(programme: Programme) -> Matrix:
    """Return the programme that tightens all requirements together as far as they hold.

    A last column *t* (hundredths) is added to each requirement that has something to give, times its scale; those that
    ask for "at most nothing" must simply hold. Its objective is ``-t``.
    """
    matrix = programme.matrix.with_column_bounds(programme.columns, 0.0, 0.0)
    rows = np.ravel(matrix.rows["requirements.holds"])
    at_least = np.isfinite(matrix.row_low[rows])
    needed = np.array([_has_room(programme, k) for k in range(rows.size)])
    step = np.where(at_least, -1.0, 1.0) * needed / programme.weights
    column = csr_array((step, (rows, np.zeros(rows.size, dtype=int))), shape=(matrix.shape[0], 1))
    cost = np.zeros(matrix.shape[1] + 1)
    cost[-1] = -1.0
    return replace(
        matrix,
        a=csr_array(hstack([matrix.a, column], format="csr")),
        cost=cost,
        offset=0.0,
        column_low=np.append(matrix.column_low, 0.0),
        column_high=np.append(matrix.column_high, CAP),
    )


def _has_room(programme: Programme, k: int) -> bool:
    """Return whether a requirement can be tightened: one that asks for at most nothing cannot."""
    table = programme.case.tables["requirements"]
    i, y = int(programme.requirement[k]), int(programme.stage[k])
    limits = [float(table.numbers[name][i, y]) for name in ("power", "energy", "share", "mass")]
    return any(np.isfinite(limit) and limit > 0 for limit in limits)


def room_of(programme: Programme, settings: SolverSettings | None = None) -> tuple[float, Solution, Matrix]:
    """Return the room of a case [hundredths], and the programme and solution that tell it."""
    steps = len(programme.case.axis)
    least = least_shortfall(programme, None, settings)
    if not is_feasible(least):
        cost = np.zeros_like(programme.matrix.cost)
        cost[programme.columns] = programme.weights
        return -float(least.objective) / max(programme.columns.size, 1), least, programme.matrix.with_cost(cost, 0.0)
    matrix = room_programme(programme)
    solution = solve_study(matrix, steps, settings)
    if solution.outcome is not Outcome.OPTIMAL:
        return 0.0, least, programme.matrix
    return -float(solution.objective), solution, matrix
