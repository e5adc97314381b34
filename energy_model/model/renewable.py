"""Wind, photovoltaic and run-of-river plants: they give what the weather allows, or less.

Plants of one zone, technology, profile and variable cost are one pool: hour by hour nothing tells them apart. The first
plant of a pool stands for it in the hourly rows; the results share its power out by capacity (docs/decisions/0003).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from energy_model.case.case import BoolArray, Case, FloatArray, IntArray, Table
from energy_model.case.schema import Label, Parameter
from energy_model.model.declare import Coefficient, Cost, Equation, Variable
from energy_model.model.parts import LIFETIME, PLACE, profile, total, yearly_energy, yearly_sum
from energy_model.model.sizing import sizing

CAPACITY = sizing("capacity", "GW", "P", "capacity", "装机")
ENERGY, ENERGY_ADDS_UP = yearly_energy("power")

LABELS = (
    *PLACE,
    Label("technology", "what it is", ("pv", "wind", "hydro")),
    Label("profile", "hourly availability", "profile"),
)
PARAMETERS = (
    *CAPACITY.parameters,
    LIFETIME,
    Parameter("variable_cost", r"c", "MCNY/GWh", "variable cost"),
    Parameter("credit_winter_evening", r"\kappa^{w}", "1", "share that counts in the winter evening", high=1.0),
    Parameter("credit_summer_evening", r"\kappa^{s}", "1", "share that counts in the summer evening", high=1.0),
)


def leader(table: Table, case: Case) -> IntArray:
    """Return the number of the first plant of each plant's pool, shape (plants,)."""
    words = (table.labels[word] for word in ("zone", "technology", "profile"))
    keys = list(zip(*words, table.numbers["variable_cost"], strict=True))
    return np.array([keys.index(key) for key in keys], dtype=np.int64)


def leads(table: Table, case: Case) -> BoolArray:
    """Return True for plants that stand for their pool."""
    return np.asarray(leader(table, case) == np.arange(len(table)))


def in_pool(table: Table, case: Case) -> FloatArray:
    """Return 1 where the second plant is in the pool that the first one leads, shape (plants, plants)."""
    return np.asarray(leader(table, case)[None, :] == np.arange(len(table))[:, None], dtype=float)


COEFFICIENTS = (
    *CAPACITY.coefficients,
    Coefficient("leader", r"\ell", "1", "first plant of the pool", leader),
    Coefficient("in_pool", r"\iota", "1", "1 for members of the pool", in_pool, ("plant", "plant")),
    Coefficient("availability", r"a", "1", "power available per unit of capacity", profile, ("plant", "time")),
    Coefficient(
        "full_load_hours",
        r"h",
        "h/a",
        "hours that the weather allows in a year",
        lambda table, case: yearly_sum(profile(table, case), case),
        ("plant", "stage"),
    ),
)
VARIABLES = (
    *CAPACITY.variables,
    Variable("pool_capacity", r"P^{*}", "GW", "capacity of the pool", "同类装机", ("plant", "stage"), where=leads),
    Variable("power", r"p", "GW", "power given to the busbar", "上网出力", where=leads),
    replace(ENERGY, where=leads),
)


def pool_adds_up(m: Any, b: Any, p: int, y: int) -> Any:
    """The capacity of a pool is that of its members."""
    return b.pool_capacity[p, y] == sum(b.in_pool[p, q] * b.capacity[q, y] for q in b.plants)


def power_within_weather(m: Any, b: Any, p: int, t: int) -> Any:
    """A pool gives at most what the weather allows."""
    return b.power[p, t] <= b.availability[p, t] * b.pool_capacity[p, m.stage_of[t]]


EQUATIONS = (
    *CAPACITY.equations,
    Equation(pool_adds_up, "GW", ("plant", "stage"), where=leads),
    Equation(power_within_weather, where=leads),
    replace(ENERGY_ADDS_UP, where=leads),
)
COSTS = (*CAPACITY.costs, Cost("variable", "power", "variable_cost"))

COUNTS = {
    "pv": ("clean", "new_energy", "with_storage"),
    "wind": ("clean", "new_energy", "with_storage"),
    "hydro": ("clean", "with_storage"),
}


def pools_at(b: Any, z: int) -> list[int]:
    """Return the plants of a zone that stand for their pools."""
    return [p for p in b.members[z] if b.arrays["leader"][p] == p]


def net_supply(m: Any, b: Any, z: int, t: int) -> Any:
    """Power given to the busbar of a zone [GW]."""
    return total(b.power[p, t] for p in pools_at(b, z))


def clean_energy(m: Any, b: Any, y: int) -> Any:
    """Clean energy given in a year [GWh]."""
    return total(b.power_energy[p, y] for z in b.members for p in pools_at(b, z))


def counted_capacity(m: Any, b: Any, count: str, y: int) -> Any:
    """Capacity at the end of the year that a way of counting admits [GW]."""
    admitted = [p for p in b.each if count in COUNTS[b.table.labels["technology"][p]]]
    return total(b.capacity[p, y] + b.capacity_year_end_gap[p, y] for p in admitted)


def firm_capacity(m: Any, b: Any, balance_hour: str, y: int) -> Any:
    """Capacity that counts in a balance hour [GW]."""
    credit = b.component(f"credit_{balance_hour}")
    return total(credit[p] * b.capacity[p, y] for p in b.each)


def renewable_use(m: Any, b: Any, technologies: tuple[str, ...], zones: tuple[int, ...], y: int) -> tuple[Any, Any]:
    """Energy given and energy available in a year [GWh]."""
    words = b.table.labels["technology"]
    chosen = [p for z in zones for p in pools_at(b, z) if words[p] in technologies]
    given = total(b.power_energy[p, y] for p in chosen)
    available = total(b.full_load_hours[p, y] * b.pool_capacity[p, y] for p in chosen)
    return given, available


def reserve_need(m: Any, b: Any, shares: dict[str, float], t: int) -> Any:
    """Headroom that the forecast error of wind and PV asks for [GW]."""
    words = b.table.labels["technology"]
    pools = [p for z in b.members for p in pools_at(b, z)]
    return total(shares.get(words[p], 0.0) * b.power[p, t] for p in pools)
