"""The levers of a case as objects, and the case with one of them moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from energy_model.case.case import Case, FloatArray, Table
from energy_model.case.lever_checks import MEASURES, parameters_of
from energy_model.case.refill import with_rows
from energy_model.case.rows import month_of
from energy_model.model import schemas

MONTHS = "months"
COSTS = {"GW": "power_cost", "GWh": "energy_cost"}


@dataclass(frozen=True)
class Lever:
    """Something that a planner could change.

    Attributes
    ----------
    name, name_zh, name_en : str
        Key and names.
    table : str
        Table whose numbers it moves.
    items : tuple of str
        Plants or requirements of the table, each moved by the whole amount.
    parameters : tuple of (factor, name)
        What is moved, by the amount times the factor.
    direction : str
        ``raise``, ``lower`` or ``earlier``.
    unit : str
        GW, GWh, 1, h or ``months``.
    most : float
        Largest amount [unit].
    cost : float
        Yearly cost of a unit beyond what the model counts [MCNY/unit/a].
    """

    name: str
    name_zh: str
    name_en: str
    table: str
    items: tuple[str, ...]
    parameters: tuple[tuple[float, str], ...]
    direction: str
    unit: str
    most: float
    cost: float


def levers_of(case: Case) -> tuple[Lever, ...]:
    """Return the levers of a case in the order of its table; none where it has no such table."""
    table = case.tables.get("levers")
    return () if table is None else tuple(_lever(case, table, k) for k in range(len(table)))


def _lever(case: Case, table: Table, k: int) -> Lever:
    """Return one lever; one that lowers goes no further than to zero."""
    measure = next(name for name in MEASURES if not np.isnan(table.numbers[name][k]))
    unit, words = MEASURES[measure], {label: values[k] for label, values in table.labels.items()}
    lever = Lever(
        name=table.items[k],
        name_zh=words["name_zh"],
        name_en=words["name_en"],
        table=words["lever_table"],
        items=tuple(words["lever_items"].split("+")),
        parameters=parameters_of(words["lever_parameters"]),
        direction=words["direction"],
        unit=unit,
        most=float(table.numbers[measure][k]),
        cost=float(table.numbers[COSTS[unit]][k]) if unit in COSTS else 0.0,
    )
    return replace(lever, most=min(lever.most, _room(case, lever))) if lever.direction == "lower" else lever


def _room(case: Case, lever: Lever) -> float:
    """Return how far a lever may lower its numbers until the first is zero."""
    table, at = case.tables[lever.table], _places(case, lever)
    return min(float(np.min(table.numbers[name][at])) / factor for factor, name in lever.parameters)


def _places(case: Case, lever: Lever) -> list[int]:
    """Return the numbers of the items of a lever."""
    return [case.tables[lever.table].items.index(item) for item in lever.items]


def moved(case: Case, lever: Lever, amount: float) -> Case:
    """Return the case with a lever moved; stock that was there in the base year stays.

    Parameters
    ----------
    case : Case
        The case.
    lever : Lever
        What is moved.
    amount : float
        By how much [unit of the lever]; whole months for dates.
    """
    if lever.direction == "earlier":
        return _earlier(case, lever, round(amount))
    table = case.tables[lever.table]
    numbers, ends = dict(table.numbers), dict(table.year_end)
    for factor, name in lever.parameters:
        step = amount * factor * (1.0 if lever.direction == "raise" else -1.0)
        numbers[name] = _added(numbers[name], _places(case, lever), step)
        if name in ends:
            ends[name] = _added(ends[name], _places(case, lever), step)
    changed: Mapping[str, Table] = {**case.tables, lever.table: replace(table, numbers=numbers, year_end=ends)}
    return replace(case, tables=changed)


def _added(values: FloatArray, at: list[int], step: float) -> FloatArray:
    """Return values with a step added to some plants; nothing falls below zero."""
    added = values.copy()
    added[at] = np.maximum(added[at] + step, 0.0)
    return added


def _earlier(case: Case, lever: Lever, months: int) -> Case:
    """Return the case with all dates of a lever's parameters some months earlier, none before the base year's end."""
    rows = case.tables[lever.table].rows.copy()
    names = tuple(name for _, name in lever.parameters)
    first = case.settings.base_year * 12 + 12
    for k in rows.index[rows["parameter"].isin(names) & rows["item"].isin(lever.items)]:
        month = month_of(str(rows.loc[k, "from"]))
        if month >= first:
            early = int(max(month - months, first))
            rows.loc[k, "from"] = f"{early // 12}-{early % 12 + 1:02d}"
    return with_rows(case, lever.table, rows, schemas()[lever.table], names)
