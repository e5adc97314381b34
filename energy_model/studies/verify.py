"""Independent check of a solved run: balances, limits, sums, cost and requirements computed anew from the tree.

No formula of the model is used: each check is written here a second time, on the labelled arrays. A run whose
checks fail says so in its summary and in its verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from energy_model.case.case import FloatArray
from energy_model.studies.reader import Reader
from energy_model.studies.requirement_values import fuel
from energy_model.studies.residual import Residual, equal
from energy_model.studies.supply import flows, gross_supply, in_zones
from energy_model.studies.verify_cost import cost_checks
from energy_model.studies.verify_limits import limit_checks
from energy_model.studies.verify_requirements import requirement_checks
from energy_model.studies.verify_stores import store_checks

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Verification:
    """The outcome of all checks.

    Attributes
    ----------
    checks : pandas.DataFrame
        One row per check: ``check, node, worst, unit, plant, step, relative, passed``.
    passed : bool
        Whether all checks passed.
    """

    checks: pd.DataFrame
    passed: bool

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the checks that failed, with the technology."""
        rows = self.checks[~self.checks["passed"]]
        return tuple(f"{node}: {check}" for node, check in zip(rows["node"], rows["check"], strict=True))


def verify(reader: Reader, tolerance: float = TOLERANCE) -> Verification:
    """Compute every balance, limit, sum, cost term and requirement anew.

    Parameters
    ----------
    reader : Reader
        The labelled tree.
    tolerance : float
        Greatest relative residual of a passed check.

    Returns
    -------
    Verification
        Table of checks; residuals of hourly rows are relative to the larger of one unit and the size of the two
        sides, the yearly energy balance to the energy of the year.
    """
    residuals = [
        *balance_checks(reader),
        *energy_checks(reader),
        *store_checks(reader),
        *limit_checks(reader),
        *cost_checks(reader),
        *requirement_checks(reader),
    ]
    table = _table(reader, residuals, tolerance)
    return Verification(table, bool(table["passed"].all()))


def balance_checks(reader: Reader) -> list[Residual]:
    """Return the balance of each zone, by step and over the year."""
    net = np.sum([in_zones(reader, flow) for flow in flows(reader)], axis=0)
    gross = gross_supply(reader)
    yearly = Residual("energy_balance", "balance", np.abs(reader.yearly(net)), reader.yearly(gross), "GWh")
    return [Residual("power_balance", "balance", np.abs(net), gross, "GW"), yearly]


def energy_checks(reader: Reader) -> list[Residual]:
    """Return the energies of a year against the sums of their steps."""
    found = []
    for node in (*reader.nodes, "balance"):
        names = reader.names(node)
        for name in names:
            flow = name.removesuffix("_energy")
            if name.endswith("_energy") and flow in names and reader.is_hourly(node, flow):
                # The parameter demand_energy of a project is an input and has the profile demand as its counterpart.
                expected = reader.yearly(reader.get(node, flow))
                found.append(equal(f"{name}_adds_up", node, reader.get(node, name), expected, "GWh"))
    if reader.has("thermal"):
        found.append(equal("fuel_adds_up", "thermal", reader.get("thermal", "fuel_energy"), fuel(reader), "GWh"))
    return found


def _table(reader: Reader, residuals: Iterable[Residual], tolerance: float) -> pd.DataFrame:
    """Return the worst place of each check."""
    rows = [_row(reader, residual, tolerance) for residual in residuals if residual.error.size]
    return pd.DataFrame(rows, columns=["check", "node", "worst", "unit", "plant", "step", "relative", "passed"])


def _row(reader: Reader, residual: Residual, tolerance: float) -> dict[str, object]:
    """Return the worst place of one check; what is not a number fails."""
    error = np.nan_to_num(np.atleast_2d(residual.error), nan=np.inf, posinf=np.inf)
    relative = error / np.maximum(np.atleast_2d(residual.scale), 1.0)
    place = np.unravel_index(int(np.argmax(relative)), relative.shape)
    worst: FloatArray = relative[place]
    named = residual.places or reader.plants(residual.node)
    return {
        "check": residual.check,
        "node": residual.node,
        "worst": float(error[place]),
        "unit": residual.unit,
        "plant": named[place[0]],
        "step": int(place[1]),
        "relative": float(worst),
        "passed": bool(worst <= tolerance),
    }
