"""Where a change begins to be enough: the border between infeasible and feasible, found with few solves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from energy_model.case.case import FloatArray
from energy_model.optimise import Solution
from energy_model.studies.programme import is_feasible
from energy_model.studies.variation import Between, slope

TRACE = 1e-9
ROUNDS = 24


@dataclass(frozen=True)
class Short:
    """A plan that falls short: its least weighted shortfall, columns and row duals."""

    left: float
    x: FloatArray
    y: FloatArray


def least_share(
    ask: Callable[[float], Solution],
    between: Between | None,
    short: Short,
    high: float = 1.0,
    relative: float = 0.0,
    absolute: float = 0.0,
) -> float:
    """Return the least share of a change with which the requirements hold: steps of Newton, kept within a bracket.

    Parameters
    ----------
    ask : callable
        Phase 1 with a share (0 … 1) of the change.
    between : Between, optional
        What the change does to the matrix, for the tangents; without it the bracket is halved.
    short : Short
        Phase 1 without the change.
    high : float
        A share that is known to be enough.
    relative, absolute : float
        The answer is enough, and at most this share of itself plus this amount too large.
    """
    low, convex = 0.0, between is not None and between.is_column
    over = 1.0 + (TRACE if convex else 0.5 * relative)
    for _ in range(ROUNDS):
        if high - low <= relative * high + absolute:
            break
        falls = -slope(between, short.x, short.y) if between is not None else 0.0
        guess = low + short.left / falls if falls > 0 else 0.0
        aim = guess * over + (0.0 if convex else 0.5 * absolute)
        newton = low < guess and aim < high
        share = aim if newton else 0.5 * (low + high)
        # Where the change only moves limits, the tangent bounds the shortfall from below: less is too little.
        low = guess if newton and convex else low
        solution = ask(share)
        if is_feasible(solution) or solution.x is None or solution.y is None:
            high = share
        else:
            low, short = share, Short(solution.objective, solution.x, solution.y)
    return high
