"""How cheap a technology must be to be built: the value of its next unit as an investment."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from energy_model.case.case import Case
from energy_model.model.sizing import annuity, discount_rate

PART = ("charge_capacity", "receiver", "field")


def breakeven(case: Case, summary: dict[str, Any]) -> pd.DataFrame:
    """Return the price of each size that may be built, and the price below which it (or more of it) is built.

    At the optimum the value of a unit is its annuity less the reduced cost of building it and plus the price of its
    pipeline; divided by the annuity factor it is an investment.

    Parameters
    ----------
    case : Case
        Without idle plants, one planning year.
    summary : dict
        Of a run that asked for prices: ``sizes`` and ``worth`` (value of a unit built [MCNY/a per unit]).

    Returns
    -------
    DataFrame
        ``table, item, size, unit, built, price, breakeven, ratio``; prices in MCNY per GW or GWh (元/kW, 元/kWh).
    """
    rows = []
    for component, worth in summary["worth"].items():
        table, size = component.split(".")
        data = case.tables[table]
        for item, value in worth.items():
            at = data.items.index(item)
            price = float(data.numbers[f"{size}_investment"][at, -1])
            most = float(data.numbers[f"{size}_addition_max"][at, -1])
            if price <= 0 or most <= 0 or size in PART:
                continue
            factor = float(annuity(discount_rate(case), np.array([data.numbers["lifetime"][at]]))[0])
            standing = float(data.numbers[f"{size}_existing"][at, -1])
            built = summary["sizes"][component][item] - standing
            rows.append((table, item, size, max(built, 0.0), price, max(value / factor, 0.0)))
    frame = pd.DataFrame(rows, columns=["table", "item", "size", "built", "price", "breakeven"])
    return frame.assign(ratio=frame["breakeven"] / frame["price"]).sort_values(
        "ratio", ascending=False, ignore_index=True
    )
