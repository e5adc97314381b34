"""The climate that generated weather must reproduce: read from `climate.csv`, checked, frozen.

The table is in long form, one number with its range, unit and source per row. Rows without a month
hold for the whole year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from energy_model.availability.weather import Array, SettingsError

#: Columns of the file.
FIELDS = ["item", "parameter", "month", "value", "low", "high", "unit", "source", "note"]
#: Column that the file may have at its end: the note in Chinese.
OPTIONAL = "note_zh"

#: Numbers per month: (item, parameter) → unit.
MONTHLY = {
    ("radiation", "ghi"): "kWh/m2",
    ("radiation", "dni"): "kWh/m2",
    ("radiation", "turbidity"): "1",
    ("cloud", "spread"): "1",
    ("temperature", "mean"): "degC",
    ("wind", "mean_speed"): "m/s",
}

#: Numbers per year: (item, parameter) → unit.
YEARLY = {
    ("cloud", "floor"): "1",
    ("cloud", "day_share"): "1",
    ("cloud", "day_persistence"): "1",
    ("cloud", "hour_persistence"): "1",
    ("cloud", "day_site_correlation"): "1",
    ("cloud", "hour_site_correlation"): "1",
    ("cloud", "wind_correlation"): "1",
    ("dull_spell", "per_year"): "1/a",
    ("dull_spell", "shortest"): "d",
    ("dull_spell", "longest"): "d",
    ("dull_spell", "clearness"): "1",
    ("dull_spell", "spread"): "1",
    ("temperature", "daily_amplitude"): "K",
    ("temperature", "hour_of_maximum"): "h",
    ("temperature", "day_spread"): "K",
    ("temperature", "day_persistence"): "1",
    ("wind", "height"): "m",
    ("wind", "weibull_shape"): "1",
    ("wind", "diurnal_amplitude"): "1",
    ("wind", "hour_of_maximum"): "h",
    ("wind", "synoptic_share"): "1",
    ("wind", "synoptic_persistence"): "1",
    ("wind", "local_persistence"): "1",
    ("wind", "synoptic_site_correlation"): "1",
    ("wind", "local_site_correlation"): "1",
    ("pressure", "mean"): "Pa",
    ("pressure", "altitude"): "m",
}

#: What a site may say about itself, relative to the numbers above.
FACTORS = ("ghi_factor", "dni_factor", "wind_factor")


@dataclass(frozen=True)
class Climate:
    """Long-term climate of a region and how its sites differ.

    Attributes
    ----------
    monthly : mapping
        (item, parameter) → twelve values, January first, in the units of `MONTHLY`.
    yearly : mapping
        (item, parameter) → value in the units of `YEARLY`.
    factors : mapping
        site → factor name → value [1].
    """

    monthly: Mapping[tuple[str, str], Array]
    yearly: Mapping[tuple[str, str], float]
    factors: Mapping[str, Mapping[str, float]]

    def of_month(self, item: str, parameter: str) -> Array:
        """Return the twelve monthly values."""
        return self.monthly[item, parameter]

    def of_year(self, item: str, parameter: str) -> float:
        """Return the value that holds all year."""
        return self.yearly[item, parameter]

    def factor(self, site: str, name: str) -> float:
        """Return what a site has relative to the region [1]."""
        return self.factors[site][name]


def read_climate(path: Path, sites: tuple[str, ...]) -> Climate:
    """Read `climate.csv` for the named sites; every row is used or refused.

    Raises
    ------
    SettingsError
        With all problems found, each with its row.
    """
    table = _read_table(path)
    if list(table.columns) not in (FIELDS, [*FIELDS, OPTIONAL]):
        raise SettingsError(f"{path}: columns are {list(table.columns)}, expected {FIELDS}, and perhaps {OPTIONAL}")
    wanted = _wanted(sites)
    problems = [*_row_problems(table, wanted), *_gaps(table, wanted)]
    if problems:
        raise SettingsError(f"{path} cannot be used:\n- " + "\n- ".join(problems))
    value = table.set_index(["item", "parameter"])["value"].sort_index()
    months = table.sort_values("month").set_index(["item", "parameter"])["value"]
    return Climate(
        {key: months.loc[[key]].to_numpy(dtype=float) for key in MONTHLY},
        {key: float(value.loc[[key]].iloc[0]) for key in YEARLY},
        {site: {name: float(value.loc[[(site, name)]].iloc[0]) for name in FACTORS} for site in sites},
    )


def _read_table(path: Path) -> pd.DataFrame:
    """Return the rows as they are in the file, numbers as numbers."""
    if not path.is_file():
        raise SettingsError(f"There is no {path}; the case needs a climate table to generate weather.")
    numbers = dict.fromkeys(("value", "low", "high"), float)
    try:
        return pd.read_csv(path, dtype={"month": "Int64", **numbers}, encoding="utf-8-sig")
    except ValueError as error:
        raise SettingsError(f"{path}: {error}; write plain numbers.") from error


def _wanted(sites: tuple[str, ...]) -> dict[tuple[str, str, int], str]:
    """Return every (item, parameter, month) the table must hold, with its unit; month 0 is the year."""
    per_month = {(*key, month): unit for key, unit in MONTHLY.items() for month in range(1, 13)}
    per_year = {(*key, 0): unit for key, unit in YEARLY.items()}
    per_site = {(site, name, 0): "1" for site in sites for name in FACTORS}
    return {**per_month, **per_year, **per_site}


def _row_problems(table: pd.DataFrame, wanted: dict[tuple[str, str, int], str]) -> list[str]:
    """Return rows that are unknown, twice there, in another unit, out of range or without a source."""
    problems, seen = [], set()
    for number, row in enumerate(table.fillna({"month": 0}).itertuples(index=False), start=2):
        key = (row.item, row.parameter, int(row.month))
        faults = {
            "unknown": key not in wanted,
            "given twice": key in seen,
            f"unit {row.unit}, expected {wanted.get(key)}": key in wanted and str(row.unit) != wanted[key],
            f"value {row.value} not between low {row.low} and high {row.high}": not row.low <= row.value <= row.high,
            "no source": not isinstance(row.source, str),
        }
        problems += [f"row {number} {key}: {fault}" for fault, present in faults.items() if present]
        seen.add(key)
    return problems


def _gaps(table: pd.DataFrame, wanted: dict[tuple[str, str, int], str]) -> list[str]:
    """Return what the table should hold and does not."""
    filled = table.fillna({"month": 0})
    present = set(zip(filled["item"], filled["parameter"], filled["month"].astype(int), strict=True))
    return [f"no row for {key}" for key in wanted if key not in present]


def per_hour(monthly: Array, months: np.ndarray) -> Array:
    """Spread twelve monthly values over hours whose month numbers are given."""
    return np.asarray(monthly[months - 1], dtype=float)
