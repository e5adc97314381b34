"""外送通道运行指标, 断面, 750/330 千伏项目表."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.write.standard.facts import Facts
from energy_model.write.standard.references import first, item_names, item_sources, references
from energy_model.write.standard.table import Field, StandardTable, must_agree, table

HOURS_OF_YEAR = 8760.0


def export_lines(facts: Facts) -> StandardTable:
    """Return the year of each export line: rating, energy, hours, clean share, greatest and least power, curve."""
    frame = facts.tables.export.copy()
    frame = frame.assign(
        item=[facts.names.plant("export_line", line) for line in frame["line"]],
        year=frame["stage"].astype(str),
        curve=[_curve(facts, line, word) for line, word in zip(frame["line"], frame["curve"], strict=True)],
        use=frame["hours"] / HOURS_OF_YEAR,
    )
    known = frame[frame["capacity"] > 0]
    must_agree("export lines, hours", known["hours"] * known["capacity"], known["energy"])
    fields = (
        Field("item", facts.say("col_line")),
        Field("year", facts.say("col_year")),
        Field("capacity", facts.say("col_capacity"), "power"),
        Field("energy", facts.say("col_sent"), "energy"),
        Field("energy_received", facts.say("col_received"), "energy"),
        Field("contract", facts.say("col_contract"), "energy"),
        Field("undelivered", facts.say("col_undelivered"), "energy"),
        Field("hours", facts.say("col_line_hours"), "hours"),
        Field("clean_share", facts.say("col_clean_share"), "share"),
        Field("power_max", facts.say("col_power_max"), "power"),
        Field("power_min", facts.say("col_power_min"), "power"),
        Field("curve", facts.say("col_curve")),
        Field("revenue", facts.say("col_revenue"), "money"),
    )
    return table("export_lines", fields, frame, facts.language)


def _curve(facts: Facts, line: str, word: str) -> str:
    """Return the kind of a line's curve; one below which anything may be sent is a ceiling."""
    place = facts.reader.plants("export_line").index(line)
    ceiling = word == "fixed" and facts.reader.get("export_line", "band_down")[place] >= 1.0
    return facts.say("curve_ceiling" if ceiling else f"curve_{word}")


def sections(facts: Facts) -> StandardTable:
    """Return the year of each section between zones."""
    frame = facts.tables.sections
    frame = frame.assign(
        item=[facts.names.plant("corridor", key) for key in frame["corridor"]], year=frame["stage"].astype(str)
    )
    fields = (
        Field("item", facts.say("col_corridor")),
        Field("year", facts.say("col_year")),
        Field("limit", facts.say("col_limit_power"), "power"),
        Field("forward", facts.say("col_forward"), "energy"),
        Field("backward", facts.say("col_backward"), "energy"),
        Field("lost", facts.say("col_lost"), "energy"),
        Field("hours_full_forward", facts.say("col_hours_full_forward"), "hours"),
        Field("hours_full_backward", facts.say("col_hours_full_backward"), "hours"),
    )
    return table("sections", fields, frame, facts.language)


def grid_projects(facts: Facts) -> StandardTable:
    """Return the grid projects that the inputs name: voltage, transformers, length, year, money, source."""
    inputs = facts.findings.inputs
    found, names = references(inputs, "grid_project"), item_names(inputs, "grid_project", facts.language)
    sources = item_sources(inputs, "grid_project", facts.findings.sources, facts.language)
    rows = []
    for item in found:
        values = {name: first(found, item, name) for name in ("voltage", "transformers", "length", "year", "cost")}
        numbers = {name: value or np.nan for name, value in values.items()}
        rows.append({"item": names.get(item, item), **numbers, "source": sources.get(item, "")})
    frame = pd.DataFrame(rows, columns=["item", "voltage", "transformers", "length", "year", "cost", "source"])
    frame["year"] = [f"{year:.0f}" if np.isfinite(year) else "" for year in frame["year"].astype(float)]
    fields = (
        Field("item", facts.say("col_row")),
        Field("voltage", facts.say("col_voltage"), "voltage"),
        Field("transformers", facts.say("col_transformers"), "apparent_power"),
        Field("length", facts.say("col_length"), "length"),
        Field("year", facts.say("col_in_service")),
        Field("cost", facts.say("col_investment"), "money"),
        Field("source", facts.say("col_source")),
    )
    return table("grid_projects", fields, frame, facts.language)


def transfer_capacity(facts: Facts) -> StandardTable:
    """Return what sections and lines carry at the end of the base year and of each stage [GW], and what was built."""
    sizes = facts.tables.capacity
    sizes = sizes[sizes["node"].isin(["corridor", "export_line"]) & (sizes["size"] == "capacity")]
    keys = ["node", "plant"]
    ends = sizes.pivot_table("year_end", keys, "stage", "sum", sort=False).reset_index()
    built = sizes[sizes["stage"] == facts.stages[-1]][[*keys, "base_year", "built"]]
    frame = built.merge(ends, on=keys).rename(columns={stage: str(stage) for stage in facts.stages})
    frame["item"] = [facts.names.plant(node, plant) for node, plant in zip(frame["node"], frame["plant"], strict=True)]
    fields = (
        Field("item", facts.say("col_row")),
        Field("base_year", facts.say("year_end", year=facts.base_year), "power"),
        *(Field(str(stage), facts.say("year_end", year=stage), "power") for stage in facts.stages),
        Field("built", facts.say("col_built"), "power"),
    )
    return table("transfer_capacity", fields, frame, facts.language)
