"""电力平衡表: capacity that counts against peak, firm export and reserve, in the evening and at midday."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from energy_model.case.case import BoolArray, FloatArray
from energy_model.studies.adequacy import SEASONS, balance_steps, firm_supply
from energy_model.write.standard.facts import SOURCES, Facts, source_of
from energy_model.write.standard.table import Field, StandardTable, must_agree, table

MIDDAY = (12, 15)
#: Share of the hours in which the output counted at midday is at least reached (保证出力).
GUARANTEED = 0.95
#: Column → season of the firm balance, and whether it is the evening.
HOURS = {
    "summer_evening": ("summer_evening", True),
    "winter_evening": ("winter_evening", True),
    "summer_midday": ("summer_evening", False),
    "winter_midday": ("winter_evening", False),
}
WEATHER = ("wind", "pv", "hydro")


@dataclass(frozen=True)
class _Hour:
    """One column: peak, reserve, by line what is owed and the lower edge of its curve, by source what counts [GW]."""

    peak: float
    reserve: float
    owed: FloatArray
    edge: FloatArray
    counts: dict[str, float]


def power_balance(facts: Facts, stage: int) -> StandardTable:
    """Return the power balance of a planning year: rows of 4.1 of the conventions, columns the balance hours [GW]."""
    y = facts.stages.index(stage)
    hours = {name: _hour(facts, y, season, evening) for name, (season, evening) in HOURS.items()}
    installed = _installed(facts, stage)
    for name, (season, evening) in HOURS.items():
        if evening:
            _agrees_with_requirement(facts, stage, season, hours[name])
    frame = pd.DataFrame(_rows(facts, hours, installed))
    fields = (
        Field("item", facts.say("col_row")),
        *(Field(name, facts.say(f"hour_{name}"), "power") for name in HOURS),
    )
    return table("power_balance", fields, frame, facts.language, facts.year(stage), share=f"{100 * GUARANTEED:.0f}")


def _rows(facts: Facts, hours: dict[str, _Hour], installed: dict[str, float]) -> list[dict[str, object]]:
    """Return the rows in order."""

    def row(key: str, values: dict[str, float], tone: str = "total") -> dict[str, object]:
        return {"item": facts.say(f"power_{key}"), **values, "tone": tone}

    def named(name: str, values: dict[str, float]) -> dict[str, object]:
        return {"item": f"    {name}", **values, "tone": ""}

    peak = {name: hour.peak for name, hour in hours.items()}
    owed = {name: float(hour.owed.sum()) for name, hour in hours.items()}
    reserve = {name: hour.reserve for name, hour in hours.items()}
    needed = {name: peak[name] + owed[name] + reserve[name] for name in hours}
    end = dict.fromkeys(hours, sum(installed.values()))
    counted = {name: sum(hour.counts.values()) for name, hour in hours.items()}
    unusable = {name: end[name] - counted[name] for name in hours}
    lines = facts.reader.plants("export_line") if facts.reader.has("export_line") else ()
    used = [source for source in SOURCES if installed[source] > 1e-6]
    for name in hours:
        parts = [installed[s] - hours[name].counts.get(s, 0.0) for s in SOURCES]
        must_agree(f"power balance, {name}, not available", sum(parts), unusable[name], end[name])
    outside = dict.fromkeys(hours, 0.0)
    margin = {name: counted[name] + outside[name] - needed[name] for name in hours}
    return [
        row("peak", peak),
        row("export", owed),
        *(
            named(facts.names.plant("export_line", line), {name: float(hours[name].owed[i]) for name in hours})
            for i, line in enumerate(lines)
        ),
        row("reserve", reserve),
        row("needed", needed),
        row("installed", end),
        *(named(facts.names.word(source), dict.fromkeys(hours, installed[source])) for source in used),
        row("unusable", unusable),
        *(
            named(facts.names.word(s), {name: installed[s] - hours[name].counts.get(s, 0.0) for name in hours})
            for s in used
        ),
        row("counted", counted),
        *(named(facts.names.word(s), {name: hours[name].counts.get(s, 0.0) for name in hours}) for s in used),
        row("outside", outside),
        row("margin", margin),
        row("margin_on_curve", {name: margin[name] - _more(hour) for name, hour in hours.items()}),
    ]


def _more(hour: _Hour) -> float:
    """Return by how much the lower edges of the curves exceed what is owed [GW]."""
    return float(np.maximum(hour.edge - hour.owed, 0.0).sum())


def _installed(facts: Facts, stage: int) -> dict[str, float]:
    """Return capacity at the end of the year by source [GW]."""
    chosen = facts.of_stage(facts.tables.capacity, stage)
    chosen = chosen[chosen["is_power"]]
    sums = chosen.groupby(chosen["technology"].map(source_of))["year_end"].sum()
    must_agree("power balance, installed capacity", float(sums.sum()), float(chosen["year_end"].sum()))
    return {source: float(sums.get(source, 0.0)) for source in SOURCES}


def _hour(facts: Facts, y: int, season: str, evening: bool) -> _Hour:
    """Return one column."""
    reader = facts.reader
    steps = balance_steps(reader, season, y) if evening else _midday(facts, season, y)
    peak = 0.0
    if reader.has("demand"):
        firm = reader.get("demand", "demand") * (1.0 - reader.get("demand", "interrupt_share")[:, None])
        peak = float(firm.sum(axis=0)[steps].max(initial=0.0))
    counts = _credited(facts, y, season)
    if not evening:
        counts |= _guaranteed(facts, steps)
    edge = _edge(facts, steps)
    owed = _firm(facts, y, season) if evening else edge
    return _Hour(peak, _margin(facts, season) * peak, owed, edge, counts)


def _midday(facts: Facts, season: str, y: int) -> BoolArray:
    """Return True for the midday steps of a season, or the whole stage if it has none."""
    clock, month = facts.reader.steps("hour_of_day"), facts.reader.steps("month_of")
    stage = facts.reader.steps("stage_of") == y
    chosen = stage & (clock >= MIDDAY[0]) & (clock <= MIDDAY[1]) & np.isin(month, SEASONS[season])
    return np.asarray(chosen if chosen.any() else stage)


def _firm(facts: Facts, y: int, season: str) -> FloatArray:
    """Return the power by line that firm capacity must carry in the evening [GW]."""
    reader = facts.reader
    if not reader.has("export_line"):
        return np.zeros(0)
    share = reader.get("export_line", f"firm_{season}")
    return np.asarray(share * reader.get("export_line", "capacity_existing")[:, y])


def _edge(facts: Facts, steps: BoolArray) -> FloatArray:
    """Return the highest lower edge by line of its contract curve in some steps [GW]."""
    if not facts.reader.has("export_line"):
        return np.zeros(0)
    return np.asarray(facts.reader.hourly("export_line", "least_power")[:, steps].max(axis=1, initial=0.0))


def _margin(facts: Facts, season: str) -> float:
    """Return the planning reserve on the peak [1]."""
    found = facts.tables.firm_balance
    rows = found[(found["hour"] == season) & (found["peak"] > 0)]
    return float((rows["reserve"] / rows["peak"]).iloc[0]) if len(rows) else 0.0


def _credited(facts: Facts, y: int, season: str) -> dict[str, float]:
    """Return what counts by source, with the capacity credits of the season [GW]."""
    supply = firm_supply(facts.reader, season)
    supply = supply[supply["stage"] == facts.stages[y]]
    sums = supply.groupby(supply["technology"].map(source_of))["firm"].sum()
    return {source: float(sums.get(source, 0.0)) for source in SOURCES}


def _guaranteed(facts: Facts, steps: BoolArray) -> dict[str, float]:
    """Return the output that wind, PV and hydro reach in nearly all of some steps [GW]."""
    if not facts.reader.has("renewable"):
        return {}
    reader = facts.reader
    could = reader.get("renewable", "availability") * reader.hourly("renewable", "capacity")
    words = np.array(reader.words("renewable", "technology"))
    return {
        kind: float(np.quantile(could[words == kind].sum(axis=0)[steps], 1.0 - GUARANTEED))
        for kind in WEATHER
        if (words == kind).any()
    }


def _agrees_with_requirement(facts: Facts, stage: int, season: str, hour: _Hour) -> None:
    """Compare an evening with the balance that the requirement was checked by."""
    found = facts.of_stage(facts.tables.firm_balance, stage)
    told = found[found["hour"] == season].iloc[0]
    margin = sum(hour.counts.values()) - hour.peak - hour.reserve - float(hour.owed.sum())
    must_agree(f"power balance, {season} {stage}", margin, float(told["margin"]), float(told["needed"]))
