"""The model in outline: sets, one block per technology, requirements, balance, cost."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from types import ModuleType
from typing import Any

import numpy as np
from pyomo.environ import Block, ConcreteModel, Param, Set

from energy_model.case.case import Case
from energy_model.model import balance
from energy_model.model.cost import add_cost
from energy_model.model.declare import LAGS, add_block, add_parameter, hold_families
from energy_model.model.register import technologies
from energy_model.model.requirements import add_requirements


@dataclass(frozen=True)
class Member:
    """A technology that takes part in the model: its file and its block."""

    name: str
    technology: ModuleType
    block: Block
    model: ConcreteModel

    def net_supply(self, zone: int, t: int) -> Any:
        """Return what it gives to the busbar of a zone [GW]."""
        return self.answer("net_supply", zone, t)

    def answer(self, question: str, *arguments: Any) -> Any:
        """Return the answer of its file, or zero where it has none."""
        function = getattr(self.technology, question, None)
        return 0.0 if function is None else function(self.model, self.block, *arguments)


def assemble(case: Case, by_family: bool = True) -> ConcreteModel:
    """Build the Pyomo model of a case.

    Parameters
    ----------
    case : Case
        Checked case.
    by_family : bool
        Hold whole families (fast, for `energy_model.optimise.compile_model`). False holds each variable and each row,
        for any other tool of Pyomo; tests compare the two.

    Returns
    -------
    ConcreteModel
        With the lists ``members`` (technologies), ``families`` (variables and equations) and ``cost_terms``.
    """
    m = ConcreteModel(name=f"{case.name}/{case.scenario}")
    m.families = []
    hold_families(m, by_family)
    _add_axis(m, case)
    present = {name: module for name, module in technologies().items() if name in case.tables}
    tables = {**{name: case.tables[name] for name in present}, "balance": case.tables["zones"]}
    m.members = []
    for name, module in {**present, "balance": balance}.items():
        block = add_block(m, name, module, tables[name], case)
        m.members.append(Member(name, module, block, m))
    balance.add_balance(m, m.balance, case)
    add_requirements(m, case)
    add_cost(m, case)
    return m


def _add_axis(m: ConcreteModel, case: Case) -> None:
    """Add sets and parameters of stages and time."""
    axis, stages = case.axis, range(len(case.settings.stages))
    m.times = Set(initialize=range(len(axis)))
    m.stages = Set(initialize=stages)
    m.slots = Set(initialize=range(axis.slots))
    m.lags = Set(initialize=range(LAGS))
    for name in ("hours", "weight", "previous", "stage_of", "slot_of"):
        add_parameter(m, m, name, [m.times], getattr(axis, name))
    in_stage = np.array([axis.weight * (axis.stage_of == y) for y in stages])
    add_parameter(m, m, "weight_in_stage", [m.stages, m.times], in_stage)
    m.not_after = Param(m.stages, m.stages, initialize={(v, y): float(v <= y) for v, y in product(stages, stages)})
