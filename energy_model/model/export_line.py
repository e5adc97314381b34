"""Export lines: a contract says how much power leaves the city, when, and at what price.

Three kinds of delivery curve: ``fixed`` (a given curve with a band), ``steps`` (the model proposes a level for each
slot of month and block of the day, and stays in a band around it) and ``free`` (limits and ramp only).
The contract counts on the capacity that is committed; capacity that is added gives room but no duty.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from energy_model.case.case import BoolArray, Case, FloatArray, Table
from energy_model.case.schema import Label, Parameter
from energy_model.model.declare import Coefficient, Cost, Equation, Mask, Variable
from energy_model.model.parts import LIFETIME, PLACE, profile, total, yearly_energy
from energy_model.model.sizing import sizing

CAPACITY = sizing("capacity", "GW", "P", "capacity of the line or section", "通道能力")
SENT, SENT_ADDS_UP = yearly_energy("sent")
UNDELIVERED, UNDELIVERED_ADDS_UP = yearly_energy("undelivered")

LABELS = (
    *PLACE,
    Label("technology", "what it is", ("dc_line", "ac_section")),
    Label("curve", "kind of delivery curve", ("fixed", "steps", "free")),
    Label("curve_profile", "hourly contract curve per unit of capacity", "profile"),
    Label("price_profile", "hourly factor on the price", "profile"),
    Label("contract_end", "where the contract energy is counted", ("sending", "receiving")),
)
PARAMETERS = (
    *CAPACITY.parameters,
    LIFETIME,
    Parameter("min_share", r"\mu", "1", "technical minimum per capacity", high=1.0),
    Parameter("band_up", r"\beta^{+}", "1", "deviation allowed above the curve"),
    Parameter("band_down", r"\beta^{-}", "1", "deviation allowed below the curve", high=1.0),
    Parameter("ramp", r"\varrho", "1/h", "change of power per hour and capacity, for a free curve"),
    Parameter("contract_hours", r"H", "h/a", "contract energy per capacity", "latest", high=8760.0),
    Parameter("loss", r"\lambda", "1", "loss from sending to receiving end", high=0.5),
    Parameter("price", r"\pi", "MCNY/GWh", "price at the sending end", "latest"),
    Parameter("import_share", r"\iota", "1", "import allowed per capacity", high=1.0),
    Parameter("import_price", r"\pi^{i}", "MCNY/GWh", "price of import", "latest"),
    Parameter(
        "firm_winter_evening",
        r"\kappa^{w}",
        "1",
        "firm power owed in the winter evening per capacity",
        high=1.0,
    ),
    Parameter(
        "firm_summer_evening",
        r"\kappa^{s}",
        "1",
        "firm power owed in the summer evening per capacity",
        high=1.0,
    ),
)


def contract_energy(table: Table, case: Case) -> FloatArray:
    """Return the contract energy at the sending end [GWh/a], shape (plants, stages)."""
    at_receiving = np.array([end == "receiving" for end in table.labels["contract_end"]])
    factor = np.where(at_receiving, 1.0 / (1.0 - table.numbers["loss"]), 1.0)
    return np.asarray(factor[:, None] * table.numbers["contract_hours"] * table.numbers["capacity_existing"])


def hourly_price(table: Table, case: Case) -> FloatArray:
    """Return the price of export [MCNY/GWh], shape (plants, steps)."""
    return np.asarray(table.numbers["price"][:, case.axis.stage_of] * profile(table, case, "price_profile"))


def least_power(table: Table, case: Case) -> FloatArray:
    """Return the power owed [GW], shape (plants, steps): technical minimum, and the lower edge of a fixed curve."""
    existing = table.numbers["capacity_existing"][:, case.axis.stage_of]
    floor = table.numbers["min_share"][:, None] * existing
    edge = (1.0 - table.numbers["band_down"])[:, None] * profile(table, case, "curve_profile") * existing
    return np.where(_follows("fixed")(table, case)[:, None], np.maximum(floor, edge), floor)


def upper_share(table: Table, case: Case) -> FloatArray:
    """Return the most power per capacity that the fixed curve and its band admit, shape (plants, steps)."""
    edge = (1.0 + table.numbers["band_up"])[:, None] * profile(table, case, "curve_profile")
    return np.asarray(np.minimum(edge, 1.0))


def _follows(kind: str) -> Mask:
    """Return the mask of lines with one kind of curve."""
    return lambda table, case: np.array([curve == kind for curve in table.labels["curve"]], dtype=bool)


def owes(table: Table, case: Case) -> BoolArray:
    """Return True for lines that owe power in some step."""
    return np.asarray(least_power(table, case).max(axis=1) > 0)


def may_import(table: Table, case: Case) -> BoolArray:
    """Return True for lines that may import."""
    return np.asarray(table.numbers["import_share"] > 0)


COEFFICIENTS = (
    *CAPACITY.coefficients,
    Coefficient(
        "contract_energy",
        r"Q",
        "GWh/a",
        "contract energy at the sending end",
        contract_energy,
        ("plant", "stage"),
    ),
    Coefficient("least_power", r"\underline p", "GW", "power owed", least_power, ("plant", "time")),
    Coefficient(
        "upper_share",
        r"\overline p",
        "1",
        "most power per capacity under a fixed curve",
        upper_share,
        ("plant", "time"),
    ),
    Coefficient("hourly_price", r"\pi_t", "MCNY/GWh", "price at the sending end", hourly_price, ("plant", "time")),
)
VARIABLES = (
    *CAPACITY.variables,
    Variable("sent", r"p", "GW", "power sent", "外送功率"),
    Variable("undelivered", r"u", "GW", "power owed and not sent", "欠送功率", where=owes),
    Variable(
        "step",
        r"s",
        "GW",
        "level proposed for a slot",
        "送电曲线台阶",
        ("plant", "slot"),
        where=_follows("steps"),
    ),
    Variable("imported", r"i", "GW", "power imported", "受入功率", where=may_import),
    SENT,
    replace(UNDELIVERED, where=owes),
)


def sent_within_capacity(m: Any, b: Any, p: int, t: int) -> Any:
    """A line carries at most its capacity."""
    return b.sent[p, t] <= b.capacity[p, m.stage_of[t]]


def sent_within_curve(m: Any, b: Any, p: int, t: int) -> Any:
    """A fixed curve with its band admits no more."""
    return b.sent[p, t] <= b.upper_share[p, t] * b.capacity[p, m.stage_of[t]]


def sent_as_owed(m: Any, b: Any, p: int, t: int) -> Any:
    """What is owed is sent, or counted as not delivered."""
    return b.sent[p, t] + b.undelivered[p, t] >= b.least_power[p, t]


def undelivered_within_owed(m: Any, b: Any, p: int, t: int) -> Any:
    """No more is missing than is owed above the technical minimum."""
    return b.undelivered[p, t] <= b.least_power[p, t] - b.min_share[p] * b.capacity_existing[p, m.stage_of[t]]


def sent_below_step(m: Any, b: Any, p: int, t: int) -> Any:
    """Power stays below the proposed level and its band."""
    return b.sent[p, t] <= (1.0 + b.band_up[p]) * b.step[p, m.slot_of[t]]


def sent_above_step(m: Any, b: Any, p: int, t: int) -> Any:
    """Power stays above the proposed level less its band."""
    return b.sent[p, t] >= (1.0 - b.band_down[p]) * b.step[p, m.slot_of[t]]


def ramp_up(m: Any, b: Any, p: int, t: int) -> Any:
    """A free curve rises no faster than the ramp."""
    rise = b.sent[p, t] - b.sent[p, m.previous[t]]
    return rise <= b.ramp[p] * m.hours[t] * b.capacity[p, m.stage_of[t]]


def ramp_down(m: Any, b: Any, p: int, t: int) -> Any:
    """A free curve falls no faster than the ramp."""
    fall = b.sent[p, m.previous[t]] - b.sent[p, t]
    return fall <= b.ramp[p] * m.hours[t] * b.capacity[p, m.stage_of[t]]


def import_within_share(m: Any, b: Any, p: int, t: int) -> Any:
    """Import is bounded by a share of the capacity."""
    return b.imported[p, t] <= b.import_share[p] * b.capacity[p, m.stage_of[t]]


EQUATIONS = (
    *CAPACITY.equations,
    Equation(sent_within_capacity, where=lambda table, case: ~_follows("fixed")(table, case)),
    Equation(sent_within_curve, where=_follows("fixed")),
    Equation(sent_as_owed, where=owes),
    Equation(undelivered_within_owed, where=owes),
    Equation(sent_below_step, where=_follows("steps")),
    Equation(sent_above_step, where=_follows("steps")),
    Equation(ramp_up, where=_follows("free")),
    Equation(ramp_down, where=_follows("free")),
    Equation(import_within_share, where=may_import),
    SENT_ADDS_UP,
    replace(UNDELIVERED_ADDS_UP, where=owes),
)
COSTS = (
    *CAPACITY.costs,
    Cost("export_revenue", "sent", "hourly_price", sign=-1),
    Cost("import", "imported", "import_price"),
)


def net_supply(m: Any, b: Any, z: int, t: int) -> Any:
    """Minus the power sent from a zone, plus the power imported [GW]."""
    supply = -total(b.sent[p, t] for p in b.members[z])
    for p in b.members[z]:
        if p in b.imported_plants:
            supply = supply + b.imported[p, t]
    return supply


def firm_owed(m: Any, b: Any, balance_hour: str, y: int) -> Any:
    """Firm power that the lines are owed in a balance hour [GW]."""
    share = b.component(f"firm_{balance_hour}")
    return total(share[p] * b.capacity_existing[p, y] for p in b.each)
