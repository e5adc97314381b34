"""Which requirements cannot hold together: all smallest such sets, each proven, with the input rows behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from energy_model.case.case import Case
from energy_model.case.rows import matches
from energy_model.model.requirement_kinds import KINDS
from energy_model.optimise import Outcome, Solution, SolverSettings
from energy_model.studies.minimal_sets import minimal_conflicts
from energy_model.studies.programme import Programme, is_feasible, least_shortfall, solve_study

MOST = 8
# A dual above this share of the price of a shortfall is one; what is below is dust of the solver.
CARRIES = 1e-6
Progress = Callable[[str], None]
# What the limit of a kind counts on, besides its own row: parameters of the line that it speaks of.
LINE_PARAMETERS = {
    "export_energy": ("contract_hours", "capacity_existing"),
    "export_curve": ("curve_profile", "band_down", "capacity_existing"),
    "export_clean_share": ("capacity_existing",),
    "system_strength": ("capacity_existing",),
}
# And parameters of all items of other tables: what is to be served.
SERVED: dict[str, dict[str, tuple[str, ...]]] = {
    "demand_served": {"demand": ("energy",), "electric_heat": ("steam",)},
    "product_served": {"hydrogen": ("hydrogen_demand", "ammonia_demand")},
    "firm_capacity": {"demand": ("energy",)},
}


@dataclass(frozen=True)
class Member:
    """A requirement within a conflict.

    Attributes
    ----------
    requirement : int
        Its number.
    yields : float
        By how much it must give way, alone, so that the others of the conflict hold, in the unit of its row.
    yields_as_told : float
        The same in the unit of its limit (shares: of one).
    """

    requirement: int
    yields: float
    yields_as_told: float


@dataclass(frozen=True)
class Conflict:
    """A smallest set that cannot hold: it can without any one of its members.

    Attributes
    ----------
    members : tuple of Member
        In the order of the inputs.
    shortfall : float
        Least weighted shortfall of the set, proven to be above zero.
    """

    members: tuple[Member, ...]
    shortfall: float


@dataclass(frozen=True)
class Conflicts:
    """What was found; `complete` says that there are no more, `asked` how many programmes were solved."""

    found: tuple[Conflict, ...]
    complete: bool
    asked: int


def find_conflicts(
    programme: Programme, most: int = MOST, settings: SolverSettings | None = None, progress: Progress | None = None
) -> Conflicts:
    """Return the smallest sets of requirements that cannot hold together.

    Every question is a phase 1 on the one compiled matrix in which only the shortfalls of the set count. Each set
    returned has a proven shortfall, and for each of its members a proven plan in which all others hold.

    Parameters
    ----------
    programme : Programme
        The case.
    most : int
        Number of sets after which the search ends.
    settings : SolverSettings, optional
        Which solver.
    progress : callable, optional
        Told a sentence before each question.
    """
    tell, numbers, asked = progress or (lambda sentence: None), programme.binding, [0]

    def ask(members: frozenset[int]) -> frozenset[int] | None:
        asked[0] += 1
        tell(f"conflicts: {asked[0]}")
        solution = least_shortfall(programme, frozenset(numbers[k] for k in members), settings)
        if is_feasible(solution):
            return None
        return frozenset(k for k in members if numbers[k] in _carriers(programme, solution)) or members

    sets, complete = minimal_conflicts(len(numbers), ask, most)
    found = [_conflict(programme, frozenset(numbers[k] for k in members), settings) for members in sets]
    return Conflicts(tuple(found), complete, asked[0] + sum(1 + len(conflict.members) for conflict in found))


def _carriers(programme: Programme, solution: Solution) -> set[int]:
    """Return the requirements that carry the proof of a shortfall: those whose row has a dual."""
    if solution.y is None:
        return set()
    rows = np.ravel(programme.matrix.rows["requirements.holds"])
    carries = np.abs(solution.y[rows]) > CARRIES * programme.weights
    return {int(i) for i in programme.requirement[carries]}


def _conflict(programme: Programme, members: frozenset[int], settings: SolverSettings | None) -> Conflict:
    """Return a conflict with its proof and with what each member would have to give."""
    proof = least_shortfall(programme, members, settings)
    if is_feasible(proof):
        raise AssertionError(f"requirements {sorted(members)} were found to conflict, and hold")
    told = tuple(_member(programme, i, members, settings) for i in sorted(members))
    return Conflict(told, float(proof.objective))


def _member(programme: Programme, i: int, members: frozenset[int], settings: SolverSettings | None) -> Member:
    """Return by how much one member must give way while the others hold; that it can is the proof of minimality."""
    mine, others = programme.of_requirements(frozenset({i})), programme.of_requirements(members - {i})
    matrix = programme.matrix.with_column_bounds(programme.columns[others], 0.0, 0.0)
    cost = np.zeros_like(matrix.cost)
    cost[programme.columns[mine]] = programme.weights[mine]
    solution = solve_study(matrix.with_cost(cost, 0.0), len(programme.case.axis), settings)
    if solution.outcome is not Outcome.OPTIMAL or solution.x is None:
        raise AssertionError(f"requirements {sorted(members - {i})} were found to hold, and conflict")
    yields = float(np.maximum(solution.x[programme.columns[mine]], 0.0).sum())
    return Member(i, yields, yields / whole_of(programme, i, solution.x))


def whole_of(programme: Programme, i: int, x: np.ndarray) -> float:
    """Return what one unit of the limit is worth in the unit of the row; 1 unless the limit is a share.

    For a share it is the energy (or power) of which a share is asked, in the last stage that has a limit.
    """
    table = programme.case.tables["requirements"]
    kind = table.labels["kind"][i]
    if KINDS[kind].limit != "share":
        return 1.0
    at = np.flatnonzero(programme.requirement == i)[-1]
    limit = float(table.numbers["share"][i, programme.stage[at]])
    part = 1.0 - limit if kind == "export_clean_share" else limit
    needed = float(x[_needed(programme, i, int(programme.stage[at]))])
    return needed / part if part > 0 and needed > 0 else np.nan


def _needed(programme: Programme, i: int, y: int) -> int:
    """Return the column of what a requirement needs."""
    family = next(f for f in programme.outline.families if f.component == "requirements.needed")
    place = list(family.indices[0]).index((i, y))
    return int(np.ravel(programme.matrix.columns["requirements.needed"])[place])


def rows_behind(case: Case, i: int) -> pd.DataFrame:
    """Return the input rows that make a requirement what it is.

    Returns
    -------
    pandas.DataFrame
        ``table, item, parameter, from, value, unit, low, high, file, row, source``.
    """
    table = case.tables["requirements"]
    kind, subject = table.labels["kind"][i], table.labels["subject"][i]
    asked: dict[str, tuple[str, tuple[str, ...]]] = {
        "requirements": (table.items[i], (KINDS[kind].limit, "reserve_margin", "required"))
    }
    if kind in LINE_PARAMETERS:
        asked["export_line"] = (subject, LINE_PARAMETERS[kind])
    parts = [_rows(case, name, item, parameters) for name, (item, parameters) in asked.items()]
    for name, parameters in SERVED.get(kind, {}).items():
        if name in case.tables:
            parts += [_latest(_rows(case, name, item, parameters)) for item in case.tables[name].items]
    return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the last row of each parameter."""
    return rows.sort_values("from", kind="stable").drop_duplicates("parameter", keep="last")


def _rows(case: Case, name: str, item: str, parameters: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows of some parameters of an item; those that name it beat patterns."""
    rows = case.tables[name].rows
    parts = []
    for parameter in parameters:
        of = rows[rows["parameter"] == parameter]
        named = of[of["item"] == item]
        parts.append(named if len(named) else of[[matches(p, item) for p in of["item"]]] if len(of) else of)
    columns = ["table", "item", "parameter", "from", "value", "unit", "low", "high", "file", "row", "source"]
    return pd.concat(parts, ignore_index=True).assign(table=name)[columns]


def conflict_table(case: Case, conflicts: Conflicts) -> pd.DataFrame:
    """Return one line per member of each conflict.

    Returns
    -------
    pandas.DataFrame
        ``conflict`` (1 …), ``id, kind, name_zh, name_en``, ``unit`` (of what must be given), ``yields`` (in it; shares
        of one), ``yields_row`` (in the unit of the row), ``shortfall`` (of the whole set), ``rows`` (``file:row`` of
        the inputs behind it), ``sources``.
    """
    table = case.tables["requirements"]
    lines = []
    for number, conflict in enumerate(conflicts.found, start=1):
        for member in conflict.members:
            i, kind = member.requirement, KINDS[table.labels["kind"][member.requirement]]
            behind = rows_behind(case, i)
            lines.append(
                {
                    "conflict": number,
                    "id": table.items[i],
                    "kind": table.labels["kind"][i],
                    "name_zh": table.labels["name_zh"][i],
                    "name_en": table.labels["name_en"][i],
                    "unit": "1" if kind.limit == "share" else kind.unit,
                    "yields": member.yields_as_told,
                    "row_unit": kind.unit,
                    "yields_row": member.yields,
                    "shortfall": conflict.shortfall,
                    "rows": _places(behind),
                    "sources": ", ".join(dict.fromkeys(s for s in behind["source"] if s)),
                }
            )
    columns = ["conflict", "id", "kind", "name_zh", "name_en", "unit", "yields", "row_unit", "yields_row"]
    return pd.DataFrame(lines, columns=[*columns, "shortfall", "rows", "sources"])


def _places(rows: pd.DataFrame) -> str:
    """Return where rows stand, as ``file:row``; further rows of a file by their number alone."""
    numbers: dict[str, list[str]] = {}
    for row in rows.itertuples():
        numbers.setdefault(str(row.file), []).extend([] if pd.isna(row.row) else [str(row.row)])
    return ", ".join(f"{file}:{'/'.join(dict.fromkeys(at))}" if at else file for file, at in numbers.items())
