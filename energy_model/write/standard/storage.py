"""储能配置比选: the stores of the plan beside each other, with what they cost for each unit of energy given."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.write.standard.facts import Facts
from energy_model.write.standard.table import Field, StandardTable, must_agree, table

#: Terms of the cost that a store causes by standing and by being used.
OWN = ("investment", "committed_investment", "fixed", "variable")
LEAST = 1e-3  # MCNY/a
NODES = ("storage", "pumped_hydro", "direct_supply")


def storage_comparison(facts: Facts) -> StandardTable:
    """Return the stores of each planning year: power, hours, investment, energies, cost, cost of energy given."""
    stores = facts.tables.storage
    stores = stores[stores["power"] > 1e-4]
    must_agree(
        "storage, losses", stores["charged"] - stores["discharged"], stores["lost"], float(stores["charged"].sum())
    )
    yearly, spent = _cost(facts), _investment(facts)
    keys = list(zip(stores["node"], stores["plant"], stores["stage"], strict=True))
    cost = np.array([yearly.get(key, np.nan) for key in keys], dtype=float)
    given = stores["discharged"].where(stores["discharged"] > 1.0)
    frame = stores.assign(
        item=[facts.names.plant(node, plant) for node, plant in zip(stores["node"], stores["plant"], strict=True)],
        kind=[facts.names.word(word if word != "direct_supply" else "battery") for word in stores["technology"]],
        year=stores["stage"].astype(str),
        duration=stores["energy"] / stores["power"],
        efficiency=stores["discharged"] / stores["charged"].where(stores["charged"] > 1.0),
        investment=[spent.get(key, np.nan) for key in keys],
        cost=cost,
        unit_cost=cost / given,
        unit_value=stores["value"] / given,
        ratio=stores["value"] / np.where(cost > LEAST, cost, np.nan),
    )
    fields = (
        Field("item", facts.say("col_row")),
        Field("kind", facts.say("col_technology")),
        Field("year", facts.say("col_year")),
        Field("power", facts.say("col_power"), "power"),
        Field("duration", facts.say("col_duration"), "hours", 1),
        Field("investment", facts.say("col_new_investment"), "money"),
        Field("cost", facts.say("col_cost"), "money"),
        Field("charged", facts.say("col_charged"), "energy"),
        Field("discharged", facts.say("col_discharged"), "energy"),
        Field("efficiency", facts.say("col_efficiency"), "share", 1),
        Field("cycles", facts.say("col_cycles"), "rate"),
        Field("unit_cost", facts.say("col_unit_cost"), "price"),
        Field("unit_value", facts.say("col_unit_value"), "price"),
        Field("ratio", facts.say("col_value_per_cost"), "number"),
    )
    return table("storage_comparison", fields, frame, facts.language)


def _cost(facts: Facts) -> dict[tuple[str, str, int], float]:
    """Return the yearly cost of each store [MCNY], the discounting of stages taken out."""
    found = facts.tables.cost
    chosen = found[found["node"].isin(NODES) & found["term"].isin(OWN)]
    # Of a project of direct supply only the battery is a store.
    chosen = chosen[(chosen["node"] != "direct_supply") | chosen["part"].str.startswith(("battery", "discharge"))]
    sums = chosen.groupby(["node", "plant", "stage"])["cost"].sum()
    factor = dict(zip(facts.stages, facts.reader.stage_factor, strict=True))
    return {(str(n), str(p), int(s)): float(cost) / factor[int(s)] for (n, p, s), cost in sums.items()}


def _investment(facts: Facts) -> dict[tuple[str, str, int], float]:
    """Return the money spent on each store up to a stage since the base year [MCNY]."""
    found = facts.tables.investment
    chosen = found[found["node"].isin(NODES)]
    chosen = chosen[(chosen["node"] != "direct_supply") | (chosen["part"] == "battery")]
    sums = chosen.pivot_table("investment", ["node", "plant"], "stage", "sum", 0.0).cumsum(axis=1).stack()
    return {(str(n), str(p), int(s)): float(value) for (n, p, s), value in pd.Series(sums).items()}
