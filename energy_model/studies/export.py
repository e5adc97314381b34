"""Export lines: energy at both ends, hours, power, contract, clean share and what was not delivered."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.studies.reader import Reader
from energy_model.studies.requirement_values import fuel_energy_fed
from energy_model.studies.rooms import NEAR

COLUMNS = (
    "line",
    "technology",
    "zone",
    "curve",
    "stage",
    "capacity",
    "energy",
    "energy_received",
    "hours",
    "power_max",
    "power_min",
    "contract",
    "undelivered",
    "fuel_energy",
    "clean_share",
    "imported",
    "revenue",
)


def export_table(reader: Reader) -> pd.DataFrame:
    """Return the year of each export line.

    Parameters
    ----------
    reader : Reader
        The labelled tree.

    Returns
    -------
    pandas.DataFrame
        ``line, technology, zone, curve, stage, capacity`` [GW], ``energy, energy_received, contract, undelivered,
        fuel_energy, imported`` [GWh], ``hours`` (sending end) [h], ``power_max, power_min`` [GW], ``clean_share`` [1]
        (1 less energy from fuel fed into the sending zone per energy sent; none where nothing is sent, and none
        where more is fed in than sent), ``revenue`` [MCNY].
    """
    if not reader.has("export_line"):
        return pd.DataFrame(columns=list(COLUMNS))
    rows = [_row(reader, p, y) for p in range(reader.count("export_line")) for y in range(len(reader.stages))]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(reader: Reader, p: int, y: int) -> dict[str, object]:
    """Return the year of one line."""
    node, zone = "export_line", reader.words("export_line", "zone")[p]
    sent, inside = reader.get(node, "sent")[p], reader.steps("stage_of") == y
    energy = float((sent * reader.weight)[inside].sum())
    capacity = float(reader.get(node, "capacity")[p, y])
    fuel = float(fuel_energy_fed(reader, (zone,))[y])
    imported, undelivered = (float(reader.yearly(reader.get(node, n))[p, y]) for n in ("imported", "undelivered"))
    price = reader.get(node, "hourly_price")[p]
    return {
        "line": reader.plants(node)[p],
        "technology": reader.words(node, "technology")[p],
        "zone": zone,
        "curve": reader.words(node, "curve")[p],
        "stage": reader.stages[y],
        "capacity": capacity,
        "energy": energy,
        "energy_received": energy * (1.0 - float(reader.get(node, "loss")[p])),
        "hours": energy / capacity if capacity > 0 else np.nan,
        "power_max": float(sent[inside].max()),
        "power_min": float(sent[inside].min()),
        "contract": float(reader.get(node, "contract_energy")[p, y]),
        "undelivered": undelivered,
        "fuel_energy": fuel,
        "clean_share": 1.0 - fuel / energy if energy > max(fuel, 0.0) else np.nan,
        "imported": imported,
        "revenue": float((sent * price * reader.weight)[inside].sum()),
    }


def section_table(reader: Reader) -> pd.DataFrame:
    """Return the year of each corridor.

    Returns
    -------
    pandas.DataFrame
        ``corridor, from_zone, to_zone, stage, limit`` [GW], ``forward, backward, lost`` [GWh],
        ``hours_full_forward, hours_full_backward`` [h].
    """
    columns = ["corridor", "from_zone", "to_zone", "stage", "limit", "forward", "backward", "lost"]
    columns += ["hours_full_forward", "hours_full_backward"]
    if not reader.has("corridor"):
        return pd.DataFrame(columns=columns)
    node, limit = "corridor", reader.hourly("corridor", "capacity")
    forward, backward = reader.get(node, "forward"), reader.get(node, "backward")
    loss = reader.hourly(node, "loss") * (forward + backward)
    back_limit = reader.hourly(node, "backward_share") * limit
    full = [(flow >= top * (1 - NEAR)) & (top > 0) for flow, top in ((forward, limit), (backward, back_limit))]
    measures = [reader.yearly(x) for x in (forward, backward, loss, *(f.astype(float) for f in full))]
    begins, ends = reader.words(node, "from_zone"), reader.words(node, "to_zone")
    rows = [
        (plant, begins[p], ends[p], stage, reader.get(node, "capacity")[p, y], *(m[p, y] for m in measures))
        for p, plant in enumerate(reader.plants(node))
        for y, stage in enumerate(reader.stages)
    ]
    return pd.DataFrame(rows, columns=columns)
