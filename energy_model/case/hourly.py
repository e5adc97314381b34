"""The hourly tables: 8760 rows for each weather year, columns with a unit."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from energy_model.case.axis import YEAR
from energy_model.case.case import FloatArray, IntArray, Settings
from energy_model.case.reading import Reading, near
from energy_model.errors import Place, Words

KEYS = ("weather_year", "hour")
SHARES = ("pv_", "wind_", "hydro_")
HEADER_ROWS = 2


@dataclass
class Hourly:
    """Columns of the hourly tables.

    Attributes
    ----------
    values : dict of str to array, shape (weather years, 8760)
        In the order of the weather years of the case.
    units, files : dict of str to str
        Unit and file of each column.
    complete : bool
        False where a file or column could not be used, so that a name may be missing for that reason.
    """

    values: dict[str, FloatArray] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    complete: bool = True


def read_hourly(reading: Reading, settings: Settings) -> Hourly:
    """Return every column of ``hourly/*.csv`` for the weather years of the case."""
    hourly = Hourly()
    for path in sorted(reading.folder.glob("hourly/[!.~]*.csv")):
        name, before = f"hourly/{path.name}", len(reading.problems)
        _read_file(reading, name, settings, hourly)
        hourly.complete &= len(reading.problems) == before
    return hourly


def _tell(reading: Reading, place: Place, what: Words, allowed: Words, remedy: Words | None = None) -> None:
    """Add a problem of an hourly table."""
    reading.tell(place, what, allowed, remedy or ("correct the file", "改正该文件"))


def _read_file(reading: Reading, name: str, settings: Settings, hourly: Hourly) -> None:
    """Read one file and add its columns."""
    text = reading.text(name)
    if text is None:
        return
    lines = text.split("\n")
    header, units = ([cell.strip() for cell in line.split(",")] for line in [*lines, "", ""][:HEADER_ROWS])
    frame = _numbers(reading, name, header, text) if _shape_fits(reading, name, header, units, lines) else None
    if frame is None:
        return
    profiles = [
        (column, unit)
        for column, unit in zip(header, units, strict=True)
        if column not in KEYS and _values_fit(reading, name, frame[column].to_numpy(), column, unit)
    ]
    orders = [_rows_of_year(reading, name, frame, year) for year in settings.weather_years]
    if not any(order is None for order in orders):
        for column, unit in profiles:
            _add_column(reading, name, hourly, column, unit, frame[column].to_numpy()[np.array(orders)])


def _add_column(reading: Reading, name: str, hourly: Hourly, column: str, unit: str, values: FloatArray) -> None:
    """Add a column that stands in no other file."""
    if column in hourly.values:
        what = f"column {column} stands in {hourly.files[column]} too"
        zh = f"列 {column} 在 {hourly.files[column]} 中也有"
        _tell(reading, Place(name, 1, column), (what, zh), ("one file for each column", "每列只在一个文件中"))
        return
    hourly.values[column], hourly.units[column], hourly.files[column] = values, unit, name


def _shape_fits(reading: Reading, name: str, header: list[str], units: list[str], lines: list[str]) -> bool:
    """Return whether header, units and rows have the same width and the keys are there."""
    allowed = ("weather_year,hour and one name for each profile", "weather_year,hour 及各曲线名称，不重复")
    if header[:2] != list(KEYS) or len(set(header)) != len(header) or "" in header:
        what = ",".join(header)[:80]
        _tell(reading, Place(name, 1), (f"header is {what}", f"表头为 {what}"), allowed)
        return False
    if units[:2] != ["1", "h"]:
        what = ",".join(units[:2])
        keys = ("1,h and the unit of each profile", "1,h 及各曲线的单位")
        _tell(reading, Place(name, 2), (f"the row of units begins with {what}", f"单位行以 {what} 开头"), keys)
        return False
    commas = len(header) - 1
    for row, line in enumerate(lines, start=1):
        if line.count(",") != commas and line.strip():
            cells = line.count(",") + 1
            same = (f"{commas + 1} cells as in the header", f"与表头一致的 {commas + 1} 个单元格")
            _tell(reading, Place(name, row), (f"the row has {cells} cells", f"该行有 {cells} 个单元格"), same)
            return False
    return True


def _numbers(reading: Reading, name: str, header: list[str], text: str) -> pd.DataFrame | None:
    """Return the numbers of a file, or None with the first bad cell of each column told."""
    arguments = {"header": None, "names": header, "skiprows": HEADER_ROWS, "skip_blank_lines": False}
    try:
        frame = pd.read_csv(io.StringIO(text.rstrip()), dtype=np.float64, **arguments)
    except ValueError:
        words = pd.read_csv(io.StringIO(text.rstrip()), dtype=str, **arguments)
        frame = words.apply(pd.to_numeric, errors="coerce")
    bad = ~np.isfinite(frame.to_numpy())
    for column in np.flatnonzero(bad.any(axis=0)):
        row, count = int(np.argmax(bad[:, column])) + HEADER_ROWS + 1, int(bad[:, column].sum())
        _tell(
            reading,
            Place(name, row, header[column]),
            (f"no number here ({count} such cells in the column)", f"此处不是数字（该列共 {count} 处）"),
            ("a number in every cell", "每个单元格均为数字"),
        )
    return None if bad.any() else frame


def _rows_of_year(reading: Reading, name: str, frame: pd.DataFrame, year: int) -> IntArray | None:
    """Return the rows of a weather year in the order of its hours, or None with the reason told."""
    rows = np.flatnonzero(frame["weather_year"].to_numpy() == year)
    hours = frame["hour"].to_numpy()[rows]
    order = np.argsort(hours, kind="stable")
    if len(rows) == YEAR and np.array_equal(hours[order], np.arange(YEAR)):
        return np.asarray(rows[order], dtype=np.int64)
    allowed = (f"{YEAR} rows with the hours 0 to {YEAR - 1}, each once", f"{YEAR} 行，小时 0 至 {YEAR - 1} 各一次")
    remedy = ("correct the hours", "改正小时列")
    if len(rows) == YEAR + 24:
        remedy = (
            "a leap year: drop 29 February (hours 1416 to 1439) and number the hours anew",
            "闰年：删去 2 月 29 日（第 1416 至 1439 小时）并重新编号",
        )
    row, what = _fault(hours, rows, year)
    _tell(reading, Place(name, row, "hour"), what, allowed, remedy)
    return None


def _fault(hours: FloatArray, rows: IntArray, year: int) -> tuple[int | None, Words]:
    """Return where and how the hours of a weather year are not what they must be."""
    twice = pd.Series(hours).duplicated().to_numpy()
    wrong = ~np.isin(hours, np.arange(YEAR))
    if twice.any():
        row = int(rows[np.argmax(twice)]) + HEADER_ROWS + 1
        hour = hours[np.argmax(twice)]
        return row, (f"hour {hour:g} of weather year {year} stands twice", f"气象年 {year} 第 {hour:g} 小时重复")
    if wrong.any() and len(rows) == YEAR:
        row = int(rows[np.argmax(wrong)]) + HEADER_ROWS + 1
        hour = hours[np.argmax(wrong)]
        return row, (f"hour {hour:g} of weather year {year}", f"气象年 {year} 出现第 {hour:g} 小时")
    count = len(rows)
    return None, (f"weather year {year} has {count} rows", f"气象年 {year} 有 {count} 行")


def _values_fit(reading: Reading, name: str, values: FloatArray, column: str, unit: str) -> bool:
    """Return whether a profile keeps to its range; tell if not."""
    before = len(reading.problems)
    rules: list[tuple[bool, Callable[[FloatArray], IntArray], Words, Words]] = [
        (unit != "degC", np.argmin, ("profile below 0", "曲线低于 0"), ("0 or more", "不小于 0")),
        (column.startswith(SHARES), np.argmax, ("profile above 1", "曲线高于 1"), ("0 to 1", "0 至 1")),
    ]
    for applies, worst, what, allowed in rules:
        row = int(worst(values)) if len(values) else 0
        beyond = len(values) and (values[row] < 0 if worst is np.argmin else values[row] > 1)
        if applies and beyond:
            said = f" ({values[row]:g})"
            place = Place(name, row + HEADER_ROWS + 1, column)
            _tell(reading, place, (what[0] + said, what[1] + said), allowed)
    return len(reading.problems) == before


def tell_unknown_profile(reading: Reading, place: Place, name: str, hourly: Hourly) -> None:
    """Tell that a label names no hourly column, or one that is not a pure number."""
    if name in hourly.values and hourly.units[name] != "1":
        unit = hourly.units[name]
        _tell(
            reading, place, (f"profile {name!r} is in {unit}", f"曲线 {name!r} 的单位为 {unit}"), ("unit 1", "单位 1")
        )
    elif name not in hourly.values and hourly.complete:
        close = near(name, hourly.values) or tuple(sorted(hourly.values))
        allowed = ("perhaps " + ", ".join(close), "是否为 " + "、".join(close))
        remedy = ("correct the name, or add the column to a file of hourly/", "改正名称，或在 hourly/ 中补充该列")
        _tell(reading, place, (f"profile {name!r} is not in hourly/", f"hourly/ 中没有曲线 {name!r}"), allowed, remedy)
