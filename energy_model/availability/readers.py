"""Weather files on disk: one door for EPW, CSV and NetCDF.

A CSV table starts with a column `time` (beginning of the hour) or `time_end` (its end). The other
columns are `ghi`, `dni`, `dhi`, `temperature`, `pressure` and `wind_speed_<height>m`, each with its
unit in square brackets behind the name or in a second row.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pandas as pd
import pvlib

from energy_model.availability.netcdf import read_netcdf
from energy_model.availability.units import to_base
from energy_model.availability.weather import COLUMNS, Place, Weather, WeatherError, fixed_clock

#: Height of the wind in EPW files [m], EnergyPlus auxiliary programs, weather converter.
EPW_WIND_HEIGHT = 10.0

#: pvlib's names of the columns of an EPW file.
EPW_NAMES = {
    "ghi": "ghi",
    "dni": "dni",
    "dhi": "dhi",
    "temp_air": "temperature",
    "atmospheric_pressure": "pressure",
    "wind_speed": "wind_speed",
}


@dataclass(frozen=True)
class Header:
    """Names and units of the columns of a CSV table, and how many rows say so."""

    names: list[str]
    units: list[str]
    rows: int


def read_weather(path: Path, place: Place | None = None) -> Weather:
    """Read an hourly weather file; the ending of its name says how.

    Parameters
    ----------
    path : Path
        `.epw`, `.csv` or `.nc`.
    place : Place, optional
        Where and on which clock; an EPW file says so itself, the others need it.

    Raises
    ------
    WeatherError
        With what is missing, unknown or impossible in the file.
    """
    path = Path(path)
    if not path.is_file():
        raise WeatherError(f"There is no weather file {path}; check the name.")
    kind = path.suffix.lower()
    if kind == ".epw":
        return read_epw(path)
    if kind not in (".csv", ".nc"):
        raise WeatherError(f"{path}: ending {kind or 'missing'}, expected .epw, .csv or .nc")
    if place is None:
        raise WeatherError(f"{path}: a {kind} file does not say where it was measured; give a place.")
    return read_csv(path, place) if kind == ".csv" else read_netcdf(path, place)


def read_epw(path: Path) -> Weather:
    """Read an EnergyPlus weather file; months of different years are put into the year of the first row."""
    try:
        first = pvlib.iotools.read_epw(path)[0].index[0].year
        data, head = pvlib.iotools.read_epw(path, coerce_year=first)
    except (ValueError, IndexError, KeyError) as error:
        raise WeatherError(f"{path} is not a complete EPW file ({error}).") from error
    table = data[list(EPW_NAMES)].rename(columns=EPW_NAMES).astype(float)
    table.index = data.index.tz_convert(fixed_clock(head["TZ"]))
    return Weather(
        table,
        head["latitude"],
        head["longitude"],
        head["altitude"],
        head["TZ"],
        EPW_WIND_HEIGHT,
    )


def read_csv(path: Path, place: Place) -> Weather:
    """Read a CSV table with units; every column is used or refused."""
    text = _decode(path)
    header = _header(text, path)
    data = pd.read_csv(StringIO(text), header=None, skiprows=header.rows, names=header.names)
    wind = [name for name in header.names if re.fullmatch(r"wind_speed_\d+m", name)]
    if len(wind) != 1:
        raise WeatherError(f"{path}: expected one column like wind_speed_10m (the number is the height), found {wind}")
    columns = {name: name for name in COLUMNS if name != "wind_speed"} | {wind[0]: "wind_speed"}
    _refuse_unknown(header, columns, path)
    table = pd.DataFrame(
        {
            target: to_base(data[name], target, unit, f"{path}, column {name}")
            for name, unit in zip(header.names, header.units, strict=True)
            if (target := columns.get(name)) is not None
        }
    )[list(COLUMNS)]
    table.index = _hours(data[header.names[0]], header.names[0], place, path)
    height = float(wind[0].removeprefix("wind_speed_").removesuffix("m"))
    return Weather(table, place.latitude, place.longitude, place.altitude, place.utc_offset, height)


def _decode(path: Path) -> str:
    """Return the text of a file in UTF-8 (with or without mark) or GB18030, as Excel in China writes it."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WeatherError(f"{path}: neither UTF-8 nor GB18030; save it again as UTF-8.")


def _header(text: str, path: Path) -> Header:
    """Return names and units from the first row, or from the first two."""
    rows = [[cell.strip() for cell in line.split(",")] for line in text.splitlines()[:2]]
    if len(rows) < 2:
        raise WeatherError(f"{path}: no hours in the file.")
    if any("[" in cell for cell in rows[0]):
        parts = [re.fullmatch(r"([^\[]+?)\s*(?:\[(.*)\])?", cell) for cell in rows[0]]
        names = [part.group(1) if part else "" for part in parts]
        units = [(part.group(2) or "") if part else "" for part in parts]
        return Header(names, units, 1)
    if len(rows[0]) != len(rows[1]):
        raise WeatherError(f"{path}: {len(rows[0])} names but {len(rows[1])} units in the second row.")
    return Header(rows[0], rows[1], 2)


def _refuse_unknown(header: Header, columns: Mapping[str, str], path: Path) -> None:
    """Refuse a table whose columns are not exactly the expected ones."""
    known = {"time", "time_end", *columns}
    unknown = [name for name in header.names if name not in known]
    missing = [name for name in columns if name not in header.names]
    if header.names[0] not in ("time", "time_end"):
        missing.append("time as first column")
    if unknown or missing:
        raise WeatherError(f"{path}: unknown columns {unknown}, missing columns {missing}")


def _hours(stamps: pd.Series, name: str, place: Place, path: Path) -> pd.DatetimeIndex:
    """Return beginnings of hours on the clock of the place; stamps without offset are on that clock."""
    clock = fixed_clock(place.utc_offset)
    try:
        index = pd.DatetimeIndex(pd.to_datetime(stamps))
    except ValueError as error:
        raise WeatherError(f"{path}: a time cannot be read ({error}); write 2025-01-31 23:00.") from error
    index = index.tz_localize(clock) if index.tz is None else index.tz_convert(clock)
    return index - pd.Timedelta(hours=1) if name == "time_end" else index
