"""One hourly weather table, with what must be known to use it: place, clock, height of the wind.

Every reader, the generator and the download client end in a `Weather`; everything that turns weather
into availability starts from one.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]

#: Columns of every weather table with their units.
COLUMNS = {
    "ghi": "W/m2",
    "dni": "W/m2",
    "dhi": "W/m2",
    "temperature": "degC",
    "pressure": "Pa",
    "wind_speed": "m/s",
}

#: What no instrument on land has measured lies outside these bounds; a value beyond them is a wrong unit.
BOUNDS = {
    "ghi": (0.0, 2000.0),
    "dni": (0.0, 1400.0),
    "dhi": (0.0, 1200.0),
    "temperature": (-80.0, 60.0),
    "pressure": (40_000.0, 110_000.0),
    "wind_speed": (0.0, 80.0),
}


class AvailabilityError(Exception):
    """Anything the availability stage refuses; the message says what disagrees and what to do."""


class WeatherError(AvailabilityError):
    """A weather file or table cannot be used as it stands."""


class SettingsError(AvailabilityError):
    """`weather.toml` or `climate.csv` of the case says something that cannot be used."""


class FetchError(AvailabilityError):
    """A weather service could not be reached, or its answer could not be used."""


@dataclass(frozen=True)
class Place:
    """Where a file that does not say so was measured.

    Attributes
    ----------
    latitude, longitude : float
        [deg], north and east positive.
    altitude : float
        Above sea level [m].
    utc_offset : float
        Local clock minus UTC [h].
    """

    latitude: float
    longitude: float
    altitude: float
    utc_offset: float


@dataclass(frozen=True)
class Weather:
    """Hourly weather of one place.

    Attributes
    ----------
    table : DataFrame
        Columns of `COLUMNS`; the index holds the beginning of each hour on a clock of fixed offset.
    latitude, longitude : float
        [deg], north and east positive.
    altitude : float
        Above sea level [m].
    utc_offset : float
        Local clock minus UTC [h].
    wind_height : float
        Height above ground of `wind_speed` [m].
    radiation_at : float
        Moment within the hour that the radiation stands for [h]; 0.5 for hourly means.
    """

    table: pd.DataFrame
    latitude: float
    longitude: float
    altitude: float
    utc_offset: float
    wind_height: float
    radiation_at: float = 0.5

    def __post_init__(self) -> None:
        """Collect every fault of the table, then refuse it once."""
        problems = [*_place_problems(self), *_table_problems(self.table)]
        if problems:
            raise WeatherError("The weather table cannot be used:\n- " + "\n- ".join(problems))


def fixed_clock(utc_offset: float) -> str:
    """Return the name of the clock `utc_offset` [h] ahead of UTC, as pandas reads it.

    >>> fixed_clock(8.0)
    '+08:00'
    """
    sign = "-" if utc_offset < 0 else "+"
    minutes = round(abs(utc_offset) * 60)
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"


def hours_of_year(year: int, utc_offset: float) -> pd.DatetimeIndex:
    """Return the 8760 beginnings of hours of a year on the local clock, 29 February left out."""
    hours = pd.date_range(f"{year}-01-01", f"{year}-12-31 23:00", freq="h", tz=fixed_clock(utc_offset))
    return hours[~((hours.month == 2) & (hours.day == 29))]


def day_of_year(hours: pd.Index) -> Array:
    """Return the day of the year of each hour [d], 1 for the first of January."""
    return np.asarray(pd.DatetimeIndex(hours).day_of_year, dtype=float)


def _place_problems(weather: Weather) -> list[str]:
    """Return what is wrong with the coordinates and heights."""
    limits = {
        "latitude": (-90.0, 90.0),
        "longitude": (-180.0, 180.0),
        "altitude": (-450.0, 9000.0),
        "utc_offset": (-12.0, 14.0),
        "wind_height": (1.0, 300.0),
        "radiation_at": (0.0, 1.0),
    }
    values = {name: getattr(weather, name) for name in limits}
    return [
        f"{name} is {values[name]}, expected between {low} and {high}"
        for name, (low, high) in limits.items()
        if not low <= values[name] <= high
    ]


def _table_problems(table: pd.DataFrame) -> list[str]:
    """Return what is wrong with columns, clock and values."""
    missing = [name for name in COLUMNS if name not in table.columns]
    unknown = [str(name) for name in table.columns if name not in COLUMNS]
    if missing or unknown:
        return [f"missing columns {missing}, unknown columns {unknown}; expected exactly {list(COLUMNS)}"]
    return [*_clock_problems(table.index), *_value_problems(table)]


def _clock_problems(index: pd.Index) -> list[str]:
    """Return what is wrong with the time index."""
    if not isinstance(index, pd.DatetimeIndex) or index.tz is None:
        return ["the index must be times on a clock of fixed offset from UTC"]
    if len(index) == 0:
        return ["the table holds no hours"]
    if not index.is_unique or not index.is_monotonic_increasing:
        return ["the hours must be in order, each once"]
    if any(index.minute != 0) or any(index.second != 0):
        return ["every stamp must be the beginning of a full hour"]
    return []


def _value_problems(table: pd.DataFrame) -> list[str]:
    """Return columns with gaps or with values that only a wrong unit explains."""
    problems = []
    for name, (low, high) in BOUNDS.items():
        values = table[name]
        outside = values[~values.between(low, high)]
        if len(outside):
            problems.append(
                f"{name}: {len(outside)} values missing or outside {low:g} to {high:g} {COLUMNS[name]}, "
                f"first {outside.iloc[0]} at {outside.index[0]}; check the unit or fill the gap"
            )
    return problems
