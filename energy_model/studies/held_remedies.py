"""What levers can do where stores may not burn surplus: found with runs, not with phase 1."""

from __future__ import annotations

from functools import cache

import numpy as np

from energy_model.studies.held import Ran, least_held, least_months, ran
from energy_model.studies.levers import MONTHS, Lever, levers_of, moved
from energy_model.studies.programme import NoProofError
from energy_model.studies.workshop import Remedy, Workshop, rounded_up


def find_held_remedies(shop: Workshop) -> list[Remedy]:
    """Return what each lever can do where the requirements hold together only by burning: found with runs alone.

    Parameters
    ----------
    shop : Workshop
        Of a case whose run misses requirements, although phase 1 does not; `reference` is the cost of that run.

    Raises
    ------
    NoProofError
        If a run meets the requirements after all.
    """
    without = ran(shop.case, shop.settings)
    if without.holds:
        raise NoProofError(
            "one run of the case misses requirements, another with other directions does not / 两次求解结论不一致"
        )
    shop.short = without.left
    found = []
    for lever in levers_of(shop.case):
        shop.tell(f"lever: {lever.name}")
        found.append(by_runs(shop, lever, 0.0, without))
    return found


def by_runs(shop: Workshop, lever: Lever, low: float, at_low: Ran) -> Remedy:
    """Return what a lever can do with directions held, above a change that a run shows to be too little.

    If all of it is not enough, a half and a quarter of the way are asked too, since too much may do harm.
    """

    @cache
    def run(amount: float) -> Ran:
        return ran(moved(shop.case, lever, amount), shop.settings)

    shares = (1.0,) if lever.unit == MONTHS else (1.0, 0.5, 0.25)
    asked = [at_low]
    for high in (low + share * (lever.most - low) for share in shares if low < lever.most):
        asked.append(run(high))
        if asked[-1].holds:
            break
    else:
        least = min(asked, key=lambda one: one.left)
        return Remedy(lever, np.nan, least.left, least.missing, way="held")
    if lever.unit == MONTHS:
        change = float(least_months(lambda months: run(months).holds, round(low), round(high)))
    else:
        change = least_held(lambda amount: run(amount).left, low, at_low.left, high)
        # With a little more, other directions may be held, so that it is not sure to be enough too.
        rounded = min(rounded_up(change), high)
        change = rounded if run(rounded).holds else change
    return as_run(shop, lever, change, run(change), "held")


def as_run(shop: Workshop, lever: Lever, change: float, now: Ran, way: str) -> Remedy:
    """Return a remedy with the cost of the run that shows it."""
    own = change * lever.cost
    return Remedy(lever, change, 0.0, now.missing, own, now.cost + own - shop.reference, way)
