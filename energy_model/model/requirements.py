"""Requirements: what the plan must reach, each with the shortfall by which it may fail.

Each requirement compares what is *achieved* with what is *needed* in a year. The shortfall is in the unit of the two;
requirements on a share (utilisation, clean share) compare energies, so theirs is an energy.
"""

from __future__ import annotations

from math import isnan, nan
from typing import Any

import numpy as np
from pyomo.environ import Block, ConcreteModel, Constraint, NonNegativeReals, Reals, Set, Var

from energy_model.case.case import Case
from energy_model.case.schema import Label, Parameter
from energy_model.model.declare import Family
from energy_model.model.parts import NAMES
from energy_model.model.requirement_kinds import KINDS

LABELS = (
    *NAMES,
    Label("kind", "what is compared", tuple(KINDS)),
    Label("subject", "line, way of counting, technologies or balance hour that it speaks of", default=""),
    Label("zones", "zones that it speaks of, joined by +; empty: all", default=""),
)
PARAMETERS = (
    Parameter("power", r"B^{P}", "GW", "limit, where it is a power", "latest", default=nan),
    Parameter("energy", r"B^{E}", "GWh", "limit, where it is an energy", "latest", default=nan),
    Parameter("share", r"B^{\%}", "1", "limit, where it is a share", "latest", high=1.5, default=nan),
    Parameter("mass", r"B^{M}", "kt", "limit, where it is a mass", "latest", default=nan),
    Parameter("scale", r"W", "1", "shortfall that weighs as one, in the unit of the requirement", low=1e-6),
    Parameter("required", r"\rho", "1", "1: must hold; 0: is reported only", high=1.0),
    Parameter("reserve_margin", r"m", "1", "planning reserve on the peak", high=1.0, default=0.0),
    Parameter("load_share", r"\rho^{D}", "1", "reserve per load", high=1.0, default=0.0),
    Parameter("wind_share", r"\rho^{W}", "1", "reserve per wind power", high=1.0, default=0.0),
    Parameter("pv_share", r"\rho^{S}", "1", "reserve per PV power", high=1.0, default=0.0),
)


def limits(case: Case) -> Any:
    """Return the limit of each requirement in each stage, NaN where there is none; shape (requirements, stages)."""
    table = case.tables["requirements"]
    kinds = [KINDS[kind] for kind in table.labels["kind"]]
    rows = [table.numbers[kind.limit][i] for i, kind in enumerate(kinds)]
    return np.array(rows).reshape(len(table), len(case.settings.stages))


def is_required(case: Case) -> Any:
    """Return True for requirements that must hold, shape (requirements,)."""
    return case.tables["requirements"].numbers["required"] > 0.5


def add_requirements(m: ConcreteModel, case: Case) -> Block:
    """Add the block of requirements.

    Returns
    -------
    Block
        With variables ``achieved``, ``needed`` and ``shortfall`` over requirements and stages. Where a stage has no
        limit, or the requirement is only reported, no row binds.
    """
    table, limit = case.tables["requirements"], limits(case)
    m.requirements = block = Block()
    stages = range(len(case.settings.stages))
    pairs = [(i, y) for i in range(len(table)) for y in stages if not isnan(limit[i, y])]
    binding = [(i, y) for i, y in pairs if is_required(case)[i]]
    block.pairs = Set(initialize=pairs, dimen=2)
    block.binding = Set(initialize=binding, dimen=2)
    block.achieved = Var(block.pairs, domain=Reals)
    block.needed = Var(block.pairs, domain=Reals)
    block.shortfall = Var(block.binding, domain=NonNegativeReals)
    sides = {(i, y): _sides(m, block, case, i, y, float(limit[i, y])) for i, y in pairs}
    # A handful of rows, each of its own form.
    block.achieved_is = Constraint(block.pairs, rule=lambda b, i, y: b.achieved[i, y] == sides[i, y][0])
    block.needed_is = Constraint(block.pairs, rule=lambda b, i, y: b.needed[i, y] == sides[i, y][1])
    block.holds = Constraint(block.binding, rule=lambda b, i, y: _holds(b, table.labels["kind"][i], i, y))
    _register(m, block, pairs, binding)
    return block


def _sides(m: Any, block: Block, case: Case, i: int, y: int, limit: float) -> tuple[Any, Any]:
    """Return what is achieved and what is needed."""
    table = case.tables["requirements"]
    return KINDS[table.labels["kind"][i]].sides(m, block, case, i, y, limit)


def _holds(b: Any, kind: str, i: int, y: int) -> Any:
    """The requirement holds, or falls short by its shortfall."""
    if KINDS[kind].at_least:
        return b.achieved[i, y] - b.needed[i, y] + b.shortfall[i, y] >= 0.0
    return b.achieved[i, y] - b.needed[i, y] - b.shortfall[i, y] <= 0.0


def _register(m: Any, block: Block, pairs: list[tuple[int, int]], binding: list[tuple[int, int]]) -> None:
    """Enter the families of the block in the register of the model."""
    entries = (
        ("achieved", pairs, "what is achieved", "达到值"),
        ("needed", pairs, "what is needed", "要求值"),
        ("shortfall", binding, "by how much it falls short", "缺额"),
        ("holds", binding, "The requirement holds, or falls short by its shortfall.", ""),
    )
    for name, keys, meaning, meaning_zh in entries:
        m.families.append(
            Family(
                "requirements",
                name,
                block.component(name),
                ("requirement_and_stage",),
                (tuple(keys),),
                "1",
                meaning,
                meaning_zh,
            )
        )
