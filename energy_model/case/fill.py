"""From rows to arrays: dates become stages, units become base units, what is not said takes its default."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from energy_model.case.case import FloatArray, Settings, Table
from energy_model.case.reading import Reading
from energy_model.case.rows import Row, matches
from energy_model.case.schema import Label, Parameter, Schema
from energy_model.case.tables import Given, Rows
from energy_model.errors import Place

FRAME = (
    "item",
    "parameter",
    "from",
    "value",
    "low",
    "high",
    "unit",
    "source",
    "note",
    "note_zh",
    "file",
    "row",
    "changed_by",
    "base_value",
)


def fill_table(reading: Reading, stem: str, table: Rows, given: Given, schema: Schema, settings: Settings) -> Table:
    """Return a table of arrays in base units; tell what its plants lack.

    Parameters
    ----------
    reading : Reading
        Takes the problems.
    stem : str
        Name of the table.
    table : Rows
        Its plants and rows.
    given : dict
        The rows that hold for each plant and parameter, changes included.
    schema : Schema
        What the table may hold.
    settings : Settings
        Stages and base year.
    """
    labels = {
        label.name: tuple(_word(reading, stem, table, given, item, label) for item in table.items)
        for label in schema.labels
    }
    numbers: dict[str, FloatArray] = {}
    year_end: dict[str, FloatArray] = {}
    base_year: dict[str, FloatArray] = {}
    for parameter in schema.parameters:
        rows = [_rows_of(reading, stem, table, given, item, parameter) for item in table.items]
        name, count = parameter.name, len(rows)
        if parameter.dating == "none":
            numbers[name] = np.array([latest_value(r, parameter, np.inf) for r in rows]).reshape(count)
            continue
        shape = (count, len(settings.stages))
        ends = np.array([[latest_value(r, parameter, december(y)) for y in settings.stages] for r in rows]).reshape(
            shape
        )
        numbers[name] = ends
        if parameter.dating == "latest":
            _tell_gaps(reading, parameter, rows, table, settings)
            continue
        numbers[name] = np.array([[mean_stock(r, parameter, y) for y in settings.stages] for r in rows]).reshape(shape)
        year_end[name] = ends
        base_year[name] = np.array([latest_value(r, parameter, december(settings.base_year)) for r in rows]).reshape(
            count
        )
    return Table(stem, tuple(table.items), labels, numbers, year_end, base_year, frame(_in_use(given, f"{stem}.csv")))


def frame(rows: Sequence[Row]) -> pd.DataFrame:
    """Return rows as the table that `Table.rows` describes."""
    cells = [
        (
            row.item,
            row.parameter,
            row.date,
            row.value,
            *((row.low, row.high) if row.unit != "text" else (np.nan, np.nan)),
            row.unit,
            row.source,
            row.note,
            row.note_zh,
            row.file,
            row.row,
            row.changed_by,
            row.base_value,
        )
        for row in rows
    ]
    return pd.DataFrame({name: [line[i] for line in cells] for i, name in enumerate(FRAME)}).astype(
        {"value": object, "base_value": object, "row": "Int64", "low": float, "high": float}
    )


def december(year: int) -> float:
    """Return the last month of a year, counted from the year 0."""
    return year * 12 + 11


def latest_value(rows: Sequence[Row], parameter: Parameter, month: float) -> float:
    """Return what holds in a month: the last row begun by then, else the default, else NaN."""
    begun = [row for row in rows if row.month <= month]
    if begun:
        return max(begun, key=lambda row: row.month).base(parameter.unit)
    return np.nan if parameter.default is None else parameter.default


def mean_stock(rows: Sequence[Row], parameter: Parameter, year: int) -> float:
    """Return the mean of a stock over the twelve months of a year."""
    monthly = [latest_value(rows, parameter, year * 12 + month) for month in range(12)]
    # Steps times the share of the year that follows them: a stock that does not change keeps every digit.
    steps = [(after - before) * (12 - month) / 12 for month, (before, after) in enumerate(pairwise(monthly), start=1)]
    return monthly[0] + sum(steps)


def _in_use(given: Given, file: str) -> list[Row]:
    """Return each row in use once, in the order of the file; rows from elsewhere follow."""
    used = {id(row): row for rows in given.values() for row in rows}
    return sorted(used.values(), key=lambda row: (row.file != file, row.row or 0))


def _spoiled(table: Rows, item: str) -> bool:
    """Return whether a row of a plant could not be used."""
    return any(matches(pattern, item) for pattern in table.spoiled)


def _first_row(table: Rows, item: str) -> int | None:
    """Return the row where a plant first appears."""
    return next((row.row for row in table.rows if row.item == item), None)


def _word(reading: Reading, stem: str, table: Rows, given: Given, item: str, label: Label) -> str:
    """Return a word of a plant."""
    rows = given.get((item, label.name))
    if rows:
        return str(rows[0].value)
    if label.default is None and not _spoiled(table, item):
        _tell_missing(reading, Place(f"{stem}.csv", _first_row(table, item), "parameter"), item, label.name, "text")
    return label.default or ""


def _rows_of(
    reading: Reading, stem: str, table: Rows, given: Given, item: str, parameter: Parameter
) -> tuple[Row, ...]:
    """Return the rows of a plant and parameter; tell if there must be one and is none."""
    rows = given.get((item, parameter.name), ())
    if not rows and parameter.default is None and not _spoiled(table, item):
        place = Place(f"{stem}.csv", _first_row(table, item), "parameter")
        _tell_missing(reading, place, item, parameter.name, parameter.unit)
    return rows


def _tell_missing(reading: Reading, place: Place, item: str, name: str, unit: str) -> None:
    """Tell that a plant lacks something that has no default."""
    reading.tell(
        place,
        (f"{item} lacks {name}", f"{item} 缺少 {name}"),
        (f"a row that gives {name}, unit such as {unit}", f"给出 {name} 的一行，单位如 {unit}"),
        ("add a row for the item or for a pattern that fits it", "为该项目或匹配它的模式补充一行"),
    )


def _tell_gaps(
    reading: Reading, parameter: Parameter, rows: Iterable[Sequence[Row]], table: Rows, settings: Settings
) -> None:
    """Tell plants whose rows all begin after a stage, where there is no default."""
    if parameter.default is not None:
        return
    for item, held in zip(table.items, rows, strict=True):
        first = min(held, key=lambda row: row.month, default=None)
        stage = settings.stages[0]
        if first is not None and first.month > december(stage):
            reading.tell(
                first.place.at("from"),
                (
                    f"{item} has no {parameter.name} in {stage}: the first row begins in {first.date}",
                    f"{item} 在 {stage} 年没有 {parameter.name}：首行自 {first.date} 起",
                ),
                (f"a row with a date up to {stage}, or without", f"日期不晚于 {stage} 或不带日期的行"),
                ("add an earlier row", "补充更早的一行"),
            )
