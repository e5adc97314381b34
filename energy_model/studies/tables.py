"""All tables of a plan in one object, each made once, in base units and machine names."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from energy_model.studies.adequacy import firm_balance, firm_supply
from energy_model.studies.burning import burning
from energy_model.studies.capacity import capacity_table
from energy_model.studies.cost import cost_table, investment_table
from energy_model.studies.curtailment import Curtailment, curtailment
from energy_model.studies.energy import energy_balance, generation_table, losses
from energy_model.studies.export import export_table, section_table
from energy_model.studies.feasibility import requirement_table
from energy_model.studies.fuels import fuel_table, water_table
from energy_model.studies.prices import price_table
from energy_model.studies.reader import Reader
from energy_model.studies.stores import storage_table


@dataclass(frozen=True)
class Tables:
    """The tables of a plan.

    Attributes
    ----------
    requirements, capacity, generation, balance, losses, export, sections, storage, prices, cost, investment, fuels,
    water, firm_balance, firm_supply, burning : pandas.DataFrame
        See the functions of the modules they come from.
    curtailment : Curtailment
        Curtailed energy by plant, month, hour and cause.
    """

    requirements: pd.DataFrame
    capacity: pd.DataFrame
    generation: pd.DataFrame
    balance: pd.DataFrame
    losses: pd.DataFrame
    export: pd.DataFrame
    sections: pd.DataFrame
    storage: pd.DataFrame
    prices: pd.DataFrame
    cost: pd.DataFrame
    investment: pd.DataFrame
    fuels: pd.DataFrame
    water: pd.DataFrame
    firm_balance: pd.DataFrame
    firm_supply: pd.DataFrame
    burning: pd.DataFrame
    curtailment: Curtailment


def tabulate(reader: Reader) -> Tables:
    """Return the tables of a labelled tree."""
    found, capacities, balance = curtailment(reader), capacity_table(reader), energy_balance(reader)
    hours = ("winter_evening", "summer_evening")
    return Tables(
        requirements=requirement_table(reader),
        capacity=capacities,
        generation=generation_table(reader, balance, capacities, found),
        balance=balance,
        losses=losses(reader),
        export=export_table(reader),
        sections=section_table(reader),
        storage=storage_table(reader),
        prices=price_table(reader),
        cost=cost_table(reader),
        investment=investment_table(reader),
        fuels=fuel_table(reader),
        water=water_table(reader),
        firm_balance=pd.concat([firm_balance(reader, h, _margin(reader, h)) for h in hours], ignore_index=True),
        firm_supply=pd.concat([firm_supply(reader, h).assign(hour=h) for h in hours], ignore_index=True),
        burning=burning(reader),
        curtailment=found,
    )


def _margin(reader: Reader, hour: str) -> float:
    """Return the planning reserve that the requirement of a balance hour names; 0 where there is none."""
    node = "requirements"
    kinds, subjects = reader.words(node, "kind"), reader.words(node, "subject")
    for i, (kind, subject) in enumerate(zip(kinds, subjects, strict=True)):
        if kind == "firm_capacity" and subject == hour:
            return float(reader.get(node, "reserve_margin")[i])
    return 0.0
