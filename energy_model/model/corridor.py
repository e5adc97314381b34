"""Corridors between zones: power flows either way, within a limit that a reinforcement may raise."""

from __future__ import annotations

from typing import Any

from energy_model.case.schema import Label, Parameter
from energy_model.model.declare import Cost, Equation, Variable
from energy_model.model.parts import LIFETIME, NAMES, yearly_energy
from energy_model.model.sizing import sizing

CAPACITY = sizing("capacity", "GW", "P", "limit of the corridor", "断面能力")
FORWARD, FORWARD_ADDS_UP = yearly_energy("forward")
BACKWARD, BACKWARD_ADDS_UP = yearly_energy("backward")

LABELS = (
    Label("from_zone", "zone where it begins", "zone"),
    Label("to_zone", "zone where it ends", "zone"),
    *NAMES,
)
PARAMETERS = (
    *CAPACITY.parameters,
    LIFETIME,
    Parameter("backward_share", r"\beta", "1", "limit backward per limit forward"),
    Parameter("loss", r"\lambda", "1", "loss of what flows", high=0.5),
    Parameter("flow_cost", r"c", "MCNY/GWh", "price of use; keeps power from going in circles", low=0.0),
)
COEFFICIENTS = CAPACITY.coefficients
VARIABLES = (
    *CAPACITY.variables,
    Variable("forward", r"f^{+}", "GW", "power sent forward", "正向潮流"),
    Variable("backward", r"f^{-}", "GW", "power sent backward", "反向潮流"),
    FORWARD,
    BACKWARD,
)


def forward_within_limit(m: Any, b: Any, p: int, t: int) -> Any:
    """Forward flow stays within the limit."""
    return b.forward[p, t] <= b.capacity[p, m.stage_of[t]]


def backward_within_limit(m: Any, b: Any, p: int, t: int) -> Any:
    """Backward flow stays within the limit."""
    return b.backward[p, t] <= b.backward_share[p] * b.capacity[p, m.stage_of[t]]


EQUATIONS = (
    *CAPACITY.equations,
    Equation(forward_within_limit),
    Equation(backward_within_limit),
    FORWARD_ADDS_UP,
    BACKWARD_ADDS_UP,
)
COSTS = (
    *CAPACITY.costs,
    Cost("variable", "forward", "flow_cost"),
    Cost("variable", "backward", "flow_cost"),
)


def net_supply(m: Any, b: Any, z: int, t: int) -> Any:
    """Power that arrives in a zone less power that leaves it [GW]."""
    supply = 0.0
    for p in b.at["from_zone"][z]:
        supply = supply + (1.0 - b.loss[p]) * b.backward[p, t] - b.forward[p, t]
    for p in b.at["to_zone"][z]:
        supply = supply + (1.0 - b.loss[p]) * b.forward[p, t] - b.backward[p, t]
    return supply
