"""Hourly weather from two public services, through the readers of pvlib: PVGIS and NASA POWER."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pvlib

from energy_model.availability.netcdf import beam
from energy_model.availability.weather import (
    COLUMNS,
    FetchError,
    Place,
    Weather,
    WeatherError,
    fixed_clock,
)

#: Service → address used when none is given.
ADDRESSES = {
    "pvgis": "https://re.jrc.ec.europa.eu/api/v5_3/",
    "nasa_power": "https://power.larc.nasa.gov/api/temporal/hourly/point",
}

#: Height of the wind both services give by default [m].
WIND_HEIGHT = 10.0


def fetch(
    source: str,
    latitude: float,
    longitude: float,
    years: tuple[int, int],
    *,
    utc_offset: float = 8.0,
    url: str | None = None,
) -> Weather:
    """Download hourly weather of one place.

    Parameters
    ----------
    source : str
        `pvgis` or `nasa_power`.
    latitude, longitude : float
        [deg], north and east positive.
    years : tuple of int
        First and last year, both included; the services count them in UTC.
    utc_offset : float
        Local clock minus UTC [h]; only the labels of the hours depend on it.
    url : str, optional
        Another address that answers in the same format, for example a mirror.

    Raises
    ------
    FetchError
        When the service is unknown, cannot be reached, refuses or answers something else.
    """
    if source not in SERVICES:
        raise FetchError(f"No weather service '{source}'; choose one of {', '.join(SERVICES)}.")
    address = url or ADDRESSES[source]
    try:
        return SERVICES[source](address, latitude, longitude, years, utc_offset)
    except OSError as error:
        raise FetchError(
            f"{source} at {address} gave no weather ({type(error).__name__}: {error}). Check the connection, "
            "the place and the years, or read a file you already have."
        ) from error
    except (KeyError, ValueError, TypeError, WeatherError) as error:
        raise FetchError(
            f"{source} at {address} answered something that is not hourly weather "
            f"({type(error).__name__}: {error}). Try later, or read a file you already have."
        ) from error


def _pvgis(url: str, latitude: float, longitude: float, years: tuple[int, int], utc_offset: float) -> Weather:
    """Ask PVGIS for a horizontal plane; its direct part, brought to the sun, is the beam.

    PVGIS gives values at a minute within the hour that depends on the satellite, and no pressure; the
    standard atmosphere at the altitude of the answer stands in.
    """
    data, head = pvlib.iotools.get_pvgis_hourly(latitude, longitude, start=years[0], end=years[1], url=url)
    altitude = float(head["inputs"]["location"]["elevation"])
    place = Place(latitude, longitude, altitude, utc_offset)
    minute = int(data.index[0].minute)
    hours = data.index.floor("h").tz_convert(fixed_clock(utc_offset))
    direct = data["poa_direct"].to_numpy(dtype=float)
    diffuse = (data["poa_sky_diffuse"] + data["poa_ground_diffuse"]).to_numpy(dtype=float)
    sun_hours = hours + pd.Timedelta(minutes=minute - 30)
    table = pd.DataFrame(
        {
            "ghi": direct + diffuse,
            "dni": beam(direct, sun_hours, place),
            "dhi": diffuse,
            "temperature": data["temp_air"].to_numpy(dtype=float),
            "pressure": np.full(len(data), float(pvlib.atmosphere.alt2pres(altitude))),
            "wind_speed": data["wind_speed"].to_numpy(dtype=float),
        },
        index=hours,
    )
    return Weather(table, latitude, longitude, altitude, utc_offset, WIND_HEIGHT, minute / 60.0)


def _nasa_power(url: str, latitude: float, longitude: float, years: tuple[int, int], utc_offset: float) -> Weather:
    """Ask NASA POWER for hourly means, stamped at the beginning of the hour."""
    names = {"temp_air": "temperature"}
    data, head = pvlib.iotools.get_nasa_power(
        latitude,
        longitude,
        f"{years[0]}-01-01",
        f"{years[1]}-12-31",
        parameters=["ghi", "dni", "dhi", "temp_air", "pressure", "wind_speed"],
        url=url,
    )
    table = data.rename(columns=names)[list(COLUMNS)].astype(float)
    table.index = data.index.tz_convert(fixed_clock(utc_offset))
    return Weather(table, latitude, longitude, float(head["altitude"]), utc_offset, WIND_HEIGHT)


#: Service → function that asks it.
SERVICES: dict[str, Callable[[str, float, float, tuple[int, int], float], Weather]] = {
    "pvgis": _pvgis,
    "nasa_power": _nasa_power,
}
