"""Whether a change is enough for plants that run one way at a time: what a run of the changed case says.

Phase 1 is linear and may burn surplus by running stores both ways at once (`directions`). So every change that it
finds to be enough is run as a case: where the cheapest plan burns, directions are held, and where requirements are then
missed, more of the change is tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from energy_model.case.case import Case, FloatArray
from energy_model.optimise import SolverSettings
from energy_model.optimise.phases import NONE
from energy_model.studies.programme import NoProofError, compile_programme, paid_cost, study_settings
from energy_model.studies.solve import solve

# A change that had to grow is known this well, as a share of itself.
CLOSE = 0.005


@dataclass(frozen=True)
class Ran:
    """What a run of a case says.

    Attributes
    ----------
    holds : bool
        Whether all requirements are met.
    burnt : bool
        Whether directions had to be held.
    cost : float
        Yearly cost without the worth of what is not served [MCNY/a].
    missing : array
        Shortfall of each requirement, in the unit of its row; traces count as none.
    left : float
        Their weighted sum.
    """

    holds: bool
    burnt: bool
    cost: float
    missing: FloatArray
    left: float


def ran(case: Case, settings: SolverSettings | None = None) -> Ran:
    """Return what a run of a case says, with directions held where its plan burns.

    Raises
    ------
    NoProofError
        If there is no proof.
    """
    solved = solve(case, study_settings(len(case.axis), settings))
    if solved.tree is None and settings is None:
        solved = solve(case)
    two_phase, plan = solved.two_phase, solved.two_phase.solution.x
    if solved.tree is None or plan is None:
        raise NoProofError("a changed case could not be solved with a proof / 改动后的算例没有得到可证明的解")
    programme = compile_programme(case)
    missing = np.where(two_phase.shortfalls * programme.weights > NONE, two_phase.shortfalls, 0.0)
    cost, left = paid_cost(programme, plan), float(programme.weights @ missing)
    return Ran(two_phase.feasible, solved.unheld is not None, cost, missing, 0.0 if two_phase.feasible else max(left, NONE))


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
    """Return the same for whole months."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
