"""Reanalysis files in the manner of ERA5: one grid point becomes an hourly weather table.

Radiation is stamped at the end of the hour it was summed over, everything else is a value at the
stamp; both are brought to the hour that begins at the index.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pvlib
import xarray as xr

from energy_model.availability.units import to_base
from energy_model.availability.weather import COLUMNS, Array, Place, Weather, WeatherError, fixed_clock

#: Quantity → names under which it is looked for.
NAMES = {
    "ghi": ("ssrd", "surface_solar_radiation_downwards"),
    "direct": ("fdir", "total_sky_direct_solar_radiation_at_surface"),
    "temperature": ("t2m", "2m_temperature"),
    "pressure": ("sp", "surface_pressure"),
}

#: Height of the wind [m] → names of its two components; the higher one is preferred.
WINDS = {
    100.0: (("u100", "100m_u_component_of_wind"), ("v100", "100m_v_component_of_wind")),
    10.0: (("u10", "10m_u_component_of_wind"), ("v10", "10m_v_component_of_wind")),
}

#: Below this sun elevation beam is not rebuilt from its horizontal part [deg].
LOWEST_SUN = 3.0

#: Beam outside the atmosphere, never exceeded on the ground [W/m2].
SOLAR_CONSTANT = 1361.0


def read_netcdf(path: Path, place: Place) -> Weather:
    """Read the grid point nearest to a place.

    Raises
    ------
    WeatherError
        When a quantity, a unit or the hourly step is missing.
    """
    try:
        with xr.open_dataset(path) as file:
            point = _nearest(file, place, path).load()
    except (OSError, ValueError) as error:
        raise WeatherError(f"{path} cannot be opened as NetCDF ({error}).") from error
    stamps = _stamps(point, place, path)
    ghi = _quantity(point, NAMES["ghi"], "ghi", path)[1:]
    direct = np.minimum(_quantity(point, NAMES["direct"], "dni", path)[1:], ghi)
    height, wind = _wind(point, path)
    hours = stamps[:-1]
    table = pd.DataFrame(
        {
            "ghi": ghi,
            "dni": beam(direct, hours, place),
            "dhi": ghi - direct,
            "temperature": _middle(_quantity(point, NAMES["temperature"], "temperature", path)),
            "pressure": _middle(_quantity(point, NAMES["pressure"], "pressure", path)),
            "wind_speed": _middle(wind),
        },
        index=hours,
    )[list(COLUMNS)]
    return Weather(table, place.latitude, place.longitude, place.altitude, place.utc_offset, height)


def beam(direct: Array, hours: pd.DatetimeIndex, place: Place) -> Array:
    """Return direct normal radiation [W/m2] from its horizontal part [W/m2] by the sun at mid-hour."""
    middle = hours + pd.Timedelta(minutes=30)
    sun = pvlib.solarposition.get_solarposition(middle, place.latitude, place.longitude, place.altitude)
    elevation = sun["apparent_elevation"].to_numpy()
    sine = np.sin(np.radians(np.maximum(elevation, LOWEST_SUN)))
    return np.asarray(np.where(elevation > LOWEST_SUN, np.clip(direct / sine, 0.0, SOLAR_CONSTANT), 0.0))


def _nearest(file: xr.Dataset, place: Place, path: Path) -> xr.Dataset:
    """Return the series at the grid point nearest to the place."""
    if not {"latitude", "longitude"} <= set(file.coords):
        raise WeatherError(f"{path}: no coordinates latitude and longitude; found {sorted(map(str, file.coords))}")
    if "latitude" in file.dims:
        return file.sel(latitude=place.latitude, longitude=place.longitude, method="nearest")
    return file


def _stamps(point: xr.Dataset, place: Place, path: Path) -> pd.DatetimeIndex:
    """Return the stamps on the clock of the place; they must be hourly."""
    names = [name for name in ("valid_time", "time") if name in point.dims]
    if not names:
        raise WeatherError(f"{path}: no dimension time or valid_time; found {sorted(map(str, point.dims))}")
    stamps = pd.DatetimeIndex(point[names[0]].to_numpy()).tz_localize("UTC")
    if len(stamps) < 2 or set(np.diff(stamps.to_numpy())) != {np.timedelta64(1, "h")}:
        raise WeatherError(f"{path}: the steps are not hourly throughout; download hourly data without gaps.")
    return stamps.tz_convert(fixed_clock(place.utc_offset))


def _quantity(point: xr.Dataset, names: tuple[str, ...], column: str, path: Path) -> Array:
    """Return one quantity in the unit used inside; tiny negative radiation from packing becomes zero."""
    found = [name for name in names if name in point.data_vars]
    if not found:
        raise WeatherError(f"{path}: none of {names}; found {sorted(map(str, point.data_vars))}")
    unit = str(point[found[0]].attrs.get("units", ""))
    values = pd.Series(np.ravel(point[found[0]].to_numpy()).astype(float))
    numbers = to_base(values, column, unit, f"{path}, {found[0]}").to_numpy()
    return np.asarray(np.clip(numbers, 0.0, None) if column in ("ghi", "dni") else numbers, dtype=float)


def _wind(point: xr.Dataset, path: Path) -> tuple[float, Array]:
    """Return height [m] and speed [m/s] of the highest wind in the file."""
    for height, (east, north) in WINDS.items():
        if any(name in point.data_vars for name in east):
            parts = (_quantity(point, names, "wind_speed", path) for names in (east, north))
            return height, np.hypot(*parts)
    raise WeatherError(f"{path}: no wind (u100, v100 or u10, v10); found {sorted(map(str, point.data_vars))}")


def _middle(values: Array) -> Array:
    """Return the mean of neighbouring stamps, that is the value in the middle of each hour."""
    return (values[:-1] + values[1:]) / 2.0
