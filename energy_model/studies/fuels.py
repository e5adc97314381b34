"""Coal and gas plants in a year: energy, hours, fuel as standard coal, CO2; and water by technology."""

from __future__ import annotations

import pandas as pd

from energy_model.studies.reader import Reader
from energy_model.studies.requirement_values import emissions, fuel, water

# 1 kg of standard coal (标准煤) is 29.307 MJ or 8.141 kWh, so 1 GWh of fuel is 3600 / 29.307 t.
KT_STANDARD_COAL_PER_GWH = 3.6 / 29.307


def fuel_table(reader: Reader) -> pd.DataFrame:
    """Return the year of each fuel plant.

    Parameters
    ----------
    reader : Reader
        The labelled tree.

    Returns
    -------
    pandas.DataFrame
        ``technology, plant, zone, stage, capacity`` [GW], ``energy`` [GWh], ``hours`` [h], ``fuel`` [GWh],
        ``standard_coal, co2`` [kt], ``specific`` (standard coal per energy) [g/kWh].
    """
    columns = ["technology", "plant", "zone", "stage", "capacity", "energy", "fuel", "co2"]
    rows: list[tuple[object, ...]] = []
    if reader.has("thermal"):
        words, zones = reader.words("thermal", "technology"), reader.words("thermal", "zone")
        capacity, energy = reader.get("thermal", "capacity"), reader.yearly(reader.get("thermal", "power"))
        measures = (capacity, energy, fuel(reader), emissions(reader))
        rows = [
            (words[p], plant, zones[p], stage, *(m[p, y] for m in measures))
            for p, plant in enumerate(reader.plants("thermal"))
            for y, stage in enumerate(reader.stages)
        ]
    table = pd.DataFrame(rows, columns=columns)
    coal = KT_STANDARD_COAL_PER_GWH * table["fuel"]
    return table.assign(
        hours=table["energy"] / table["capacity"].where(table["capacity"] > 0),
        standard_coal=coal,
        specific=1000.0 * coal / table["energy"].where(table["energy"] > 1e-3),
    )


def water_table(reader: Reader) -> pd.DataFrame:
    """Return the water used: ``node, stage, water`` [kt]."""
    rows = [(node, stage, used[y]) for node, used in water(reader).items() for y, stage in enumerate(reader.stages)]
    return pd.DataFrame(rows, columns=["node", "stage", "water"])
