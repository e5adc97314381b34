"""A table with some of its rows changed, turned into numbers again without reading the files."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from energy_model.case.case import Case
from energy_model.case.fill import december, latest_value, mean_stock
from energy_model.case.rows import Row, matches
from energy_model.case.schema import Parameter, Schema


def with_rows(case: Case, name: str, rows: pd.DataFrame, schema: Schema, parameters: tuple[str, ...]) -> Case:
    """Return the case with other rows in one table.

    Parameters
    ----------
    case : Case
        The case.
    name : str
        Table.
    rows : pandas.DataFrame
        Rows as `Table.rows` has them, some with other values or dates.
    schema : Schema
        What the table may hold.
    parameters : tuple of str
        Parameters whose numbers are made anew; others stay as they are.
    """
    table = case.tables[name]
    numbers, ends, base = dict(table.numbers), dict(table.year_end), dict(table.base_year)
    for parameter in (schema.parameter(word) for word in parameters):
        if parameter is None:
            continue
        held = [_held(rows, item, parameter) for item in table.items]
        stages, count = case.settings.stages, len(held)
        if parameter.dating == "none":
            values = [latest_value(r, parameter, np.inf) for r in held]
            numbers[parameter.name] = np.array(values).reshape(count)
            continue
        shape = (count, len(stages))
        at_end = np.array([[latest_value(r, parameter, december(y)) for y in stages] for r in held]).reshape(shape)
        numbers[parameter.name] = at_end
        if parameter.dating == "stock":
            means = [[mean_stock(r, parameter, y) for y in stages] for r in held]
            numbers[parameter.name], ends[parameter.name] = np.array(means).reshape(shape), at_end
            first = [latest_value(r, parameter, december(case.settings.base_year)) for r in held]
            base[parameter.name] = np.array(first).reshape(count)
    changed = replace(table, numbers=numbers, year_end=ends, base_year=base, rows=rows)
    return replace(case, tables={**case.tables, name: changed})


def _held(rows: pd.DataFrame, item: str, parameter: Parameter) -> tuple[Row, ...]:
    """Return the rows that hold for an item: those that name it, else those whose pattern fits it."""
    of = rows[rows["parameter"] == parameter.name]
    named = of[of["item"] == item]
    if not len(of):
        return ()
    chosen = named if len(named) else of[[matches(pattern, item) for pattern in of["item"]]]
    return tuple(_row(line) for line in chosen.to_dict("records"))


def _row(line: Mapping[Hashable, Any]) -> Row:
    """Return a line of the frame as a row."""
    words = {name: str(line[name]) for name in ("item", "parameter", "unit", "source", "note", "note_zh", "file")}
    value, low, high = (float(line[name]) for name in ("value", "low", "high"))
    return Row(**words, date=str(line["from"]), value=value, low=low, high=high, row=None)
