"""Pumped storage: reversible units between two reservoirs, commissioned unit by unit."""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_model.case.schema import Label, Parameter
from energy_model.model.declare import Cost, Equation, Variable
from energy_model.model.parts import KEPT_OVER_STEP, LIFETIME, PLACE, store_level, total, yearly_energy
from energy_model.model.sizing import sizing

CAPACITY = sizing("capacity", "GW", "P", "capacity", "装机")
GENERATED, GENERATED_ADDS_UP = yearly_energy("generation")

LABELS = (*PLACE, Label("technology", "what it is", ("pumped_hydro",)))
PARAMETERS = (
    *CAPACITY.parameters,
    LIFETIME,
    Parameter("reservoir_hours", r"h", "h", "hours of full generation in the upper reservoir"),
    Parameter("head", r"H", "m", "rated head; gives the volume of the reservoir in reports"),
    Parameter("pump_yield", r"\eta^{+}", "1", "energy stored per energy taken", low=0.01, high=1.0),
    Parameter("generation_draw", r"\delta", "1", "energy drawn per energy given", low=1.0),
    Parameter("kept", r"k", "1", "share of the level left after an hour", high=1.0),
    Parameter("reserve_share", r"\underline e", "1", "share of the reservoir that is never drawn", high=1.0),
    Parameter("inflow", r"i", "GWh/h", "natural inflow of the upper reservoir", default=0.0),
    Parameter("throughput_cost", r"c", "MCNY/GWh", "wear per energy given"),
    Parameter("credit_winter_evening", r"\kappa^{w}", "1", "share that counts in the winter evening", high=1.0),
    Parameter("credit_summer_evening", r"\kappa^{s}", "1", "share that counts in the summer evening", high=1.0),
)
COEFFICIENTS = (*CAPACITY.coefficients, KEPT_OVER_STEP)


def has_inflow(table: Any, case: Any) -> Any:
    """Return True for plants with natural inflow."""
    return np.asarray(table.numbers["inflow"] > 0)


VARIABLES = (
    *CAPACITY.variables,
    Variable("pumping", r"p^{+}", "GW", "power taken by the pumps", "抽水功率"),
    Variable("generation", r"p^{-}", "GW", "power given to the busbar", "抽蓄发电出力"),
    Variable("level", r"e", "GWh", "energy in the upper reservoir at the end of the step", "上库电量"),
    Variable("spill", r"w", "GW", "water let go, as power", "弃水", where=has_inflow),
    GENERATED,
)


def level_balance(m: Any, b: Any, p: int, t: int) -> Any:
    """The reservoir keeps its water, takes what is pumped, and gives what is generated."""
    drawn = b.generation_draw[p] * b.generation[p, t]
    return store_level(m, b, p, t, b.pump_yield[p] * b.pumping[p, t], drawn)


def level_balance_with_inflow(m: Any, b: Any, p: int, t: int) -> Any:
    """The reservoir keeps its water, takes inflow and what is pumped, gives what is generated and spilled."""
    drawn = b.generation_draw[p] * b.generation[p, t] + b.spill[p, t]
    return store_level(m, b, p, t, b.inflow[p] + b.pump_yield[p] * b.pumping[p, t], drawn)


def level_within_reservoir(m: Any, b: Any, p: int, t: int) -> Any:
    """The reservoir holds at most its hours of full generation."""
    return b.level[p, t] <= b.reservoir_hours[p] * b.capacity[p, m.stage_of[t]]


def level_above_reserve(m: Any, b: Any, p: int, t: int) -> Any:
    """A share of the reservoir stays full."""
    return b.level[p, t] >= b.reserve_share[p] * b.reservoir_hours[p] * b.capacity[p, m.stage_of[t]]


def units_shared(m: Any, b: Any, p: int, t: int) -> Any:
    """A unit pumps or generates; so the two together take no more than the capacity."""
    return b.pumping[p, t] + b.generation[p, t] <= b.capacity[p, m.stage_of[t]]


EQUATIONS = (
    *CAPACITY.equations,
    Equation(level_balance, "GWh", where=lambda table, case: ~has_inflow(table, case)),
    Equation(level_balance_with_inflow, "GWh", where=has_inflow),
    Equation(level_within_reservoir, "GWh"),
    Equation(level_above_reserve, "GWh", where=lambda table, case: table.numbers["reserve_share"] > 0),
    Equation(units_shared),
    GENERATED_ADDS_UP,
)
COSTS = (*CAPACITY.costs, Cost("variable", "generation", "throughput_cost"))


def net_supply(m: Any, b: Any, z: int, t: int) -> Any:
    """Power given to the busbar of a zone less power taken from it [GW]."""
    return total(b.generation[p, t] - b.pumping[p, t] for p in b.members[z])


def counted_capacity(m: Any, b: Any, count: str, y: int) -> Any:
    """Capacity at the end of the year that a way of counting admits: only the one with storage [GW]."""
    if count != "with_storage":
        return 0.0
    return total(b.capacity[p, y] + b.capacity_year_end_gap[p, y] for p in b.each)


def firm_capacity(m: Any, b: Any, balance_hour: str, y: int) -> Any:
    """Capacity that counts in a balance hour [GW]."""
    credit = b.component(f"credit_{balance_hour}")
    return total(credit[p] * b.capacity[p, y] for p in b.each)


def headroom(m: Any, b: Any, t: int) -> Any:
    """Power that could be added by giving more or taking less [GW]."""
    y = m.stage_of[t]
    return total(b.capacity[p, y] - b.generation[p, t] + b.pumping[p, t] for p in b.each)


def synchronous_capacity(m: Any, b: Any, z: int, t: int) -> Any:
    """Power of rotating machines that run in a zone, pumping or generating [GW]."""
    return total(b.generation[p, t] + b.pumping[p, t] for p in b.members[z])
