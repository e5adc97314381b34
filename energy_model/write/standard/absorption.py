"""新能源消纳计算结果: available, curtailed and used energy of wind and PV, with causes."""

from __future__ import annotations

import pandas as pd

from energy_model.studies.curtailment import ENERGIES, with_rates
from energy_model.write.standard.facts import Facts
from energy_model.write.standard.table import Field, StandardTable, must_agree, table
from energy_model.write.tables import CAUSES

GROUPS = {"network": ("section", "export_curve"), "peak_shaving": ("minimum_output", "storage_full", "balancing")}


def absorption(facts: Facts) -> StandardTable:
    """Return the year of wind, PV and both, for each planning year: capacity, energies, rates, causes."""
    counted = facts.tables.curtailment.counted
    capacities = facts.tables.generation
    rows = []
    for stage in facts.stages:
        part = facts.of_stage(counted, stage)
        sizes = facts.of_stage(capacities, stage).groupby("technology")["capacity"].sum()
        by = with_rates(part.groupby("technology", sort=False)[list(ENERGIES)].sum().reset_index())
        total = with_rates(part[list(ENERGIES)].sum().to_frame().T)
        for line in by.to_dict("records"):
            name = facts.names.word(line["technology"])
            rows.append(
                {**line, "stage": str(stage), "item": name, "capacity": float(sizes[line["technology"]]), "tone": ""}
            )
        size = float(sizes[list(by["technology"])].sum())
        rows.append(
            {**total.iloc[0], "stage": str(stage), "item": facts.say("wind_and_pv"), "capacity": size, "tone": "total"}
        )
    frame = pd.DataFrame(rows)
    _check(frame)
    fields = (
        Field("item", facts.say("col_technology")),
        Field("stage", facts.say("col_year")),
        Field("capacity", facts.say("col_capacity_mean"), "power"),
        *_energies(facts),
        *(Field(cause, facts.say(cause), "energy") for cause in CAUSES),
    )
    return table("absorption", fields, frame, facts.language)


def absorption_by_month(facts: Facts) -> StandardTable:
    """Return the months of the last planning year."""
    counted = facts.of_stage(facts.tables.curtailment.counted, facts.stages[-1])
    by = with_rates(counted.groupby("month")[list(ENERGIES)].sum().reset_index())
    total = with_rates(counted[list(ENERGIES)].sum().to_frame().T)
    frame = pd.concat([by, total], ignore_index=True)
    names = [facts.say(f"month_{month}") for month in by["month"]]
    frame = frame.assign(item=[*names, facts.say("whole_year")], tone=[*([""] * len(by)), "total"])
    must_agree("absorption by month", by[list(ENERGIES)].sum(), total[list(ENERGIES)].iloc[0])
    _check(frame)
    fields = (Field("item", facts.say("col_month")), *_energies(facts), *_groups(facts))
    return table("absorption_by_month", fields, frame, facts.language, facts.year(facts.stages[-1]))


def curtailment_causes(facts: Facts) -> StandardTable:
    """Return curtailed energy by cause and source in the last planning year, with shares that add up to one."""
    counted = facts.of_stage(facts.tables.curtailment.counted, facts.stages[-1])
    by = counted.groupby("technology", sort=False)[list(CAUSES)].sum().T
    technologies = list(by.columns)
    by["all"] = by.sum(axis=1)
    total = float(by["all"].sum())
    rows = []
    for group, causes in GROUPS.items():
        sums = by.loc[list(causes)].sum()
        rows.append({**sums, "item": facts.say(f"col_{group}"), "tone": "total"})
        rows += [{**by.loc[cause], "item": "    " + facts.names.word(cause), "tone": ""} for cause in causes]
    rows.append({**by.sum(), "item": facts.say("col_all"), "tone": "total"})
    frame = pd.DataFrame(rows)
    frame["share"] = frame["all"] / total if total > 0 else 0.0
    heads = frame["share"][[0, 1 + len(GROUPS["network"])]]
    must_agree("causes, shares", float(heads.sum()), 1.0 if total > 0 else 0.0)
    must_agree("causes, energy", total, float(counted["curtailed"].sum()))
    fields = (
        Field("item", facts.say("col_cause")),
        *(Field(str(word), facts.names.word(str(word)), "energy") for word in technologies),
        Field("all", facts.say("col_all"), "energy"),
        Field("share", facts.say("col_share"), "share"),
    )
    return table("curtailment_causes", fields, frame, facts.language, facts.year(facts.stages[-1]))


def _energies(facts: Facts) -> tuple[Field, ...]:
    """Return the columns of energies and rates."""
    return (
        Field("available", facts.say("col_theoretical"), "energy"),
        Field("given", facts.say("col_given"), "energy"),
        Field("curtailed", facts.say("col_curtailed"), "energy"),
        Field("utilisation", facts.say("col_utilisation"), "share"),
        Field("rate", facts.say("col_rate"), "share"),
    )


def _groups(facts: Facts) -> tuple[Field, ...]:
    """Return the columns of the two groups of causes."""
    return tuple(Field(group, facts.say(f"col_{group}"), "energy") for group in GROUPS)


def _check(frame: pd.DataFrame) -> None:
    """Check that given and curtailed make the available energy, and that the causes make the curtailed."""
    scale = float(frame["available"].max())
    must_agree("absorption, energies", frame["given"] + frame["curtailed"], frame["available"], scale)
    must_agree("absorption, causes", frame[list(CAUSES)].sum(axis=1), frame["curtailed"], scale)
    must_agree("absorption, groups", frame["network"] + frame["peak_shaving"], frame["curtailed"], scale)
    known = frame[frame["available"] > 0]
    must_agree("absorption, rates", known["rate"] + known["utilisation"], 1.0 + 0.0 * known["rate"])
