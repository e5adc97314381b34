"""电量平衡表: where the energy of a year comes from and where it goes, and the figures that stand below it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from energy_model.write.standard.facts import Facts
from energy_model.write.standard.flows import Flow
from energy_model.write.standard.table import Field, StandardTable, must_agree, table

ORDER = ("wind", "pv", "hydro", "csp", "gas", "coal")
WEATHER = ("wind", "pv", "hydro")
LEAST = 1e-2  # GWh; less is not shown


def energy_balance(facts: Facts, stage: int) -> StandardTable:
    """Return the energy balance of a planning year: demand, export, losses, then supply by source with its hours."""
    y = facts.stages.index(stage)
    year = {id(flow): _yearly(facts, flow, y) for flow in facts.flows}

    def total(*kinds: str) -> float:
        return sum(year[id(flow)] for flow in facts.flows if flow.kind in kinds)

    lost = total("store_takes") - total("store_gives")
    needed = total("demand", "export", "own_use", "loss") + lost
    supply = _supply(facts, stage)
    must_agree(f"energy balance {stage}, generation", sum(row["energy"] for row in supply), total("generation"))
    surplus = total("generation", "import", "shed") - needed
    must_agree(f"energy balance {stage}", surplus, 0.0, needed)
    rows = [
        _head(facts, "demand", total("demand")),
        *_lines(facts, year, "demand"),
        _head(facts, "export", total("export")),
        *_lines(facts, year, "export"),
        _head(facts, "store_loss", lost),
        *_store_losses(facts, year),
        _head(facts, "own_use", total("own_use", "loss")),
        *_lines(facts, year, "own_use"),
        *_lines(facts, year, "loss"),
        _head(facts, "needed", needed),
        _head(facts, "generation", total("generation")),
        *supply,
        _head(facts, "import", total("import")),
        _head(facts, "shed", total("shed")),
        # Closed to the tolerance above; the dust of the solver is no surplus.
        _head(facts, "surplus", 0.0),
    ]
    frame = pd.DataFrame(rows, columns=["item", "capacity", "hours", "available", "curtailed", "energy", "tone"])
    fields = (
        Field("item", facts.say("col_row")),
        Field("capacity", facts.say("col_capacity_mean"), "power"),
        Field("hours", facts.say("col_full_load_hours"), "hours"),
        Field("available", facts.say("col_theoretical"), "energy"),
        Field("curtailed", facts.say("col_curtailed"), "energy"),
        Field("energy", facts.say("col_energy"), "energy"),
    )
    return table("energy_balance", fields, frame, facts.language, facts.year(stage))


def energy_indicators(facts: Facts, stage: int) -> StandardTable:
    """Return the figures below the energy balance: shares of clean energy, coal hours, standard coal, CO2."""
    generation = facts.of_stage(facts.tables.generation, stage).groupby("technology")["given"].sum()
    made = {source: float(generation.get(source, 0.0)) for source in ORDER}
    total, clean = sum(made.values()), sum(made[s] for s in ("wind", "pv", "csp"))
    fuels = facts.of_stage(facts.tables.fuels, stage)
    coal = fuels[fuels["technology"] == "coal"]
    size = float(coal["capacity"].sum())
    lines = facts.of_stage(facts.tables.export, stage)
    rows: list[tuple[str, float, str]] = [
        (facts.say("ind_non_hydro_share"), clean / total if total > 0 else np.nan, "share"),
        (facts.say("ind_clean_share"), (clean + made["hydro"]) / total if total > 0 else np.nan, "share"),
        *(
            (
                facts.say("ind_line_clean", line=facts.names.plant("export_line", line["line"])),
                line["clean_share"],
                "share",
            )
            for line in lines.to_dict("records")
            if line["technology"] == "dc_line" and line["energy"] > LEAST
        ),
        (facts.say("ind_coal_hours"), float(coal["energy"].sum()) / size if size > 0 else np.nan, "hours"),
        (facts.say("ind_standard_coal"), float(fuels["standard_coal"].sum()), "mass"),
        (facts.say("ind_co2"), float(fuels["co2"].sum()), "mass"),
    ]
    frame = pd.DataFrame(rows, columns=["item", "value", "quantity"])
    fields = (Field("item", facts.say("col_row")), Field("value", facts.say("col_value"), "row"))
    return table("energy_indicators", fields, frame, facts.language, facts.year(stage))


def _yearly(facts: Facts, flow: Flow, y: int) -> float:
    """Return the energy of a flow in a stage [GWh]."""
    return float(facts.reader.yearly(flow.power[None, :])[0, y])


def _head(facts: Facts, key: str, energy: float) -> dict[str, object]:
    """Return a numbered row."""
    return {"item": facts.say(f"energy_{key}"), "energy": energy + 0.0, "tone": "total"}


def _lines(facts: Facts, year: dict[int, float], kind: str) -> list[dict[str, object]]:
    """Return a row for each flow of a kind."""
    return [
        {"item": "    " + _name(facts, flow), "energy": year[id(flow)], "tone": ""}
        for flow in facts.flows
        if flow.kind == kind and abs(year[id(flow)]) > LEAST
    ]


def _name(facts: Facts, flow: Flow) -> str:
    """Return the name of a flow."""
    if flow.node in ("demand", "direct_supply", "export_line"):
        return facts.names.plant(flow.node, flow.key)
    return facts.say("loss_corridor") if flow.key == "corridor" else facts.names.word(flow.key)


def _store_losses(facts: Facts, year: dict[int, float]) -> list[dict[str, object]]:
    """Return what pumped storage and the other stores take and do not give back."""
    sums = dict.fromkeys(("pumped_hydro", "new_storage"), 0.0)
    for flow in facts.flows:
        if flow.kind in ("store_takes", "store_gives"):
            sums[flow.key] -= flow.sign * year[id(flow)]
    return [
        {"item": "    " + facts.names.word(key), "energy": energy, "tone": ""}
        for key, energy in sums.items()
        if abs(energy) > LEAST
    ]


def _supply(facts: Facts, stage: int) -> list[dict[str, Any]]:
    """Return a row for each source with capacity, hours, available, curtailed and given energy."""
    found = facts.of_stage(facts.tables.generation, stage)
    sums = found.groupby("technology")[["capacity", "available", "given", "curtailed"]].sum()
    rows: list[dict[str, object]] = []
    for source in (s for s in ORDER if s in sums.index):
        line = sums.loc[source]
        must_agree(f"energy balance, {source}", line["given"] + line["curtailed"], line["available"])
        size, by_weather = float(line["capacity"]), source in WEATHER
        rows.append(
            {
                "item": "    " + facts.names.word(source),
                "capacity": size,
                "hours": float(line["given"]) / size if size > 0 else np.nan,
                "available": float(line["available"]) if by_weather else np.nan,
                "curtailed": float(line["curtailed"]) if by_weather else np.nan,
                "energy": float(line["given"]),
                "tone": "",
            }
        )
    return rows
