"""Demand by segment: an hourly shape times a yearly energy, part of which may shift or be interrupted."""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_model.case.case import BoolArray, Case, FloatArray, Table
from energy_model.case.schema import Label, Parameter
from energy_model.model.declare import Coefficient, Cost, Equation, Variable
from energy_model.model.parts import PLACE, hours_of_stages, profile, total, yearly_energy, yearly_sum

INTERRUPTED, INTERRUPTED_ADDS_UP = yearly_energy("interrupted")

LABELS = (*PLACE, Label("profile", "hourly shape", "profile"))
PARAMETERS = (
    Parameter("energy", r"D", "GWh/a", "yearly demand", "latest"),
    Parameter("shift_share", r"\sigma", "1", "share of the demand that may move in time", high=1.0),
    Parameter("shift_window", r"h", "h", "hours by which it may move", low=1.0, default=1.0),
    Parameter(
        "shift_yield",
        r"\eta",
        "1",
        "demand met later per energy taken earlier",
        low=0.5,
        high=1.0,
        default=1.0,
    ),
    Parameter("shift_cost", r"c", "MCNY/GWh", "price of moving demand", default=0.0),
    Parameter("interrupt_share", r"\iota", "1", "share of the demand that may be interrupted", high=1.0),
    Parameter("interrupt_price", r"\pi", "MCNY/GWh", "price of interrupting", default=0.0),
    Parameter("interrupt_hours", r"H", "h/a", "most hours of full interruption in a year", default=0.0),
)


def hourly_demand(table: Table, case: Case) -> FloatArray:
    """Return demand [GW], shape (plants, steps): the shape scaled to the yearly energy of each stage."""
    shape = profile(table, case)
    scale = table.numbers["energy"] / yearly_sum(shape, case)
    return np.asarray(shape * scale[:, case.axis.stage_of])


def mean_demand(table: Table, case: Case) -> FloatArray:
    """Return the mean demand [GW], shape (plants, stages)."""
    return np.asarray(table.numbers["energy"] / hours_of_stages(case))


def can_shift(table: Table, case: Case) -> BoolArray:
    """Return True for segments of which a part may move in time."""
    return np.asarray(table.numbers["shift_share"] > 0)


def can_stop(table: Table, case: Case) -> BoolArray:
    """Return True for segments of which a part may be interrupted."""
    return np.asarray(table.numbers["interrupt_share"] > 0)


COEFFICIENTS = (
    Coefficient("demand", r"d", "GW", "demand", hourly_demand, ("plant", "time")),
    Coefficient(
        "shift_room",
        r"S",
        "GWh",
        "energy that may be ahead or behind",
        lambda table, case: (
            (table.numbers["shift_share"] * table.numbers["shift_window"])[:, None] * mean_demand(table, case)
        ),
        ("plant", "stage"),
    ),
    Coefficient(
        "interrupt_room",
        r"I",
        "GWh/a",
        "energy that may be interrupted in a year",
        lambda table, case: (
            (table.numbers["interrupt_share"] * table.numbers["interrupt_hours"])[:, None] * mean_demand(table, case)
        ),
        ("plant", "stage"),
    ),
)
VARIABLES = (
    Variable("taken_early", r"d^{+}", "GW", "demand taken ahead of its time", "提前用电", where=can_shift),
    Variable("put_off", r"d^{-}", "GW", "demand put off", "推迟用电", where=can_shift),
    Variable(
        "ahead",
        r"e",
        "GWh",
        "energy taken ahead (less than zero: behind)",
        "移峰电量",
        where=can_shift,
        free=True,
    ),
    Variable("interrupted", r"d^{0}", "GW", "demand interrupted", "可中断负荷", where=can_stop),
    Variable(
        "interrupted_energy",
        r"E^{0}",
        "GWh",
        "demand interrupted in a year",
        "年中断电量",
        ("plant", "stage"),
        where=can_stop,
    ),
)


def shift_balance(m: Any, b: Any, p: int, t: int) -> Any:
    """What is ahead was ahead before, plus what is taken early, less what is put off."""
    moved = b.shift_yield[p] * b.taken_early[p, t] - b.put_off[p, t]
    return b.ahead[p, t] == b.ahead[p, m.previous[t]] + m.hours[t] * moved


def ahead_within_window(m: Any, b: Any, p: int, t: int) -> Any:
    """No more is ahead than the window allows."""
    return b.ahead[p, t] <= b.shift_room[p, m.stage_of[t]]


def behind_within_window(m: Any, b: Any, p: int, t: int) -> Any:
    """No more is behind than the window allows."""
    return b.ahead[p, t] >= -b.shift_room[p, m.stage_of[t]]


def early_within_share(m: Any, b: Any, p: int, t: int) -> Any:
    """No more is taken early in an hour than the share that may move."""
    return b.taken_early[p, t] <= b.shift_share[p] * b.demand[p, t]


def late_within_share(m: Any, b: Any, p: int, t: int) -> Any:
    """No more is put off in an hour than the share that may move."""
    return b.put_off[p, t] <= b.shift_share[p] * b.demand[p, t]


def interrupted_within_share(m: Any, b: Any, p: int, t: int) -> Any:
    """No more is interrupted in an hour than the share that may stop."""
    return b.interrupted[p, t] <= b.interrupt_share[p] * b.demand[p, t]


def interrupted_within_year(m: Any, b: Any, p: int, y: int) -> Any:
    """No more is interrupted in a year than agreed."""
    return b.interrupted_energy[p, y] <= b.interrupt_room[p, y]


EQUATIONS = (
    Equation(shift_balance, "GWh", where=can_shift),
    Equation(ahead_within_window, "GWh", where=can_shift),
    Equation(behind_within_window, "GWh", where=can_shift),
    Equation(early_within_share, where=can_shift),
    Equation(late_within_share, where=can_shift),
    Equation(interrupted_within_share, where=can_stop),
    Equation(INTERRUPTED_ADDS_UP.rule, "GWh", ("plant", "stage"), where=can_stop),
    Equation(interrupted_within_year, "GWh", ("plant", "stage"), where=can_stop),
)
COSTS = (
    Cost("demand_response", "taken_early", "shift_cost"),
    Cost("demand_response", "interrupted", "interrupt_price"),
)


def net_supply(m: Any, b: Any, z: int, t: int) -> Any:
    """Minus the demand of a zone, moved and interrupted [GW]."""
    supply = -total(b.demand[p, t] for p in b.members[z])
    for p in b.members[z]:
        if p in b.taken_early_plants:
            supply = supply + b.put_off[p, t] - b.taken_early[p, t]
        if p in b.interrupted_plants:
            supply = supply + b.interrupted[p, t]
    return supply


def firm_demand(case: Case, balance_steps: FloatArray) -> float:
    """Return the peak of all demand less what may be interrupted, within the given steps [GW]."""
    table = case.tables["demand"]
    firm = hourly_demand(table, case) * (1.0 - table.numbers["interrupt_share"][:, None])
    return float(firm.sum(axis=0)[balance_steps].max())


def local_demand(m: Any, b: Any, y: int) -> Any:
    """Demand in a year [GWh]."""
    return total(b.energy[p, y] for p in b.each)
