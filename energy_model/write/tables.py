"""The planning tables of a result as text: capacity, energy, curtailment, lines, stores, cost."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from energy_model.studies import Tables
from energy_model.studies.curtailment import Curtailment
from energy_model.studies.plain import latest
from energy_model.write.naming import Naming, in_order
from energy_model.write.text_table import Column, Links, TextTable, text_table
from energy_model.write.units import Quantity, with_unit

ENERGIES = (
    Column("available", "col_available", "energy"),
    Column("given", "col_given", "energy"),
    Column("curtailed", "col_curtailed", "energy"),
    Column("rate", "col_rate", "share"),
    Column("utilisation", "col_utilisation", "share"),
)
CAUSES = ("section", "export_curve", "minimum_output", "storage_full", "balancing")
KEY = "key"
CAPACITIES = ("base_year", "committed", "built", "year_end")
#: Unit of a size → what it is a quantity of.
SIZES: dict[str, Quantity] = {"GW": "power", "GWh": "storage", "kt": "small_mass", "kt/h": "mass_rate"}


def capacity_by_technology(capacities: pd.DataFrame, names: Naming) -> TextTable:
    """Return power capacity by technology: base year, committed, built, end of the planning year, with a total."""
    values = list(CAPACITIES)
    chosen = latest(capacities[capacities["is_power"]])
    frame = chosen.groupby("technology", sort=False)[values].sum().reset_index()
    frame = in_order(frame[frame[values].abs().max(axis=1) > 1e-4])
    frame[KEY] = [names.word(word) for word in frame["technology"]]
    return text_table("capacity", frame, [Column(KEY, "col_technology"), *_sizes()], names.language, _kind_links(names))


def capacity_by_plant(capacities: pd.DataFrame, names: Naming) -> TextTable:
    """Return power capacity by plant, each linked to its inputs."""
    frame = latest(capacities[capacities["is_power"]])
    values = list(CAPACITIES)
    frame = in_order(frame[frame[values].abs().max(axis=1) > 1e-4]).copy()
    frame[KEY] = [names.plant(node, plant) for node, plant in zip(frame["node"], frame["plant"], strict=True)]
    frame["technology"] = [names.word(word) for word in frame["technology"]]
    frame["zone"] = [names.zone(zone) for zone in frame["zone"]]
    columns = [Column(KEY, "col_item"), Column("technology", "col_technology"), Column("zone", "col_zone"), *_sizes()]
    return _fold(text_table("capacity_by_plant", frame, columns, names.language, plant_links(names)))


def other_sizes(capacities: pd.DataFrame, names: Naming) -> TextTable:
    """Return what is sized besides power capacity, as fields, tanks and lines, each in its own unit."""
    frame = latest(capacities[~capacities["is_power"]])
    frame = frame[frame[list(CAPACITIES)].abs().max(axis=1) > 1e-4].copy()
    frame[KEY] = [names.plant(node, plant) for node, plant in zip(frame["node"], frame["plant"], strict=True)]
    frame["size"] = [names.word(f"size_{size}") for size in frame["size"]]
    for name in CAPACITIES:
        pairs = zip(frame[name], frame["unit"], strict=True)
        frame[name] = [with_unit(value, SIZES[unit], names.language) for value, unit in pairs]
    columns = [
        Column(KEY, "col_item"),
        Column("size", "col_size"),
        *(Column(name, f"col_{name}") for name in CAPACITIES),
    ]
    table = text_table("other_sizes", frame, columns, names.language, plant_links(names))
    return _fold(replace(table, numeric=(False, False, *(True for _ in CAPACITIES))))


def _sizes() -> tuple[Column, ...]:
    """Return the columns of sizes."""
    return tuple(Column(name, f"col_{name}", "power") for name in CAPACITIES)


def generation(frame: pd.DataFrame, names: Naming) -> TextTable:
    """Return energy and full-load hours by technology."""
    values = ["capacity", "available", "given", "curtailed"]
    table = latest(frame).groupby("technology", sort=False)[values].sum().reset_index()
    table = in_order(table[table["given"].abs() > 1e-2])
    size = table["capacity"].where(table["capacity"] > 0)
    table["hours"] = table["given"] / size
    table[KEY] = [names.word(word) for word in table["technology"]]
    columns = [Column(KEY, "col_technology"), Column("capacity", "col_capacity_mean", "power"), *ENERGIES[:3],
               Column("hours", "col_full_load_hours", "hours")]  # fmt: skip
    return text_table("energy", table, columns, names.language, _kind_links(names))


def balance(frame: pd.DataFrame, names: Naming) -> TextTable:
    """Return where the energy comes from and goes, over all zones: given above zero, taken below."""
    table = latest(frame)
    table = table.assign(flow=table["flow"].where(table["node"] != "corridor", "lost"))
    table = table.groupby(["node", "technology", "flow"], sort=False)["energy"].sum().reset_index()
    table = table[table["energy"].abs() > 1e-2].sort_values("energy", ascending=False)
    table[KEY] = [
        " · ".join(
            filter(
                None,
                (
                    names.word(f"table_{node}"),
                    "" if technology == node else names.word(technology),
                    names.word(f"flow_{flow}"),
                ),
            )
        )
        for node, technology, flow in zip(table["node"], table["technology"], table["flow"], strict=True)
    ]
    return _fold(
        text_table(
            "balance", table, [Column(KEY, "col_flow"), Column("energy", "col_energy", "energy")], names.language
        )
    )


def curtailed_by(frame: pd.DataFrame, key: str, names: Naming) -> TextTable:
    """Return available, given and curtailed energy by technology, zone or month, with the two groups of causes."""
    table = frame.copy()
    words = {"month": lambda v: names.word(f"month_{v}"), "zone": names.zone, "technology": names.word}
    table[KEY] = [words[key](value) for value in table[key]]
    groups = [Column(name, f"col_{name}", "energy") for name in ("network", "peak_shaving")]
    shown = text_table(f"curtailed_by_{key}", table, [Column(KEY, f"col_{key}"), *ENERGIES, *groups], names.language)
    return replace(shown, note=names.word("note_zones")) if key == "zone" else shown


def curtailed_by_cause(frame: pd.DataFrame, names: Naming) -> TextTable:
    """Return curtailed energy by cause: rows are causes, columns technologies."""
    table = frame.set_index("technology")[list(CAUSES)].T
    table["all"] = table.sum(axis=1)
    total = float(table["all"].sum())
    table["share"] = table["all"] / total if total > 0 else 0.0
    table = table.rename_axis("cause").reset_index()
    table[KEY] = [names.word(cause) for cause in table["cause"]]
    technologies = [Column(word, str(word), "energy") for word in frame["technology"]]
    columns = [Column(KEY, "col_cause"), *technologies, Column("all", "col_all", "energy"),
               Column("share", "col_share", "share")]  # fmt: skip
    return text_table("curtailed_by_cause", table, columns, names.language)


def export(frame: pd.DataFrame, names: Naming) -> TextTable:
    """Return the year of each export line."""
    table = latest(frame).assign(node="export_line", plant=lambda f: f["line"])
    table[KEY] = [names.plant("export_line", line) for line in table["line"]]
    columns = [
        Column(KEY, "col_line"),
        Column("capacity", "col_capacity", "power"),
        Column("energy", "col_sent", "energy"),
        Column("contract", "col_contract", "energy"),
        Column("undelivered", "col_undelivered", "energy"),
        Column("hours", "col_full_load_hours", "hours"),
        Column("power_max", "col_power_max", "power"),
        Column("power_min", "col_power_min", "power"),
        Column("clean_share", "col_clean_share", "share"),
        Column("revenue", "col_revenue", "money"),
    ]
    return text_table("export", table, columns, names.language, plant_links(names))


def sections(frame: pd.DataFrame, names: Naming) -> TextTable:
    """Return the year of each corridor."""
    table = latest(frame).assign(node="corridor", plant=lambda f: f["corridor"])
    table[KEY] = [names.plant("corridor", key) for key in table["corridor"]]
    columns = [
        Column(KEY, "col_corridor"),
        Column("limit", "col_limit_power", "power"),
        Column("forward", "col_forward", "energy"),
        Column("backward", "col_backward", "energy"),
        Column("lost", "col_lost", "energy"),
        Column("hours_full_forward", "col_hours_full_forward", "hours"),
        Column("hours_full_backward", "col_hours_full_backward", "hours"),
    ]
    return text_table("sections", table, columns, names.language, plant_links(names))


def stores(frame: pd.DataFrame, names: Naming) -> TextTable:
    """Return the year of each store that stands."""
    table = latest(frame)
    table = table[table["power"] > 1e-4].copy()
    table[KEY] = [names.plant(node, plant) for node, plant in zip(table["node"], table["plant"], strict=True)]
    columns = [
        Column(KEY, "col_item"),
        Column("power", "col_power", "power"),
        Column("energy", "col_store", "storage"),
        Column("charged", "col_charged", "energy"),
        Column("discharged", "col_discharged", "energy"),
        Column("lost", "col_lost", "energy"),
        Column("cycles", "col_cycles", "rate"),
        Column("hours", "col_full_load_hours", "hours"),
        Column("value", "col_shift_value", "money"),
    ]
    return text_table("stores", table, columns, names.language, plant_links(names))


def cost(frame: pd.DataFrame, names: Naming) -> TextTable:
    """Return the cost by term, with a total; revenue is less than zero."""
    table = frame.groupby("term", sort=False)["cost"].sum().reset_index()
    table = table[table["cost"].abs() > 1e-3]
    table[KEY] = [names.word(f"cost_{term}") for term in table["term"]]
    table.loc[len(frame)] = {"term": "total", "cost": table["cost"].sum(), KEY: names.word("cost_total")}
    links = Links(tone=lambda line: "total" if line["term"] == "total" else "")
    return text_table("cost", table, [Column(KEY, "col_term"), Column("cost", "col_cost", "money")],
                      names.language, links)  # fmt: skip


def cost_steps(frame: pd.DataFrame) -> dict[str, float]:
    """Return the cost by term, the largest first and revenue last; what is nothing is left out [MCNY]."""
    sums = frame.groupby("term", sort=False)["cost"].sum()
    sums = sums[sums.abs() > 1e-3].sort_values(ascending=False)
    return {str(term): float(cost) for term, cost in sums.items()}


def last_stage(tables: Tables) -> Curtailment:
    """Return the curtailment of the last planning year."""
    return Curtailment(latest(tables.curtailment.cube), tables.curtailment.hourly)


def plant_links(names: Naming) -> Links:
    """Return links from each plant to its inputs."""
    return Links(href=lambda line: names.link(str(line["node"]), str(line["plant"])))


def _kind_links(names: Naming) -> Links:
    """Return links from each technology to the table of its inputs."""
    return Links(href=lambda line: names.table_link(str(line["technology"])))


def _fold(table: TextTable) -> TextTable:
    """Return a table that is shown on demand."""
    return replace(table, folded=True)
