"""Direct supply (绿电直连, 源网荷储): a project's own wind, PV, battery and load behind one connection.

Three yearly rules hold for it (发改能源〔2025〕650号): the share of its generation that it uses itself, the share of
its demand that it covers itself, and the share of its generation that it feeds in.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_model.case.case import BoolArray, Case, FloatArray, Table
from energy_model.case.schema import Label, Parameter
from energy_model.model.declare import Coefficient, Cost, Equation, Variable
from energy_model.model.parts import (
    KEPT_OVER_STEP,
    LIFETIME,
    PLACE,
    profile,
    store_level,
    total,
    yearly_energy,
    yearly_sum,
)
from energy_model.model.sizing import sizing

PV = sizing("pv", "GW", "P^{S}", "own PV", "自有光伏")
WIND = sizing("wind", "GW", "P^{W}", "own wind", "自有风电")
BATTERY = sizing("battery", "GW", "P^{B}", "own battery", "自有储能")
SIZES = (PV, WIND, BATTERY)
FLOWS = tuple(yearly_energy(flow) for flow in ("pv_power", "wind_power", "fed_in", "drawn"))

LABELS = (
    *PLACE,
    Label("pv_profile", "hourly availability of the PV", "profile"),
    Label("wind_profile", "hourly availability of the wind", "profile"),
    Label("profile", "hourly shape of the demand", "profile"),
)
PARAMETERS = (
    *(parameter for size in SIZES for parameter in size.parameters),
    LIFETIME,
    Parameter("demand_energy", r"D", "GWh/a", "yearly demand", "latest"),
    Parameter("connection", r"C", "GW", "power of the connection"),
    Parameter("duration", r"h", "h", "energy per power of the battery"),
    Parameter("charge_yield", r"\eta^{+}", "1", "energy stored per energy taken", low=0.01, high=1.0),
    Parameter("discharge_draw", r"\delta", "1", "energy drawn per energy given", low=1.0),
    Parameter("kept", r"k", "1", "share of the level left after an hour", high=1.0),
    Parameter("throughput_cost", r"c", "MCNY/GWh", "wear per energy given by the battery"),
    Parameter("self_use_min", r"\sigma", "1", "least share of the generation that is used on site", high=1.0),
    Parameter("cover_min", r"\chi", "1", "least share of the demand that is covered on site", "latest", high=1.0),
    Parameter("feed_in_max", r"\phi", "1", "greatest share of the generation that is fed in", high=1.0),
)


def hourly_demand(table: Table, case: Case) -> FloatArray:
    """Return demand [GW], shape (plants, steps)."""
    shape = profile(table, case)
    scale = table.numbers["demand_energy"] / yearly_sum(shape, case)
    return np.asarray(shape * scale[:, case.axis.stage_of])


def hourly_of(label: str) -> Any:
    """Return the function that gives the hourly column named by a label."""
    return lambda table, case: profile(table, case, label)


def hours_of(label: str) -> Any:
    """Return the function that gives the yearly hours of the column named by a label."""
    return lambda table, case: yearly_sum(profile(table, case, label), case)


COEFFICIENTS = (
    *(coefficient for size in SIZES for coefficient in size.coefficients),
    KEPT_OVER_STEP,
    Coefficient("demand", r"d", "GW", "demand", hourly_demand, ("plant", "time")),
    Coefficient("pv_availability", r"a^{S}", "1", "PV power per capacity", hourly_of("pv_profile"), ("plant", "time")),
    Coefficient(
        "wind_availability",
        r"a^{W}",
        "1",
        "wind power per capacity",
        hourly_of("wind_profile"),
        ("plant", "time"),
    ),
    Coefficient("pv_hours", r"h^{S}", "h/a", "PV hours of a year", hours_of("pv_profile"), ("plant", "stage")),
    Coefficient("wind_hours", r"h^{W}", "h/a", "wind hours of a year", hours_of("wind_profile"), ("plant", "stage")),
)


def has_battery(table: Table, case: Case) -> BoolArray:
    """Return True for projects that have a battery or may build one."""
    sizes = table.numbers["battery_existing"] + table.numbers["battery_addition_max"]
    return np.asarray(sizes.max(axis=1) > 0)


def no_battery(table: Table, case: Case) -> BoolArray:
    """Return True for projects without a battery."""
    return np.asarray(~has_battery(table, case))


VARIABLES = (
    *(variable for size in SIZES for variable in size.variables),
    Variable("pv_power", r"p^{S}", "GW", "power of the own PV", "自有光伏出力"),
    Variable("wind_power", r"p^{W}", "GW", "power of the own wind", "自有风电出力"),
    Variable("charge", r"p^{+}", "GW", "power into the own battery", "自有储能充电", where=has_battery),
    Variable("discharge", r"p^{-}", "GW", "power out of the own battery", "自有储能放电", where=has_battery),
    Variable(
        "level", r"e", "GWh", "energy in the own battery at the end of the step", "自有储能电量", where=has_battery
    ),
    Variable("fed_in", r"f", "GW", "power fed into the grid", "上网功率"),
    Variable("drawn", r"g", "GW", "power drawn from the grid", "下网功率"),
    *(variable for variable, _ in FLOWS),
    *(
        Variable(
            f"{rule}_missing",
            rf"\epsilon_{{{i}}}",
            "GWh",
            f"energy by which the rule fails: {rule}",
            f"直连指标缺额({rule})",
            ("plant", "stage"),
        )
        for i, rule in enumerate(("self_use", "cover", "feed_in"))
    ),
)


def site_balance(m: Any, b: Any, p: int, t: int) -> Any:
    """Own generation and connection serve the demand of the site."""
    return b.pv_power[p, t] + b.wind_power[p, t] + b.drawn[p, t] - b.fed_in[p, t] == b.demand[p, t]


def site_balance_with_battery(m: Any, b: Any, p: int, t: int) -> Any:
    """Own generation, battery and connection serve the demand of the site."""
    own = b.pv_power[p, t] + b.wind_power[p, t] + b.discharge[p, t] - b.charge[p, t]
    return own + b.drawn[p, t] - b.fed_in[p, t] == b.demand[p, t]


def pv_within_weather(m: Any, b: Any, p: int, t: int) -> Any:
    """The own PV gives at most what the weather allows."""
    return b.pv_power[p, t] <= b.pv_availability[p, t] * b.pv[p, m.stage_of[t]]


def wind_within_weather(m: Any, b: Any, p: int, t: int) -> Any:
    """The own wind gives at most what the weather allows."""
    return b.wind_power[p, t] <= b.wind_availability[p, t] * b.wind[p, m.stage_of[t]]


def level_balance(m: Any, b: Any, p: int, t: int) -> Any:
    """What is in the battery is what was kept, plus what came in, less what was drawn."""
    return store_level(m, b, p, t, b.charge_yield[p] * b.charge[p, t], b.discharge_draw[p] * b.discharge[p, t])


def level_within_battery(m: Any, b: Any, p: int, t: int) -> Any:
    """The battery holds at most its duration."""
    return b.level[p, t] <= b.duration[p] * b.battery[p, m.stage_of[t]]


def converter_shared(m: Any, b: Any, p: int, t: int) -> Any:
    """The battery charges or discharges with one converter."""
    return b.charge[p, t] + b.discharge[p, t] <= b.battery[p, m.stage_of[t]]


def connection_shared(m: Any, b: Any, p: int, t: int) -> Any:
    """The connection carries power one way or the other."""
    return b.fed_in[p, t] + b.drawn[p, t] <= b.connection[p]


def generated(b: Any, p: int, y: int) -> Any:
    """Return what the project generates in a year [GWh]."""
    return b.pv_power_energy[p, y] + b.wind_power_energy[p, y]


def self_use(m: Any, b: Any, p: int, y: int) -> Any:
    """At least a share of the generation is used on site."""
    used = generated(b, p, y) - b.fed_in_energy[p, y]
    return used + b.self_use_missing[p, y] >= b.self_use_min[p] * generated(b, p, y)


def cover(m: Any, b: Any, p: int, y: int) -> Any:
    """At least a share of the demand is covered on site."""
    used = generated(b, p, y) - b.fed_in_energy[p, y]
    return used + b.cover_missing[p, y] >= b.cover_min[p, y] * b.demand_energy[p, y]


def feed_in(m: Any, b: Any, p: int, y: int) -> Any:
    """At most a share of the generation is fed in."""
    return b.fed_in_energy[p, y] - b.feed_in_missing[p, y] <= b.feed_in_max[p] * generated(b, p, y)


def self_use_matters(table: Table, case: Case) -> BoolArray:
    """Return True where the rule of self-use says more than the rule of feed-in, which bounds the rest."""
    return np.asarray(table.numbers["self_use_min"] > 1.0 - table.numbers["feed_in_max"])


YEARLY = ("plant", "stage")
EQUATIONS = (
    *(equation for size in SIZES for equation in size.equations),
    Equation(site_balance, where=no_battery),
    Equation(site_balance_with_battery, where=has_battery),
    Equation(pv_within_weather),
    Equation(wind_within_weather),
    Equation(level_balance, "GWh", where=has_battery),
    Equation(level_within_battery, "GWh", where=has_battery),
    Equation(converter_shared, where=has_battery),
    Equation(connection_shared),
    *(equation for _, equation in FLOWS),
    Equation(self_use, "GWh", YEARLY, where=self_use_matters),
    Equation(cover, "GWh", YEARLY),
    Equation(feed_in, "GWh", YEARLY),
)
COSTS = (*(cost for size in SIZES for cost in size.costs), Cost("variable", "discharge", "throughput_cost"))


def net_supply(m: Any, b: Any, z: int, t: int) -> Any:
    """Power fed into a zone less power drawn from it [GW]."""
    return total(b.fed_in[p, t] - b.drawn[p, t] for p in b.members[z])


def clean_energy(m: Any, b: Any, y: int) -> Any:
    """Clean energy given in a year [GWh]."""
    return total(generated(b, p, y) for p in b.each)


def counted_capacity(m: Any, b: Any, count: str, y: int) -> Any:
    """Capacity at the end of the year that a way of counting admits: PV and wind, and with storage the battery [GW]."""
    sizes = ("pv", "wind", "battery") if count == "with_storage" else ("pv", "wind")
    return total(b.component(size)[p, y] + b.component(f"{size}_year_end_gap")[p, y] for size in sizes for p in b.each)


def renewable_use(m: Any, b: Any, technologies: tuple[str, ...], zones: tuple[int, ...], y: int) -> tuple[Any, Any]:
    """Energy given and energy available in a year [GWh]."""
    chosen = [size for size in ("pv", "wind") if size in technologies]
    plants = [p for z in zones for p in b.members[z]]
    given = total(b.component(f"{size}_power_energy")[p, y] for size in chosen for p in plants)
    available = total(b.component(f"{size}_hours")[p, y] * b.component(size)[p, y] for size in chosen for p in plants)
    return given, available


def direct_supply_missing(m: Any, b: Any, y: int) -> Any:
    """Energy by which the rules of direct supply fail in a year [GWh]."""
    rules = ("self_use_missing", "cover_missing", "feed_in_missing")
    return total(b.component(rule)[p, y] for rule in rules for p in b.each)


def reserve_need(m: Any, b: Any, shares: dict[str, float], t: int) -> Any:
    """Headroom that the forecast error of wind and PV asks for [GW]."""
    return total(shares["pv"] * b.pv_power[p, t] + shares["wind"] * b.wind_power[p, t] for p in b.each)


def local_demand(m: Any, b: Any, y: int) -> Any:
    """Demand of the projects in a year [GWh]."""
    return total(b.demand_energy[p, y] for p in b.each)
