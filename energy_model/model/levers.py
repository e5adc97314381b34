"""Levers: what a planner could change if the requirements do not hold; the model itself knows nothing of them.

A lever moves some numbers of a table all by the same amount (times a factor where one is written before the name), up
to a most. Which of the parameters ``most_…`` is given says what the amount is measured in.
"""

from __future__ import annotations

from math import nan

from energy_model.case.schema import Label, Parameter
from energy_model.model.parts import NAMES

LABELS = (
    *NAMES,
    Label("lever_table", "table whose numbers it moves"),
    Label("lever_items", "plants or requirements of that table, joined by +"),
    Label("lever_parameters", "parameters, joined by +, each with a factor before it if need be (0.05*capacity)"),
    Label("direction", "which way it moves them", ("raise", "lower", "earlier")),
)
PARAMETERS = (
    Parameter("most_power", r"\Delta^{P}", "GW", "most that it may move, where that is a power", default=nan),
    Parameter("most_energy", r"\Delta^{E}", "GWh", "most that it may move, where that is an energy", default=nan),
    Parameter("most_share", r"\Delta^{\%}", "1", "most that it may move, where that is a share", default=nan),
    Parameter("most_hours", r"\Delta^{h}", "h", "most that it may move, where that is hours", default=nan),
    Parameter("most_months", r"\Delta^{m}", "1", "most months by which a date may move", default=nan),
    Parameter("power_cost", r"c^{P}", "MCNY/GW/a", "yearly cost beyond the model's, per power", default=0.0),
    Parameter("energy_cost", r"c^{E}", "MCNY/GWh/a", "yearly cost beyond the model's, per energy", default=0.0),
)
