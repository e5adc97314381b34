"""How works are built and paid for: years of construction, share of loans and their rate, for the dynamic investment.

It serves reports and is in no equation: annuities are at the discount rate of the project, which holds all capital.
"""

from __future__ import annotations

from energy_model.case.schema import Label, Parameter
from energy_model.model.parts import NAMES

LABELS: tuple[Label, ...] = NAMES
PARAMETERS = (
    Parameter("construction_time", r"n", "a", "years of construction", high=20.0),
    Parameter("debt_share", r"d", "1", "share of the static investment that loans pay", high=1.0),
    Parameter("loan_rate", r"i", "1", "interest on loans per year", high=1.0),
)
