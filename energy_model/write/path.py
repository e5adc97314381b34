"""A path over several planning years, year by year: what stands, and what it gives, sends and misses."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from energy_model.studies import Tables
from energy_model.studies.curtailment import ENERGIES, with_rates
from energy_model.write.naming import Naming
from energy_model.write.standard.capacity import CLEAN, capacity_by_year
from energy_model.write.tables import KEY
from energy_model.write.text_table import Column, Links, TextTable, text_table
from energy_model.write.units import unit
from energy_model.write.words import say


def path_tables(tables: Tables, base_year: int, names: Naming) -> list[TextTable]:
    """Return the tables of a path: capacity by source and year, and the figures of each year."""
    ends = capacity_by_year(tables.capacity, base_year)
    clean = ends.loc[[source for source in CLEAN if source in ends.index]].sum()
    return [_capacities(ends, clean, names), _figures(tables, clean, names)]


def _capacities(ends: pd.DataFrame, clean: pd.Series, names: Naming) -> TextTable:
    """Return capacity by source and year, with what counts as clean energy."""
    table = pd.concat([ends, pd.DataFrame([clean], index=["clean"])])
    table[KEY] = [names.word("cap_clean" if source == "clean" else source) for source in table.index]
    columns = [Column(KEY, "col_technology"), *(Column(year, "year_end", "power") for year in ends.columns)]
    total = names.word("cap_clean")
    shown = text_table("path_capacity", table, columns, names.language,
                       Links(tone=lambda line: "total" if line[KEY] == total else ""))  # fmt: skip
    symbol = unit("power", names.language).symbol
    years = (f"{say('year_end', names.language, year=year)}\n({symbol})" for year in ends.columns)
    return replace(shown, headings=(shown.headings[0], *years))


def _figures(tables: Tables, clean: pd.Series, names: Naming) -> TextTable:
    """Return one row per year: clean capacity, wind and PV, energy sent, coal, emissions, requirements missed."""
    counted = tables.curtailment.counted.groupby("stage")[list(ENERGIES)].sum()
    table = with_rates(counted.reindex(clean.index[1:], fill_value=0.0).rename_axis("stage").reset_index())
    coal = tables.fuels[tables.fuels["technology"] == "coal"]
    sums = {
        "clean": clean,
        "sent": tables.export.groupby("stage")["energy"].sum(),
        "coal": coal.groupby("stage")["energy"].sum(),
        "co2": tables.fuels.groupby("stage")["co2"].sum(),
    }
    for name, values in sums.items():
        table[name] = table["stage"].map(values).fillna(0.0)
    missed = tables.requirements[tables.requirements["required"] & ~tables.requirements["met"]]
    table["missed"] = [
        say("list_join", names.language).join(missed.loc[missed["stage"] == year, f"name_{names.language}"]) or "—"
        for year in table["stage"]
    ]
    columns = [
        Column("stage", "col_year"),
        Column("clean", "col_clean_capacity", "power"),
        Column("available", "col_available", "energy"),
        Column("curtailed", "col_curtailed", "energy"),
        Column("utilisation", "col_utilisation", "share"),
        Column("sent", "col_sent_all", "energy"),
        Column("coal", "col_coal_energy", "energy"),
        Column("co2", "col_co2", "mass"),
        Column("missed", "col_missed"),
    ]
    return text_table("path_figures", table, columns, names.language)
