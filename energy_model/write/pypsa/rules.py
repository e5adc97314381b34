"""What PyPSA has no component for, handed to its ``extra_functionality``: variables, rules and costs in linopy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.write.pypsa.linear import Term
from energy_model.write.pypsa.writing import Added, Row, Writing


def extra_functionality(written: Writing) -> Callable[[Any, Any], None]:
    """Return the function that ``network.optimize(extra_functionality=…)`` asks for.

    Parameters
    ----------
    written : Writing
        A case written as a network.

    Returns
    -------
    callable
        ``rules(network, snapshots)`` adds the variables, rows and costs of the case to ``network.model``.
    """

    def rules(network: Any, snapshots: Any) -> None:
        """Add what PyPSA has no component for."""
        reader = _Reader(written, network)
        for added in written.added.values():
            reader.add_variable(added)
        for row in written.rows:
            reader.add_row(row)
        reader.add_costs(written.added.values())

    return rules


class _Reader:
    """The names of rules, read in a linopy model."""

    def __init__(self, written: Writing, network: Any) -> None:
        self.axis, self.model = written.case.axis, network.model
        self.steps = network.snapshots
        self.weight = self.hourly(written.case.axis.weight)

    def hourly(self, values: Any) -> Any:
        """Return an array on the snapshots; a number as it is."""
        if np.ndim(values) == 0:
            return float(values)
        return xr.DataArray(values, coords={"snapshot": self.steps}, dims="snapshot")

    def add_variable(self, added: Added) -> None:
        """Add a variable that is no component."""
        slots = pd.RangeIndex(self.axis.slots, name="slot")
        coords = {"hour": [self.steps], "slot": [slots], "year": []}[added.span]
        self.model.add_variables(0.0, self.hourly(added.upper), coords=coords, name=added.name)

    def add_row(self, row: Row) -> None:
        """Add a rule; in a row of the year hourly variables are summed with the weight of their steps."""
        parts = [self.term(term, row.span == "year") for term in row.left.terms]
        left = parts[0]
        for part in parts[1:]:
            left = left + part
        self.model.add_constraints(left, row.sense, self.hourly(-np.asarray(row.left.constant)), name=row.name)

    def term(self, term: Term, summed: bool) -> Any:
        """Return a term as an expression."""
        where = term.quantity
        if where.component:
            variable = self.model.variables[f"{where.component}-{where.attribute}"].sel(name=where.name)
        else:
            variable = self.model.variables[where.name]
        if term.pick is not None:
            variable = variable.sel(slot=self.hourly(term.pick))
        if term.lag:
            variable = variable.roll(snapshot=term.lag)
        factor = self.hourly(term.factor)
        if not summed or "snapshot" not in variable.dims:
            return variable * factor
        return (variable * (factor * self.weight)).sum()

    def add_costs(self, added: Any) -> None:
        """Add the cost of the variables that are no components to the objective."""
        cost = self.model.objective.expression
        for one in added:
            if np.any(np.asarray(one.cost)):
                weight = self.weight if one.span == "hour" else 1.0
                cost = cost + (self.model.variables[one.name] * (self.hourly(one.cost) * weight)).sum()
        self.model.objective = cost
