"""Physics and economics that several technologies share, as small functions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from energy_model.case.case import BoolArray, Case, FloatArray, Table
from energy_model.case.schema import Label, Parameter
from energy_model.model.declare import Coefficient, Equation, Variable

NAMES = (
    Label("name_zh", "name in Chinese"),
    Label("name_en", "name in English"),
)
PLACE = (Label("zone", "zone whose busbar it is joined to", refers_to="zone"), *NAMES)

LIFETIME = Parameter("lifetime", r"L", "a", "economic lifetime", low=1.0)


def total(terms: Iterable[Any]) -> Any:
    """Return the sum of terms; the built-in sum is replaced by Pyomo while a rule is read as a template."""
    result: Any = 0.0
    for term in terms:
        result = result + term
    return result


def profile(table: Table, case: Case, label: str = "profile") -> FloatArray:
    """Return the hourly column that each plant names, shape (plants, steps)."""
    return np.array([case.profiles[name] for name in table.labels[label]]).reshape(len(table), len(case.axis))


def yearly_sum(hourly: FloatArray, case: Case) -> FloatArray:
    """Return the weighted sum of hourly values per stage, shape (plants, stages)."""
    stages = range(len(case.settings.stages))
    weighted = hourly * case.axis.weight
    return np.stack([weighted[:, case.axis.stage_of == y].sum(axis=1) for y in stages], axis=1)


def hours_of_stages(case: Case) -> FloatArray:
    """Return the hours that the steps of each stage stand for, shape (stages,): 8760 for whole years."""
    hours: FloatArray = yearly_sum(np.ones((1, len(case.axis))), case)[0]
    return hours


def kept_over_step(table: Table, case: Case) -> FloatArray:
    """Return the share of a store's level left after each step, shape (plants, steps)."""
    kept: FloatArray = table.numbers["kept"][:, None] ** case.axis.hours[None, :]
    return kept


KEPT_OVER_STEP = Coefficient(
    "kept_over_step", r"\rho", "1", "share of the level left after a step", kept_over_step, ("plant", "time")
)


def ramp_over_step(table: Table, case: Case) -> FloatArray:
    """Return the change of power that a step allows, per unit of online capacity."""
    return np.asarray(table.numbers["ramp"][:, None] * case.axis.hours[None, :])


def ramp_limits(table: Table, case: Case) -> BoolArray:
    """Return True for plants whose ramp is slower than from standstill to full power in a step."""
    return np.asarray(ramp_over_step(table, case).min(axis=1) < 1.0)


def store_level(m: Any, b: Any, p: int, t: int, inflow: Any, outflow: Any) -> Any:
    """Return the relation of a store: what is in it is what was kept, plus what came in, less what went out."""
    kept = b.kept_over_step[p, t] * b.level[p, m.previous[t]]
    return b.level[p, t] == kept + m.hours[t] * inflow - m.hours[t] * outflow


def yearly_energy(flow: str, over: str = "plant") -> tuple[Variable, Equation]:
    """Return the variable ``<flow>_energy`` over plants (or pools) and stages, and the row that adds it up.

    Requirements and yearly limits use it, so that each long sum stands in the model once.
    """
    name = f"{flow}_energy"

    def adds_up(m: Any, b: Any, p: int, y: int) -> Any:
        """The energy of a year is the sum of its steps."""
        hourly = b.component(flow)
        return b.component(name)[p, y] == sum(m.weight_in_stage[y, t] * hourly[p, t] for t in m.times)

    adds_up.__name__ = f"{name}_adds_up"
    variable = Variable(
        name, rf"E^{{{flow[0]}}}", "GWh", f"energy of a year: {flow}", f"年电量({flow})", (over, "stage")
    )
    return variable, Equation(adds_up, "GWh", (over, "stage"))
