"""节能降碳: standard coal and CO2 of the plan, and what its clean energy saves against named references."""

from __future__ import annotations

import pandas as pd

from energy_model.write.standard.facts import Facts
from energy_model.write.standard.references import first, references
from energy_model.write.standard.table import Field, StandardTable, must_agree, table

CLEAN = ("wind", "pv", "hydro", "csp")


def carbon(facts: Facts) -> StandardTable:
    """Return coal burnt, CO2 and savings of each planning year; savings only where the inputs give the references."""
    rows: list[dict[str, object]] = []
    found = references(facts.findings.inputs, "reference")
    rate = first(found, "coal_power", "coal_rate")
    factor = first(found, "fossil_power", "emission_factor")
    for stage in facts.stages:
        rows += _year(facts, stage, rate, factor)
    frame = pd.DataFrame(rows, columns=["item", "year", "value", "quantity", "tone"])
    fields = (
        Field("item", facts.say("col_row")),
        Field("year", facts.say("col_year")),
        Field("value", facts.say("col_value"), "row"),
    )
    return table(
        "carbon",
        fields,
        frame,
        facts.language,
        rate="—" if rate is None else f"{1000 * rate:.0f}",
        factor="—" if factor is None else f"{factor:.4f}",
    )


def _year(facts: Facts, stage: int, rate: float | None, factor: float | None) -> list[dict[str, object]]:
    """Return the rows of one year."""
    made = facts.of_stage(facts.tables.generation, stage).groupby("technology")["given"].sum()
    clean = float(sum(made.get(word, 0.0) for word in CLEAN))
    fuels = facts.of_stage(facts.tables.fuels, stage)
    coal = fuels[fuels["technology"] == "coal"]
    burnt, given = float(coal["standard_coal"].sum()), float(coal["energy"].sum())
    emitted = float(fuels["co2"].sum())
    if len(facts.stages) == 1:
        must_agree("carbon, CO2", emitted, 1000.0 * float(facts.findings.summary["emissions_mt"]))
    lines: list[tuple[str, float, str]] = [
        ("clean_energy", clean, "energy"),
        ("coal_energy", given, "energy"),
        ("coal_burnt", burnt, "mass"),
        *([("coal_specific", burnt / given, "intensity")] if given > 1.0 else []),
        ("gas_burnt", float(fuels["standard_coal"].sum()) - burnt, "mass"),
        ("co2", emitted, "mass"),
        *([("coal_saved", rate * clean, "mass")] if rate else []),
        *([("co2_saved", factor * clean, "mass")] if factor else []),
    ]
    return [
        {"item": facts.say(f"carbon_{key}"), "year": str(stage), "value": value, "quantity": quantity, "tone": ""}
        for key, value, quantity in lines
    ]
