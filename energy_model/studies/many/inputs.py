"""Inputs that have a range: what a tornado pulls at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from math import isclose

import pandas as pd

from energy_model.case.case import Case, Table
from energy_model.case.changed_rows import Change
from energy_model.model import REPORT_TABLES

# Weights of shortfalls and places on the map are no inputs of a plan.
NO_INPUT = {("requirements", "scale"), ("requirements", "required"), ("zones", "latitude"), ("zones", "longitude")}


@dataclass(frozen=True)
class DatedRow:
    """One row of an input: since when it holds (empty: always), its value and its range."""

    date: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Ranged:
    """An input with a range: all its dated rows move together.

    Attributes
    ----------
    table, item, parameter : str
        What it is; `item` may be a pattern.
    unit : str
        Unit of the file.
    rows : tuple of DatedRow
        In the order of time; the last is the one that is told.
    """

    table: str
    item: str
    parameter: str
    unit: str
    rows: tuple[DatedRow, ...]

    @property
    def name(self) -> str:
        """Name in the study."""
        return f"{self.table}/{self.item}/{self.parameter}"

    @property
    def last(self) -> DatedRow:
        """Return the row that holds in the last planning year."""
        return self.rows[-1]

    def at(self, share: float) -> tuple[Change, ...]:
        """Return the changes that set the input between its value (0) and its low (-1) or high (1) end."""
        moved = [(row, row.high if share > 0 else row.low) for row in self.rows]
        return tuple(
            Change(
                self.table,
                self.item,
                self.parameter,
                value=row.value + abs(share) * (end - row.value),
                unit=self.unit,
                date=row.date,
            )
            for row, end in moved
            if share != 0 and not isclose(end, row.value)
        )

    def reach(self, share: float) -> float:
        """Return how far the last row that moves goes, in the unit of the file."""
        moves = [(row.high if share > 0 else row.low) - row.value for row in self.rows]
        return next((move * abs(share) for move in reversed(moves) if move != 0), 0.0)


def ranged_inputs(case: Case) -> list[Ranged]:
    """Return all inputs of a case with a range, in the order of the tables."""
    return [
        ranged
        for name, table in case.tables.items()
        if name not in REPORT_TABLES
        for ranged in _of_table(name, table, case)
    ]


def _of_table(name: str, table: Table, case: Case) -> Iterator[Ranged]:
    """Yield the ranged inputs of one table: of plants that take part, by the end of the last planning year."""
    rows = table.rows
    if rows.empty:
        return
    last = case.settings.stages[-1]
    live = rows[(rows["unit"] != "text") & rows["from"].map(lambda date: not date or int(str(date)[:4]) <= last)]
    for (item, parameter, unit), group in live.groupby(["item", "parameter", "unit"], sort=False):
        takes_part = any(fnmatchcase(plant, str(item)) for plant in table.items)
        moving = tuple(_dated(row) for _, row in group.sort_values("from").iterrows())
        if takes_part and (name, parameter) not in NO_INPUT and any(row.low < row.high for row in moving):
            yield Ranged(name, str(item), str(parameter), str(unit), moving)


def _dated(row: pd.Series) -> DatedRow:
    """Return a row of a table as numbers."""
    return DatedRow(str(row["from"]), float(row["value"]), float(row["low"]), float(row["high"]))
