"""Write ``hourly/shapes.csv`` of a case: shapes of demand, contract curves and price factors.

The shapes come from the parameters at the top of this file and from nothing else: no metered series of Golmud
is public. Each parameter names its source, an id of ``inputs/golmud/sources.csv``. The clock is that of the case
(UTC+8); solar noon in Golmud is near 13:40, so "midday" of a contract is the forenoon of the sun.

Run ``python scripts/make_shapes.py inputs/golmud`` after a change; the file is overwritten. All weather years get
the same shapes, because demand and contracts here do not follow the weather.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
DAYS_OF_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

# Hours at which the steps of contract curves begin: the slot_hours of case.toml. Source qg_curve_convention.
SLOT_HOURS = (0, 7, 10, 16, 19, 23)

# Contract curve of the Qinggui line, per unit of rating, by season and slot. Source engineering_estimate, after the
# load of Guangxi (plateau 11-23 h, pypsa_china_pik) and a yearly energy of 4500-4600 h (qinghai_daily_2025_10).
QINGGUI_CURVE = {
    "winter": (0.20, 0.35, 0.76, 0.58, 0.78, 0.20),
    "spring": (0.20, 0.35, 0.80, 0.60, 0.80, 0.20),
    "summer": (0.22, 0.36, 0.84, 0.64, 0.84, 0.22),
    "autumn": (0.20, 0.35, 0.80, 0.60, 0.80, 0.20),
}
# Share of the section limit that the Qinghai main grid takes, by season and slot. Source engineering_estimate: at
# midday about the 3.5 GW that it takes today (0.58 of 6 GW; with it today's curtailment of PV of some 15 % results,
# power_technology_2025), because the PV of the province fills it; less at night in summer, when the Yellow River
# is high; most in the evening.
MAIN_GRID_CURVE = {
    "winter": (0.70, 0.70, 0.65, 0.75, 0.95, 0.70),
    "spring": (0.60, 0.60, 0.50, 0.60, 0.90, 0.60),
    "summer": (0.50, 0.50, 0.55, 0.60, 0.85, 0.50),
    "autumn": (0.60, 0.60, 0.55, 0.65, 0.90, 0.60),
}
# Supply of Tibet over the Qinghai-Tibet line, per unit of rating: rivers are low in winter and spring.
# Source engineering_estimate, after 21.5 TWh in 13 years both ways (chaxiaohao_2025_07).
TIBET_CURVE = {
    "winter": (0.30, 0.35, 0.30, 0.35, 0.45, 0.35),
    "spring": (0.20, 0.25, 0.20, 0.25, 0.30, 0.25),
    "summer": (0.00, 0.00, 0.00, 0.00, 0.00, 0.00),
    "autumn": (0.08, 0.10, 0.08, 0.10, 0.12, 0.10),
}
# Price by slot against the mean before scaling to mean 1. Source engineering_estimate: evening dear, midday cheap.
QINGGUI_PRICE = (0.90, 1.00, 0.80, 1.10, 1.35, 0.95)
MAIN_GRID_PRICE = (1.05, 1.00, 0.50, 1.10, 1.60, 1.15)

# Daily shapes of demand, hour 0 to 23, before scaling to mean 1. Source engineering_estimate; the evening peak and
# the flat night of a small cold city, trains and charging where the clock of work puts them.
CITY_DAY = (
    *(0.68, 0.64, 0.62, 0.61, 0.62, 0.66, 0.76, 0.90, 1.02, 1.08, 1.12, 1.14),
    *(1.12, 1.05, 1.04, 1.06, 1.09, 1.14, 1.24, 1.36, 1.40, 1.30, 1.08, 0.84),
)
TRANSPORT_DAY = (
    *(0.90, 0.75, 0.60, 0.50, 0.45, 0.45, 0.55, 0.70, 0.85, 0.95, 1.00, 1.15),
    *(1.45, 1.50, 1.20, 0.95, 0.90, 0.95, 1.15, 1.40, 1.60, 1.60, 1.45, 1.15),
)
HEATING_DAY = (
    *(1.18, 1.20, 1.22, 1.24, 1.25, 1.25, 1.26, 1.24, 1.15, 1.00, 0.88, 0.78),
    *(0.72, 0.68, 0.66, 0.66, 0.70, 0.80, 0.92, 1.02, 1.08, 1.12, 1.15, 1.17),
)
# Monthly levels, January to December. City: engineering_estimate, after the yearly swing of Qinghai load
# (pypsa_china_pik). Heating: degree days below 5 degC of the monthly means (cswd_golmud_epw), and some hot water.
CITY_MONTH = (1.14, 1.10, 1.02, 0.96, 0.92, 0.92, 0.94, 0.94, 0.93, 0.96, 1.05, 1.12)
HEATING_MONTH = (2.50, 2.05, 1.30, 0.65, 0.25, 0.12, 0.10, 0.10, 0.25, 0.80, 1.75, 2.40)
# Hydro: availability by month; cascade of the Golmud river, snow melt in summer. Source engineering_estimate, set to
# about 3500 h a year.
HYDRO_MONTH = (0.18, 0.18, 0.21, 0.28, 0.44, 0.66, 0.82, 0.78, 0.58, 0.34, 0.22, 0.19)

SALT_LAKE_SWING = 0.11  # 1, peak above mean; load factor 0.90, salt_lf in the facts: engineering_estimate
RAILWAY_TRAINS = 24  # trains a day in each direction that draw at the same substation: engineering_estimate
RAILWAY_BASE = 0.65  # 1, share of the mean that is drawn without a train: engineering_estimate
COMPUTE_COOLING = 0.03  # 1, more power in the warmest month at PUE 1.15: engineering_estimate
STEAM_SWING = 0.05  # 1, process steam, daily and seasonal: engineering_estimate

HOURS = 8760
HOUR = np.arange(HOURS) % 24
DAY = np.arange(HOURS) // 24
MONTH = np.repeat(np.arange(12), np.array(DAYS_OF_MONTH) * 24)
SEASONS = ("winter", "winter", "spring", "spring", "spring", "summer", "summer", "summer", "summer", "autumn")
SEASON_OF_MONTH = (*SEASONS, "winter", "winter")
SLOT = np.searchsorted(SLOT_HOURS, HOUR, side="right") - 1


def mean_one(shape: Array) -> Array:
    """Return a shape scaled to mean 1."""
    scaled: Array = shape / shape.mean()
    return scaled


def by_season(table: Mapping[str, tuple[float, ...]]) -> Array:
    """Return the hourly value of a table of seasons and slots."""
    values = np.array([table[season] for season in SEASON_OF_MONTH])
    stepped: Array = values[MONTH, SLOT]
    return stepped


def by_slot(values: tuple[float, ...]) -> Array:
    """Return the hourly value of a table of slots, with mean 1."""
    return mean_one(np.array(values)[SLOT])


def smooth_months(levels: tuple[float, ...]) -> Array:
    """Return monthly levels joined by straight lines from the middle of a month to that of the next."""
    ends = np.cumsum(DAYS_OF_MONTH)
    middle = ends - np.array(DAYS_OF_MONTH) / 2.0
    joined: Array = np.interp(np.arange(HOURS) / 24.0, middle, np.array(levels), period=365.0)
    return joined


def daily(values: tuple[float, ...]) -> Array:
    """Return a daily shape repeated over the year."""
    return np.array(values)[HOUR]


def weekend(level: float) -> Array:
    """Return `level` on two days of seven and 1 on the others."""
    return np.where(DAY % 7 >= 5, level, 1.0)


def salt_lake() -> Array:
    """Return a nearly flat load: plants run day and night, ponds are pumped in the warm months."""
    seasonal = np.cos(2.0 * np.pi * (DAY - 196) / 365.0)
    within_day = np.cos(2.0 * np.pi * (HOUR - 11) / 24.0)
    return mean_one(1.0 + SALT_LAKE_SWING * (0.65 * seasonal + 0.35 * within_day))


def railway() -> Array:
    """Return a peaky load: trains come in a pattern that does not fit the hours, fewer in the small hours."""
    phase = np.arange(HOURS) * RAILWAY_TRAINS / 24.0 * 1.37
    train = np.clip(np.sin(2.0 * np.pi * phase) + 0.5 * np.sin(2.0 * np.pi * phase * 0.413), 0.0, None)
    night = np.where((HOUR >= 1) & (HOUR < 6), 0.6, 1.0)
    return mean_one(RAILWAY_BASE + (1.0 - RAILWAY_BASE) * mean_one(train * night))


def compute() -> Array:
    """Return a flat load with a little more cooling in summer."""
    return mean_one(1.0 + COMPUTE_COOLING * np.cos(2.0 * np.pi * (DAY - 196) / 365.0))


def steam() -> Array:
    """Return a nearly flat need of process steam, more in the cold."""
    seasonal = np.cos(2.0 * np.pi * (DAY - 15) / 365.0)
    within_day = np.cos(2.0 * np.pi * (HOUR - 10) / 24.0)
    return mean_one(1.0 + STEAM_SWING * (0.6 * seasonal + 0.4 * within_day))


def shapes() -> dict[str, Array]:
    """Return all columns of the file, by name."""
    return {
        "load_city": mean_one(daily(CITY_DAY) * smooth_months(CITY_MONTH) * weekend(0.97)),
        "load_salt_lake": salt_lake(),
        "load_railway": railway(),
        "load_compute": compute(),
        "load_heating": mean_one(daily(HEATING_DAY) * smooth_months(HEATING_MONTH)),
        "load_transport": mean_one(daily(TRANSPORT_DAY) * weekend(1.05)),
        "steam_salt_lake": steam(),
        "hydro_golmud": np.clip(smooth_months(HYDRO_MONTH), 0.0, 1.0),
        "curve_qinggui": by_season(QINGGUI_CURVE),
        "curve_main_grid": by_season(MAIN_GRID_CURVE),
        "curve_tibet": by_season(TIBET_CURVE),
        "price_qinggui": by_slot(QINGGUI_PRICE),
        "price_main_grid": by_slot(MAIN_GRID_PRICE),
        "flat": np.ones(HOURS),
    }


def write_shapes(case_folder: Path, weather_years: int = 1) -> Path:
    """Write the shapes of a case and return the path of the file."""
    columns = shapes()
    path = case_folder / "hourly" / "shapes.csv"
    lines = ["weather_year,hour," + ",".join(columns), "1,h," + ",".join("1" for _ in columns)]
    table = np.column_stack(list(columns.values()))
    for year in range(1, weather_years + 1):
        lines += [f"{year},{hour}," + ",".join(f"{value:.5g}" for value in row) for hour, row in enumerate(table)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    write_shapes(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
