"""电源装机规划表: capacity at the end of past and planning years, by source and project."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.write.standard.facts import SOURCES, Facts, source_of
from energy_model.write.standard.references import references
from energy_model.write.standard.table import Field, StandardTable, must_agree, table

CLEAN = ("hydro", "csp", "wind", "pv")
LEAST = 1e-4  # GW


def capacity_plan(facts: Facts) -> StandardTable:
    """Return capacity by source and project [GW]: a reference year where the inputs give one, base year, stages."""
    years = _by_plant(facts)
    columns = [str(facts.base_year), *(str(stage) for stage in facts.stages)]
    past = _past(facts)
    rows: list[dict[str, object]] = []
    for source in SOURCES:
        part = years[(years["source"] == source) & (years[columns].max(axis=1) > LEAST)]
        if len(part):
            rows.append({"item": facts.names.word(source), **part[columns].sum(), "tone": "total"})
            rows += [
                {"item": f"    {line['name']}", **{c: line[c] for c in columns}, "tone": ""}
                for line in part.to_dict("records")
            ]
    sums = years[columns].sum()
    heads = pd.DataFrame([row for row in rows if row["tone"] == "total"])
    must_agree("capacity plan, all sources", heads[columns].sum() if len(heads) else 0.0, sums, 10 * LEAST)
    clean = years[years["source"].isin(CLEAN)][columns].sum()
    known = {year: past[year] for year in past if year not in columns}
    rows.append({"item": facts.say("cap_clean"), **known, **clean, "tone": "total"})
    rows.append({"item": facts.say("cap_all"), **sums, "tone": "total"})
    shown = [*known, *columns]
    frame = pd.DataFrame(rows, columns=["item", *shown, "tone"])
    frame[shown] = frame[shown].astype(float)
    fields = (
        Field("item", facts.say("col_source_project")),
        *(Field(c, facts.say("year_end", year=c), "power") for c in shown),
    )
    return table("capacity_plan", fields, frame, facts.language, base=facts.base_year)


def capacity_by_year(capacities: pd.DataFrame, base_year: int) -> pd.DataFrame:
    """Return power capacity at the end of the base year and of each planning year, by source of planning tables.

    Parameters
    ----------
    capacities : DataFrame
        Of `energy_model.studies.capacity.capacity_table`.
    base_year : int
        Year of the stock.

    Returns
    -------
    DataFrame
        Sources × years [GW], without sources that never stand.
    """
    power = capacities[capacities["is_power"]].assign(source=lambda f: f["technology"].map(source_of))
    ends = power.pivot_table("year_end", "source", "stage", "sum", 0.0)
    base = power[power["stage"] == power["stage"].min()].groupby("source")["base_year"].sum()
    ends.insert(0, base_year, base)
    ends = ends.reindex([source for source in SOURCES if source in ends.index])
    return ends[ends.max(axis=1) > LEAST]


def capacity_by_zone(facts: Facts) -> StandardTable:
    """Return capacity at the end of the last planning year by source and zone [GW]."""
    last = facts.of_stage(facts.tables.capacity, facts.stages[-1])
    last = last[last["is_power"]]
    sums = last.assign(source=last["technology"].map(source_of)).pivot_table("year_end", "source", "zone", "sum", 0.0)
    zones = [zone for zone in facts.reader.zones if zone in sums.columns]
    sums = sums.reindex([s for s in SOURCES if s in sums.index and sums.loc[s].max() > LEAST])[zones]
    sums.loc["all"] = sums.sum()
    must_agree("capacity by zone", float(sums.loc["all"].sum()), float(last["year_end"].sum()), 10 * LEAST)
    frame = sums.assign(
        all=sums.sum(axis=1), item=[facts.say("col_all") if s == "all" else facts.names.word(s) for s in sums.index]
    )
    frame = frame.assign(tone=["total" if s == "all" else "" for s in frame.index]).reset_index(drop=True)
    fields = (
        Field("item", facts.say("col_technology")),
        *(Field(zone, facts.names.zone(zone), "power") for zone in zones),
        Field("all", facts.say("col_all"), "power"),
    )
    return table("capacity_by_zone", fields, frame, facts.language, facts.year(facts.stages[-1]))


def _by_plant(facts: Facts) -> pd.DataFrame:
    """Return one row per plant: source, name, capacity at the end of the base year and of each stage."""
    chosen = facts.tables.capacity[facts.tables.capacity["is_power"]]
    keys = ["node", "plant", "size", "technology"]
    ends = chosen.pivot_table("year_end", keys, "stage", "sum", np.nan, sort=False).reset_index()
    base = chosen.drop_duplicates(keys)[[*keys, "base_year"]]
    merged = base.rename(columns={"base_year": facts.base_year}).merge(ends, on=keys).rename(columns=str)
    names = [facts.names.plant(node, plant) for node, plant in zip(merged["node"], merged["plant"], strict=True)]
    return merged.assign(source=merged["technology"].map(source_of), name=names)


def _past(facts: Facts) -> dict[str, float]:
    """Return the clean capacity of past years that the inputs give, by year [GW]."""
    found = references(facts.findings.inputs, "reference")
    return {date[:4]: value for date, value in found.get("clean_total", {}).get("capacity", []) if date}
