"""Electrified steam (煤改电、气改电): an electric boiler and a heat tank serve a steam demand."""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_model.case.case import Case, FloatArray, Table
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

BOILER = sizing("boiler", "GW", "B", "electric boiler", "电锅炉")
TANK = sizing("tank", "GWh", "K", "heat tank", "蓄热罐")
SIZES = (BOILER, TANK)
UNSERVED, UNSERVED_ADDS_UP = yearly_energy("unserved")

LABELS = (*PLACE, Label("profile", "hourly shape of the steam demand", "profile"))
PARAMETERS = (
    *(parameter for size in SIZES for parameter in size.parameters),
    LIFETIME,
    Parameter("steam", r"D", "GWh/a", "steam demand as heat", "latest"),
    Parameter("boiler_efficiency", r"\eta", "1", "heat per energy taken", low=0.01, high=1.0),
    Parameter("kept", r"k", "1", "share of the level left after an hour", high=1.0),
    Parameter("boiler_cost", r"c", "MCNY/GWh", "wear of the boiler per energy taken"),
)


def hourly_steam(table: Table, case: Case) -> FloatArray:
    """Return the steam demand [GW], shape (plants, steps)."""
    shape = profile(table, case)
    scale = table.numbers["steam"] / yearly_sum(shape, case)
    return np.asarray(shape * scale[:, case.axis.stage_of])


def lost_load(table: Table, case: Case) -> FloatArray:
    """Return the value of lost load for each plant [MCNY/GWh]."""
    return np.full(len(table), case.tables["economy"].numbers["value_of_lost_load"][0])


COEFFICIENTS = (
    *(coefficient for size in SIZES for coefficient in size.coefficients),
    KEPT_OVER_STEP,
    Coefficient("steam_demand", r"d", "GW", "steam demand", hourly_steam, ("plant", "time")),
    Coefficient("lost_load_value", r"\pi", "MCNY/GWh", "value of lost load", lost_load),
)
VARIABLES = (
    *(variable for size in SIZES for variable in size.variables),
    Variable("boiler_power", r"p", "GW", "power taken by the boiler", "电锅炉功率"),
    Variable("level", r"e", "GWh", "heat in the tank at the end of the step", "蓄热量"),
    Variable("unserved", r"u", "GW", "steam not served", "缺供蒸汽"),
    UNSERVED,
)


def level_balance(m: Any, b: Any, p: int, t: int) -> Any:
    """The tank keeps its heat, takes that of the boiler, and gives the steam that is served."""
    served = b.steam_demand[p, t] - b.unserved[p, t]
    return store_level(m, b, p, t, b.boiler_efficiency[p] * b.boiler_power[p, t], served)


def boiler_within_size(m: Any, b: Any, p: int, t: int) -> Any:
    """The boiler takes at most what it is built for."""
    return b.boiler_power[p, t] <= b.boiler[p, m.stage_of[t]]


def level_within_tank(m: Any, b: Any, p: int, t: int) -> Any:
    """The tank holds at most what it is built for."""
    return b.level[p, t] <= b.tank[p, m.stage_of[t]]


def unserved_within_demand(m: Any, b: Any, p: int, t: int) -> Any:
    """No more steam is left unserved than is asked for."""
    return b.unserved[p, t] <= b.steam_demand[p, t]


EQUATIONS = (
    *(equation for size in SIZES for equation in size.equations),
    Equation(level_balance, "GWh"),
    Equation(boiler_within_size),
    Equation(level_within_tank, "GWh"),
    Equation(unserved_within_demand),
    UNSERVED_ADDS_UP,
)
COSTS = (
    *(cost for size in SIZES for cost in size.costs),
    Cost("variable", "boiler_power", "boiler_cost"),
    Cost("shed", "unserved", "lost_load_value"),
)


def net_supply(m: Any, b: Any, z: int, t: int) -> Any:
    """Minus the power taken by the boilers of a zone [GW]."""
    return -total(b.boiler_power[p, t] for p in b.members[z])


def shed_energy(m: Any, b: Any, y: int) -> Any:
    """Steam not served in a year [GWh]."""
    return total(b.unserved_energy[p, y] for p in b.each)


def local_demand(m: Any, b: Any, y: int) -> Any:
    """Power for the steam demand in a year [GWh]."""
    return total(b.steam[p, y] / b.boiler_efficiency[p] for p in b.each)
