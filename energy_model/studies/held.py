"""Whether a change is enough for plants that run one way at a time: what a run of the changed case says.

Phase 1 is linear and may burn surplus by running stores both ways at once (`directions`). So every change that it
finds to be enough is asked as a run asks: where the cheapest plan burns, directions are held, and where requirements
are then missed, more of the change is tried. What it costs to miss them is not asked, which is the dear part of a run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from energy_model.case.case import Case, FloatArray
from energy_model.optimise import Outcome, Solution, SolverSettings
from energy_model.optimise.phases import DEARER, PENALTY
from energy_model.studies.directions import MOST_ROUNDS, held_to_one_way, wasted_and_notable
from energy_model.studies.programme import (
    NoProofError,
    Programme,
    compile_programme,
    is_feasible,
    least_shortfall,
    paid_cost,
    shortfalls,
    solve_study,
)
from energy_model.studies.surfaces import read

# A change that had to grow is known this well, as a share of itself.
CLOSE = 0.01


@dataclass(frozen=True)
class Ran:
    """What a run of a case would say.

    Attributes
    ----------
    holds : bool
        Whether all requirements are met.
    burnt : bool
        Whether directions had to be held.
    cost : float
        Yearly cost without the worth of what is not served [MCNY/a]; NaN where requirements are missed.
    missing : array
        Shortfall of each requirement, in the unit of its row; traces count as none.
    left : float
        Their weighted sum; zero where all are met.
    """

    holds: bool
    burnt: bool
    cost: float
    missing: FloatArray
    left: float


def ran(case: Case, settings: SolverSettings | None = None) -> Ran:
    """Return whether a run of a case would meet all requirements, with directions held where its plan burns.

    Raises
    ------
    NoProofError
        If there is no proof.
    """
    programme = compile_programme(case)
    plan, rounds = _plan(programme, settings), 0
    while not isinstance(plan, Short) and plan.x is not None:
        reader = read(programme, plan)
        if rounds == MOST_ROUNDS or not wasted_and_notable(reader)[1]:
            none = np.zeros(programme.columns.size)
            return Ran(True, rounds > 0, paid_cost(programme, plan.x), none, 0.0)
        held = held_to_one_way(programme.matrix, programme.outline, plan.x, reader)
        programme, rounds = programme.with_matrix(held), rounds + 1
        plan = _plan(programme, settings)
    if not isinstance(plan, Short):
        raise NoProofError("what was found to hold does not / 前后结论不一致")
    return Ran(False, rounds > 0, np.nan, plan.missing, plan.left)


@dataclass(frozen=True)
class Short:
    """What is missing at least, by requirement, and its weighted sum."""

    missing: FloatArray
    left: float


def _plan(programme: Programme, settings: SolverSettings | None) -> Solution | Short:
    """Return the cheapest plan that meets all requirements, or what is missing at least."""
    steps = len(programme.case.axis)
    for price in (PENALTY, *DEARER):
        cost = programme.matrix.cost.copy()
        cost[programme.columns] += price * programme.weights
        plan = solve_study(programme.matrix.with_cost(cost), steps, settings)
        if plan.outcome is Outcome.OPTIMAL and not shortfalls(programme, plan).any():
            return plan
        if price == PENALTY:
            least = least_shortfall(programme, None, settings)
            if not is_feasible(least):
                return Short(shortfalls(programme, least), least.objective)
    none = programme.matrix.with_column_bounds(programme.columns, 0.0, 0.0)
    return solve_study(none, steps, settings)


def least_held(left: Callable[[float], float], low: float, left_low: float, high: float) -> float:
    """Return the least amount of a change with which a run holds, at most `CLOSE` of itself too large.

    What is left falls with the amount nearly as a convex function does, so a line through two amounts that are too
    little comes out just below the one that is enough. Where it does not, the bracket is halved next.

    Parameters
    ----------
    left : callable
        What a run with an amount is short of; zero where it holds, and then with every larger amount too.
    low, left_low : float
        An amount that is too little, and what it leaves.
    high : float
        An amount that is enough.
    """
    line, drawn = np.inf, False
    while high - low > CLOSE * high:
        if low < line < high and not drawn:
            amount, drawn = line, True
        elif line == high:  # the line came out, so a little less is too little
            amount = high * (1.0 - 0.9 * CLOSE)
        else:
            amount, drawn = 0.5 * (low + high), False
        now = left(amount)
        if now <= 0:
            high = amount
        else:
            fall = (left_low - now) / (amount - low)
            low, left_low = amount, now
            line = low + left_low / fall * (1.0 + 0.2 * CLOSE) if fall > 0 else np.inf
    return high


def least_months(holds: Callable[[float], bool], low: int, high: int) -> int:
    """Return the least whole months with which something holds, between too few and enough."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
