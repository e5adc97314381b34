"""Which inputs differ between results, from the rows that each result stores."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

KEYS = ["table", "item", "parameter", "from"]
NAMES = ("name_zh", "name_en")


def different_inputs(inputs: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the inputs that are not the same in all results.

    Parameters
    ----------
    inputs : sequence of DataFrame
        Rows of the inputs as each result stores them.

    Returns
    -------
    DataFrame
        ``table, item, parameter, from``, and for each result i ``value_i`` with its unit, empty where the result has
        no such row.

    Raises
    ------
    ValueError
        If a result holds an input twice.
    """
    shown = []
    for i, rows in enumerate(inputs):
        frame = rows.astype(object).where(rows.notna(), "")
        frame = frame[~frame["parameter"].isin(NAMES)]
        value = [_shown(value, unit) for value, unit in zip(frame["value"], frame["unit"], strict=True)]
        frame = frame[KEYS].astype(str).assign(**{f"value_{i}": value})
        twice = frame[frame.duplicated(KEYS)]
        if len(twice):
            raise ValueError(f"an input stands twice in result {i + 1}: {' '.join(twice.iloc[0][KEYS])}")
        shown.append(frame.set_index(KEYS))
    table = pd.concat(shown, axis=1).fillna("")
    return table[table.nunique(axis=1) > 1].reset_index()


def _shown(value: object, unit: object) -> str:
    """Return a value with its unit; a number as it is, whether it was stored as one or as text."""
    try:
        number = f"{float(str(value)):.10g}"
    except ValueError:
        return str(value)
    return number if unit in ("", "1", "text") else f"{number} {unit}"
