"""The distance of a case to the border between feasible and infeasible, with a sign.

A least shortfall says how far an infeasible case is from holding; of a feasible case it only says zero. So the *room*
is the share by which all requirements can be tightened together (in hundredths of each, by its scale) while they hold;
where they do not, it is minus the mean shortfall.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array, hstack

from energy_model.model.requirement_kinds import KINDS
from energy_model.optimise import Matrix, Outcome, Solution, SolverSettings
from energy_model.studies.programme import Programme, is_feasible, least_shortfall, solve_study

# Most that all requirements are tightened together [hundredths of each].
CAP = 20.0


def room_programme(programme: Programme) -> Matrix:
    """Return the programme that tightens all requirements together as far as they hold.

    A last column *t* (hundredths) is added to each requirement that has something to give, times its scale. A limit of
    "at most" is taken down to nothing at `CAP`, not before; where it is nothing already, it must simply hold. The
    objective is ``-t``.
    """
    matrix = programme.matrix.with_column_bounds(programme.columns, 0.0, 0.0)
    rows = np.ravel(matrix.rows["requirements.holds"])
    at_least = np.isfinite(matrix.row_low[rows])
    step = np.where(at_least, -1.0, 1.0) * [_step(programme, k, bool(at_least[k])) for k in range(rows.size)]
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


def _step(programme: Programme, k: int, at_least: bool) -> float:
    """Return by how much a requirement is tightened per hundredth, in the unit of its row."""
    table = programme.case.tables["requirements"]
    i, y = int(programme.requirement[k]), int(programme.stage[k])
    limit = KINDS[table.labels["kind"][i]].limit
    amount, step = float(table.numbers[limit][i, y]), 1.0 / float(programme.weights[k])
    if amount <= 0:
        return 0.0
    return step if at_least or limit == "share" else min(step, amount / CAP)


def room_of(programme: Programme, settings: SolverSettings | None = None) -> tuple[float, Solution]:
    """Return the room of a case [hundredths], and the solution that tells it: of phase 1 where it does not hold.

    Phase 1 comes first, since it always has an answer: that there is no room at all is hard to prove.
    """
    least = least_shortfall(programme, None, settings)
    if not is_feasible(least):
        return -mean_shortfall(programme, least), least
    tightened = solve_study(room_programme(programme), len(programme.case.axis), settings)
    return (-float(tightened.objective), tightened) if tightened.outcome is Outcome.OPTIMAL else (0.0, least)


def mean_shortfall(programme: Programme, least: Solution) -> float:
    """Return the mean shortfall of the requirements in a phase 1 [hundredths of each]."""
    return float(least.objective) / max(programme.columns.size, 1)
