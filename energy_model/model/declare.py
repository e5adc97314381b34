"""How a technology file says its variables, equations and costs, and how a Pyomo block is made of them.

A technology is a module with tuples ``LABELS``, ``PARAMETERS``, ``COEFFICIENTS``, ``VARIABLES``, ``EQUATIONS``
and ``COSTS`` and with the function ``net_supply``; what else it can answer is listed in `Technology`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from pyomo.core.expr.template_expr import templatize_rule
from pyomo.environ import Any as AnyDomain
from pyomo.environ import Block, ConcreteModel, Constraint, NonNegativeReals, Param, Reals, Set, Var

from energy_model.case.case import Case, FloatArray, IntArray, Table

Rule = Callable[..., Any]
Mask = Callable[[Table, Case], Any]

LAGS = 24  # longest least time up or down of a thermal plant [steps]


@dataclass(frozen=True)
class Coefficient:
    """A number that the rules use and that is computed from the inputs before the model is built.

    `function` takes the table and the case and returns an array in the shape of `over`.
    """

    name: str
    symbol: str
    unit: str
    meaning: str
    function: Callable[[Table, Case], FloatArray | IntArray]
    over: tuple[str, ...] = ("plant",)


@dataclass(frozen=True)
class Variable:
    """A decision. `where` limits it to some plants; elsewhere it counts as zero."""

    name: str
    symbol: str
    unit: str
    meaning: str
    meaning_zh: str
    over: tuple[str, ...] = ("plant", "time")
    where: Mask | None = None
    free: bool = False


@dataclass(frozen=True)
class Equation:
    """A rule ``rule(m, b, *indices)`` whose docstring is its meaning; `unit` is that of its two sides."""

    rule: Rule
    unit: str = "GW"
    over: tuple[str, ...] = ("plant", "time")
    where: Mask | None = None

    @property
    def name(self) -> str:
        """Name of the equation: that of its rule."""
        return self.rule.__name__


@dataclass(frozen=True)
class Cost:
    """One term of the yearly cost: `coefficient` [MCNY per unit of the variable] times the variable.

    The coefficient is a parameter or a coefficient of the same file, of the same shape as the variable or
    without its time. Hourly variables count with the weight of their step. `sign` -1 marks a revenue.
    """

    term: str
    variable: str
    coefficient: str
    sign: int = 1


@dataclass(frozen=True)
class Family:
    """A group of columns or rows of one name, with the indices it runs over."""

    node: str
    name: str
    component: Any
    dims: tuple[str, ...]
    indices: tuple[tuple[Any, ...], ...]
    unit: str
    meaning: str
    meaning_zh: str = ""


def hold_families(m: ConcreteModel, on: bool) -> None:
    """Let the model hold whole families in place of their members, or not.

    A member of a Pyomo family takes some 400 bytes; a year has two millions. Held as a family, a parameter is an
    array, a rule is read once as a template and a variable is its index set; the compiler works them out for all
    members at once. Without, the model is one that any tool of Pyomo reads.
    """
    m.holds_families = on
    m.family_values, m.family_rules, m.family_costs = {}, {}, []


def add_parameter(m: ConcreteModel, block: Any, name: str, index_sets: list[Any], values: Any) -> None:
    """Add an array as a Pyomo parameter in the shape of its index sets."""
    array = np.asarray(values)
    lengths = tuple(len(part) for part in index_sets)
    if array.shape != lengths:
        raise ValueError(f"{name} has shape {array.shape}, its index sets have {lengths}")
    if m.holds_families and "times" in {part.local_name for part in index_sets}:
        parameter = Param(*index_sets, domain=AnyDomain)
    else:
        keys = product(*index_sets) if len(index_sets) > 1 else iter(index_sets[0])
        data = dict(zip(keys, array.ravel().tolist(), strict=True))
        parameter = Param(*index_sets, initialize=data, domain=AnyDomain)
    block.add_component(name, parameter)
    m.family_values[id(parameter)] = array


def add_variable(m: ConcreteModel, block: Any, name: str, index_sets: list[Any], free: bool = False) -> Any:
    """Add a variable over index sets, at least zero unless it is free, and return it."""
    dense = not (m.holds_families and index_sets)
    variable = Var(*index_sets, domain=Reals if free else NonNegativeReals, dense=dense)
    block.add_component(name, variable)
    return variable


def add_rows(m: ConcreteModel, block: Any, name: str, index_sets: list[Any], rule: Rule) -> Any:
    """Add a constraint with the rule ``rule(b, *indices)`` over index sets, and return it."""
    if not m.holds_families:
        constraint = Constraint(*index_sets, rule=rule)
        block.add_component(name, constraint)
        return constraint
    constraint = Constraint(*index_sets)
    block.add_component(name, constraint)
    template, indices = templatize_rule(block, lambda b, index: rule(b, *index), constraint.index_set())
    m.family_rules[id(constraint)] = (template, indices)
    return constraint


def add_block(m: ConcreteModel, name: str, technology: Any, table: Table, case: Case) -> Block:
    """Add the block of one technology to the model.

    Parameters
    ----------
    m : ConcreteModel
        Model with the sets ``stages``, ``times``, ``slots`` and the list ``families``.
    name : str
        Name of the block.
    technology : module
        The technology file.
    table : Table
        Its plants.
    case : Case
        The case.

    Returns
    -------
    Block
        Block with parameters, variables and equations of the file.
    """
    block = Block()
    m.add_component(name, block)
    block.arrays = {}
    block.table, block.at = table, _plants_at(technology, table, case)
    block.members = block.at.get("zone", {})
    # Plain numbers for sums over named plants: a Pyomo set would yield placeholders inside a template.
    block.each = tuple(range(len(table)))
    block.plants = Set(initialize=range(len(table)))
    sets = {"plant": block.plants, "stage": m.stages, "time": m.times, "slot": m.slots, "lag": m.lags}
    for parameter in technology.PARAMETERS:
        over = ("plant",) if parameter.dating == "none" else ("plant", "stage")
        block.arrays[parameter.name] = np.asarray(table.numbers[parameter.name])
        add_parameter(m, block, parameter.name, [sets[s] for s in over], block.arrays[parameter.name])
    for coefficient in technology.COEFFICIENTS:
        block.arrays[coefficient.name] = np.asarray(coefficient.function(table, case))
        add_parameter(m, block, coefficient.name, [sets[s] for s in coefficient.over], block.arrays[coefficient.name])
    for variable in technology.VARIABLES:
        indices = [_members(s, variable.where, sets, table, case) for s in variable.over]
        index_sets = _index_sets(block, variable.name, variable, sets, table, case)
        component = add_variable(m, block, variable.name, index_sets, variable.free)
        m.families.append(
            Family(
                name,
                variable.name,
                component,
                variable.over,
                tuple(indices),
                variable.unit,
                variable.meaning,
                variable.meaning_zh,
            )
        )
    for equation in technology.EQUATIONS:
        add_equation(m, block, name, equation, sets, table, case)
    return block


def _plants_at(technology: Any, table: Table, case: Case) -> dict[str, dict[int, tuple[int, ...]]]:
    """Return the plants by label and zone, for every label that names a zone."""
    words = [label.name for label in technology.LABELS if label.refers_to == "zone"]
    return {
        word: {
            z: tuple(p for p, at in enumerate(table.labels[word]) if at == zone) for z, zone in enumerate(case.zones)
        }
        for word in words
    }


def add_equation(
    m: ConcreteModel,
    block: Block,
    node: str,
    equation: Equation,
    sets: dict[str, Any],
    table: Table,
    case: Case,
) -> None:
    """Add one family of rows to the block and to the register of the model."""
    indices = [_members(s, equation.where, sets, table, case) for s in equation.over]
    if not all(indices):
        return
    index_sets = _index_sets(block, equation.name, equation, sets, table, case)
    component = add_rows(m, block, equation.name, index_sets, lambda b, *index: equation.rule(m, b, *index))
    m.families.append(
        Family(
            node,
            equation.name,
            component,
            equation.over,
            tuple(indices),
            equation.unit,
            (equation.rule.__doc__ or "").strip(),
        )
    )


def _members(dim: str, where: Mask | None, sets: dict[str, Any], table: Table, case: Case) -> tuple[int, ...]:
    """Return the indices along one dimension, limited by the mask if the dimension is the plants."""
    if dim != "plant" or where is None:
        return tuple(sets[dim])
    return tuple(int(p) for p in np.flatnonzero(np.broadcast_to(where(table, case), len(table))))


def _index_sets(
    block: Block, name: str, declared: Variable | Equation, sets: dict[str, Any], table: Table, case: Case
) -> list[Any]:
    """Return the Pyomo sets of a family; a mask becomes a set of its own."""
    chosen = []
    for dim in declared.over:
        if dim == "plant" and declared.where is not None:
            members = Set(initialize=_members(dim, declared.where, sets, table, case))
            block.add_component(f"{name}_plants", members)
            chosen.append(members)
        else:
            chosen.append(sets[dim])
    return chosen
