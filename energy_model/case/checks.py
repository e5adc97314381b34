"""What must fit together across the tables of a case, one small function for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from energy_model.case.case import Case, Table
from energy_model.case.errors import Place, Problem, problem_at
from energy_model.case.rows import matches

Check = Callable[[Case], list[Problem]]


def place_of(table: Table, item: str, parameter: str) -> Place:
    """Return where the inputs say a number or word of a plant; the file alone where it takes its default.

    Where a change made the value, the file is named together with who changed it.

    Parameters
    ----------
    table : Table
        A table of the case.
    item : str
        Name of a plant.
    parameter : str
        Name of a parameter or label.
    """
    rows = table.rows[table.rows["parameter"] == parameter]
    named = rows[rows["item"] == item]
    fitting = named if len(named) else rows[[matches(pattern, item) for pattern in rows["item"]]]
    if not len(fitting):
        return Place(f"{table.name}.csv")
    row = fitting.iloc[0]
    file, changed_by = str(row["file"]), row["changed_by"]
    elsewhere = changed_by and not file.startswith("scenarios/")
    told = f"{file} (changed by {changed_by})" if elsewhere else file
    return Place(told, None if pd.isna(row["row"]) else int(row["row"]), "value")


def ends_differ(case: Case) -> list[Problem]:
    """Tell corridors that begin and end in the same zone."""
    table = case.tables.get("corridor")
    if table is None:
        return []
    ends = zip(table.items, table.labels["from_zone"], table.labels["to_zone"], strict=True)
    return [
        problem_at(
            place_of(table, item, "to_zone"),
            (f"corridor {item} begins and ends in {start}", f"通道 {item} 的起点和终点都是 {start}"),
            ("two different zones", "两个不同的分区"),
            ("correct from_zone or to_zone", "改正 from_zone 或 to_zone"),
        )
        for item, start, end in ends
        if start == end and start
    ]


def connection_carries_peak(case: Case) -> list[Problem]:
    """Tell direct supply projects whose connection is smaller than the peak of their demand."""
    table = case.tables.get("direct_supply")
    if table is None:
        return []
    problems = []
    for p, (item, name) in enumerate(zip(table.items, table.labels["profile"], strict=True)):
        if name not in case.profiles:
            continue
        peak = _peak(case, case.profiles[name], table.numbers["demand_energy"][p])
        connection = table.numbers["connection"][p]
        if connection < peak * (1 - 1e-9):
            problems.append(
                problem_at(
                    place_of(table, item, "connection"),
                    (
                        f"{item} has a connection of {connection:.4g} GW and a peak demand of {peak:.4g} GW",
                        f"{item} 的接网容量 {connection:.4g} GW 小于最大负荷 {peak:.4g} GW",
                    ),
                    (f"at least {peak:.4g} GW", f"不小于 {peak:.4g} GW"),
                    ("raise connection, or lower demand_energy", "提高 connection 或降低 demand_energy"),
                )
            )
    return problems


def _peak(case: Case, shape: np.ndarray, energy: np.ndarray) -> float:
    """Return the greatest power of a demand over all stages [GW]."""
    axis = case.axis
    yearly = np.bincount(axis.stage_of, weights=shape * axis.weight, minlength=len(energy))
    greatest = np.array([shape[axis.stage_of == y].max() for y in range(len(energy))])
    return float(np.max(energy * greatest / np.where(yearly > 0, yearly, np.inf)))


def free_investment_has_note(case: Case) -> list[Problem]:
    """Tell sizes that may be built for nothing without a note that says why."""
    return [
        problem_at(
            place_of(table, item, parameter),
            (f"{item} may be built at {parameter} 0", f"{item} 的 {parameter} 为 0 但允许新建"),
            ("an investment above 0, or 0 with a note that says why", "大于 0；如为 0 须在 note 中说明"),
            ("give the investment, or write the note", "填写投资，或补充 note"),
        )
        for table in case.tables.values()
        for item, parameter in _free(table)
    ]


def _free(table: Table) -> Iterator[tuple[str, str]]:
    """Give the plants and sizes that may be built for nothing and whose row has no note."""
    for parameter, investment in table.numbers.items():
        most = table.numbers.get(parameter.removesuffix("_investment") + "_addition_max")
        if not parameter.endswith("_investment") or most is None:
            continue
        for p in np.flatnonzero(((investment == 0) & (most > 0)).any(axis=1)):
            item = table.items[p]
            rows = table.rows[table.rows["parameter"] == parameter]
            held = rows[[matches(pattern, item) for pattern in rows["item"]]]
            zero = held[held["value"] == 0]
            if not zero["note"].str.strip().all():
                yield item, parameter


CHECKS: tuple[Check, ...] = (ends_differ, connection_carries_peak, free_investment_has_note)
