"""Which single assumption flips the verdict within its range, and at which value.

The distance to the border between the two verdicts is the room (`studies.room`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from energy_model.case.case import Case, FloatArray
from energy_model.case.rows import matches
from energy_model.optimise import Matrix, Solution, SolverSettings
from energy_model.studies.assumptions import Assumption, assumptions_of, with_value
from energy_model.studies.programme import (
    NoPlanError,
    Programme,
    compile_programme,
)
from energy_model.studies.room import CAP, room_of

Progress = Callable[[str], None]
# Most assumptions that are solved again, those first that are estimated to matter most.
SOLVED = 60
# A plan keeps a limit up to this share of it; a change of a coefficient below DUST is none.
KEPT = 1e-6
DUST = 1e-12
# The flip is found to this share of the range.
CLOSE = 0.01


@dataclass(frozen=True)
class Screened:
    """What is known of an assumption without solving.

    Attributes
    ----------
    kind : str
        ``cost``: it changes the objective alone, or nothing; ``plan``: the plan that was found keeps all its limits at
        both ends, so the case holds there; ``matters``: it must be solved.
    estimate : float
        Size of its effect on the room by the duals.
    """

    kind: str
    estimate: float


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
        Numbers: ``assumptions`` with a range; ``cost_only`` and ``plan``, which cannot flip it (`Screened`); ``small``,
        left out by their estimate; ``solved``.
    """

    feasible: bool
    room: float
    tornado: pd.DataFrame
    screened: dict[str, int]


def robustness(case: Case, settings: SolverSettings | None = None, progress: Progress | None = None) -> Robustness:
    """Return which single assumption flips the verdict within its range, and at which value.

    Three screens come first. Assumptions that change the objective alone cannot flip the verdict. Nor can those at both
    ends of which the plan that was found, with all requirements tightened, still keeps every limit. The rest are put in
    the order of what the duals say they do, and the first are built and solved at both ends; where the verdict flips
    the value is found by halving. How many were left is told: that is a judgement, not a proof.

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
    known = _screen(case, widest, programme, every, matrix, solution, tell)
    matters = sorted((k for k in known if known[k].kind == "matters"), key=lambda k: -known[k].estimate)
    chosen = [every[k] for k in matters[:SOLVED]]
    build = partial(_room_at, case, widest, settings)
    lines = []
    for number, one in enumerate(chosen, start=1):
        tell(f"assumption: {one.item} {one.parameter} ({number}/{len(chosen)})")
        lines.append(_line(one, room, build))
    kinds = [screened.kind for screened in known.values()]
    screened = {
        "assumptions": len(every),
        "cost_only": kinds.count("cost"),
        "plan": kinds.count("plan"),
        "small": len(matters) - len(chosen),
        "solved": len(chosen),
    }
    return Robustness(room >= 0.0, room, _tornado(lines), screened)


def _screen(
    case: Case,
    widest: Case,
    programme: Programme,
    every: list[Assumption],
    matrix: Matrix,
    solution: Solution,
    tell: Progress,
) -> dict[int, Screened]:
    """Return by number what is known of each assumption without solving.

    A parameter enters the model in one way for all plants, so the first that changes only costs speaks for the others.
    """
    found: dict[int, Screened] = {}
    only_costs: set[tuple[str, str]] = set()
    for k, one in enumerate(every):
        tell(f"assumption: {one.item} {one.parameter} ({k + 1}/{len(every)})")
        if (one.table, one.parameter) in only_costs or not _takes_part(programme.case, one):
            found[k] = Screened("cost", 0.0)
            continue
        near, far = sorted((one.low, one.high), key=lambda end: abs(end - one.value))
        other = compile_programme(with_value(case, one, far), widest).matrix
        found[k] = _judge(programme.matrix, other, matrix, solution, (near - one.value) / (far - one.value))
        if found[k].kind == "cost" and _cost_differs(programme.matrix, other):
            only_costs.add((one.table, one.parameter))
    return found


def _takes_part(case: Case, one: Assumption) -> bool:
    """Return whether an assumption speaks of a plant that takes part."""
    return any(matches(one.item, item) for item in case.tables[one.table].items)


def _cost_differs(base: Matrix, other: Matrix) -> bool:
    """Return whether the cost changes at all; it does not for plants that take no part."""
    return base.offset != other.offset or not np.array_equal(base.cost, other.cost)


def _judge(base: Matrix, other: Matrix, asked: Matrix, solution: Solution, near: float) -> Screened:
    """Return what an assumption does at either end of its range; `near` is the other end, as a share of this one."""
    if other.shape != base.shape or solution.x is None or solution.y is None:
        return Screened("matters", np.inf)
    change = csr_array(other.a - base.a)
    change.data[np.abs(change.data) <= DUST] = 0.0
    change.eliminate_zeros()
    low, high = _step(base.row_low, other.row_low), _step(base.row_high, other.row_high)
    columns = _step(base.column_low, other.column_low), _step(base.column_high, other.column_high)
    if change.nnz == 0 and not any(np.any(step) for step in (low, high, *columns)):
        return Screened("cost", 0.0)
    y, x = solution.y[: base.shape[0]], solution.x[: base.shape[1]]
    estimate = abs(float(y @ (np.where(y > 0, low, high) - change @ x)))
    moved, reached = change @ x, base.a @ x
    keeps = asked.shape[1] > base.shape[1] and not any(np.any(step) for step in columns)
    for share in (1.0, near):
        at, size = reached + share * moved, np.maximum(1.0, np.abs(reached))
        keeps &= bool(np.all(at >= base.row_low + share * low - KEPT * size))
        keeps &= bool(np.all(at <= base.row_high + share * high + KEPT * size))
    return Screened("plan" if keeps else "matters", estimate)


def _step(base: FloatArray, other: FloatArray) -> FloatArray:
    """Return the change of limits, zero where they are infinite."""
    with np.errstate(invalid="ignore"):
        step = other - base
    return np.where(np.isfinite(step), step, 0.0)


def _room_at(case: Case, widest: Case, settings: SolverSettings | None, one: Assumption, value: float) -> float:
    """Return the room with one assumption at a value; minus `CAP` where the limits of the plants exclude each other."""
    try:
        return room_of(compile_programme(with_value(case, one, value), widest), settings)[0]
    except NoPlanError:
        return -CAP


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
