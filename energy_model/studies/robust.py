"""Which single assumption flips the verdict within its range, and at which value.

A least shortfall says how far an infeasible case is from holding; of a feasible case it only says zero. So the
distance to the border is measured with a sign: the *room* is the share by which all requirements can be tightened
together (in hundredths of each, by its scale) while they hold; where they do not, it is minus the mean shortfall.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, hstack

from energy_model.case.case import Case, FloatArray
from energy_model.case.refill import with_rows
from energy_model.model import schemas
from energy_model.optimise import Matrix, Outcome, Solution, SolverSettings
from energy_model.studies.programme import (
    Programme,
    compile_programme,
    is_feasible,
    least_shortfall,
    solve_study,
)

Progress = Callable[[str], None]
# Most that all requirements are tightened together [hundredths of each].
CAP = 20.0
# An assumption whose dual estimate moves the room by less than this share of it is not solved again.
MATTERS = 0.1
# Most assumptions that are solved again, those first that are estimated to matter most.
SOLVED = 40
# The flip is found to this share of the range.
CLOSE = 0.01


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


@dataclass(frozen=True)
class Robustness:
    """How the verdict stands to the ranges of the inputs.

    Attributes
    ----------
    feasible : bool
        Whether the case holds.
    room : float
        Share by which all requirements can be tightened together [hundredths]; less than zero: mean shortfall.
    tornado : pandas.DataFrame
        A line per assumption solved again, those that flip first: ``table, item, parameter, from, unit, value, low,
        high, room_low, room_high, flips, flip`` (value up to which the verdict stays; NaN where it stays all through),
        ``flip_side`` (``low`` or ``high``), ``file, row, source``.
    screened : dict
        ``assumptions`` with a range, ``cost_only`` (in the objective alone: cannot flip), ``small`` (estimate below the
        threshold), ``solved``.
    """

    feasible: bool
    room: float
    tornado: pd.DataFrame
    screened: dict[str, int]


def assumptions_of(case: Case) -> list[Assumption]:
    """Return the rows of the inputs that have a range and a number."""
    found = []
    for name, table in case.tables.items():
        if name in ("levers", "zones"):
            continue
        rows = table.rows
        wide = rows[(rows["unit"] != "text") & (rows["high"] > rows["low"])]
        for line in wide.to_dict("records"):
            found.append(_assumption(name, line, rows))
    return found


def _assumption(name: str, line: dict[str, object], rows: pd.DataFrame) -> Assumption:
    """Return one row as an assumption."""
    words = {key: str(line[key]) for key in ("item", "parameter", "unit", "source", "file")}
    value, low, high = (float(line[key]) for key in ("value", "low", "high"))  # type: ignore[arg-type]
    same = rows[["item", "parameter", "from"]].eq([line["item"], line["parameter"], line["from"]]).all(axis=1)
    row = None if pd.isna(line["row"]) else int(line["row"])  # type: ignore[call-overload]
    return Assumption(
        name, date=str(line["from"]), row=row, value=value, low=low, high=high, index=int(rows.index[same][0]), **words
    )


def with_value(case: Case, assumption: Assumption, value: float) -> Case:
    """Return the case with another value of one assumption [its unit]."""
    rows = case.tables[assumption.table].rows.copy()
    rows.loc[assumption.index, "value"] = value
    return with_rows(case, assumption.table, rows, schemas()[assumption.table], (assumption.parameter,))


def room_programme(programme: Programme) -> Matrix:
    """Return the programme that tightens all requirements together as far as they hold.

    A last column *t* (hundredths) is added to each requirement that has something to give, times its scale; those that
    ask for "at most nothing" must simply hold. Its objective is ``-t``.
    """
    matrix = programme.matrix.with_column_bounds(programme.columns, 0.0, 0.0)
    rows = np.ravel(matrix.rows["requirements.holds"])
    at_least = np.isfinite(matrix.row_low[rows])
    needed = np.array([_has_room(programme, k) for k in range(rows.size)])
    step = np.where(at_least, -1.0, 1.0) * needed / programme.weights
    column = csr_array((step, (rows, np.zeros(rows.size, dtype=int))), shape=(matrix.shape[0], 1))
    cost = np.zeros(matrix.shape[1] + 1)
    cost[-1] = -1.0
    return replace(
        matrix,
        a=csr_array(hstack([matrix.a, column], format="csr")),
        cost=cost,
        offset=0.0,
        column_low=np.append(matrix.column_low, 0.0),
        column_high=np.append(matrix.column_high, CAP),
    )


def _has_room(programme: Programme, k: int) -> bool:
    """Return whether a requirement can be tightened: one that asks for at most nothing cannot."""
    table = programme.case.tables["requirements"]
    i, y = int(programme.requirement[k]), int(programme.stage[k])
    limits = [float(table.numbers[name][i, y]) for name in ("power", "energy", "share", "mass")]
    return any(np.isfinite(limit) and limit > 0 for limit in limits)


def room_of(programme: Programme, settings: SolverSettings | None = None) -> tuple[float, Solution, Matrix]:
    """Return the room of a case [hundredths], and the programme and solution that tell it."""
    steps = len(programme.case.axis)
    least = least_shortfall(programme, None, settings)
    if not is_feasible(least):
        cost = np.zeros_like(programme.matrix.cost)
        cost[programme.columns] = programme.weights
        return -float(least.objective) / max(programme.columns.size, 1), least, programme.matrix.with_cost(cost, 0.0)
    matrix = room_programme(programme)
    solution = solve_study(matrix, steps, settings)
    if solution.outcome is not Outcome.OPTIMAL:
        return 0.0, least, programme.matrix
    return -float(solution.objective), solution, matrix


def robustness(case: Case, settings: SolverSettings | None = None, progress: Progress | None = None) -> Robustness:
    """Return which single assumption flips the verdict within its range, and at which value.

    Two screens come first. Assumptions that change the objective alone cannot flip the verdict. For the others the
    duals of the room estimate what an end of the range does to it: the true loss is at least that, since the room is
    concave in the limits. Those whose estimate is small are left out; that is a judgement, not a proof, and the counts
    are told. The rest are built and solved at both ends, and where the verdict flips the value is found by halving.

    Parameters
    ----------
    case : Case
        The case.
    settings : SolverSettings, optional
        Which solver.
    progress : callable, optional
        Told a sentence before each step.
    """
    tell = progress or (lambda sentence: None)
    every = assumptions_of(case)
    widest = case
    for one in (a for a in every if a.parameter.endswith(("_existing", "_addition_max"))):
        widest = with_value(widest, one, one.high)
    tell("build")
    programme = compile_programme(case, widest)
    room, solution, matrix = room_of(programme, settings)
    tell("assumption: -")
    estimates = _estimates(case, widest, programme, every, matrix, solution)
    cost_only = sum(1 for estimate in estimates.values() if estimate is None)
    worth = sorted(((abs(e), k) for k, e in estimates.items() if e is not None), reverse=True)
    chosen = [every[k] for size, k in worth if size >= MATTERS * max(abs(room), 0.01)][:SOLVED]
    build = partial(_room_at, case, widest, settings)
    lines = []
    for number, one in enumerate(chosen, start=1):
        tell(f"assumption: {one.item} {one.parameter} ({number}/{len(chosen)})")
        lines.append(_line(one, room, build))
    screened = {
        "assumptions": len(every),
        "cost_only": cost_only,
        "small": len(every) - cost_only - len(chosen),
        "solved": len(chosen),
    }
    return Robustness(room >= 0.0, room, _tornado(lines), screened)


def _estimates(
    case: Case, widest: Case, programme: Programme, every: list[Assumption], matrix: Matrix, solution: Solution
) -> dict[int, float | None]:
    """Return by number the largest change of the room that the duals estimate; None where only costs change.

    A parameter enters the model in one way for all plants, so the first that changes only costs speaks for the others.
    """
    found: dict[int, float | None] = {}
    only_costs: set[tuple[str, str]] = set()
    for k, one in enumerate(every):
        if (one.table, one.parameter) in only_costs:
            found[k] = None
            continue
        end = one.high if one.high - one.value >= one.value - one.low else one.low
        other = compile_programme(with_value(case, one, end), widest).matrix
        estimate = _estimate(programme.matrix, other, matrix, solution)
        if estimate is None and _cost_differs(programme.matrix, other):
            only_costs.add((one.table, one.parameter))
        found[k] = estimate
    return found


def _cost_differs(base: Matrix, other: Matrix) -> bool:
    """Return whether the cost changes at all; it does not for plants that take no part."""
    return base.offset != other.offset or not np.array_equal(base.cost, other.cost)


def _estimate(base: Matrix, other: Matrix, asked: Matrix, solution: Solution) -> float | None:
    """Return the change of the room by the duals of its programme; None where the two differ in nothing but cost."""
    if other.shape != base.shape:
        return np.inf
    change = csr_array(other.a - base.a)
    change.data[np.abs(change.data) <= 1e-12] = 0.0
    change.eliminate_zeros()
    low, high = _step(base.row_low, other.row_low), _step(base.row_high, other.row_high)
    columns = _step(base.column_low, other.column_low), _step(base.column_high, other.column_high)
    if change.nnz == 0 and not any(np.any(step) for step in (low, high, *columns)):
        return None
    if solution.x is None or solution.y is None:
        return np.inf
    y, x = solution.y[: base.shape[0]], solution.x[: base.shape[1]]
    return float(-(y @ (np.where(y > 0, low, high) - change @ x)))


def _step(base: FloatArray, other: FloatArray) -> FloatArray:
    """Return the change of limits, zero where they are infinite."""
    with np.errstate(invalid="ignore"):
        step = other - base
    return np.where(np.isfinite(step), step, 0.0)


def _room_at(case: Case, widest: Case, settings: SolverSettings | None, one: Assumption, value: float) -> float:
    """Return the room with one assumption at a value."""
    return room_of(compile_programme(with_value(case, one, value), widest), settings)[0]


def _line(one: Assumption, room: float, build: Callable[[Assumption, float], float]) -> dict[str, object]:
    """Return what one assumption does: room at both ends, and where the verdict flips."""
    ends = {"low": one.low, "high": one.high}
    rooms = {side: room if end == one.value else build(one, end) for side, end in ends.items()}
    flipped = [side for side in ends if (rooms[side] >= 0) != (room >= 0)]
    side = max(flipped, key=lambda s: abs(rooms[s])) if flipped else ""
    flip = _flip(one, ends[side], room >= 0, build) if side else np.nan
    return {
        "table": one.table,
        "item": one.item,
        "parameter": one.parameter,
        "from": one.date,
        "unit": one.unit,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "room_low": rooms["low"],
        "room_high": rooms["high"],
        "flips": bool(side),
        "flip": flip,
        "flip_side": side,
        "file": one.file,
        "row": one.row,
        "source": one.source,
    }


def _flip(one: Assumption, end: float, holds: bool, build: Callable[[Assumption, float], float]) -> float:
    """Return the value at which the verdict flips, on the side of the range where it is as it was."""
    inner, outer = one.value, end
    while abs(outer - inner) > CLOSE * (one.high - one.low):
        middle = 0.5 * (inner + outer)
        same = (build(one, middle) >= 0) == holds
        inner, outer = (middle, outer) if same else (inner, middle)
    return inner


def _tornado(lines: list[dict[str, object]]) -> pd.DataFrame:
    """Return the lines, those that flip first, then the largest swing."""
    columns = ["table", "item", "parameter", "from", "unit", "value", "low", "high", "room_low", "room_high", "flips"]
    frame = pd.DataFrame(lines, columns=[*columns, "flip", "flip_side", "file", "row", "source"])
    frame = frame.assign(swing=(frame["room_high"] - frame["room_low"]).abs().astype(float))
    frame = frame.sort_values(["flips", "swing"], ascending=False, kind="stable", ignore_index=True)
    return frame.drop(columns="swing")
