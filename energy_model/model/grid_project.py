"""Projects of the 750 and 330 kV grid, listed in reports. They are in no equation; `corridor` carries their effect."""

from __future__ import annotations

from energy_model.case.schema import Label, Parameter
from energy_model.model.parts import NAMES

LABELS: tuple[Label, ...] = NAMES
PARAMETERS = (
    Parameter("voltage", r"U", "kV", "voltage", default=0.0),
    Parameter("transformers", r"S", "GVA", "capacity of the transformers", default=0.0),
    Parameter("length", r"l", "km", "length of the lines", default=0.0),
    Parameter("cost", r"I", "MCNY", "total investment", default=0.0),
    Parameter("year", r"y", "1", "year of service", default=0.0),
)
