"""Figures that reports compare the plan with: past capacity, factors of coal and CO2. They are in no equation."""

from __future__ import annotations

from energy_model.case.schema import Label, Parameter
from energy_model.model.parts import NAMES

LABELS: tuple[Label, ...] = NAMES
PARAMETERS = (
    Parameter("capacity", r"P^{0}", "GW", "capacity at the end of a past year", "latest", default=0.0),
    Parameter("emission_factor", r"\epsilon^{0}", "kt/GWh", "CO2 per energy that is replaced", "latest", default=0.0),
    Parameter("coal_rate", r"\phi^{0}", "kt/GWh", "standard coal per energy that is replaced", "latest", default=0.0),
)
