"""Coal and gas plants: commitment relaxed to capacity that is online, with fuel along a Willans line."""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_model.case.case import BoolArray, Case, FloatArray, Table
from energy_model.case.schema import Label, Parameter
from energy_model.model.declare import LAGS, Coefficient, Cost, Equation, Variable
from energy_model.model.least_times import LEAST_TIMES, has_least_time, stays_down, stays_up
from energy_model.model.parts import LIFETIME, PLACE, ramp_limits, ramp_over_step, total, yearly_energy
from energy_model.model.sizing import sizing

CAPACITY = sizing("capacity", "GW", "P", "capacity", "装机")
ENERGY, ENERGY_ADDS_UP = yearly_energy("power")

LABELS = (*PLACE, Label("technology", "what it is", ("coal", "gas")))
PARAMETERS = (
    *CAPACITY.parameters,
    LIFETIME,
    Parameter("available_share", r"a", "1", "output at the site per unit of rating, outages included", high=1.0),
    Parameter(
        "min_share",
        r"\mu",
        "1",
        "least power per unit of online capacity, without deep peak shaving",
        high=1.0,
    ),
    Parameter(
        "deep_share_1",
        r"\delta^{1}",
        "1",
        "first step below the least power (深度调峰)",
        high=1.0,
        default=0.0,
    ),
    Parameter("deep_price_1", r"\pi^{1}", "MCNY/GWh", "compensation of the first step", default=0.0),
    Parameter("deep_share_2", r"\delta^{2}", "1", "second step below the least power", high=1.0, default=0.0),
    Parameter("deep_price_2", r"\pi^{2}", "MCNY/GWh", "compensation of the second step", default=0.0),
    Parameter(
        "heat_share",
        r"\chi",
        "1",
        "share of the capacity that must run to supply heat",
        high=1.0,
        default=0.0,
    ),
    Parameter("ramp", r"\varrho", "1/h", "change of power per hour and unit of online capacity"),
    Parameter("start_power", r"\sigma^{P}", "1", "power reached in the hour of a start", high=1.0),
    Parameter("up_time", r"T^{u}", "h", "least time online", high=LAGS, default=0.0),
    Parameter("down_time", r"T^{d}", "h", "least time offline", high=LAGS, default=0.0),
    Parameter("no_load_fuel", r"\phi^{0}", "GWh/GWh", "fuel per online capacity and hour"),
    Parameter("incremental_fuel", r"\phi", "GWh/GWh", "fuel per energy given, above no load"),
    Parameter("start_fuel", r"\phi^{s}", "GWh/GW", "fuel of a start"),
    Parameter("start_cost", r"s", "MCNY/GW", "wear of a start"),
    Parameter("fuel_price", r"\pi", "MCNY/GWh", "price of fuel (lower heating value)", "latest"),
    Parameter("variable_cost", r"c", "MCNY/GWh", "variable cost without fuel"),
    Parameter("emission_factor", r"\epsilon", "kt/GWh", "CO2 per fuel"),
    Parameter("water_use", r"w", "kt/GWh", "water per energy given"),
    Parameter("hours_max", r"H", "h/a", "most full-load hours in a year", default=8760.0),
    Parameter("credit_winter_evening", r"\kappa^{w}", "1", "share that counts in the winter evening", high=1.0),
    Parameter("credit_summer_evening", r"\kappa^{s}", "1", "share that counts in the summer evening", high=1.0),
)


def fuel_cost(fuel: str) -> Any:
    """Return the function that prices a use of fuel, shape (plants, stages)."""
    return lambda table, case: table.numbers["fuel_price"] * table.numbers[fuel][:, None]


def carbon_cost(fuel: str) -> Any:
    """Return the function that prices the CO2 of a use of fuel, shape (plants, stages)."""

    def function(table: Table, case: Case) -> FloatArray:
        emitted = table.numbers["emission_factor"] * table.numbers[fuel]
        return np.asarray(emitted[:, None] * case.tables["economy"].numbers["carbon_price"])

    return function


STAGE = ("plant", "stage")
COEFFICIENTS = (
    *CAPACITY.coefficients,
    Coefficient("ramp_over_step", r"\Delta", "1", "change of power in a step", ramp_over_step, ("plant", "time")),
    *LEAST_TIMES,
    Coefficient("no_load_fuel_cost", r"\pi^{0}", "MCNY/GWh", "fuel of being online", fuel_cost("no_load_fuel"), STAGE),
    Coefficient(
        "no_load_carbon_cost",
        r"\gamma^{0}",
        "MCNY/GWh",
        "CO2 of being online",
        carbon_cost("no_load_fuel"),
        STAGE,
    ),
    Coefficient("power_fuel_cost", r"\pi^{p}", "MCNY/GWh", "fuel of energy", fuel_cost("incremental_fuel"), STAGE),
    Coefficient(
        "power_carbon_cost", r"\gamma^{p}", "MCNY/GWh", "CO2 of energy", carbon_cost("incremental_fuel"), STAGE
    ),
    Coefficient("start_fuel_cost", r"\pi^{s}", "MCNY/GW", "fuel of a start", fuel_cost("start_fuel"), STAGE),
    Coefficient("start_carbon_cost", r"\gamma^{s}", "MCNY/GW", "CO2 of a start", carbon_cost("start_fuel"), STAGE),
)


def goes_deep(table: Table, case: Case) -> BoolArray:
    """Return True for plants with a first step of deep peak shaving."""
    return np.asarray(table.numbers["deep_share_1"] > 0)


def goes_deeper(table: Table, case: Case) -> BoolArray:
    """Return True for plants with both steps of deep peak shaving."""
    return np.asarray(goes_deep(table, case) & (table.numbers["deep_share_2"] > 0))


def stops_at_first(table: Table, case: Case) -> BoolArray:
    """Return True for plants with the first step only."""
    return np.asarray(goes_deep(table, case) & ~goes_deeper(table, case))


def stays_shallow(table: Table, case: Case) -> BoolArray:
    """Return True for plants without deep peak shaving."""
    return np.asarray(~goes_deep(table, case))


def supplies_heat(table: Table, case: Case) -> BoolArray:
    """Return True for plants that must run to supply heat."""
    return np.asarray(table.numbers["heat_share"] > 0)


VARIABLES = (
    *CAPACITY.variables,
    Variable("online", r"u", "GW", "capacity online", "开机容量"),
    Variable("start", r"s", "GW", "capacity started", "启动容量"),
    Variable("power", r"p", "GW", "power given to the busbar", "火电出力"),
    Variable("deep_1", r"d^{1}", "GW", "power below the least power, first step", "深度调峰一档", where=goes_deep),
    Variable("deep_2", r"d^{2}", "GW", "power below the least power, second step", "深度调峰二档", where=goes_deeper),
    ENERGY,
    Variable("fuel_energy", r"B", "GWh", "fuel of a year", "年燃料消耗(热值)", ("plant", "stage")),
)


def online_within_capacity(m: Any, b: Any, p: int, t: int) -> Any:
    """No more is online than stands and is available."""
    return b.online[p, t] <= b.available_share[p] * b.capacity[p, m.stage_of[t]]


def online_for_heat(m: Any, b: Any, p: int, t: int) -> Any:
    """What supplies heat stays online."""
    return b.online[p, t] >= b.heat_share[p] * b.capacity[p, m.stage_of[t]]


def power_within_online(m: Any, b: Any, p: int, t: int) -> Any:
    """What is online gives at most its capacity."""
    return b.power[p, t] <= b.online[p, t]


def power_above_minimum(m: Any, b: Any, p: int, t: int) -> Any:
    """What is online runs at its least power or above."""
    return b.power[p, t] >= b.min_share[p] * b.online[p, t]


def power_above_first_step(m: Any, b: Any, p: int, t: int) -> Any:
    """What is online goes below its least power only by the first step of deep peak shaving."""
    return b.power[p, t] + b.deep_1[p, t] >= b.min_share[p] * b.online[p, t]


def power_above_second_step(m: Any, b: Any, p: int, t: int) -> Any:
    """What is online goes below its least power only by both steps of deep peak shaving."""
    return b.power[p, t] + b.deep_1[p, t] + b.deep_2[p, t] >= b.min_share[p] * b.online[p, t]


def deep_1_within_step(m: Any, b: Any, p: int, t: int) -> Any:
    """The first step of deep peak shaving is a share of what is online."""
    return b.deep_1[p, t] <= b.deep_share_1[p] * b.online[p, t]


def deep_2_within_step(m: Any, b: Any, p: int, t: int) -> Any:
    """The second step of deep peak shaving is a share of what is online."""
    return b.deep_2[p, t] <= b.deep_share_2[p] * b.online[p, t]


def start_counts(m: Any, b: Any, p: int, t: int) -> Any:
    """What comes online has been started."""
    return b.start[p, t] >= b.online[p, t] - b.online[p, m.previous[t]]


def start_from_offline(m: Any, b: Any, p: int, t: int) -> Any:
    """Only what was offline can start; else starts would lift the ramp of what runs."""
    return b.start[p, t] + b.online[p, m.previous[t]] <= b.available_share[p] * b.capacity[p, m.stage_of[t]]


def ramp_up(m: Any, b: Any, p: int, t: int) -> Any:
    """Power rises no faster than the ramp of what was online and the power of a start."""
    rise = b.power[p, t] - b.power[p, m.previous[t]]
    return rise <= b.ramp_over_step[p, t] * b.online[p, m.previous[t]] + b.start_power[p] * b.start[p, t]


def ramp_down(m: Any, b: Any, p: int, t: int) -> Any:
    """Power falls no faster than the ramp of what stays online and the power of a stop."""
    fall = b.power[p, m.previous[t]] - b.power[p, t]
    stopped = b.start[p, t] - b.online[p, t] + b.online[p, m.previous[t]]
    return fall <= b.ramp_over_step[p, t] * b.online[p, t] + b.start_power[p] * stopped


def fuel_adds_up(m: Any, b: Any, p: int, y: int) -> Any:
    """The fuel of a year is that of being online, of the energy given and of starts (Willans line)."""
    online = sum(m.weight_in_stage[y, t] * b.online[p, t] for t in m.times)
    started = sum(m.weight_in_stage[y, t] * b.start[p, t] for t in m.times)
    energy = b.incremental_fuel[p] * b.power_energy[p, y]
    return b.fuel_energy[p, y] == b.no_load_fuel[p] * online + energy + b.start_fuel[p] * started


def hours_within_limit(m: Any, b: Any, p: int, y: int) -> Any:
    """A plant runs no more full-load hours in a year than it may."""
    return b.power_energy[p, y] <= b.hours_max[p] * b.capacity[p, y]


EQUATIONS = (
    *CAPACITY.equations,
    Equation(online_within_capacity),
    Equation(online_for_heat, where=supplies_heat),
    Equation(power_within_online),
    Equation(power_above_minimum, where=stays_shallow),
    Equation(power_above_first_step, where=stops_at_first),
    Equation(power_above_second_step, where=goes_deeper),
    Equation(deep_1_within_step, where=goes_deep),
    Equation(deep_2_within_step, where=goes_deeper),
    Equation(start_counts),
    Equation(start_from_offline, where=ramp_limits),
    Equation(ramp_up, where=ramp_limits),
    Equation(ramp_down, where=ramp_limits),
    Equation(stays_up, where=has_least_time("up_time")),
    Equation(stays_down, where=has_least_time("down_time")),
    ENERGY_ADDS_UP,
    Equation(fuel_adds_up, "GWh", ("plant", "stage")),
    Equation(
        hours_within_limit,
        "GWh",
        ("plant", "stage"),
        where=lambda table, case: table.numbers["hours_max"] < 8760.0,
    ),
)
COSTS = (
    *CAPACITY.costs,
    Cost("variable", "power", "variable_cost"),
    Cost("fuel", "online", "no_load_fuel_cost"),
    Cost("fuel", "power", "power_fuel_cost"),
    Cost("carbon", "online", "no_load_carbon_cost"),
    Cost("carbon", "power", "power_carbon_cost"),
    Cost("start", "start", "start_cost"),
    Cost("fuel", "start", "start_fuel_cost"),
    Cost("carbon", "start", "start_carbon_cost"),
    Cost("deep_peak_shaving", "deep_1", "deep_price_1"),
    Cost("deep_peak_shaving", "deep_2", "deep_price_2"),
)


def net_supply(m: Any, b: Any, z: int, t: int) -> Any:
    """Power given to the busbar of a zone [GW]."""
    return total(b.power[p, t] for p in b.members[z])


def non_clean_energy(m: Any, b: Any, z: int, y: int) -> Any:
    """Energy from fuel fed into a zone in a year [GWh]."""
    return total(b.power_energy[p, y] for p in b.members[z])


def coal_energy(m: Any, b: Any, y: int) -> Any:
    """Energy from coal in a year [GWh]."""
    return total(b.power_energy[p, y] for p in b.each if b.table.labels["technology"][p] == "coal")


def emissions(m: Any, b: Any, y: int) -> Any:
    """CO2 of a year [kt]."""
    return total(b.emission_factor[p] * b.fuel_energy[p, y] for p in b.each)


def firm_capacity(m: Any, b: Any, balance_hour: str, y: int) -> Any:
    """Capacity that counts in a balance hour [GW]."""
    credit = b.component(f"credit_{balance_hour}")
    return total(credit[p] * b.capacity[p, y] for p in b.each)


def headroom(m: Any, b: Any, t: int) -> Any:
    """Power that could be added by what is online [GW]."""
    return total(b.online[p, t] - b.power[p, t] for p in b.each)


def synchronous_capacity(m: Any, b: Any, z: int, t: int) -> Any:
    """Capacity of rotating machines that are online in a zone [GW]."""
    return total(b.online[p, t] for p in b.members[z])


def water_use(m: Any, b: Any, y: int) -> Any:
    """Water used in a year [kt]."""
    return total(b.water_use[p] * b.power_energy[p, y] for p in b.each)
