"""Storage: energy taken in one hour and given back in another, less what is lost.

One table for all kinds, from flywheel to molten salt: power in, power out and energy are sized apart, and the
ratio of the first two and the duration are bounded, which says what the kind is.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_model.case.schema import Label, Parameter
from energy_model.model.declare import Cost, Equation, Variable
from energy_model.model.parts import KEPT_OVER_STEP, LIFETIME, PLACE, store_level, total, yearly_energy
from energy_model.model.sizing import sizing

CHARGE = sizing("charge_capacity", "GW", "P^{+}", "charging power", "充电功率")
DISCHARGE = sizing("discharge_capacity", "GW", "P^{-}", "discharging power", "放电功率")
ENERGY = sizing("energy_capacity", "GWh", "E", "energy capacity", "储能容量")
SIZES = (CHARGE, DISCHARGE, ENERGY)
GIVEN, GIVEN_ADDS_UP = yearly_energy("discharge")

KINDS = ("lfp", "sodium_ion", "vanadium_flow", "compressed_air", "liquid_air", "flywheel", "molten_salt")
SYNCHRONOUS = ("compressed_air", "liquid_air", "molten_salt")

LABELS = (*PLACE, Label("technology", "what it is", KINDS))
PARAMETERS = (
    *(parameter for size in SIZES for parameter in size.parameters),
    LIFETIME,
    Parameter("charge_ratio_max", r"\beta", "1", "most charging power per discharging power"),
    Parameter("duration_min", r"\underline h", "h", "least energy per discharging power"),
    Parameter("duration_max", r"\overline h", "h", "most energy per discharging power"),
    Parameter("charge_yield", r"\eta^{+}", "1", "energy stored per energy taken", low=0.01, high=1.0),
    Parameter("discharge_draw", r"\delta", "1", "energy drawn per energy given", low=1.0),
    Parameter("kept", r"k", "1", "share of the level left after an hour", high=1.0),
    Parameter("reserve_share", r"\underline e", "1", "share of the energy capacity that is never drawn", high=1.0),
    Parameter("throughput_cost", r"c", "MCNY/GWh", "wear per energy given"),
    Parameter("cycles_max", r"N", "1/a", "most full cycles in a year", default=np.inf),
    Parameter("credit_winter_evening", r"\kappa^{w}", "1", "share that counts in the winter evening", high=1.0),
    Parameter("credit_summer_evening", r"\kappa^{s}", "1", "share that counts in the summer evening", high=1.0),
)
COEFFICIENTS = (*(coefficient for size in SIZES for coefficient in size.coefficients), KEPT_OVER_STEP)
VARIABLES = (
    *(variable for size in SIZES for variable in size.variables),
    Variable("charge", r"p^{+}", "GW", "power taken from the busbar", "充电功率"),
    Variable("discharge", r"p^{-}", "GW", "power given to the busbar", "放电功率"),
    Variable("level", r"e", "GWh", "energy in store at the end of the step", "储能电量"),
    GIVEN,
)


def level_balance(m: Any, b: Any, p: int, t: int) -> Any:
    """What is in store is what was kept, plus what came in, less what was drawn."""
    return store_level(m, b, p, t, b.charge_yield[p] * b.charge[p, t], b.discharge_draw[p] * b.discharge[p, t])


def level_within_capacity(m: Any, b: Any, p: int, t: int) -> Any:
    """A store holds at most what it is built for."""
    return b.level[p, t] <= b.energy_capacity[p, m.stage_of[t]]


def level_above_reserve(m: Any, b: Any, p: int, t: int) -> Any:
    """A share of the energy stays in store."""
    return b.level[p, t] >= b.reserve_share[p] * b.energy_capacity[p, m.stage_of[t]]


def charge_within_capacity(m: Any, b: Any, p: int, t: int) -> Any:
    """A store takes at most its charging power."""
    return b.charge[p, t] <= b.charge_capacity[p, m.stage_of[t]]


def discharge_within_capacity(m: Any, b: Any, p: int, t: int) -> Any:
    """A store gives at most its discharging power."""
    return b.discharge[p, t] <= b.discharge_capacity[p, m.stage_of[t]]


def charge_within_ratio(m: Any, b: Any, p: int, y: int) -> Any:
    """The charging power is bounded by what the kind allows per discharging power."""
    return b.charge_capacity[p, y] <= b.charge_ratio_max[p] * b.discharge_capacity[p, y]


def duration_above_least(m: Any, b: Any, p: int, y: int) -> Any:
    """The energy lasts at least the least duration."""
    return b.energy_capacity[p, y] >= b.duration_min[p] * b.discharge_capacity[p, y]


def duration_within_most(m: Any, b: Any, p: int, y: int) -> Any:
    """The energy lasts at most the greatest duration."""
    return b.energy_capacity[p, y] <= b.duration_max[p] * b.discharge_capacity[p, y]


def cycles_within_limit(m: Any, b: Any, p: int, y: int) -> Any:
    """A store makes no more full cycles in a year than it stands."""
    return b.discharge_draw[p] * b.discharge_energy[p, y] <= b.cycles_max[p] * b.energy_capacity[p, y]


STAGE = ("plant", "stage")
EQUATIONS = (
    *(equation for size in SIZES for equation in size.equations),
    Equation(level_balance, "GWh"),
    Equation(level_within_capacity, "GWh"),
    Equation(level_above_reserve, "GWh", where=lambda table, case: table.numbers["reserve_share"] > 0),
    Equation(charge_within_capacity),
    Equation(discharge_within_capacity),
    Equation(charge_within_ratio, "GW", STAGE),
    Equation(duration_above_least, "GWh", STAGE),
    Equation(duration_within_most, "GWh", STAGE),
    GIVEN_ADDS_UP,
    Equation(cycles_within_limit, "GWh", STAGE, where=lambda table, case: np.isfinite(table.numbers["cycles_max"])),
)
COSTS = (
    *(cost for size in SIZES for cost in size.costs),
    Cost("variable", "discharge", "throughput_cost"),
)


def net_supply(m: Any, b: Any, z: int, t: int) -> Any:
    """Power given to the busbar of a zone less power taken from it [GW]."""
    return total(b.discharge[p, t] - b.charge[p, t] for p in b.members[z])


def counted_capacity(m: Any, b: Any, count: str, y: int) -> Any:
    """Capacity at the end of the year that a way of counting admits: only the one with storage [GW]."""
    if count != "with_storage":
        return 0.0
    return total(b.discharge_capacity[p, y] + b.discharge_capacity_year_end_gap[p, y] for p in b.each)


def firm_capacity(m: Any, b: Any, balance_hour: str, y: int) -> Any:
    """Capacity that counts in a balance hour [GW]."""
    credit = b.component(f"credit_{balance_hour}")
    return total(credit[p] * b.discharge_capacity[p, y] for p in b.each)


def headroom(m: Any, b: Any, t: int) -> Any:
    """Power that could be added by giving more or taking less [GW]."""
    y = m.stage_of[t]
    return total(b.discharge_capacity[p, y] - b.discharge[p, t] + b.charge[p, t] for p in b.each)


def synchronous_capacity(m: Any, b: Any, z: int, t: int) -> Any:
    """Power of rotating machines that run in a zone [GW]."""
    words = b.table.labels["technology"]
    return total(b.discharge[p, t] for p in b.members[z] if words[p] in SYNCHRONOUS)
