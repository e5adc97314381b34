"""The objective: the yearly cost of the system, as the sum of the named terms of all technologies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pyomo.core.expr import LinearExpression
from pyomo.environ import ConcreteModel, Objective

from energy_model.case.case import Case, FloatArray
from energy_model.model.declare import Family
from energy_model.model.sizing import stage_factor


@dataclass(frozen=True)
class CostTerm:
    """One term of the objective: `coefficient` [MCNY per unit] times the variable, in the variable's shape.

    `variable` is empty for a constant; then `coefficient` is the cost itself, shape (plants, stages).
    """

    node: str
    term: str
    variable: str
    coefficient: FloatArray


def cost_terms(m: ConcreteModel, case: Case) -> list[CostTerm]:
    """Return all terms of the objective with their coefficients.

    Parameters
    ----------
    m : ConcreteModel
        The model.
    case : Case
        The case.

    Returns
    -------
    list of CostTerm
        In the order of technologies and of their ``COSTS``.
    """
    families = {(family.node, family.name): family for family in m.families}
    terms = []
    for member in m.members:
        for cost in member.technology.COSTS:
            coefficient = member.block.arrays[cost.coefficient]
            family = families.get((member.name, cost.variable))
            if family is not None and not all(family.indices):
                continue
            shaped = cost.sign * _shape(coefficient, family, case)
            terms.append(CostTerm(member.name, cost.term, cost.variable, shaped))
    return terms


def _shape(coefficient: FloatArray, family: Family | None, case: Case) -> FloatArray:
    """Return the coefficient in the shape of the variable, weighted with hours and discounted."""
    factor = stage_factor(case)
    if family is None:
        return coefficient * factor
    axis, plants = case.axis, list(family.indices[0])
    chosen = coefficient[plants]
    if family.dims[1] == "stage":
        by_stage = np.broadcast_to(chosen.reshape(len(plants), -1), (len(plants), len(factor)))
        return by_stage if family.name.endswith("_built") else by_stage * factor
    if chosen.ndim == 1:
        chosen = chosen[:, None]
    elif chosen.shape[1] == len(factor) and chosen.shape[1] != len(axis):
        chosen = chosen[:, axis.stage_of]
    return np.broadcast_to(chosen, (len(plants), len(axis))) * (axis.weight * factor[axis.stage_of])


def add_cost(m: ConcreteModel, case: Case) -> None:
    """Add the objective [MCNY per year, or over the stages if there are several]."""
    m.cost_terms = cost_terms(m, case)
    families = {(family.node, family.name): family.component for family in m.families}
    constant = sum(float(term.coefficient.sum()) for term in m.cost_terms if not term.variable)
    costs = [(families[term.node, term.variable], term.coefficient) for term in m.cost_terms if term.variable]
    if m.holds_families:
        m.family_costs, expression = costs, LinearExpression(constant=constant, linear_coefs=[], linear_vars=[])
    else:
        expression = _expression(constant, costs)
    m.cost = Objective(expr=expression)


def _expression(constant: float, costs: list[tuple[Any, FloatArray]]) -> Any:
    """Return the linear expression of the objective, term by term."""
    coefficients: list[float] = []
    variables: list[Any] = []
    for family, coefficient in costs:
        columns = list(family.values())
        used = np.flatnonzero(coefficient.ravel())
        coefficients.extend(coefficient.ravel()[used].tolist())
        variables.extend(columns[i] for i in used)
    return LinearExpression(constant=constant, linear_coefs=coefficients, linear_vars=variables)
