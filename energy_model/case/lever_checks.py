"""What a lever must name: a table, plants and parameters that exist, and one measure of the amount."""

from __future__ import annotations

import numpy as np

from energy_model.case.case import Case, Table
from energy_model.case.checks import place_of
from energy_model.errors import Problem, problem_at

MEASURES = {"most_power": "GW", "most_energy": "GWh", "most_share": "1", "most_hours": "h", "most_months": "months"}


def parameters_of(words: str) -> tuple[tuple[float, str], ...]:
    """Return factor and name of each parameter of a text such as ``capacity+0.1*tank``.

    Raises
    ------
    ValueError
        If a factor is no number.
    """
    pairs = (part.rpartition("*") for part in words.split("+"))
    return tuple((float(factor or 1.0), name.strip()) for factor, _, name in pairs)


def levers_name_what_exists(case: Case) -> list[Problem]:
    """Tell levers whose table, plants, parameters or measure cannot be used."""
    levers = case.tables.get("levers")
    if levers is None:
        return []
    return [problem for k in range(len(levers)) for problem in _problems(case, levers, k)]


def _problems(case: Case, levers: Table, k: int) -> list[Problem]:
    """Return what is wrong with one lever."""
    name = levers.labels["lever_table"][k]
    if name not in case.tables:
        return [_wrong(levers, k, "lever_table", name, tuple(case.tables))]
    table, problems = case.tables[name], []
    for item in levers.labels["lever_items"][k].split("+"):
        if item not in table.items:
            problems.append(_wrong(levers, k, "lever_items", item, table.items))
    try:
        names = [parameter for _, parameter in parameters_of(levers.labels["lever_parameters"][k])]
    except ValueError:
        names = [levers.labels["lever_parameters"][k]]
    for parameter in names:
        if parameter not in table.numbers:
            problems.append(_wrong(levers, k, "lever_parameters", parameter, tuple(table.numbers)))
    given = [measure for measure in MEASURES if not np.isnan(levers.numbers[measure][k])]
    by_date = levers.labels["direction"][k] == "earlier"
    if len(given) != 1 or (given[0] == "most_months") != by_date:
        told = ", ".join(given) or "-"
        problems.append(_wrong(levers, k, "direction", told, ("most_months",) if by_date else tuple(MEASURES)[:-1]))
    return problems


def _wrong(levers: Table, k: int, label: str, said: str, allowed: tuple[str, ...]) -> Problem:
    """Return a problem of one lever."""
    item = levers.items[k]
    return problem_at(
        place_of(levers, item, label),
        (f"lever {item}: {label} says {said!r}", f"措施 {item} 的 {label} 为 {said!r}"),
        (f"one of {', '.join(allowed)}", f"下列之一：{'、'.join(allowed)}"),
        ("correct the lever", "改正该措施"),
    )
