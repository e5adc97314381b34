"""Check of the cost: prices made anew from the inputs, and the sum of all terms against the solver's objective."""

from __future__ import annotations

import numpy as np

from energy_model.case.case import FloatArray
from energy_model.studies.cost import cost_table
from energy_model.studies.reader import Reader
from energy_model.studies.residual import Residual, equal


def cost_checks(reader: Reader) -> list[Residual]:
    """Return the residuals of the objective and of the prices that were computed before the solve."""
    costs = cost_table(reader)["cost"]
    total = np.array([[costs.sum()]])
    objective = np.array([[float(reader.tree.attrs["objective"])]])
    turnover = costs.abs().sum()
    found = [Residual("cost_adds_up", "balance", np.abs(total - objective), np.array([[turnover]]), "MCNY", ("all",))]
    found += [residual for node in reader.nodes for residual in _annuities(reader, node)]
    if reader.has("thermal"):
        found += _fuel_prices(reader)
    return found


def _annuities(reader: Reader, node: str) -> list[Residual]:
    """Return annuities against a present value of one: the payments of a lifetime, discounted, are the price."""
    found = []
    for size in reader.sizes(node):
        price, paid = reader.get(node, f"{size}_investment"), reader.get(node, f"{size}_annuity")
        lifetime = reader.get(node, "lifetime")[:, None]
        worth = _present_worth(float(reader.tree.attrs["discount_rate"]), lifetime)
        expected = price / worth * _years_standing(reader, lifetime)
        found.append(equal(f"{size}_annuity", node, paid, expected, "MCNY/GW/a"))
        base = reader.get(node, f"{size}_existing_base_year")[:, None]
        added = np.maximum(reader.get(node, f"{size}_existing") - base, 0.0)
        committed = reader.get(node, f"{size}_committed_cost")
        found.append(equal(f"{size}_committed_cost", node, committed, added * price / worth, "MCNY"))
    return found


def _present_worth(rate: float, lifetime: FloatArray) -> FloatArray:
    """Return the present worth of one per year over a lifetime [a]: a sum of years, the last one in part."""
    if rate == 0:
        return lifetime
    return np.asarray((1.0 - np.exp(-lifetime * np.log1p(rate))) / rate)


def _years_standing(reader: Reader, lifetime: FloatArray) -> FloatArray:
    """Return the discounted years that a vintage stands within the stages, shape (plants, vintages)."""
    years = np.array(reader.stages, dtype=float)
    columns = [((years >= v) & (years - v < lifetime)) * reader.stage_factor for v in years]
    return np.stack([column.sum(axis=1) for column in columns], axis=1)


def _fuel_prices(reader: Reader) -> list[Residual]:
    """Return fuel and carbon cost per unit against price times use."""
    node = "thermal"
    price, carbon = reader.get(node, "fuel_price"), reader.carbon_price
    emitted = reader.get(node, "emission_factor")[:, None] * carbon
    found = []
    uses = {"no_load": "no_load_fuel", "power": "incremental_fuel", "start": "start_fuel"}
    for name, use in uses.items():
        fuel = reader.get(node, use)[:, None]
        for cost, rate in ((f"{name}_fuel_cost", price), (f"{name}_carbon_cost", emitted)):
            found.append(equal(cost, node, reader.get(node, cost), rate * fuel, "MCNY"))
    return found
