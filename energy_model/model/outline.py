"""What is known of a model without Pyomo: names, indices, units and meanings of all that it holds.

The results are labelled from it, so that the Pyomo model can be let go before the solver starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pyomo.environ import ConcreteModel, Var

from energy_model.case.case import FloatArray
from energy_model.model import balance
from energy_model.model.cost import CostTerm
from energy_model.model.register import technologies


@dataclass(frozen=True)
class FamilyLabel:
    """A family of variables or equations: `component` is its full name in the model."""

    node: str
    name: str
    component: str
    is_variable: bool
    dims: tuple[str, ...]
    indices: tuple[tuple[Any, ...], ...]
    unit: str
    meaning: str
    meaning_zh: str


@dataclass(frozen=True)
class ParameterLabel:
    """A parameter or a coefficient with its values."""

    node: str
    name: str
    dims: tuple[str, ...]
    values: FloatArray
    unit: str
    meaning: str


@dataclass(frozen=True)
class Outline:
    """Families, parameters and cost terms of a model."""

    families: tuple[FamilyLabel, ...]
    parameters: tuple[ParameterLabel, ...]
    cost_terms: tuple[CostTerm, ...]


def outline(m: ConcreteModel) -> Outline:
    """Return the outline of an assembled model."""
    families = tuple(
        FamilyLabel(
            family.node,
            family.name,
            family.component.name,
            family.component.ctype is Var,
            family.dims,
            family.indices,
            family.unit,
            family.meaning,
            family.meaning_zh,
        )
        for family in m.families
    )
    parameters = tuple(label for member in m.members for label in _parameters(member))
    return Outline(families, parameters, tuple(m.cost_terms))


def _parameters(member: Any) -> list[ParameterLabel]:
    """Return the parameters and coefficients of one technology."""
    module = {**technologies(), "balance": balance}[member.name]
    labels = []
    for parameter in module.PARAMETERS:
        dims = ("plant",) if parameter.dating == "none" else ("plant", "stage")
        labels.append((parameter.name, dims, parameter.unit, parameter.meaning))
    labels += [(c.name, c.over, c.unit, c.meaning) for c in module.COEFFICIENTS]
    return [
        ParameterLabel(member.name, name, dims, np.asarray(member.block.arrays[name], dtype=float), unit, meaning)
        for name, dims, unit, meaning in labels
    ]
