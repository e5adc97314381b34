"""What levers can do where stores may not burn surplus: found with runs, not with phase 1."""

from __future__ import annotations

import numpy as np

from energy_model.studies.held import Ran, least_held, least_months, ran
from energy_model.studies.levers import MONTHS, Lever, levers_of, moved
from energy_model.studies.workshop import Remedy, Workshop, rounded_up


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
        found.append(by_runs(shop, lever, 0.0, without))
    return found


def by_runs(shop: Workshop, lever: Lever, low: float, at_low: Ran) -> Remedy:
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
    return as_run(shop, lever, change, run(change), "held")


def as_run(shop: Workshop, lever: Lever, change: float, now: Ran, way: str) -> Remedy:
    """Return a remedy with the cost of the run that shows it."""
    own = change * lever.cost
    return Remedy(lever, change, 0.0, now.missing, own, now.cost + own - shop.reference, way)
