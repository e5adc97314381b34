"""The smallest change of each lever alone that makes the requirements hold, and what it costs in a year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil, floor, log10

import numpy as np

from energy_model.case.case import Case, FloatArray
from energy_model.optimise import Solution, SolverSettings
from energy_model.optimise.phases import NONE
from energy_model.studies.border import Short, least_share
from energy_model.studies.held import Ran, least_held, least_months, ran
from energy_model.studies.levers import MONTHS, Lever, levers_of, moved
from energy_model.studies.programme import (
    Programme,
    cheapest,
    compile_programme,
    cost_of_holding,
    is_feasible,
    least_shortfall,
    paid_cost,
)
from energy_model.studies.variation import Variation, slope, variation_of, with_levers

Progress = Callable[[str], None]
# An amount is told with four digits, rounded up, so that what is printed is enough; it is known twice as well as the
# one per cent by which less must be too little.
DIGITS = 4
CLOSE = 0.002
MARGIN = 0.01


@dataclass(frozen=True)
class Remedy:
    """What one lever can do.

    Attributes
    ----------
    lever : Lever
        The lever.
    change : float
        Smallest sufficient change [unit of the lever]; NaN where the lever alone is not enough.
    left : float
        Least weighted shortfall left with the lever used as it helps most; zero where it is enough.
    missing : array
        What each requirement is then short of, in the unit of its row.
    lever_cost : float
        What the change and a hundredth more (just the change, where directions were held) costs beyond what the model
        counts [MCNY/a].
    cost : float
        How much more the year costs with it than the cheapest plan that falls short least, what is not served
        not counted [MCNY/a].
    way : str
        How it was found: ``column``, ``between`` or ``rebuilt``; ``dual`` where duals alone show that it is no help;
        ``held`` where it would be enough (or less of it) only if stores burned surplus, so that runs had to say.
    """

    lever: Lever
    change: float
    left: float
    missing: FloatArray
    lever_cost: float = np.nan
    cost: float = np.nan
    way: str = "dual"

    @property
    def suffices(self) -> bool:
        """Whether the lever alone is enough."""
        return bool(np.isfinite(self.change))


@dataclass
class Workshop:
    """What the search shares: the case, its programme, and what was learnt on the way.

    Attributes
    ----------
    case, widest : Case
        The case as read, and with all levers moved.
    programme : Programme
        The case without a lever.
    settings : SolverSettings or None
        Which solver.
    tell : callable
        Told a sentence before each step.
    reference : float
        Cost of the cheapest plan that falls short least, without the worth of what is not served [MCNY/a].
    short : float
        Least weighted shortfall without a lever, found on the way.
    variations : dict
        What each lever does to the matrix, by name.
    bounds : list of (lever, least shortfall, row duals, plan)
        What earlier questions prove of further ones.
    """

    case: Case
    widest: Case
    programme: Programme
    settings: SolverSettings | None
    tell: Progress
    reference: float
    short: float = np.nan
    variations: dict[str, Variation] = field(default_factory=dict)
    bounds: list[tuple[str, float, FloatArray, FloatArray]] = field(default_factory=list)

    @property
    def steps(self) -> int:
        """Number of steps of the case."""
        return len(self.case.axis)

    def rebuilt(self, lever: Lever, amount: float) -> Programme:
        """Return the case with a lever moved, built anew."""
        return compile_programme(moved(self.case, lever, amount), self.widest)


def open_workshop(case: Case, settings: SolverSettings | None = None, progress: Progress | None = None) -> Workshop:
    """Return the workshop of a case: every lever may be moved without the plants changing in number."""
    widest = case
    for lever in levers_of(case):
        widest = moved(widest, lever, lever.most) if lever.direction == "raise" else widest
    programme = compile_programme(case, widest)
    plan = cheapest(programme, settings).solution.x
    reference = np.nan if plan is None else paid_cost(programme, plan)
    return Workshop(case, widest, programme, settings, progress or (lambda sentence: None), reference)


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


def find_held_remedies(shop: Workshop) -> list[Remedy]:
    """Return what each lever can do where the requirements hold together only by burning: found with runs alone.

    Parameters
    ----------
    shop : Workshop
        Of a case whose run misses requirements, although phase 1 does not; `reference` is the cost of that run.
    """
    without = ran(shop.case, shop.settings)
    shop.short = without.left
    found = []
    for lever in levers_of(shop.case):
        shop.tell(f"lever: {lever.name}")
        found.append(_by_runs(shop, lever, 0.0, without))
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
        return _by_runs(shop, lever, change, now)
    return _ran(shop, lever, change, now, way) if now.burnt else _with_cost(shop, lever, change, way)


def _by_runs(shop: Workshop, lever: Lever, low: float, at_low: Ran) -> Remedy:
    """Return what a lever can do with directions held, above a change that a run shows to be too little."""

    def run(amount: float) -> Ran:
        return ran(moved(shop.case, lever, amount), shop.settings)

    most = run(lever.most)
    if not most.holds:
        least = min(most, at_low, key=lambda one: one.left)
        return Remedy(lever, np.nan, least.left, least.missing, way="held")
    if lever.unit == MONTHS:
        change = float(least_months(lambda months: run(months).holds, round(low), round(lever.most)))
    else:
        change = least_held(lambda amount: run(amount).left, low, at_low.left, lever.most)
        # With a little more, other directions may be held, so that it is not sure to be enough too.
        rounded = min(rounded_up(change), lever.most)
        change = rounded if run(rounded).holds else change
    return _ran(shop, lever, change, run(change), "held")


def _ran(shop: Workshop, lever: Lever, change: float, now: Ran, way: str) -> Remedy:
    """Return a remedy with the cost of the run that shows it."""
    own = change * lever.cost
    return Remedy(lever, change, 0.0, now.missing, own, now.cost + own - shop.reference, way)


def _with_cost(shop: Workshop, lever: Lever, change: float, way: str) -> Remedy:
    """Return a remedy with the cost of a hundredth more.

    At the smallest change nothing is left to choose, the price of the last bit has no bound, and no interior point
    method gets there.
    """
    paid = change if lever.unit == MONTHS else change * (1.0 + MARGIN)
    own = paid * lever.cost
    cost = cost_of_holding(shop.rebuilt(lever, paid), shop.settings)
    return Remedy(lever, change, 0.0, np.zeros(shop.programme.columns.size), own, cost + own - shop.reference, way)


def rounded_up(value: float) -> float:
    """Return a positive number with `DIGITS` digits that is not smaller, but for what the solver does not know."""
    if value <= 0:
        return 0.0
    place = 10.0 ** (floor(log10(value)) - DIGITS + 1)
    return float(f"{ceil(value * (1.0 - 1e-8) / place) * place:.{DIGITS}g}")
