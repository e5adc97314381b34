"""How cheap a technology must be to be built: the value of its next unit as an investment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from energy_model.case.case import Case
from energy_model.model.sizing import annuity, discount_rate
from energy_model.studies.many.candidates import Axis

PART = ("charge_capacity", "receiver", "field")


def breakeven(case: Case, summary: dict[str, Any], closed: Sequence[tuple[Axis, dict[str, Any]]] = ()) -> pd.DataFrame:
    """Return the price of each size that may be built, and the price below which it (or more of it) is built.

    At the optimum the value of a unit is its annuity less the reduced cost of building it and plus the price of its
    pipeline; divided by the annuity factor it is an investment. A store that may not be built is priced as a whole:
    at nothing, the duals of its power alone and of its energy alone say little.

    Parameters
    ----------
    case : Case
        Without idle plants, one planning year.
    summary : dict
        Of a run that asked for prices: ``sizes`` and ``worth`` (value of a unit built [MCNY/a per unit]).
    closed : sequence of (Axis, dict)
        Power line of each store that may not be built, and what was found at its first bit.

    Returns
    -------
    DataFrame
        ``table, item, size, held, built, price, breakeven, ratio``; prices in MCNY per GW or GWh (元/kW, 元/kWh); of a
        whole store ``size`` is ``whole`` and ``held`` its duration [h].
    """
    rows = [_whole(case, axis, found) for axis, found in closed]
    whole = {axis.item for axis, _ in closed}
    for component, worth in summary["worth"].items():
        table, size = component.split(".")
        data = case.tables[table]
        for item, value in worth.items():
            at = data.items.index(item)
            price = float(data.numbers[f"{size}_investment"][at, -1])
            most = float(data.numbers[f"{size}_addition_max"][at, -1])
            if price <= 0 or most <= 0 or size in PART or (table == "storage" and item in whole):
                continue
            standing = float(data.numbers[f"{size}_existing"][at, -1])
            built = summary["sizes"][component][item] - standing
            worth_now = max(value / _annuity(case, table, item), 0.0)
            rows.append((table, item, size, np.nan, max(built, 0.0), price, worth_now))
    frame = pd.DataFrame(rows, columns=["table", "item", "size", "held", "built", "price", "breakeven"])
    return frame.assign(ratio=frame["breakeven"] / frame["price"]).sort_values(
        "ratio", ascending=False, ignore_index=True
    )


def _whole(case: Case, axis: Axis, found: dict[str, Any]) -> tuple[Any, ...]:
    """Return the row of a store as a whole: what its yearly cost exceeds its value by must come off its price."""
    numbers, at = case.tables[axis.table].numbers, case.tables[axis.table].items.index(axis.item)
    price = sum(
        part.per_unit * float(numbers[f"{part.component.split('.')[1]}_investment"][at, -1])
        for part in axis.line.columns
    )
    excess = (found["marginal_cost"] - found["marginal_value"]) / _annuity(case, axis.table, axis.item)
    return axis.table, axis.item, "whole", axis.held, 0.0, price, max(price - excess, 0.0)


def _annuity(case: Case, table: str, item: str) -> float:
    """Return the yearly payment per unit of investment of a plant."""
    lifetime = case.tables[table].numbers["lifetime"][case.tables[table].items.index(item)]
    return float(annuity(discount_rate(case), np.array([lifetime]))[0])
