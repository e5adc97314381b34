"""One row of an input table: a number or a word of a plant, with its range, unit and source."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from math import inf, isclose

from energy_model.case.reading import Reading, choice, number
from energy_model.case.schema import Label, Parameter, Schema
from energy_model.case.units import UnitError, convert, examples, factor, known_units
from energy_model.errors import Place, Words

COLUMNS = ("item", "parameter", "from", "value", "low", "high", "unit", "source", "note")
#: Columns that a table may have besides: the note in Chinese; without it the note stands in both languages.
OPTIONAL = ("note_zh",)
DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class Row:
    """A row that can be used; `value`, `low` and `high` stand in `unit`.

    `changed_by` names the scenario that made or changed it, `base_value` is the value before, in `unit`.
    """

    item: str
    parameter: str
    date: str
    value: float | str
    low: float
    high: float
    unit: str
    source: str
    note: str
    note_zh: str
    file: str
    row: int | None
    changed_by: str = ""
    base_value: float | str | None = None

    @property
    def month(self) -> float:
        """Month from which the row holds, counted from the year 0; minus infinity where it has no date."""
        return month_of(self.date)

    @property
    def place(self) -> Place:
        """Where the row stands."""
        return Place(self.file, self.row)

    def base(self, unit: str) -> float:
        """Return the value in a base unit."""
        return convert(float(self.value), self.unit, unit)


def month_of(date: str) -> float:
    """Return the month of a date, counted from the year 0; a year means its January."""
    found = DATE.fullmatch(date)
    return int(found[1]) * 12 + int(found[2] or 1) - 1 if found else -inf


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    """Return a pattern with ``*`` as a regular expression."""
    return re.compile(".*".join(re.escape(part) for part in pattern.split("*")))


def matches(pattern: str, item: str) -> bool:
    """Return whether an item is the one named, or one that a pattern with ``*`` fits."""
    return pattern == item if "*" not in pattern else bool(_pattern(pattern).fullmatch(item))


def typed(
    reading: Reading, schema: Schema, cells: Mapping[str, str], place: Place, sources: Collection[str] | None
) -> Row | None:
    """Return the row that the cells say, or None with every problem of the row told.

    Parameters
    ----------
    reading : Reading
        Takes the problems.
    schema : Schema
        What the table may hold.
    cells : mapping
        Text by column.
    place : Place
        Where the row stands.
    sources : collection of str or None
        Known sources; None where they could not be read.
    """
    before = len(reading.problems)
    if not cells["item"]:
        _tell(reading, place.at("item"), ("item is empty", "item 为空"), ("the name of a plant", "项目名称"))
    parameter, label = schema.parameter(cells["parameter"]), schema.label(cells["parameter"])
    if label is not None:
        row: Row | None = _word(reading, label, cells, place)
    elif parameter is not None:
        row = _number(reading, parameter, cells, place)
        check_source(reading, cells["source"], place, sources)
    else:
        names = schema.names
        what = (f"parameter {cells['parameter']!r} is not known", f"未知参数 {cells['parameter']!r}")
        _tell(reading, place.at("parameter"), what, choice(cells["parameter"], names))
        return None
    return row if len(reading.problems) == before else None


def check_source(reading: Reading, source: str, place: Place, sources: Collection[str] | None) -> None:
    """Tell if a number names no source, or one that is not in the list."""
    if sources is None or source in sources:
        return
    what = (f"source {source!r} is not in sources.csv", f"来源 {source!r} 不在 sources.csv 中")
    empty = ("the source is empty", "来源为空")
    reading.tell(
        place.at("source"),
        what if source else empty,
        choice(source, sources) if source else ("an id of sources.csv", "sources.csv 中的 id"),
        ("name the source, or add it to sources.csv", "填写来源，或在 sources.csv 中补充"),
    )


def _tell(reading: Reading, place: Place, what: Words, allowed: Words) -> None:
    """Add a problem whose remedy is to correct the cell."""
    reading.tell(place, what, allowed, ("correct the cell", "改正该单元格"))


def _word(reading: Reading, label: Label, cells: Mapping[str, str], place: Place) -> Row:
    """Return a row that holds a word."""
    value = cells["value"]
    if cells["unit"] != "text":
        what = (f"unit of a word is {cells['unit']!r}", f"文字参数的单位为 {cells['unit']!r}")
        _tell(reading, place.at("unit"), what, ("text", "text"))
    if cells["from"]:
        _tell(reading, place.at("from"), ("a word has a date", "文字参数带有日期"), ("empty", "空"))
    if not value:
        _tell(reading, place.at("value"), ("value is empty", "value 为空"), ("a word", "文字"))
    elif isinstance(label.refers_to, tuple) and value not in label.refers_to:
        words = ", ".join(label.refers_to)
        _tell(reading, place.at("value"), (f"{value!r} is not known", f"未知取值 {value!r}"), (words, words))
    notes = (cells["source"], cells["note"], cells["note_zh"])
    return Row(cells["item"], label.name, "", value, inf, inf, "text", *notes, place.file, place.row)


def _number(reading: Reading, parameter: Parameter, cells: Mapping[str, str], place: Place) -> Row | None:
    """Return a row that holds a number, or None where it cannot be read."""
    _check_date(reading, parameter, cells["from"], place)
    values = [_read_number(reading, cells[column], place.at(column)) for column in ("value", "low", "high")]
    fits = check_unit(reading, cells["unit"], parameter, place)
    value, low, high = values
    if value is None or low is None or high is None or not fits:
        return None
    row = Row(
        cells["item"],
        parameter.name,
        cells["from"],
        value,
        low,
        high,
        cells["unit"],
        cells["source"],
        cells["note"],
        cells["note_zh"],
        place.file,
        place.row,
    )
    check_range(reading, row, parameter, place)
    return row


def _check_date(reading: Reading, parameter: Parameter, date: str, place: Place) -> None:
    """Tell if a date cannot be read or has no place here."""
    if date and parameter.dating == "none":
        what = (f"{parameter.name} has a date", f"{parameter.name} 带有日期")
        _tell(reading, place.at("from"), what, ("empty; this parameter has one value for all years", "空；各年同值"))
    elif date and not DATE.fullmatch(date):
        what = (f"date {date!r} cannot be read", f"日期 {date!r} 无法识别")
        _tell(reading, place.at("from"), what, ("empty, YYYY or YYYY-MM, such as 2030-06", "空、YYYY 或 YYYY-MM"))


def _read_number(reading: Reading, text: str, place: Place) -> float | None:
    """Return a number, or None with a problem told."""
    value = number(text)
    if value is None:
        what = (f"{text!r} is not a number", f"{text!r} 不是数字")
        thousands = (f"{text!r} could be a decimal comma or thousands", f"{text!r} 的逗号含义不明")
        empty = (f"{place.column} is empty", f"{place.column} 为空")
        allowed = ("a number such as 1234.5; not NaN, not infinite", "数字，例如 1234.5；不得为 NaN 或无穷")
        _tell(reading, place, (thousands if "," in text else what) if text else empty, allowed)
    return value


def check_unit(reading: Reading, unit: str, parameter: Parameter, place: Place) -> bool:
    """Return whether a unit converts to that of a parameter; tell if not."""
    try:
        factor(unit, parameter.unit)
    except UnitError as problem:
        fit = ", ".join(examples(parameter.unit))
        what = (f"unit {unit!r} does not fit {parameter.name}", f"单位 {unit!r} 与 {parameter.name} 不符")
        if problem.unknown is not None:
            hint = choice(problem.unknown, known_units())[0].removeprefix("perhaps ")
            close = f" ({hint}?)" if len(hint) < 40 else ""
            what = (f"unit {unit!r} is not known{close}", f"未知单位 {unit!r}{close}")
        _tell(reading, place.at("unit"), what, (fit, fit))
        return False
    return True


def check_range(reading: Reading, row: Row, parameter: Parameter, place: Place) -> None:
    """Tell if value, low and high are not in order, or leave the range of the parameter."""
    value = float(row.value)
    if not row.low <= value <= row.high:
        what = f"low {row.low:g}, value {value:g}, high {row.high:g}"
        order = ("low ≤ value ≤ high", "low ≤ value ≤ high")
        _tell(reading, place.at("value"), (f"{what} are not in order", f"{what} 次序有误"), order)
    for column, given in (("value", value), ("low", row.low), ("high", row.high)):
        base = convert(given, row.unit, parameter.unit)
        if _beyond(base, parameter.low, parameter.high):
            bounds = f"{parameter.low:g} to {parameter.high:g} {parameter.unit}"
            what = f"{row.parameter} is {given:g} {row.unit} = {base:g} {parameter.unit}"
            zh = f"{row.parameter} 为 {given:g} {row.unit} = {base:g} {parameter.unit}"
            allowed = (bounds, bounds.replace(" to ", " 至 "))
            _tell(reading, place.at(column), (what, zh), allowed)
            return


def _beyond(value: float, low: float, high: float) -> bool:
    """Return whether a value lies outside a range by more than the dust of a conversion."""
    inside = low <= value <= high
    return not inside and not isclose(value, low, rel_tol=1e-9) and not isclose(value, high, rel_tol=1e-9)
