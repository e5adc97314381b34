"""Solar thermal plants: mirrors and an electric heater fill a salt tank, a steam turbine empties it.

All heat passes the hot tank, as in a molten-salt tower; so there is no loop of tank flows in which a surplus
could be burnt (docs/decisions/0002).
"""

from __future__ import annotations

from typing import Any

from energy_model.case.schema import Label, Parameter
from energy_model.model.declare import Coefficient, Cost, Equation, Variable
from energy_model.model.parts import (
    KEPT_OVER_STEP,
    LIFETIME,
    PLACE,
    profile,
    ramp_limits,
    ramp_over_step,
    total,
    yearly_energy,
    yearly_sum,
)
from energy_model.model.sizing import sizing

FIELD = sizing("field", "GW", "F", "heliostat field (heat at design point)", "镜场")
RECEIVER = sizing("receiver", "GW", "V", "receiver (heat)", "吸热器")
TANK = sizing("tank", "GWh", "K", "salt tanks (heat)", "储罐")
BLOCK = sizing("block", "GW", "P", "power block", "光热发电机组")
HEATER = sizing("heater", "GW", "W", "electric salt heater", "电加热器")
SIZES = (FIELD, RECEIVER, TANK, BLOCK, HEATER)
ENERGY, ENERGY_ADDS_UP = yearly_energy("power")

LABELS = (
    *PLACE,
    Label("technology", "what it is", ("csp",)),
    Label("profile", "hourly heat per unit of field", "profile"),
)
PARAMETERS = (
    *(parameter for size in SIZES for parameter in size.parameters),
    LIFETIME,
    Parameter("gross_efficiency", r"\eta", "1", "power per heat drawn, above the no-load share", low=0.01, high=1.0),
    Parameter("no_load", r"\nu", "1", "no-load loss per unit of online capacity", high=1.0),
    Parameter("min_share", r"\mu", "1", "least power per unit of online capacity", high=1.0),
    Parameter("ramp", r"\varrho", "1/h", "change of power per hour and unit of online capacity"),
    Parameter("start_heat", r"\sigma", "GWh/GW", "heat that a start takes from the salt"),
    Parameter("start_cost", r"s", "MCNY/GW", "wear of a start"),
    Parameter("heater_efficiency", r"\eta^{W}", "1", "heat per power of the heater", high=1.0),
    Parameter("kept", r"k", "1", "share of the level left after an hour", high=1.0),
    Parameter("variable_cost", r"c", "MCNY/GWh", "variable cost"),
    Parameter("heater_cost", r"c^{W}", "MCNY/GWh", "wear of the heater per energy taken"),
    Parameter("water_use", r"w", "kt/GWh", "water per energy given"),
    Parameter("credit_winter_evening", r"\kappa^{w}", "1", "share that counts in the winter evening", high=1.0),
    Parameter("credit_summer_evening", r"\kappa^{s}", "1", "share that counts in the summer evening", high=1.0),
)


COEFFICIENTS = (
    *(coefficient for size in SIZES for coefficient in size.coefficients),
    KEPT_OVER_STEP,
    Coefficient("dni_efficiency", r"q", "1", "heat available per unit of field", profile, ("plant", "time")),
    Coefficient(
        "full_load_hours",
        r"h",
        "h/a",
        "hours of field heat that the sun allows in a year",
        lambda table, case: yearly_sum(profile(table, case), case),
        ("plant", "stage"),
    ),
    Coefficient("ramp_over_step", r"\Delta", "1", "change of power in a step", ramp_over_step, ("plant", "time")),
)
VARIABLES = (
    *(variable for size in SIZES for variable in size.variables),
    Variable("field_heat", r"q^{F}", "GW", "heat from the field into the tank", "镜场集热功率"),
    Variable("heater_power", r"p^{W}", "GW", "power taken by the salt heater", "电加热功率"),
    Variable("level", r"E", "GWh", "heat in the tank at the end of the step", "储热量"),
    Variable("online", r"u", "GW", "capacity online", "开机容量"),
    Variable("start", r"s", "GW", "capacity started", "启动容量"),
    Variable("power", r"p", "GW", "power given to the busbar", "光热出力"),
    ENERGY,
)


def field_within_sun(m: Any, b: Any, p: int, t: int) -> Any:
    """The field gives at most the heat that the sun allows; mirrors may be turned away."""
    return b.field_heat[p, t] <= b.dni_efficiency[p, t] * b.field[p, m.stage_of[t]]


def field_within_receiver(m: Any, b: Any, p: int, t: int) -> Any:
    """The receiver takes at most what it is built for."""
    return b.field_heat[p, t] <= b.receiver[p, m.stage_of[t]]


def level_balance(m: Any, b: Any, p: int, t: int) -> Any:
    """The tank keeps its heat, takes that of field and heater, and gives that of the turbine and its starts."""
    inflow = b.field_heat[p, t] + b.heater_efficiency[p] * b.heater_power[p, t]
    drawn = (b.power[p, t] + b.no_load[p] * b.online[p, t]) / b.gross_efficiency[p]
    kept = b.kept_over_step[p, t] * b.level[p, m.previous[t]]
    stored = m.hours[t] * inflow - m.hours[t] * drawn
    return b.level[p, t] == kept + stored - b.start_heat[p] * b.start[p, t]


def level_within_tank(m: Any, b: Any, p: int, t: int) -> Any:
    """The tank holds at most what it is built for."""
    return b.level[p, t] <= b.tank[p, m.stage_of[t]]


def heater_within_size(m: Any, b: Any, p: int, t: int) -> Any:
    """The heater takes at most what it is built for."""
    return b.heater_power[p, t] <= b.heater[p, m.stage_of[t]]


def power_above_minimum(m: Any, b: Any, p: int, t: int) -> Any:
    """What is online runs at its least power or above."""
    return b.power[p, t] >= b.min_share[p] * b.online[p, t]


def power_within_online(m: Any, b: Any, p: int, t: int) -> Any:
    """What is online gives at most its capacity."""
    return b.power[p, t] <= b.online[p, t]


def online_within_block(m: Any, b: Any, p: int, t: int) -> Any:
    """No more is online than stands."""
    return b.online[p, t] <= b.block[p, m.stage_of[t]]


def start_counts(m: Any, b: Any, p: int, t: int) -> Any:
    """What comes online has been started."""
    return b.start[p, t] >= b.online[p, t] - b.online[p, m.previous[t]]


def start_from_offline(m: Any, b: Any, p: int, t: int) -> Any:
    """Only what was offline can start; else starts would lift the ramp of what runs."""
    return b.start[p, t] + b.online[p, m.previous[t]] <= b.block[p, m.stage_of[t]]


def ramp_up(m: Any, b: Any, p: int, t: int) -> Any:
    """Power rises no faster than the ramp, or by a start at least power."""
    rise = b.power[p, t] - b.power[p, m.previous[t]]
    return rise <= b.ramp_over_step[p, t] * b.online[p, m.previous[t]] + b.min_share[p] * b.start[p, t]


EQUATIONS = (
    *(equation for size in SIZES for equation in size.equations),
    Equation(field_within_sun),
    Equation(field_within_receiver),
    Equation(level_balance, "GWh"),
    Equation(level_within_tank, "GWh"),
    Equation(heater_within_size),
    Equation(power_above_minimum),
    Equation(power_within_online),
    Equation(online_within_block),
    Equation(start_counts),
    Equation(start_from_offline, where=ramp_limits),
    Equation(ramp_up, where=ramp_limits),
    ENERGY_ADDS_UP,
)
COSTS = (
    *(cost for size in SIZES for cost in size.costs),
    Cost("variable", "power", "variable_cost"),
    Cost("variable", "heater_power", "heater_cost"),
    Cost("start", "start", "start_cost"),
)


def net_supply(m: Any, b: Any, z: int, t: int) -> Any:
    """Power given to the busbar of a zone less what the heaters take [GW]."""
    return total(b.power[p, t] - b.heater_power[p, t] for p in b.members[z])


def clean_energy(m: Any, b: Any, y: int) -> Any:
    """Clean energy given in a year [GWh]."""
    return total(b.power_energy[p, y] for p in b.each)


def counted_capacity(m: Any, b: Any, count: str, y: int) -> Any:
    """Capacity at the end of the year that a way of counting admits: all of it, in each way [GW]."""
    return total(b.block[p, y] + b.block_year_end_gap[p, y] for p in b.each)


def firm_capacity(m: Any, b: Any, balance_hour: str, y: int) -> Any:
    """Capacity that counts in a balance hour [GW]."""
    credit = b.component(f"credit_{balance_hour}")
    return total(credit[p] * b.block[p, y] for p in b.each)


def headroom(m: Any, b: Any, t: int) -> Any:
    """Power that could be added within a step by what is online [GW]."""
    return total(b.online[p, t] - b.power[p, t] for p in b.each)


def synchronous_capacity(m: Any, b: Any, z: int, t: int) -> Any:
    """Capacity of rotating machines that are online in a zone [GW]."""
    return total(b.online[p, t] for p in b.members[z])


def water_use(m: Any, b: Any, y: int) -> Any:
    """Water used in a year [kt]."""
    return total(b.water_use[p] * b.power_energy[p, y] for p in b.each)
