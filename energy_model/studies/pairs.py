"""The cheapest pair of levers where no single one is enough."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from energy_model.case.case import Case
from energy_model.optimise import Outcome
from energy_model.optimise.phases import NONE
from energy_model.studies.held import Ran, least_held, ran
from energy_model.studies.levers import Lever, moved
from energy_model.studies.programme import (
    compile_programme,
    is_feasible,
    least_shortfall,
    paid_cost,
    solve_study,
)
from energy_model.studies.variation import slope, with_levers
from energy_model.studies.workshop import Remedy, Workshop, rounded_up

# A share of a lever below this counts as not used.
UNUSED = 1e-5


@dataclass(frozen=True)
class Pair:
    """Two levers that together are enough.

    Attributes
    ----------
    levers : tuple of Lever
        The two.
    changes : tuple of float
        By how much each is moved in the cheapest plan [unit of each].
    cost : float
        How much more the year costs than the cheapest plan that falls short least [MCNY/a].
    """

    levers: tuple[Lever, Lever]
    changes: tuple[float, float]
    cost: float


@dataclass(frozen=True)
class Pairs:
    """The sufficient pairs, the cheapest first; how many were ruled out by duals alone, and how many were solved."""

    found: tuple[Pair, ...]
    ruled_out: int
    solved: int


def find_pairs(shop: Workshop, remedies: list[Remedy]) -> Pairs:
    """Return the pairs of levers that are enough together, among those that move nothing but limits.

    Pairs that the duals of earlier questions prove to be too little are not solved: the least shortfall is convex in
    the limits, so each solution bounds it everywhere.

    Parameters
    ----------
    shop : Workshop
        In which `find_remedies` has worked.
    remedies : list of Remedy
        What each lever can do alone.
    """
    usable = [r.lever.name for r in remedies if _is_column(shop, r.lever.name)]
    found, ruled_out, solved = [], 0, 0
    for pair in combinations(usable, 2):
        if _bound(shop, pair) > NONE:
            ruled_out += 1
            continue
        solved += 1
        shop.tell(f"levers: {' + '.join(pair)}")
        answer = _solve(shop, pair)
        found += [] if answer is None else [answer]
    return Pairs(tuple(sorted(found, key=lambda pair: pair.cost)), ruled_out, solved)


def _is_column(shop: Workshop, name: str) -> bool:
    """Return whether a lever moves nothing but limits."""
    return name in shop.variations and shop.variations[name].is_column


def _bound(shop: Workshop, pair: tuple[str, str]) -> float:
    """Return a proven lower bound of the shortfall that a pair leaves, from the duals of earlier questions."""
    bounds = []
    for with_lever, left, y, x in shop.bounds:
        others = [name for name in pair if name != with_lever]
        if with_lever and with_lever not in pair:
            continue
        bounds.append(left + sum(min(0.0, slope(shop.variations[name], x, y)) for name in others))
    return max(bounds)


def _solve(shop: Workshop, pair: tuple[str, str]) -> Pair | None:
    """Return the cheapest use of two levers; None where they are not enough."""
    variations = [shop.variations[name] for name in pair]
    wide = shop.programme.with_matrix(with_levers(shop.programme.matrix, variations))
    if not is_feasible(least_shortfall(wide, None, shop.settings)):
        return None
    held = wide.matrix.with_column_bounds(wide.columns, 0.0, 0.0)
    plan = solve_study(held, shop.steps, shop.settings)
    if plan.outcome is not Outcome.OPTIMAL or plan.x is None:
        raise AssertionError(f"{pair} were found to be enough, and are not")
    shares = np.where(plan.x[-2:] > UNUSED, plan.x[-2:], 0.0)
    levers = (variations[0].lever, variations[1].lever)
    changes = tuple(min(rounded_up(s * v.most), v.most) for s, v in zip(shares, levers, strict=True))
    case = _moved(shop, levers, changes)
    if not is_feasible(least_shortfall(compile_programme(case, shop.widest), None, shop.settings)):
        return None
    now = ran(case, shop.settings)
    if now.holds:
        if now.burnt:
            return _as_run(shop, levers, changes, now)
        return Pair(levers, (changes[0], changes[1]), paid_cost(wide, plan.x) - shop.reference)
    return _with_directions(shop, levers, changes, now.left)


def _with_directions(
    shop: Workshop, levers: tuple[Lever, Lever], changes: tuple[float, ...], left: float
) -> Pair | None:
    """Return a pair that holds only by burning with as much more of both, evenly, as a run needs.

    None if all of both is not enough; that less of both might be is not asked.
    """

    def amounts(share: float) -> tuple[float, ...]:
        return tuple(c + share * (lever.most - c) for c, lever in zip(changes, levers, strict=True))

    def run(share: float) -> Ran:
        return ran(_moved(shop, levers, amounts(share)), shop.settings)

    if not run(1.0).holds:
        return None
    share = least_held(lambda share: run(share).left, 0.0, left, 1.0)
    return _as_run(shop, levers, amounts(share), run(share))


def _as_run(shop: Workshop, levers: tuple[Lever, Lever], changes: tuple[float, ...], now: Ran) -> Pair:
    """Return a pair with the cost of the run that shows it."""
    own = sum(change * lever.cost for change, lever in zip(changes, levers, strict=True))
    return Pair(levers, (changes[0], changes[1]), now.cost + own - shop.reference)


def _moved(shop: Workshop, levers: tuple[Lever, Lever], changes: tuple[float, ...]) -> Case:
    """Return the case with both levers moved."""
    return moved(moved(shop.case, levers[0], changes[0]), levers[1], changes[1])
