"""投资估算 and the table of yearly cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.write.standard.facts import SOURCES, Facts, source_of
from energy_model.write.standard.financing import interest_shares
from energy_model.write.standard.table import Field, StandardTable, must_agree, table

NETWORK = ("corridor", "export_line")
SUMS = ("committed", "built", "all", "interest", "dynamic")
LEAST = 1e-3  # MCNY
#: Line of the investment table of what is no plant of the power system.
OTHER = {"corridor": "network", "export_line": "network", "electric_heat": "heat", "hydrogen": "hydrogen"}


def investment(facts: Facts) -> StandardTable:
    """Return the investment by item and project: committed and built, with interest, by planning year [MCNY]."""
    found, shares = facts.tables.investment, interest_shares(facts.findings.inputs)
    found = found.assign(
        group=[
            _group(node, word, part)
            for node, word, part in zip(found["node"], found["technology"], found["part"], strict=True)
        ]
    )
    # Without the figures of a kind its interest is not known, and so is the sum of all.
    found = found.assign(interest=found["investment"] * found["group"].map(shares))
    stages = [str(stage) for stage in facts.stages]
    rows: list[dict[str, object]] = []
    for group in [*SOURCES, *dict.fromkeys(OTHER.values())]:
        part = found[found["group"] == group]
        if part["investment"].sum() <= LEAST:
            continue
        rows.append(
            {
                "item": facts.say(f"inv_{group}") if group in OTHER.values() else facts.names.word(group),
                **_sums(part, facts),
                "tone": "total",
            }
        )
        for (node, plant), plants in part.groupby(["node", "plant"], sort=False):
            if plants["investment"].sum() > LEAST:
                rows.append(
                    {"item": "    " + facts.names.plant(str(node), str(plant)), **_sums(plants, facts), "tone": ""}
                )
    total = _sums(found, facts)
    made = pd.DataFrame(rows, columns=["tone", *SUMS])
    heads = made[made["tone"] == "total"]
    for key in ("committed", "built", "all", *(("interest", "dynamic") if np.isfinite(total["interest"]) else ())):
        must_agree(f"investment, {key}", float(heads[key].sum()), total[key], 10 * LEAST)
    must_agree("investment, kinds", total["committed"] + total["built"], total["all"])
    must_agree("investment, years", sum(total[stage] for stage in stages), total["all"])
    rows.append({"item": facts.say("col_all"), **total, "tone": "total"})
    fields = (
        Field("item", facts.say("col_row")),
        Field("committed", facts.say("col_committed"), "money"),
        Field("built", facts.say("col_built"), "money"),
        Field("all", facts.say("col_static"), "money"),
        *(Field(stage, facts.say("until_year", year=stage), "money") for stage in stages if len(stages) > 1),
        *(Field(key, facts.say(f"col_{key}"), "money") for key in ("interest", "dynamic") if shares),
    )
    told = facts.say("note_dynamic" if shares else "note_static_only")
    return table("investment", fields, pd.DataFrame(rows), facts.language, base=facts.base_year, dynamic=told)


def cost(facts: Facts) -> StandardTable:
    """Return the yearly cost by term; revenue is less than zero; the total is the objective [MCNY]."""
    found = facts.tables.cost
    sums = found.groupby("term", sort=False)["cost"].sum()
    sums = sums[sums.abs() > LEAST]
    spent = float(sums[sums > 0].sum())
    objective = float(facts.findings.summary["objective_mcny_per_year"])
    must_agree("cost, objective", float(found["cost"].sum()), objective, spent)
    rows = [
        {"item": facts.say(f"cost_{term}"), "cost": value, "share": value / spent if value > 0 else np.nan, "tone": ""}
        for term, value in sums.sort_values(ascending=False).items()
    ]
    must_agree("cost, shares", float(np.nansum([row["share"] for row in rows])), 1.0)
    rows.append({"item": facts.say("cost_gross"), "cost": spent, "share": 1.0, "tone": "total"})
    rows.append({"item": facts.say("cost_total"), "cost": objective, "share": np.nan, "tone": "total"})
    fields = (
        Field("item", facts.say("col_term")),
        Field("cost", facts.say("col_cost"), "money"),
        Field("share", facts.say("col_share_of_cost"), "share"),
    )
    return table("cost", fields, pd.DataFrame(rows), facts.language)


def _group(node: str, technology: str, part: str) -> str:
    """Return the line of the investment table that a size belongs to."""
    if node == "direct_supply":
        return source_of(part)
    return OTHER.get(node) or source_of(technology)


def _sums(part: pd.DataFrame, facts: Facts) -> dict[str, float]:
    """Return committed, built, both, interest during construction, all with it, and static by planning year."""
    kinds = part.groupby("kind")["investment"].sum()
    years = part.groupby("stage")["investment"].sum()
    static = float(part["investment"].sum())
    paid = part[part["investment"] > 0]
    interest = float(paid["interest"].sum(skipna=False))
    return {
        "committed": float(kinds.get("committed", 0.0)),
        "built": float(kinds.get("built", 0.0)),
        "all": static,
        "interest": interest,
        "dynamic": static + interest,
        **{str(stage): float(years.get(stage, 0.0)) for stage in facts.stages},
    }
