"""The inputs that have a range, as assumptions, and the case with another value of one of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from energy_model.case.case import Case
from energy_model.case.refill import with_rows
from energy_model.model import REPORT_TABLES, schemas

# Weights of shortfalls, and whether a requirement must hold, are choices of the question.
NO_ASSUMPTION = {"requirements": ("scale", "required")}


@dataclass(frozen=True)
class Assumption:
    """A row of the inputs with a range.

    Attributes
    ----------
    table, item, parameter, date, unit, source, file : str
        As in the inputs.
    row : int or None
        Row of the file.
    value, low, high : float
        In `unit`.
    index : int
        Line of `Table.rows`.
    """

    table: str
    item: str
    parameter: str
    date: str
    unit: str
    source: str
    file: str
    row: int | None
    value: float
    low: float
    high: float
    index: int


def assumptions_of(case: Case) -> list[Assumption]:
    """Return the rows of the inputs that have a range and a number."""
    found = []
    for name, table in case.tables.items():
        if name in ("levers", "zones", *REPORT_TABLES):
            continue
        rows = table.rows
        wide = rows[(rows["unit"] != "text") & (rows["high"] > rows["low"])]
        wide = wide[~wide["parameter"].isin(NO_ASSUMPTION.get(name, ()))]
        for line in wide.to_dict("records"):
            found.append(_assumption(name, line, rows))
    return found


def _assumption(name: str, line: Mapping[Hashable, Any], rows: pd.DataFrame) -> Assumption:
    """Return one row as an assumption."""
    words = {key: str(line[key]) for key in ("item", "parameter", "unit", "source", "file")}
    value, low, high = (float(line[key]) for key in ("value", "low", "high"))
    same = rows[["item", "parameter", "from"]].eq([line["item"], line["parameter"], line["from"]]).all(axis=1)
    row = None if pd.isna(line["row"]) else int(line["row"])
    return Assumption(
        name, date=str(line["from"]), row=row, value=value, low=low, high=high, index=int(rows.index[same][0]), **words
    )


def with_value(case: Case, assumption: Assumption, value: float) -> Case:
    """Return the case with another value of one assumption [its unit]."""
    return with_values(case, [(assumption, value)])


def with_values(case: Case, values: Iterable[tuple[Assumption, float]]) -> Case:
    """Return the case with other values of some assumptions [unit of each]."""
    moves: dict[str, list[tuple[Assumption, float]]] = {}
    for one, value in values:
        moves.setdefault(one.table, []).append((one, value))
    for name, chosen in moves.items():
        rows = case.tables[name].rows.copy()
        rows.loc[[one.index for one, _ in chosen], "value"] = [value for _, value in chosen]
        parameters = tuple(dict.fromkeys(one.parameter for one, _ in chosen))
        case = with_rows(case, name, rows, schemas()[name], parameters)
    return case
