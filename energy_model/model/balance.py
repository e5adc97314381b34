"""The balance of each zone: in every step, what is given to the busbar equals what is taken from it."""

from __future__ import annotations

from typing import Any

import numpy as np
from pyomo.environ import Block, ConcreteModel

from energy_model.case.case import Case, FloatArray, Table
from energy_model.case.schema import Parameter
from energy_model.model.declare import Coefficient, Cost, Equation, Family, Variable, add_rows
from energy_model.model.parts import NAMES, total, yearly_energy

SHED, SHED_ADDS_UP = yearly_energy("shed")

LABELS = NAMES
PARAMETERS = (
    Parameter("latitude", r"\varphi", "degree", "latitude, for the map", low=-90.0, high=90.0),
    Parameter("longitude", r"\lambda", "degree", "longitude, for the map", low=-180.0, high=180.0),
)


def lost_load(table: Table, case: Case) -> FloatArray:
    """Return the value of lost load of each zone [MCNY/GWh]."""
    return np.full(len(table), case.tables["economy"].numbers["value_of_lost_load"][0])


COEFFICIENTS = (Coefficient("lost_load_value", r"\pi^{0}", "MCNY/GWh", "value of lost load", lost_load),)
VARIABLES = (Variable("shed", r"u", "GW", "demand not served", "切负荷"), SHED)
EQUATIONS: tuple[Equation, ...] = (SHED_ADDS_UP,)
COSTS = (Cost("shed", "shed", "lost_load_value"),)


def add_balance(m: ConcreteModel, block: Block, case: Case) -> None:
    """Add the balance of each zone, as one family over zones and steps.

    The zone is a number and not an index, so that each technology may name its plants one by one.
    """
    for z, _ in enumerate(case.zones):

        def power(b: Any, t: int, zone: int = z) -> Any:
            """In every step, what is given to the busbar equals what is taken from it."""
            return b.shed[zone, t] + total(member.net_supply(zone, t) for member in m.members) == 0

        component = add_rows(m, block, f"power_{z}", [m.times], power)
        m.families.append(
            Family(
                "balance",
                "power",
                component,
                ("zone", "time"),
                ((z,), tuple(m.times)),
                "GW",
                "In every step, what is given to the busbar equals what is taken from it.",
            )
        )


def shed_energy(m: Any, b: Any, y: int) -> Any:
    """Demand not served in a year [GWh]."""
    return total(b.shed_energy[z, y] for z in b.each)
