"""Hydrogen and ammonia: an electrolyser, a hydrogen tank and a synthesis loop serve yearly product demands."""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_model.case.schema import Parameter
from energy_model.model.declare import Coefficient, Cost, Equation, Variable
from energy_model.model.parts import LIFETIME, PLACE, total
from energy_model.model.sizing import sizing

ELECTROLYSER = sizing("electrolyser", "GW", "Y", "electrolyser", "电解槽")
TANK = sizing("tank", "kt", "K", "hydrogen tank", "储氢罐")
SYNTHESIS = sizing("synthesis", "kt/h", "N", "ammonia loop", "合成氨装置")
SIZES = (ELECTROLYSER, TANK, SYNTHESIS)

LABELS = PLACE
PARAMETERS = (
    *(parameter for size in SIZES for parameter in size.parameters),
    LIFETIME,
    Parameter("specific_consumption", r"\xi", "GWh/kt", "power per hydrogen, system", low=1.0),
    Parameter("electrolyser_min_share", r"\mu^{Y}", "1", "least power per electrolyser capacity", high=1.0),
    Parameter("electrolyser_ramp", r"\varrho^{Y}", "1/h", "change of power per hour and capacity"),
    Parameter("hydrogen_per_ammonia", r"\theta", "kt/kt", "hydrogen per ammonia", high=1.0),
    Parameter("power_per_ammonia", r"\zeta", "GWh/kt", "power per ammonia, without electrolysis"),
    Parameter("synthesis_min_share", r"\mu^{N}", "1", "least output per capacity of the loop", high=1.0),
    Parameter("synthesis_ramp", r"\varrho^{N}", "1/h", "change of output per hour and capacity"),
    Parameter("hydrogen_demand", r"D^{H}", "kt/a", "hydrogen that must be delivered in a year", "latest"),
    Parameter("ammonia_demand", r"D^{N}", "kt/a", "ammonia that must be delivered in a year", "latest"),
    Parameter("hydrogen_price", r"\pi^{H}", "MCNY/kt", "price of hydrogen delivered beyond the demand", default=0.0),
    Parameter("ammonia_price", r"\pi^{N}", "MCNY/kt", "price of ammonia delivered beyond the demand", default=0.0),
    Parameter("unserved_price", r"\pi^{0}", "MCNY/kt", "worth of product that is not delivered"),
    Parameter("water_use", r"w", "kt/kt", "water per hydrogen"),
)


def ramp(name: str) -> Any:
    """Return the function that gives the change of output in a step per unit of capacity."""
    return lambda table, case: np.asarray(table.numbers[name][:, None] * case.axis.hours[None, :])


def ramp_limits(name: str) -> Any:
    """Return the mask of plants whose ramp is slower than from nothing to full in a step."""
    return lambda table, case: table.numbers[name] * case.axis.hours.min() < 1.0


COEFFICIENTS = (
    *(coefficient for size in SIZES for coefficient in size.coefficients),
    Coefficient(
        "electrolyser_ramp_over_step",
        r"\Delta^{Y}",
        "1",
        "change of power in a step",
        ramp("electrolyser_ramp"),
        ("plant", "time"),
    ),
    Coefficient(
        "synthesis_ramp_over_step",
        r"\Delta^{N}",
        "1",
        "change of output in a step",
        ramp("synthesis_ramp"),
        ("plant", "time"),
    ),
)
VARIABLES = (
    *(variable for size in SIZES for variable in size.variables),
    Variable("electrolyser_power", r"p^{Y}", "GW", "power taken by the electrolyser", "电解槽功率"),
    Variable("level", r"e", "kt", "hydrogen in the tank at the end of the step", "储氢量"),
    Variable("delivered", r"g", "kt/h", "hydrogen delivered", "供氢量"),
    Variable("ammonia", r"n", "kt/h", "ammonia made", "合成氨产量"),
    Variable("hydrogen_surplus", r"G", "kt", "hydrogen beyond the demand in a year", "超额供氢", ("plant", "stage")),
    Variable(
        "ammonia_surplus",
        r"N^{+}",
        "kt",
        "ammonia beyond the demand in a year",
        "超额合成氨",
        ("plant", "stage"),
    ),
    Variable("hydrogen_unserved", r"G^{-}", "kt", "hydrogen not delivered in a year", "缺供氢", ("plant", "stage")),
    Variable("ammonia_unserved", r"N^{-}", "kt", "ammonia not delivered in a year", "缺供氨", ("plant", "stage")),
)


def level_balance(m: Any, b: Any, p: int, t: int) -> Any:
    """The tank takes what is electrolysed and gives what is delivered and what the loop uses."""
    made = b.electrolyser_power[p, t] / b.specific_consumption[p]
    used = b.delivered[p, t] + b.hydrogen_per_ammonia[p] * b.ammonia[p, t]
    return b.level[p, t] == b.level[p, m.previous[t]] + m.hours[t] * made - m.hours[t] * used


def level_within_tank(m: Any, b: Any, p: int, t: int) -> Any:
    """The tank holds at most what it is built for."""
    return b.level[p, t] <= b.tank[p, m.stage_of[t]]


def electrolyser_within_size(m: Any, b: Any, p: int, t: int) -> Any:
    """The electrolyser takes at most its capacity."""
    return b.electrolyser_power[p, t] <= b.electrolyser[p, m.stage_of[t]]


def electrolyser_above_minimum(m: Any, b: Any, p: int, t: int) -> Any:
    """The electrolyser runs at its least power or above."""
    return b.electrolyser_power[p, t] >= b.electrolyser_min_share[p] * b.electrolyser[p, m.stage_of[t]]


def electrolyser_ramp_up(m: Any, b: Any, p: int, t: int) -> Any:
    """The electrolyser rises no faster than its ramp."""
    rise = b.electrolyser_power[p, t] - b.electrolyser_power[p, m.previous[t]]
    return rise <= b.electrolyser_ramp_over_step[p, t] * b.electrolyser[p, m.stage_of[t]]


def electrolyser_ramp_down(m: Any, b: Any, p: int, t: int) -> Any:
    """The electrolyser falls no faster than its ramp."""
    fall = b.electrolyser_power[p, m.previous[t]] - b.electrolyser_power[p, t]
    return fall <= b.electrolyser_ramp_over_step[p, t] * b.electrolyser[p, m.stage_of[t]]


def synthesis_within_size(m: Any, b: Any, p: int, t: int) -> Any:
    """The loop makes at most its capacity."""
    return b.ammonia[p, t] <= b.synthesis[p, m.stage_of[t]]


def synthesis_above_minimum(m: Any, b: Any, p: int, t: int) -> Any:
    """The loop makes its least output or more."""
    return b.ammonia[p, t] >= b.synthesis_min_share[p] * b.synthesis[p, m.stage_of[t]]


def synthesis_ramp_up(m: Any, b: Any, p: int, t: int) -> Any:
    """The loop rises no faster than its ramp."""
    rise = b.ammonia[p, t] - b.ammonia[p, m.previous[t]]
    return rise <= b.synthesis_ramp_over_step[p, t] * b.synthesis[p, m.stage_of[t]]


def synthesis_ramp_down(m: Any, b: Any, p: int, t: int) -> Any:
    """The loop falls no faster than its ramp."""
    fall = b.ammonia[p, m.previous[t]] - b.ammonia[p, t]
    return fall <= b.synthesis_ramp_over_step[p, t] * b.synthesis[p, m.stage_of[t]]


def hydrogen_delivered(m: Any, b: Any, p: int, y: int) -> Any:
    """The hydrogen of a year meets the demand, or is counted as missing or as surplus."""
    given = sum(m.weight_in_stage[y, t] * b.delivered[p, t] for t in m.times)
    return given + b.hydrogen_unserved[p, y] - b.hydrogen_surplus[p, y] == b.hydrogen_demand[p, y]


def ammonia_delivered(m: Any, b: Any, p: int, y: int) -> Any:
    """The ammonia of a year meets the demand, or is counted as missing or as surplus."""
    given = sum(m.weight_in_stage[y, t] * b.ammonia[p, t] for t in m.times)
    return given + b.ammonia_unserved[p, y] - b.ammonia_surplus[p, y] == b.ammonia_demand[p, y]


YEARLY = ("plant", "stage")
EQUATIONS = (
    *(equation for size in SIZES for equation in size.equations),
    Equation(level_balance, "kt"),
    Equation(level_within_tank, "kt"),
    Equation(electrolyser_within_size),
    Equation(electrolyser_above_minimum),
    Equation(electrolyser_ramp_up, where=ramp_limits("electrolyser_ramp")),
    Equation(electrolyser_ramp_down, where=ramp_limits("electrolyser_ramp")),
    Equation(synthesis_within_size, "kt/h"),
    Equation(synthesis_above_minimum, "kt/h"),
    Equation(synthesis_ramp_up, "kt/h", where=ramp_limits("synthesis_ramp")),
    Equation(synthesis_ramp_down, "kt/h", where=ramp_limits("synthesis_ramp")),
    Equation(hydrogen_delivered, "kt", YEARLY),
    Equation(ammonia_delivered, "kt", YEARLY),
)
COSTS = (
    *(cost for size in SIZES for cost in size.costs),
    Cost("product_revenue", "hydrogen_surplus", "hydrogen_price", sign=-1),
    Cost("product_revenue", "ammonia_surplus", "ammonia_price", sign=-1),
    Cost("shed", "hydrogen_unserved", "unserved_price"),
    Cost("shed", "ammonia_unserved", "unserved_price"),
)


def net_supply(m: Any, b: Any, z: int, t: int) -> Any:
    """Minus the power taken by electrolysers and loops of a zone [GW]."""
    return -total(b.electrolyser_power[p, t] + b.power_per_ammonia[p] * b.ammonia[p, t] for p in b.members[z])


def unserved_product(m: Any, b: Any, y: int) -> Any:
    """Hydrogen and ammonia not delivered in a year [kt]."""
    return total(b.hydrogen_unserved[p, y] + b.ammonia_unserved[p, y] for p in b.each)


def water_use(m: Any, b: Any, y: int) -> Any:
    """Water used in a year: all hydrogen ends as product, as such or in ammonia [kt]."""
    total = 0.0
    for p in b.each:
        hydrogen = b.hydrogen_demand[p, y] - b.hydrogen_unserved[p, y] + b.hydrogen_surplus[p, y]
        ammonia = b.ammonia_demand[p, y] - b.ammonia_unserved[p, y] + b.ammonia_surplus[p, y]
        total = total + b.water_use[p] * (hydrogen + b.hydrogen_per_ammonia[p] * ammonia)
    return total


def local_demand(m: Any, b: Any, y: int) -> Any:
    """Power for the products that are asked for in a year [GWh]."""
    power = 0.0
    for p in b.each:
        hydrogen = b.hydrogen_demand[p, y] + b.hydrogen_per_ammonia[p] * b.ammonia_demand[p, y]
        power = power + b.specific_consumption[p] * hydrogen + b.power_per_ammonia[p] * b.ammonia_demand[p, y]
    return power
