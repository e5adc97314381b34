"""General figures of the case: discount rate, carbon price, value of lost load."""

from __future__ import annotations

from energy_model.case.schema import Label, Parameter

LABELS: tuple[Label, ...] = ()
PARAMETERS = (
    Parameter("discount_rate", r"r", "1", "discount rate per year", high=1.0),
    Parameter("carbon_price", r"\pi^{CO_2}", "MCNY/kt", "price of CO2", "latest"),
    Parameter("value_of_lost_load", r"\pi^{0}", "MCNY/GWh", "worth of energy that is not served"),
)
