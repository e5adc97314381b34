"""Requirements first, cost second: whether a case can be met as required, and its cheapest plan."""

import logging
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from energy_model.optimise.certificate import Limits, certify
from energy_model.optimise.matrix import Floats, Matrix, Positions
from energy_model.optimise.outcome import Outcome, Solution, SolverSettings, summed
from energy_model.optimise.portfolio import Progress, optimise

log = logging.getLogger(__name__)

# Weight × shortfall up to this counts as none: a millionth of a per cent of what is required. An interior point ends
# about 1e-9 away from a limit; the certificate asks for 1e-6.
NONE = 1e-6

# Price of a whole unit of weight × shortfall, in the unit of the cost (million CNY a year). Weights make a unit about
# one per cent of a requirement; a per cent of 30 GW costs some hundred million a year to build. Too low a price is
# found out by phase 1, too high a one spoils the scaling of the solver.
PENALTY = 1000.0

# Where a requirement is dearer to meet than that, these prices are tried before phase 2 is asked with the least
# shortfall as a limit: that programme has next to no interior (measured: four methods, four minutes on 168 h).
DEARER = (30.0 * PENALTY, 1000.0 * PENALTY)

# Penalised shortfall and least shortfall count as the same within this share: both are known to about 1e-6.
SAME_SHARE = 1e-5

# Phase 2 of an infeasible case may exceed the least shortfall by this share and this amount (in the units of
# weight × shortfall): without room the programme has no interior, and interior point methods need one.
ROOM_SHARE = 1e-6
ROOM = 1e-7


@dataclass(frozen=True)
class TwoPhase:
    """The answer to both questions.

    Attributes
    ----------
    solution : Solution
        Cheapest plan (phase 2), with its duals, and the attempts and seconds of all that was asked for it.
    feasible : bool
        Whether every requirement is met; meaningless if `solution` is not optimal.
    shortfalls : ndarray
        Shortfall of each requirement in that plan, in its own unit; not a number without a plan.
    phase_one : Solution or None
        Least weighted shortfall, where it had to be asked for.
    """

    solution: Solution
    feasible: bool
    shortfalls: Floats
    phase_one: Solution | None


def optimise_two_phase(
    matrix: Matrix,
    shortfall_columns: ArrayLike,
    shortfall_weights: ArrayLike,
    settings: SolverSettings | None = None,
    progress: Progress | None = None,
) -> TwoPhase:
    """Least shortfall of the requirements first, least cost among such plans second.

    Mostly one solve answers both. It has the true cost plus a penalty on every shortfall. If no shortfall is left,
    the plan is optimal for the penalised programme and feasible without shortfalls, and as the penalised cost of
    every plan without shortfall is its true cost, it is also the cheapest of them: this holds for any penalty, and
    is certified again with the shortfalls held at zero. If shortfalls are left, either the penalty was too small or
    the case is infeasible; phase 1 then minimises the weighted shortfalls alone and settles it.

    Parameters
    ----------
    matrix : Matrix
        True cost in every column, zero in the shortfall columns.
    shortfall_columns : array of int
        Positions; limits of these columns are 0 and infinity.
    shortfall_weights : array
        Positive; weight × shortfall is the shortfall in about per cents of what is required, so that unlike units add
        up.
    settings, progress
        As for `optimise`.
    """
    columns, weights = _checked(matrix, shortfall_columns, shortfall_weights)
    settings = settings or SolverSettings()
    if columns.size == 0:
        return TwoPhase(optimise(matrix, settings, progress), True, np.zeros(0), None)
    priced = matrix.with_cost(_plus(matrix.cost, columns, PENALTY * weights))
    first = optimise(priced, settings, progress)
    if first.outcome is not Outcome.OPTIMAL:
        return TwoPhase(first, False, np.full(columns.size, np.nan), None)
    held = matrix.with_column_bounds(columns, 0.0, 0.0)
    certified = _without_shortfall(held, first, columns, weights, settings)
    if certified is not None:
        return TwoPhase(certified, True, np.zeros(columns.size), None)
    log.info("shortfalls are left under the penalty: minimise them alone")
    return _both_phases(matrix, held, first, columns, weights, settings, progress)


def _both_phases(
    matrix: Matrix,
    held: Matrix,
    first: Solution,
    columns: Positions,
    weights: Floats,
    settings: SolverSettings,
    progress: Progress | None,
) -> TwoPhase:
    """Phase 1 and phase 2 as separate programmes."""
    only = matrix.with_cost(_plus(np.zeros_like(matrix.cost), columns, weights), offset=0.0)
    least = optimise(only, settings, progress)
    asked = [first, least]
    if least.outcome is not Outcome.OPTIMAL or least.x is None or least.certificate is None:
        return TwoPhase(_whole(least, asked), False, np.full(columns.size, np.nan), least)
    # Infeasible only if the duals prove that a shortfall is left.
    feasible = least.objective <= NONE or least.certificate.dual_objective <= 0.0
    if not feasible:
        settled = _already_least(matrix, first, least, columns, weights, settings)
        for price in DEARER:
            if settled is None:
                dearer = matrix.with_cost(_plus(matrix.cost, columns, price * weights))
                asked.append(optimise(dearer, settings, progress))
                settled = _already_least(matrix, asked[-1], least, columns, weights, settings, price)
        if settled is not None and settled.x is not None:
            return TwoPhase(_whole(settled, asked), False, np.maximum(settled.x[columns], 0.0), least)
    asked.append(optimise(held if feasible else _within(matrix, columns, weights, least), settings, progress))
    second = _whole(asked[-1], asked)
    shortfalls = np.full(columns.size, np.nan) if second.x is None else np.maximum(second.x[columns], 0.0)
    return TwoPhase(second, feasible, shortfalls, least)


def _whole(solution: Solution, asked: list[Solution]) -> Solution:
    """A solution with the attempts and the seconds of all that was asked."""
    attempts = tuple(chain.from_iterable(one.chain for one in asked))
    return replace(solution, chain=attempts, timings=summed(one.timings for one in asked))


def _already_least(
    matrix: Matrix,
    first: Solution,
    least: Solution,
    columns: Positions,
    weights: Floats,
    settings: SolverSettings,
    price: float = PENALTY,
) -> Solution | None:
    """The penalised solution, if its shortfall is the least there is: then it is the optimum of phase 2.

    Any plan with no more shortfall than it has costs at least as much, or the penalised programme would have taken
    it. The dual of the limit on the shortfall is minus the price; with it the certificate is checked again.
    """
    if first.x is None or first.y is None:
        return None
    shortfall = float(weights @ np.maximum(first.x[columns], 0.0))
    if shortfall > least.objective * (1 + SAME_SHARE) + NONE:
        return None
    row = csr_array((weights, columns, [0, columns.size]), shape=(1, matrix.shape[1]))
    limited = matrix.with_rows(row, -np.inf, shortfall)
    certificate = certify(limited, first.x, np.append(first.y, -price), Limits(*[settings.tolerance] * 3))
    if not certificate.accepted:
        return None
    return replace(first, objective=certificate.objective, certificate=certificate)


def _within(matrix: Matrix, columns: Positions, weights: Floats, least: Solution) -> Matrix:
    """The programme with the sum of weighted shortfalls limited to the least, and room for an interior."""
    row = csr_array((weights, columns, [0, columns.size]), shape=(1, matrix.shape[1]))
    return matrix.with_rows(row, -np.inf, least.objective * (1 + ROOM_SHARE) + ROOM)


def _without_shortfall(
    held: Matrix, first: Solution, columns: Positions, weights: Floats, settings: SolverSettings
) -> Solution | None:
    """The first solution with shortfalls set to zero, if it is certified as the optimum of phase 2."""
    if first.x is None or first.y is None or np.any(first.x[columns] * weights > NONE):
        return None
    x = first.x.copy()
    x[columns] = 0.0
    certificate = certify(held, x, first.y, Limits(*[settings.tolerance] * 3))
    if not certificate.accepted:
        return None
    z = held.cost - held.a.T @ first.y
    return replace(first, x=x, z=z, objective=certificate.objective, certificate=certificate)


def _plus(cost: Floats, columns: Positions, more: Floats) -> Floats:
    total = cost.copy()
    total[columns] += more
    return total


def _checked(matrix: Matrix, columns: ArrayLike, weights: ArrayLike) -> tuple[Positions, Floats]:
    """Positions and weights as flat arrays; refuse what does not fit the definition."""
    where = np.asarray(columns, dtype=np.int64).ravel()
    share = np.broadcast_to(np.asarray(weights, dtype=float).ravel(), where.shape)
    if where.size and (where.min() < 0 or not np.all(share > 0)):
        raise ValueError("shortfall columns must be in the matrix (no -1) and their weights positive")
    if np.any(matrix.cost[where] != 0):
        raise ValueError("a shortfall column has a cost: the cost of the matrix must be the true cost")
    return where, share
