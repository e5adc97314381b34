"""Plain data for files: Python numbers of ten digits, None instead of what is not a number."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

DIGITS = 10


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it, through dictionaries and lists."""
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return _rounded(float(value))
    return value


def _rounded(value: float) -> float | None:
    """Return a float of ten digits; None where it is not finite."""
    if not isfinite(value):
        return None
    # Adding zero turns -0.0 into 0.0.
    return float(f"{value:.{DIGITS}g}") + 0.0


def latest(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the last planning year."""
    return table[table["stage"] == table["stage"].max()] if len(table) else table


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table as a list of dictionaries."""
    return [plain(row) for row in table.to_dict(orient="records")]


def sums(table: pd.DataFrame, key: str, value: str, factor: float = 1.0) -> dict[str, Any]:
    """Return the sums of a column by a key."""
    return {str(k): plain(factor * float(v)) for k, v in table.groupby(key, sort=False)[value].sum().items()}
