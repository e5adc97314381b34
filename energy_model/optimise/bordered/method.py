"""A primal-dual interior point method: predictor, corrector and further centrality correctors.

S. Mehrotra (1992), On the implementation of a primal-dual interior point method, SIAM J. Optim. 2(4);
J. Gondzio (1996), Multiple centrality corrections in a primal-dual method for linear programming, Comput. Optim.
Appl. 6. Both as in S. Wright (1997), Primal-dual interior-point methods, SIAM, chapter 10.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from energy_model.optimise.bordered.iterate import Missed, Point, Residuals, columns_of, lift, residuals, rows_of
from energy_model.optimise.bordered.newton import Newton
from energy_model.optimise.bordered.standard import Standard
from energy_model.optimise.bordered.vectors import (
    add_pull,
    brought_back,
    per_distance,
    pull,
    rows_to_slacks,
    second_order,
    slacks_to_rows,
)
from energy_model.optimise.matrix import Floats
from energy_model.optimise.memory import filed

log = logging.getLogger(__name__)

# Weight on every variable and row that keeps the equations solvable where limits no longer do; raised tenfold, up to
# the second figure, whenever a solution misses its equations by more than the third. Without the raise the last steps
# on 1464 h lost all digits.
_WEIGHT, _LARGEST_WEIGHT, _MISSED = 1e-10, 1e-6, 1e-5

# Least weight on the two halves of a column without limits: theirs go to zero as they grow, and the row of such a
# column then has no digits left (two of 100 random systems stalled with one row missed by 5e-6; one took 16 steps
# instead of 61, another 21 instead of 164).
_FREE_WEIGHT = 1e-7

# Relative gap from which on the effect of the weight on the rows is taken out of the steps.
_EXACT = 1e-4

# Share of the way to the nearest limit that a step takes.
_SHARE = 0.99

# Products of distance and dual are kept within these multiples of the mean they head for.
_SMALL, _LARGE = 0.1, 10.0
_LEAST = 1e-2

# Shares of a correction that are tried, apart for the primal and the dual part: M. Colombo and J. Gondzio (2008),
# Further development of multiple centrality correctors, Comput. Optim. Appl. 41. On 1464 h 47 steps instead of 65, on
# a year 64 instead of 79; shares below a half made it worse again (70).
_CORRECTION = (1.0, 0.5)

# A corrector costs a solve, an eighth of a factorisation. It looks this much further than the step before reached,
# and is kept if the lengths of both parts together grow by as much as the last figure says.
_CORRECTORS, _FURTHER, _GAIN = 4, (1.5, 0.2), 0.02

# Steps without a gain in any figure after which nothing more is expected, and the size that says "no solution".
_PATIENCE = 15
_RUNAWAY = 1e9


@dataclass(frozen=True)
class Ended:
    """The best point and why the method stopped."""

    at: Point
    measured: Residuals
    steps: int
    why: str


def minimise(
    form: Standard,
    tolerance: float,
    seconds: float,
    most: int = 300,
    tell: Callable[[int, Residuals], None] | None = None,
) -> Ended:
    """Take steps until residuals and gap are within the tolerance.

    Parameters
    ----------
    form : Standard
    tolerance : float
        For the relative primal and dual residual and the relative gap [-].
    seconds : float
        After which no further step is begun [s].
    most : int
        Steps.
    tell : callable, optional
        Given the number of the step and the residuals before it.

    Returns
    -------
    Ended
        With ``why`` one of solved, stalled, out of time, out of steps, runaway primal, runaway dual.
    """
    started = perf_counter()
    stepper = _Stepper(form)
    at, measured = stepper.start()
    best, gained, least = Ended(at, measured, 0, "begun"), 0, np.full(3, np.inf)
    step = 0
    while True:
        figures = np.array([measured.primal, measured.dual, measured.gap])
        gained = step if np.any(figures < least) else gained
        least = np.fmin(figures, least)
        if tell is not None:
            tell(step, measured)
        if measured.worst < best.measured.worst:
            best = Ended(at, measured, step, best.why)
        elif best.steps == step - 1:
            # Needed only if no better one follows: 27 MB on a year, for a third of its steps.
            best = replace(best, at=filed(best.at))
        if measured.worst <= tolerance:
            return Ended(at, measured, step, "solved")
        late = "out of time" if perf_counter() - started > seconds else "out of steps" if step >= most else ""
        why = late or _hopeless(at, step - gained)
        if why:
            return Ended(at, measured, step, why) if why.startswith("runaway") else replace(best, steps=step, why=why)
        at, measured = stepper.next(at)
        step += 1


def _hopeless(at: Point, without_gain: int) -> str:
    """Why no further step is taken; empty if there is no reason."""
    if 0.0 < at.products < np.inf and without_gain < _PATIENCE:
        return ""
    if _RUNAWAY < np.max(np.abs(at.y), initial=0.0) < np.inf:
        return "runaway dual"
    return "runaway primal" if _RUNAWAY < np.max(at.v, initial=0.0) < np.inf else "stalled"


@dataclass(frozen=True)
class _Aim:
    """What products of distance and dual a step heads for, less what they are."""

    low: Floats
    high: Floats


class _Stepper:
    """The steps, with the factorisation they share."""

    def __init__(self, form: Standard) -> None:
        self._form = form
        self._newton = Newton(form.a, form.back, form.blocks)
        self._columns = form.a.shape[1]
        self._weight = _WEIGHT
        self._free = np.append(form.positive, form.negative)

    def start(self) -> tuple[Point, Residuals]:
        """A point well inside: near the least-norm solution of the equations, and of those of the duals."""
        form, half = self._form, np.zeros(self._form.cost.size)
        half[form.bounded] = np.minimum(form.bound / 2.0, 1.0)
        self._factorise(np.ones(form.cost.size), 1e-8)
        v = half + self._solve(np.zeros(half.size), form.target - rows_of(form, half))[0]
        y = self._solve(form.cost, np.zeros(form.target.size))[1]
        price = form.cost - columns_of(form, y)
        v = np.maximum(v, 0.1 * max(1.0, float(np.maximum(v, 0.0).sum()) / max(v.size, 1)))
        v[form.bounded] = np.clip(v[form.bounded], 0.1 * form.bound, 0.9 * form.bound)
        least = 0.1 * max(1.0, float(np.abs(price).sum()) / max(price.size, 1))
        at = Point(
            v,
            form.bound - v[form.bounded],
            y,
            np.maximum(price, 0.0) + least,
            np.maximum(-price[form.bounded], 0.0) + least,
        )
        return at, self._measured(at)

    def next(self, at: Point) -> tuple[Point, Residuals]:
        """The point after one step from the one that was given last."""
        step, lengths, target = self._centred(at, self._predicted(at))
        step, lengths = self._corrected(at, step, lengths, target)
        new = at.moved(step, *(length if length == 1.0 else _SHARE * length for length in lengths))
        lift(new, _LEAST * new.mean_product)
        return new, self._measured(new)

    def _measured(self, at: Point) -> Residuals:
        """How far a point is from the optimum; what it misses is kept for the step from it."""
        measured, self._missed = residuals(self._form, at)
        self._gap = measured.gap
        return measured

    def _predicted(self, at: Point) -> Point:
        """The step straight to the optimum; more weight where the equations cannot be solved well."""
        missed = self._missed
        del self._missed  # 16 MB on a year, which the correctors do not need
        while True:
            aim = _Aim(-at.v * at.low, -at.room * at.high)
            weight = at.low / at.v
            weight[self._form.bounded] += at.high / at.room
            weight[self._free] = np.maximum(weight[self._free], _FREE_WEIGHT)
            self._factorise(weight + self._weight, self._weight, self._gap < _EXACT)
            step = self._direction(at, missed, aim)
            if self._newton.error < _MISSED or self._weight >= _LARGEST_WEIGHT:
                return step
            self._weight *= 10.0
            log.debug("equations missed by %.1e: weight %.0e", self._newton.error, self._weight)

    def _centred(self, at: Point, step: Point) -> tuple[Point, tuple[float, float], float]:
        """The step with its second order taken in, how far it goes, and the mean product that it heads for."""
        mean = at.mean_product
        primal, dual = (float(lengths[0]) for lengths in at.longest(step, step, (0.0,)))
        target = mean * (at.mean_product_after(step, primal, dual) / mean) ** 3
        aim = _Aim(second_order(step.v, step.low, target), second_order(step.room, step.high, target))
        return *_better(at, step, self._direction(at, None, aim)), target

    def _corrected(
        self, at: Point, step: Point, lengths: tuple[float, float], target: float
    ) -> tuple[Point, tuple[float, float]]:
        """Bring outlying products back as long as steps get longer."""
        for _ in range(_CORRECTORS):
            if min(lengths) > 1.0 / 1.05:
                break
            other, reach = _better(at, step, self._direction(at, None, _outlying(at, step, lengths, target)))
            if sum(reach) < sum(lengths) + _GAIN:
                break
            step, lengths = other, reach
        return step, lengths

    def _direction(self, at: Point, missed: Missed | None, aim: _Aim) -> Point:
        """The step that removes the residuals (none: keeps them) and changes the products by `aim`, which it takes up.

        One that keeps them is not refined: what it misses the next step sees and removes (a seventh of the time).
        """
        bounded = self._form.bounded
        limits = np.zeros(bounded.size) if missed is None else missed.limits
        rows = np.zeros(self._form.target.size) if missed is None else missed.rows.copy()
        f = pull(aim.low, at.v)
        add_pull(f, bounded, aim.high, at.high, limits, at.room)
        if missed is not None:
            f += missed.duals
        v, y = self._solve(f, rows, refined=missed is not None)
        room = limits - v[bounded]
        return Point(v, room, y, per_distance(aim.low, at.low, v, at.v), per_distance(aim.high, at.high, room, at.room))

    def _factorise(self, weight: Floats, least: float, exact: bool = False) -> None:
        """Weights of all variables; those of slacks go to their rows."""
        rows = np.zeros(self._form.target.size)
        rows[self._form.slack_row] = 1.0 / weight[self._columns :]
        self._slack_weight = weight[self._columns :]
        self._newton.factorise(weight[: self._columns], rows, least, exact)

    def _solve(self, f: Floats, g: Floats, refined: bool = True) -> tuple[Floats, Floats]:
        """The equations with the slacks taken out; g is changed."""
        form, columns = self._form, self._columns
        slacks = (form.slack_row, form.slack_sign, f[columns:], self._slack_weight)
        slacks_to_rows(g, *slacks)
        x, y = self._newton.solve(f[:columns], g, refined)
        v = np.append(x, np.empty(f.size - columns))
        rows_to_slacks(y, *slacks, v[columns:])
        return v, y


def _better(at: Point, step: Point, correction: Point) -> tuple[Point, tuple[float, float]]:
    """The step with the shares of the correction that let it go furthest, and how far; the correction is changed."""
    reach = at.longest(step, correction, _CORRECTION)
    primal, dual = (int(np.argmax(lengths)) for lengths in reach)
    better = step.moved(correction, _CORRECTION[primal], _CORRECTION[dual])
    return better, (float(reach[0][primal]), float(reach[1][dual]))


def _outlying(at: Point, step: Point, lengths: tuple[float, float], target: float) -> _Aim:
    """What brings outlying products back after a step that goes further, never more than the largest allowed."""
    primal, dual = (min(1.0, _FURTHER[0] * length + _FURTHER[1]) for length in lengths)
    limits = (_SMALL * target, _LARGE * target)
    return _Aim(
        brought_back(at.v, step.v, primal, at.low, step.low, dual, *limits),
        brought_back(at.room, step.room, primal, at.high, step.high, dual, *limits),
    )
