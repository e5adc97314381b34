"""Hourly availability of the case: from weather and designs to the file the model reads."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from energy_model.availability.climate import read_climate
from energy_model.availability.csp import csp_availability
from energy_model.availability.generator import generate
from energy_model.availability.settings import Designs, WeatherSettings, read_settings
from energy_model.availability.solar import pv_availability
from energy_model.availability.weather import SettingsError, Weather
from energy_model.availability.wind import wind_availability

#: Decimals of the written profiles.
DECIMALS = 4

#: A year without 29 February; it names the month of each hour.
COMMON_YEAR = 2005

#: Unit of each kind of profile; heat per GW thermal of field is a number, too.
UNITS = {"pv_tracking": "1", "pv_fixed": "1", "wind": "1", "csp_field": "1", "temperature": "degC"}


def availability_of(weather: Weather, designs: Designs) -> pd.DataFrame:
    """Return hourly availability of every kind of plant at one place.

    Parameters
    ----------
    weather : Weather
        Measured, fetched or generated.
    designs : Designs
        The plants, as read from `weather.toml`.

    Returns
    -------
    DataFrame
        Columns `pv_tracking`, `pv_fixed`, `wind` [1, per rating], `csp_field` [1, heat per GW thermal of
        field] and `temperature` [degC]; the index is that of the weather.
    """
    shear = designs.wind.shear
    return pd.DataFrame(
        {
            "pv_tracking": pv_availability(weather, designs.pv_tracking, shear),
            "pv_fixed": pv_availability(weather, designs.pv_fixed, shear),
            "wind": wind_availability(weather, designs.wind),
            "csp_field": csp_availability(weather, designs.csp_field),
            "temperature": weather.table["temperature"].to_numpy(),
        },
        index=weather.table.index,
    )


def write_availability(case_folder: Path) -> Path:
    """Write `hourly/availability.csv` of a case from its `weather.toml` and `climate.csv`.

    The same inputs give the same bytes. First row: names; second row: units; then one row per hour.

    Returns
    -------
    Path
        The file written.
    """
    case_folder = Path(case_folder)
    settings = read_settings(case_folder / "weather.toml")
    climate = read_climate(case_folder / "climate.csv", tuple(settings.sites))
    frames = [_year_table(settings, year, sites) for year, sites in enumerate(generate(settings, climate), start=1)]
    path = case_folder / "hourly" / "availability.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_as_text(pd.concat(frames)).encode())
    return path


def generated_year(case_folder: Path, year: int) -> pd.DataFrame:
    """Return the availability of one synthetic weather year, as `write_availability` would write it.

    Parameters
    ----------
    case_folder : Path
        Folder with `weather.toml` and `climate.csv`.
    year : int
        Number of the year, from 1; it may lie beyond the years that `weather.toml` asks for.

    Returns
    -------
    DataFrame
        8760 rows; columns `weather_year, hour` and one per profile.

    Raises
    ------
    SettingsError
        When the folder has no usable `weather.toml`, or the year is below 1.
    """
    if year < 1:
        raise SettingsError(f"weather year {year} is asked for; they are numbered from 1")
    settings = replace(read_settings(Path(case_folder) / "weather.toml"), years=year)
    climate = read_climate(Path(case_folder) / "climate.csv", tuple(settings.sites))
    *_, sites = generate(settings, climate)
    return _year_table(settings, year, sites)


def read_availability(path: Path) -> pd.DataFrame:
    """Return the table of an `availability.csv`, the row of units left out."""
    return pd.read_csv(path, skiprows=[1])


def summary(profiles: pd.DataFrame) -> pd.DataFrame:
    """Return full-load hours and monthly sums of each profile, averaged over the weather years.

    Parameters
    ----------
    profiles : DataFrame
        As returned by `read_availability`.

    Returns
    -------
    DataFrame
        One row per profile; `full_load_hours` [h] and months 1 to 12 [h]. Temperatures are left out.
    """
    names = [name for name in profiles.columns if name.split("_")[0] in ("pv", "wind", "csp")]
    months = (pd.Timestamp(f"{COMMON_YEAR}-01-01") + pd.to_timedelta(profiles["hour"], unit="h")).dt.month
    years = profiles["weather_year"].nunique()
    monthly = profiles[names].groupby(months.to_numpy()).sum().T / years
    monthly.insert(0, "full_load_hours", monthly.sum(axis=1))
    return monthly


def _year_table(settings: WeatherSettings, year: int, sites: dict[str, Weather]) -> pd.DataFrame:
    """Return the rows of one weather year."""
    given = {name: availability_of(weather, settings.designs) for name, weather in sites.items()}
    columns: dict[str, np.ndarray] = {"weather_year": np.full(8760, year), "hour": np.arange(8760)}
    for kind, names in settings.profiles.items():
        columns |= {f"{kind}_{name}": given[name][kind].round(DECIMALS).to_numpy() for name in names}
    return pd.DataFrame(columns)


def _as_text(table: pd.DataFrame) -> str:
    """Return the table as text with a row of units below the names."""
    units = {"weather_year": "1", "hour": "h"} | {
        name: UNITS[kind] for kind in UNITS for name in table.columns if name.startswith(kind + "_")
    }
    header = ",".join(table.columns) + "\n" + ",".join(units[name] for name in table.columns) + "\n"
    body: str = table.to_csv(index=False, header=False, lineterminator="\n")
    return header + body
