"""Why two results differ: steps from one total to the other that add up to the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from energy_model.studies.plain import latest
from energy_model.write.compare.results import Result
from energy_model.write.tables import CAUSES, last_stage
from energy_model.write.units import Quantity

#: Nodes of the energy balance whose plants are told apart by technology.
SOURCES = ("renewable", "csp", "thermal")
STORES = ("storage", "pumped_hydro")
SMALL = 0.005  # of the largest step; less joins "other"
TOLERANCE = 1e-4  # of the total; balances close to the accuracy of the solver


@dataclass(frozen=True)
class Explanation:
    """A total of two results, and the steps from the first to the second.

    Attributes
    ----------
    name : str
        cost, cost_by_technology, energy or curtailment.
    quantity : str
        What the values are.
    begin, end : float
        Totals of the first and of the second result [base unit].
    steps : mapping of str to float
        What each part adds [base unit]; their sum is `end` less `begin`.
    """

    name: str
    quantity: Quantity
    begin: float
    end: float
    steps: Mapping[str, float]


def explanations(first: Result, second: Result) -> list[Explanation]:
    """Return all explanations of the difference of two results.

    Raises
    ------
    ValueError
        If the parts of a total do not add up to it.
    """
    cost = [
        _sums(result.tables.cost, "term", "cost").rename(index=lambda term: f"cost_{term}")
        for result in (first, second)
    ]
    kinds = [_sums(result.tables.cost, "technology", "cost") for result in (first, second)]
    totals = [float(result.findings.summary["objective_mcny_per_year"]) for result in (first, second)]
    sent = [sent_energy(result) for result in (first, second)]
    lost = [_causes(result) for result in (first, second)]
    curtailed = [1000.0 * float(result.findings.summary["curtailment"]["curtailed_twh"]) for result in (first, second)]
    return [
        explain("cost", "money", (cost[0], cost[1]), (totals[0], totals[1])),
        explain("cost_by_technology", "money", (kinds[0], kinds[1]), (totals[0], totals[1])),
        explain("energy", "energy", (sent[0][0], sent[1][0]), (sent[0][1], sent[1][1])),
        explain("curtailment", "energy", (lost[0], lost[1]), (curtailed[0], curtailed[1])),
    ]


def explain(
    name: str, quantity: Quantity, parts: tuple[pd.Series[float], pd.Series[float]], totals: tuple[float, float]
) -> Explanation:
    """Return the steps between two totals that are sums of parts.

    Parameters
    ----------
    name, quantity : str
        What is explained.
    parts : tuple of Series
        Parts of the first and of the second total by key [base unit].
    totals : tuple of float
        The totals themselves [base unit].

    Raises
    ------
    ValueError
        If the parts of a total do not add up to it.
    """
    for part, total in zip(parts, totals, strict=True):
        if abs(float(part.sum()) - total) > TOLERANCE * max(1.0, float(part.abs().sum())):
            raise ValueError(f"the parts of {name} add up to {part.sum():.6g}, but the total is {total:.6g}")
    table = pd.concat(list(parts), axis=1, keys=["first", "second"]).fillna(0.0)
    change = (table["second"] - table["first"]).sort_values(ascending=False, kind="stable")
    least = SMALL * float(change.abs().max()) if len(change) else 0.0
    large = change[change.abs() > least]
    steps = {str(key): float(value) for key, value in large.items()}
    rest = totals[1] - totals[0] - sum(steps.values())
    if abs(rest) > 1e-9:
        steps["other"] = rest
    return Explanation(name, quantity, totals[0], totals[1], steps)


def sent_energy(result: Result) -> tuple[pd.Series[float], float]:
    """Return what the energy sent by the lines is made of, and its total [GWh].

    It is what sources give, less what local demand takes and what storage and corridors lose.
    """
    table = latest(result.tables.balance)
    sent = (table["node"] == "export_line") & (table["flow"] == "sent")
    key = table["technology"].where(table["node"].isin(SOURCES), "local_use")
    key = key.mask(table["node"].isin(STORES), "storage_loss").mask(table["node"] == "corridor", "corridor_loss")
    key = key.mask(table["flow"] == "imported", "import").mask(table["flow"] == "shed", "shed")
    parts = table[~sent].groupby(key[~sent], sort=False)["energy"].sum()
    return parts, -float(table.loc[sent, "energy"].sum())


def _sums(frame: pd.DataFrame, key: str, value: str) -> pd.Series[float]:
    """Return the sum of a column by another."""
    return frame.groupby(key, sort=False)[value].sum()


def _causes(result: Result) -> pd.Series[float]:
    """Return curtailed energy by cause [GWh]."""
    return last_stage(result.tables).counted[list(CAUSES)].sum()
