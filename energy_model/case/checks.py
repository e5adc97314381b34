"""What must fit together across the tables of a case, one small function for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from energy_model.case.case import Case, Table
from energy_model.case.rows import matches
from energy_model.errors import Place, Problem, problem_at

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


def stock_keeps_the_kind(case: Case) -> list[Problem]:
    """Tell stores that stand outside what their kind allows, and could not be built up to it.

    Without this the model has no solution, and no requirement would be to blame.
    """
    table = case.tables.get("storage")
    if table is None:
        return []
    power, energy, charge = (table.numbers[f"{size}_existing"] for size in ("discharge_capacity", *_OTHER_SIZES))
    more = {size: table.numbers[f"{size}_addition_max"] for size in ("discharge_capacity", *_OTHER_SIZES)}
    n = {name: table.numbers[name][:, None] for name in ("duration_min", "duration_max", "charge_ratio_max")}
    wrong = {
        "energy_capacity_existing": (energy + more["energy_capacity"] < n["duration_min"] * power * _BELOW)
        | (energy > n["duration_max"] * (power + more["discharge_capacity"]) * _ABOVE),
        "charge_capacity_existing": charge > n["charge_ratio_max"] * (power + more["discharge_capacity"]) * _ABOVE,
    }
    return [
        _outside(table, parameter, int(p))
        for parameter, where in wrong.items()
        for p in np.flatnonzero(where.any(axis=1))
    ]


_OTHER_SIZES = ("energy_capacity", "charge_capacity")

# Figures are written with few digits: 0.1 GW and 0.4 GWh are four hours although 0.4 / 0.1 is not 4 in binary.
_BELOW, _ABOVE = 1 - 1e-9, 1 + 1e-9


def _outside(table: Table, parameter: str, p: int) -> Problem:
    """Say what a store has and what its kind allows."""
    n, item = table.numbers, table.items[p]
    power, energy, charge = (float(n[f"{size}_existing"][p].max()) for size in ("discharge_capacity", *_OTHER_SIZES))
    least, most, ratio = (float(n[name][p]) for name in ("duration_min", "duration_max", "charge_ratio_max"))
    return problem_at(
        place_of(table, item, parameter),
        (
            f"{item} stands with {power:g} GW discharging, {charge:g} GW charging and {energy:g} GWh",
            f"{item} 现有放电 {power:g} GW、充电 {charge:g} GW、容量 {energy:g} GWh",
        ),
        (
            f"{least:g} to {most:g} h of energy, charging up to {ratio:g} times the discharging power",
            f"时长 {least:g} 至 {most:g} 小时，充电功率不超过放电功率的 {ratio:g} 倍",
        ),
        (
            "correct the stock, or duration_min, duration_max or charge_ratio_max of the kind",
            "改正现有规模，或该类储能的 duration_min、duration_max、charge_ratio_max",
        ),
    )


CHECKS: tuple[Check, ...] = (ends_differ, connection_carries_peak, free_investment_has_note, stock_keeps_the_kind)
