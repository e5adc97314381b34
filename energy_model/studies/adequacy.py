"""The balance of firm capacity in a named hour: what counts at the peak, against demand, reserve and export."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.case.case import BoolArray, FloatArray
from energy_model.studies.reader import Reader

EVENING = (18, 22)
SEASONS = {"winter_evening": (1, 2, 11, 12), "summer_evening": (6, 7, 8)}
SIZES = {
    "renewable": "capacity",
    "csp": "block",
    "thermal": "capacity",
    "storage": "discharge_capacity",
    "pumped_hydro": "capacity",
}


def balance_steps(reader: Reader, hour: str, y: int) -> BoolArray:
    """Return True for the steps of a balance hour: evenings of its season, or the whole stage if it has none."""
    clock, month = reader.steps("hour_of_day"), reader.steps("month_of")
    stage = reader.steps("stage_of") == y
    chosen = stage & (clock >= EVENING[0]) & (clock <= EVENING[1]) & np.isin(month, SEASONS[hour])
    return np.asarray(chosen if chosen.any() else stage)


def firm_supply(reader: Reader, hour: str) -> pd.DataFrame:
    """Return the capacity that counts in a balance hour.

    Returns
    -------
    pandas.DataFrame
        ``node, technology, plant, stage, capacity, credit, firm`` [GW].
    """
    rows = []
    for node, size in SIZES.items():
        if not reader.has(node):
            continue
        capacity, credit = reader.get(node, size), reader.get(node, f"credit_{hour}")
        words = reader.words(node, "technology")
        rows += [
            (node, words[p], plant, stage, capacity[p, y], credit[p], credit[p] * capacity[p, y])
            for p, plant in enumerate(reader.plants(node))
            for y, stage in enumerate(reader.stages)
        ]
    columns = ["node", "technology", "plant", "stage", "capacity", "credit", "firm"]
    return pd.DataFrame(rows, columns=columns)


def firm_need(reader: Reader, hour: str) -> tuple[FloatArray, FloatArray]:
    """Return peak demand less what may be interrupted, and firm export owed [GW], by stage."""
    peaks = np.zeros(len(reader.stages))
    if reader.has("demand"):
        firm = reader.get("demand", "demand") * (1.0 - reader.get("demand", "interrupt_share")[:, None])
        for y in range(len(reader.stages)):
            peaks[y] = firm.sum(axis=0)[balance_steps(reader, hour, y)].max(initial=0.0)
    owed = np.zeros(len(reader.stages))
    if reader.has("export_line"):
        share = reader.get("export_line", f"firm_{hour}")[:, None]
        owed = (share * reader.get("export_line", "capacity_existing")).sum(axis=0)
    return peaks, owed


def firm_balance(reader: Reader, hour: str, margin: float) -> pd.DataFrame:
    """Return the capacity balance of one hour by stage.

    Parameters
    ----------
    reader : Reader
        The labelled tree.
    hour : str
        ``winter_evening`` or ``summer_evening``.
    margin : float
        Planning reserve on the peak of demand [1].

    Returns
    -------
    pandas.DataFrame
        ``hour, stage, peak, reserve, export, needed, firm, margin`` [GW].
    """
    peak, owed = firm_need(reader, hour)
    supply = firm_supply(reader, hour).groupby("stage")["firm"].sum()
    rows = []
    for y, stage in enumerate(reader.stages):
        needed, firm = (1.0 + margin) * peak[y] + owed[y], float(supply.get(stage, 0.0))
        rows.append((hour, stage, peak[y], margin * peak[y], owed[y], needed, firm, firm - needed))
    return pd.DataFrame(rows, columns=["hour", "stage", "peak", "reserve", "export", "needed", "firm", "margin"])
