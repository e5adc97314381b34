"""The price of energy in each zone, as the dual of its balance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.studies.reader import Reader
from energy_model.studies.rooms import WORTH
from energy_model.studies.supply import gross_supply


def price_table(reader: Reader) -> pd.DataFrame:
    """Return the prices of each zone.

    Parameters
    ----------
    reader : Reader
        The labelled tree.

    Returns
    -------
    pandas.DataFrame
        ``zone, stage, mean, mean_by_energy, least, greatest`` [MCNY/GWh, the same as CNY/kWh], ``hours_at_zero``
        (hours whose price is not above zero) [h].
    """
    price, supply = reader.price(), gross_supply(reader)
    rows = []
    for z, zone in enumerate(reader.zones):
        for y, stage in enumerate(reader.stages):
            inside = reader.steps("stage_of") == y
            p, weight = price[z, inside], reader.weight[inside]
            energy = weight * supply[z, inside]
            by_energy = float(np.average(p, weights=energy)) if energy.sum() > 0 else np.nan
            mean, idle = float(np.average(p, weights=weight)), float(weight[p <= WORTH].sum())
            rows.append((zone, stage, mean, by_energy, float(p.min()), float(p.max()), idle))
    columns = ["zone", "stage", "mean", "mean_by_energy", "least", "greatest", "hours_at_zero"]
    return pd.DataFrame(rows, columns=columns)
