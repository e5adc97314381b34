"""The smallest change of each lever alone that makes the requirements hold, and what it costs in a year."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from energy_model.case.case import FloatArray
from energy_model.optimise import Solution
from energy_model.optimise.phases import NONE
from energy_model.studies.border import Short, least_share
from energy_model.studies.held import least_months, ran
from energy_model.studies.held_remedies import as_run, by_runs
from energy_model.studies.levers import MONTHS, Lever, levers_of, moved
from energy_model.studies.programme import Programme, cost_of_holding, is_feasible, least_shortfall
from energy_model.studies.variation import Variation, slope, variation_of, with_levers
from energy_model.studies.workshop import Remedy, Workshop, rounded_up

CLOSE = 0.002
MARGIN = 0.01


def find_remedies(shop: Workshop) -> list[Remedy]:
    """Return what each lever of the case can do, in the order of its table.

    Parameters
    ----------
    shop : Workshop
        Of an infeasible case.
    """
    first = least_shortfall(shop.programme, None, shop.settings)
    if first.x is None or first.y is None:
        raise AssertionError("a phase 1 without plan")
    shop.short = first.objective
    shop.bounds.append(("", first.objective, first.y, first.x))
    found = []
    for lever in levers_of(shop.case):
        shop.tell(f"lever: {lever.name}")
        found.append(_remedy(shop, lever))
    return found


def _remedy(shop: Workshop, lever: Lever) -> Remedy:
    """Return what one lever can do."""
    if lever.most <= 0:
        return _no_help(shop, lever)
    if lever.unit == MONTHS:
        return _by_dates(shop, lever)
    variation = variation_of(shop.programme, shop.case, shop.widest, lever)
    if variation is None:
        return _by_search(shop, lever, lambda share: shop.rebuilt(lever, share * lever.most), "rebuilt")
    shop.variations[lever.name] = variation
    if not variation.is_column:
        remedy = _by_search(shop, lever, lambda share: shop.programme.with_matrix(variation.at(share)), "between")
    elif slope(variation, shop.bounds[0][3], shop.bounds[0][2]) >= -NONE * 1e-3:
        return _no_help(shop, lever)
    else:
        remedy = _by_column(shop, variation)
    if remedy.suffices and not np.isfinite(remedy.cost):  # its numbers do not enter linearly after all
        return _by_search(shop, lever, lambda share: shop.rebuilt(lever, share * lever.most), "rebuilt")
    return remedy


def _no_help(shop: Workshop, lever: Lever) -> Remedy:
    """Return a lever that changes nothing: the shortfall without it is left."""
    _, left, _, x = shop.bounds[0]
    return Remedy(lever, np.nan, left, _missing(shop, x))


def _missing(shop: Workshop, x: FloatArray) -> FloatArray:
    """Return what each requirement is short of."""
    found = np.maximum(x[shop.programme.columns], 0.0)
    return np.where(found * shop.programme.weights > NONE, found, 0.0)


def _by_column(shop: Workshop, variation: Variation) -> Remedy:
    """Return what a lever can do that only moves limits: as a column at its best, then the least that is enough."""
    lever, programme = variation.lever, shop.programme
    wide = programme.with_matrix(with_levers(programme.matrix, [variation]))
    least = least_shortfall(wide, None, shop.settings)
    if least.x is None or least.y is None:
        raise AssertionError("a phase 1 without plan")
    shop.bounds.append((lever.name, least.objective, least.y, least.x[:-1]))
    if not is_feasible(least):
        return Remedy(lever, np.nan, least.objective, _missing(shop, least.x), way="column")
    high = min(float(least.x[-1]) * (1.0 + CLOSE), 1.0)
    share = _bracketed(shop, lever, lambda share: programme.with_matrix(variation.at(share)), high)
    return _priced(shop, lever, share, "column")


def _by_search(shop: Workshop, lever: Lever, at: Callable[[float], Programme], way: str) -> Remedy:
    """Return what a lever can do whose numbers stand among the coefficients: steps of Newton, kept within a bracket.

    If all of it is not enough, a half and a quarter are asked too, since too much may do harm.
    """
    tried = {share: least_shortfall(at(share), None, shop.settings) for share in (1.0,)}
    for share in (0.5, 0.25):
        if not any(is_feasible(s) for s in tried.values()):
            tried[share] = least_shortfall(at(share), None, shop.settings)
    enough = [share for share, solution in tried.items() if is_feasible(solution)]
    if not enough:
        best = min(tried.values(), key=lambda s: s.objective)
        if best.x is None or best.objective >= shop.bounds[0][1] * (1.0 - 1e-6):
            return Remedy(lever, np.nan, shop.bounds[0][1], _missing(shop, shop.bounds[0][3]), way=way)
        return Remedy(lever, np.nan, best.objective, _missing(shop, best.x), way=way)
    return _priced(shop, lever, _bracketed(shop, lever, at, enough[0]), way)


def _bracketed(shop: Workshop, lever: Lever, at: Callable[[float], Programme], high: float) -> float:
    """Return the least sufficient share of a lever, at most `CLOSE` too large."""
    _, left, y, x = shop.bounds[0]

    def ask(share: float) -> Solution:
        return least_shortfall(at(share), None, shop.settings)

    return least_share(ask, shop.variations.get(lever.name), Short(left, x, y), high, relative=CLOSE)


def _by_dates(shop: Workshop, lever: Lever) -> Remedy:
    """Return by how many whole months dates must move: the earlier the better, so halving finds it."""
    most = round(lever.most)
    all_of_it = least_shortfall(shop.rebuilt(lever, most), None, shop.settings)
    if not is_feasible(all_of_it):
        if all_of_it.x is None:
            raise AssertionError("a phase 1 without plan")
        return Remedy(lever, np.nan, all_of_it.objective, _missing(shop, all_of_it.x), way="rebuilt")

    def holds(months: float) -> bool:
        return is_feasible(least_shortfall(shop.rebuilt(lever, months), None, shop.settings))

    return _priced(shop, lever, least_months(holds, 0, most) / lever.most, "rebuilt")


def _priced(shop: Workshop, lever: Lever, share: float, way: str) -> Remedy:
    """Return a remedy with its cost; that it is enough is proven on the case built anew with it, and run.

    Where the case built anew does not hold, the cost stays NaN. Where a run of it misses requirements, since what holds
    is burning, runs say how much more is needed.
    """
    by_date = lever.unit == MONTHS
    change = float(round(share * lever.most)) if by_date else min(rounded_up(share * lever.most), lever.most)
    if not is_feasible(least_shortfall(shop.rebuilt(lever, change), None, shop.settings)):
        return Remedy(lever, change, 0.0, np.zeros(shop.programme.columns.size), np.nan, np.nan, way)
    now = ran(moved(shop.case, lever, change), shop.settings)
    if not now.holds:
        return by_runs(shop, lever, change, now)
    return as_run(shop, lever, change, now, way) if now.burnt else _with_cost(shop, lever, change, way)


def _with_cost(shop: Workshop, lever: Lever, change: float, way: str) -> Remedy:
    """Return a remedy with the cost of a hundredth more.

    At the smallest change nothing is left to choose, the price of the last bit has no bound, and no interior point
    method gets there.
    """
    paid = change if lever.unit == MONTHS else change * (1.0 + MARGIN)
    own = paid * lever.cost
    cost = cost_of_holding(shop.rebuilt(lever, paid), shop.settings)
    return Remedy(lever, change, 0.0, np.zeros(shop.programme.columns.size), own, cost + own - shop.reference, way)
