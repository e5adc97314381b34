"""Capacity by plant: base year, committed, built, and what stands at the end of each planning year."""

from __future__ import annotations

import pandas as pd

from energy_model.studies.reader import Reader
from energy_model.studies.requirement_values import year_end

# The sizes that planning tables speak of as power capacity, and the technology they count as.
POWER = {
    ("renewable", "capacity"): "",
    ("thermal", "capacity"): "",
    ("csp", "block"): "",
    ("storage", "discharge_capacity"): "",
    ("pumped_hydro", "capacity"): "",
    ("direct_supply", "pv"): "pv",
    ("direct_supply", "wind"): "wind",
    ("direct_supply", "battery"): "battery",
}


def capacity_table(reader: Reader) -> pd.DataFrame:
    """Return all sizes of all plants.

    Parameters
    ----------
    reader : Reader
        The labelled tree.

    Returns
    -------
    pandas.DataFrame
        ``node, size, technology, zone, plant, stage, unit, base_year, committed, built, mean, year_end, is_power``:
        stock at the end of the base year; stock that comes after it (less than zero: retired); what the plan has
        built and still stands; mean of the planning year and its end. `is_power` marks generating and storage power.
    """
    rows: list[dict[str, object]] = []
    for node in reader.nodes:
        for size in reader.sizes(node):
            rows += _rows(reader, node, size)
    columns = ["node", "size", "technology", "zone", "plant", "stage", "unit"]
    columns += ["base_year", "committed", "built", "mean", "year_end", "is_power"]
    return pd.DataFrame(rows, columns=columns).astype({"is_power": bool})


def power_capacity(capacities: pd.DataFrame) -> pd.DataFrame:
    """Return generating and storage power by technology, zone and stage [GW]."""
    chosen = capacities[capacities["is_power"]]
    values = ["base_year", "committed", "built", "mean", "year_end"]
    return chosen.groupby(["technology", "zone", "stage"], sort=False)[values].sum().reset_index()


def _rows(reader: Reader, node: str, size: str) -> list[dict[str, object]]:
    """Return one row per plant and stage."""
    base = reader.get(node, f"{size}_existing_base_year")
    stock_end = reader.get(node, f"{size}_existing_year_end")
    mean, end = reader.get(node, size), year_end(reader, node, size)
    built = mean - reader.get(node, f"{size}_existing")
    counts_as = POWER.get((node, size))
    words = reader.words(node, "technology")
    zones = reader.words(node, "from_zone" if node == "corridor" else "zone")
    unit = reader.unit(node, size)
    return [
        {
            "node": node,
            "size": size,
            "technology": counts_as or words[p],
            "zone": zones[p],
            "plant": plant,
            "stage": stage,
            "unit": unit,
            "base_year": base[p],
            "committed": stock_end[p, y] - base[p],
            "built": max(built[p, y], 0.0),
            "mean": mean[p, y],
            "year_end": end[p, y],
            "is_power": counts_as is not None,
        }
        for p, plant in enumerate(reader.plants(node))
        for y, stage in enumerate(reader.stages)
    ]
