"""Sizes of plants: fixed, a nominal power or energy of PyPSA, or an added variable where PyPSA has no place for it.

The cost of a size is the annuity of what is built and of what is committed after the base year, plus its fixed
upkeep. PyPSA prices the whole nominal size, so the constant takes back the annuity of the stock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from energy_model.case.case import Table
from energy_model.write.pypsa.linear import Linear, of
from energy_model.write.pypsa.writing import Writing, number


@dataclass(frozen=True)
class Size:
    """Stock, what may be added, and cost of one size of a plant."""

    stock: float
    room: float
    annuity: float
    upkeep: float
    committed: float

    @property
    def most(self) -> float:
        """Stock and all that may be added."""
        return self.stock + self.room


def size_of(w: Writing, table: Table, size: str, p: int) -> Size:
    """Return a size as the inputs say it.

    The annuity is the capital recovery factor times the investment; what is built in the stage is bounded by the
    pipeline and by the build rate over the years since the base year.
    """
    rate = number(w.case.tables["economy"], "discount_rate", 0)
    life = number(table, "lifetime", p)
    recovery = rate / (1.0 - (1.0 + rate) ** -life) if rate else 1.0 / life
    annuity = recovery * number(table, f"{size}_investment", p)
    stock = number(table, f"{size}_existing", p)
    years = w.case.settings.stages[0] - w.case.settings.base_year
    room = min(number(table, f"{size}_addition_max", p), number(table, f"{size}_build_rate", p) * years)
    committed = max(stock - float(table.base_year[f"{size}_existing"][p]), 0.0) * annuity
    return Size(stock, room, annuity, number(table, f"{size}_fixed_cost", p), committed)


def added_size(w: Writing, table: Table, size: str, p: int) -> Linear:
    """Return a size without a place in PyPSA: its stock plus an added variable for what is built."""
    said = size_of(w, table, size, p)
    w.constant += said.committed + said.upkeep * said.stock
    if said.room <= 0.0:
        return Linear((), said.stock)
    name = f"{table.items[p]}: {size} built"
    return said.stock + w.variable(name, "year", said.annuity + said.upkeep, said.room)


def nominal(
    w: Writing, table: Table, size: str, p: int, component: str, name: str, per: float = 1.0
) -> tuple[dict[str, Any], Linear]:
    """Return a size as the nominal size of a component.

    Parameters
    ----------
    w, table, size, p
        Writing, table, name of the size, number of the plant.
    component, name : str
        Of the network.
    per : float
        Nominal size per unit of the size (a link is rated where its power enters).

    Returns
    -------
    dict, Linear
        Attributes for the component, and the size of the plant.
    """
    said = size_of(w, table, size, p)
    attribute = "e_nom" if component == "Store" else "p_nom"
    if said.room <= 0.0:
        w.constant += said.committed + said.upkeep * said.stock
        return {attribute: said.stock * per}, Linear((), said.stock)
    w.constant += said.committed - said.annuity * said.stock
    attributes = {
        f"{attribute}_extendable": True,
        f"{attribute}_min": said.stock * per,
        f"{attribute}_max": said.most * per,
        "capital_cost": (said.annuity + said.upkeep) / per,
    }
    return attributes, of(component, attribute, name) * (1.0 / per)


def count(w: Writing, table: Table, size: str, p: int, capacity: Linear, ways: tuple[str, ...]) -> None:
    """Note a size as clean capacity at the end of the year, by the ways of counting that admit it."""
    gap = float(table.year_end[f"{size}_existing"][p, 0]) - number(table, f"{size}_existing", p)
    for way in ways:
        w.note("counted_capacity", capacity + gap, way=way)


def credit(w: Writing, table: Table, p: int, capacity: Linear) -> None:
    """Note what a size counts in the balance hours."""
    for hour in ("winter_evening", "summer_evening"):
        w.note("firm_capacity", capacity * number(table, f"credit_{hour}", p), hour=hour)
