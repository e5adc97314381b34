"""Hidden burning: surplus that a linear programme wastes in losses to look used.

A store that charges and discharges at once, power that runs both ways along a corridor, a salt heater that is on
while mirrors are turned away: each can turn surplus into loss. What is wasted so is measured here and counted as
curtailment in every report. Where the price is not negative nothing is gained by it, so there it must be nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from energy_model.case.case import FloatArray
from energy_model.studies.reader import Reader
from energy_model.studies.renewables import sources
from energy_model.studies.rooms import WORTH

SHARE_TO_REPORT = 1e-3
ENERGY_TO_REPORT = 1.0  # GWh


def burning(reader: Reader) -> pd.DataFrame:
    """Return the energy wasted by each way and plant.

    Parameters
    ----------
    reader : Reader
        The labelled tree.

    Returns
    -------
    pandas.DataFrame
        ``node, plant, way, stage, wasted, wasted_at_price`` [GWh]; the last column is the part in hours whose price
        is above zero.
    """
    rows = []
    for node, way, wasted, price in _ways(reader):
        total, paid = reader.yearly(wasted), reader.yearly(wasted * (price > WORTH))
        rows += [
            (node, plant, way, stage, total[p, y], paid[p, y])
            for p, plant in enumerate(reader.plants(node))
            for y, stage in enumerate(reader.stages)
        ]
    return pd.DataFrame(rows, columns=["node", "plant", "way", "stage", "wasted", "wasted_at_price"])


def must_be_told(wasted: float, curtailed: float) -> bool:
    """Return whether the energy wasted is so much that the summary must say so [both in GWh]."""
    return wasted > ENERGY_TO_REPORT and wasted > SHARE_TO_REPORT * curtailed


def _ways(reader: Reader) -> Iterator[tuple[str, str, FloatArray, FloatArray]]:
    """Yield technology, way, power wasted and price of each plant, shape (plants, steps)."""
    price = reader.price()
    for node, taken, given, stored, drawn in (
        ("storage", "charge", "discharge", "charge_yield", "discharge_draw"),
        ("direct_supply", "charge", "discharge", "charge_yield", "discharge_draw"),
        ("pumped_hydro", "pumping", "generation", "pump_yield", "generation_draw"),
    ):
        if reader.has(node):
            per_given = reader.hourly(node, drawn) / reader.hourly(node, stored)
            wasted = circled(reader.get(node, taken), reader.get(node, given), per_given)
            yield node, "both_ways", wasted, _at(reader, node, price)
    if reader.has("pumped_hydro"):
        spilled = reader.get("pumped_hydro", "spill") / reader.hourly("pumped_hydro", "pump_yield")
        wasted = np.minimum(reader.get("pumped_hydro", "pumping"), spilled)
        yield "pumped_hydro", "pump_and_spill", wasted, _at(reader, "pumped_hydro", price)
    if reader.has("csp"):
        yield "csp", "heater_while_defocused", _heated(reader), _at(reader, "csp", price)
    if reader.has("demand"):
        per_given = np.asarray(1.0 / reader.hourly("demand", "shift_yield"))
        wasted = circled(reader.get("demand", "taken_early"), reader.get("demand", "put_off"), per_given)
        yield "demand", "both_ways", wasted, _at(reader, "demand", price)
    if reader.has("corridor"):
        both = np.minimum(reader.get("corridor", "forward"), reader.get("corridor", "backward"))
        wasted = 2.0 * reader.hourly("corridor", "loss") * both
        yield "corridor", "both_ways", wasted, _at(reader, "corridor", price, "from_zone")


def circled(taken: FloatArray, given: FloatArray, per_given: FloatArray) -> FloatArray:
    """Return the power lost in going round [GW].

    Parameters
    ----------
    taken, given : array
        Power into and out of a store in the same step [GW].
    per_given : array
        Power in that keeps the level for each power out [1].
    """
    round_trip = np.minimum(given, taken / per_given)
    return np.asarray(np.maximum(round_trip, 0.0) * (per_given - 1.0))


def _heated(reader: Reader) -> FloatArray:
    """Return the power of salt heaters that turned-away mirrors could have replaced [GW]."""
    field = next(source for source in sources(reader) if source.node == "csp")
    replaced = field.curtailed / np.maximum(reader.hourly("csp", "heater_efficiency"), 1e-9)
    return np.asarray(np.minimum(np.maximum(reader.get("csp", "heater_power"), 0.0), replaced))


def _at(reader: Reader, node: str, price: FloatArray, label: str = "zone") -> FloatArray:
    """Return the price at each plant, shape (plants, steps)."""
    return price[[reader.zones.index(zone) for zone in reader.words(node, label)]]
