"""Stores in a year: energy, losses, cycles, hours, and what moving energy in time was worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from energy_model.case.case import FloatArray
from energy_model.studies.reader import Reader


@dataclass(frozen=True)
class Kind:
    """Names of the quantities of one kind of store; the size is a product."""

    node: str
    taken: str
    given: str
    power: str
    size: tuple[str, ...]
    draw: str


KINDS = (
    Kind("storage", "charge", "discharge", "discharge_capacity", ("energy_capacity",), "discharge_draw"),
    Kind("pumped_hydro", "pumping", "generation", "capacity", ("reservoir_hours", "capacity"), "generation_draw"),
    Kind("direct_supply", "charge", "discharge", "battery", ("duration", "battery"), "discharge_draw"),
)
COLUMNS = (
    "node",
    "technology",
    "plant",
    "zone",
    "stage",
    "power",
    "energy",
    "charged",
    "discharged",
    "lost",
    "cycles",
    "hours",
    "value",
)


def storage_table(reader: Reader) -> pd.DataFrame:
    """Return the year of each electric store.

    Parameters
    ----------
    reader : Reader
        The labelled tree.

    Returns
    -------
    pandas.DataFrame
        ``node, technology, plant, zone, stage, power`` [GW], ``energy`` (capacity) [GWh], ``charged, discharged,
        lost`` [GWh], ``cycles`` (energy drawn per capacity) [1/a], ``hours`` (energy given per power) [h],
        ``value`` (energy given less energy taken, at the price of the zone) [MCNY].
    """
    rows = [row for kind in KINDS if reader.has(kind.node) for row in _rows(reader, kind)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rows(reader: Reader, kind: Kind) -> list[tuple[object, ...]]:
    """Return one row per store and stage."""
    node, zones = kind.node, reader.words(kind.node, "zone")
    taken, given = reader.get(node, kind.taken), reader.get(node, kind.given)
    power = reader.get(node, kind.power)
    size = np.prod([_by_stage(reader, node, name) for name in kind.size], axis=0)
    price = reader.price()[[reader.zones.index(zone) for zone in zones]]
    charged, discharged = reader.yearly(taken), reader.yearly(given)
    value = reader.yearly(price * (given - taken))
    drawn = reader.get(node, kind.draw)[:, None] * discharged
    cycles = np.divide(drawn, size, out=np.zeros_like(drawn), where=size > 1e-6)
    hours = np.divide(discharged, power, out=np.zeros_like(drawn), where=power > 1e-6)
    technologies = reader.words(node, "technology")
    measures = (power, size, charged, discharged, charged - discharged, cycles, hours, value)
    return [
        (node, technologies[p], plant, zones[p], stage, *(m[p, y] for m in measures))
        for p, plant in enumerate(reader.plants(node))
        for y, stage in enumerate(reader.stages)
    ]


def _by_stage(reader: Reader, node: str, name: str) -> FloatArray:
    """Return a quantity over plants and stages."""
    values = reader.get(node, name)
    return values if values.ndim == 2 else np.tile(values[:, None], (1, len(reader.stages)))
