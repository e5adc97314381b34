"""Tables of what a plan needs and what energy is worth: investment, fuel, water, firm power, prices."""

from __future__ import annotations

import pandas as pd

from energy_model.studies.plain import latest
from energy_model.write.naming import Naming, in_order
from energy_model.write.tables import KEY, plant_links
from energy_model.write.text_table import Column, Links, TextTable, text_table


def investments(frame: pd.DataFrame, names: Naming) -> TextTable:
    """Return money to be spent by technology, committed and built by the plan, with a total."""
    table = frame.pivot_table(index="technology", columns="kind", values="investment", aggfunc="sum", fill_value=0.0)
    table = table.reindex(columns=["committed", "built"], fill_value=0.0).reset_index()
    table["all"] = table["committed"] + table["built"]
    table = in_order(table[table["all"] > 1e-2])
    table[KEY] = [names.word(word) for word in table["technology"]]
    total = {"technology": "", KEY: names.word("col_all"), **table[["committed", "built", "all"]].sum().to_dict()}
    table = pd.concat([table, pd.DataFrame([total])], ignore_index=True)
    columns = [
        Column(KEY, "col_technology"),
        *(Column(name, f"col_{name}", "money") for name in ("committed", "built", "all")),
    ]
    links = Links(
        lambda line: names.table_link(str(line["technology"])), lambda line: "" if line["technology"] else "total"
    )
    return text_table("investment", table, columns, names.language, links)


def fuels(frame: pd.DataFrame, names: Naming) -> TextTable:
    """Return fuel and emissions of each plant that burns: energy, hours, standard coal, CO2."""
    table = latest(frame).assign(node="thermal")
    table[KEY] = [names.plant("thermal", plant) for plant in table["plant"]]
    columns = [
        Column(KEY, "col_item"),
        Column("capacity", "col_capacity", "power"),
        Column("energy", "col_energy", "energy"),
        Column("hours", "col_full_load_hours", "hours"),
        Column("standard_coal", "col_standard_coal", "mass"),
        Column("co2", "col_co2", "mass"),
    ]
    return text_table("fuels", table, columns, names.language, plant_links(names))


def water(frame: pd.DataFrame, names: Naming) -> TextTable:
    """Return water used by technology."""
    table = latest(frame)
    table = table[table["water"] > 1e-3].copy()
    table["technology"] = table["node"]
    table[KEY] = [names.word(f"table_{node}") for node in table["node"]]
    columns = [Column(KEY, "col_technology"), Column("water", "col_water", "mass")]
    return text_table("water", table, columns, names.language, Links(lambda line: names.table_link(str(line["node"]))))


def firm(frame: pd.DataFrame, names: Naming) -> TextTable:
    """Return the balance of power in the evening of winter and summer."""
    table = latest(frame).copy()
    table[KEY] = [names.word(str(hour)) for hour in table["hour"]]
    fields = ("peak", "reserve", "export", "needed", "firm", "margin")
    columns = [Column(KEY, "col_balance_hour"), *(Column(name, f"col_firm_{name}", "power") for name in fields)]
    return text_table("firm_balance", table, columns, names.language)


def prices(frame: pd.DataFrame, names: Naming) -> TextTable:
    """Return the marginal value of energy by zone."""
    table = latest(frame).copy()
    table[KEY] = [names.zone(zone) for zone in table["zone"]]
    fields = ("mean", "mean_by_energy", "least", "greatest")
    columns = [Column(KEY, "col_zone"), *(Column(name, f"col_price_{name}", "price") for name in fields),
               Column("hours_at_zero", "col_hours_at_zero", "hours")]  # fmt: skip
    return text_table("prices", table, columns, names.language)
