"""Which assumptions could flip a verdict: what each changes in the matrix, and what the plan or the proof says to it.

Building a case takes longer than solving it at short hours, so assumptions are built together: all plants of one
parameter at once. What each of them changed is told by the plant that the row or the column belongs to; where that is
not plain, the assumption is built alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from energy_model.case.case import Case, FloatArray, IntArray, Table
from energy_model.case.rows import matches
from energy_model.optimise import Matrix, Solution
from energy_model.optimise.phases import NONE
from energy_model.studies.assumptions import Assumption, assumptions_of, with_values
from energy_model.studies.programme import Programme, compile_programme, phase_one

Progress = Callable[[str], None]
# A plan keeps a limit, and a proof a sign, up to this share; a change of a coefficient below DUST is none.
KEPT = 1e-6
DUST = 1e-12
# A proof is taken to stand if this share of the shortfall it proved is left.
SURE = 0.05
# Units of parameters that are likely to change costs alone; whether they do is asked of the matrix.
MONEY, YEARS = "CNY", "a"


@dataclass(frozen=True)
class Change:
    """What an assumption changes in the matrix at the far end of its range, as far as the verdict can hang on it.

    Attributes
    ----------
    a : csr_array
        Coefficients.
    low, high : array
        Limits of the rows; zero where they are infinite.
    columns : array
        Sizes of the changes of the limits of the columns.
    """

    a: csr_array
    low: FloatArray
    high: FloatArray
    columns: FloatArray

    @property
    def is_none(self) -> bool:
        """Whether nothing but costs changes."""
        return self.a.nnz == 0 and not any(np.any(step) for step in (self.low, self.high, self.columns))

    def on(self, base: Matrix, share: float) -> Matrix:
        """Return a matrix with a share of the change."""
        return replace(
            base,
            a=csr_array(base.a + share * self.a),
            row_low=base.row_low + share * self.low,
            row_high=base.row_high + share * self.high,
        )


@dataclass(frozen=True)
class Effect:
    """What is known of an assumption without solving.

    Attributes
    ----------
    matters : bool
        Whether it changes any limit at all.
    low, high : bool
        Whether the verdict is known to stay at that end: the plan that was found keeps all its limits there, or the
        proof that was found, that there is none, still is one.
    change : Change or None
        What it does at its far end; None where the model has other rows or columns there, so that it must be built.
    estimate : float
        Size of the change of the room at the far end by the duals [hundredths]; zero where they say nothing.
    """

    matters: bool
    low: bool
    high: bool
    change: Change | None = None
    estimate: float = 0.0

    @property
    def is_open(self) -> bool:
        """Whether something is left to ask."""
        return not (self.low and self.high)


NOTHING = Effect(False, True, True)


def screen(
    case: Case, widest: Case, programme: Programme, found: Solution, feasible: bool, tell: Progress
) -> list[tuple[Assumption, Effect]]:
    """Return what is known of each assumption from one solve.

    Parameters
    ----------
    case, widest : Case
        The case, and as for `compile_programme`.
    programme : Programme
        The case, compiled.
    found : Solution
        Where the case holds: with all requirements tightened; else of phase 1.
    feasible : bool
        Whether the case holds.
    tell : callable
        Told a sentence before each build.
    """
    every = assumptions_of(case)
    effects = [NOTHING] * len(every)
    asked = programme.matrix if feasible else phase_one(programme)
    live = [k for k, one in enumerate(every) if _plants(programme.case, one)]
    for number, batch in enumerate(_batches(case, widest, programme, every, live), start=1):
        tell(f"screen: {every[batch[0]].table} {every[batch[0]].parameter} ({number})")
        changes = _changes(case, widest, programme, [every[k] for k in batch])
        for k, change in zip(batch, changes, strict=True):
            effects[k] = _effect(asked, found, feasible, every[k], change)
    return list(zip(every, effects, strict=True))


def far_end(one: Assumption) -> float:
    """Return the end of a range that is farther from the value."""
    return max((one.low, one.high), key=lambda end: abs(end - one.value))


def _plants(case: Case, one: Assumption) -> list[int]:
    """Return the plants that an assumption holds for: named by it, or fitting it and named by no row of their own."""
    table = case.tables[one.table]
    rows = table.rows
    named = set(rows["item"][(rows["parameter"] == one.parameter)])
    return [
        p for p, item in enumerate(table.items) if item == one.item or (item not in named and matches(one.item, item))
    ]


def _batches(
    case: Case, widest: Case, programme: Programme, every: Sequence[Assumption], live: list[int]
) -> Iterator[list[int]]:
    """Yield numbers of assumptions that are built together; those that change no number are left out.

    First those that are told in money or years; they are one batch if they change costs alone, as they are likely to.
    """
    costs = [k for k in live if MONEY in every[k].unit or every[k].unit == YEARS]
    built = compile_programme(with_values(case, [(every[k], far_end(every[k])) for k in costs]), widest)
    change = _difference(programme.matrix, built.matrix)
    skipped = set(costs) if change is not None and change.is_none else set()
    rounds: dict[tuple[str, str, int], list[int]] = {}
    taken: dict[tuple[str, str, int], set[int]] = {}
    for k in (k for k in live if k not in skipped):
        one, plants, number = every[k], set(_plants(programme.case, every[k])), 0
        while taken.setdefault((one.table, one.parameter, number), set()) & plants:
            number += 1
        taken[one.table, one.parameter, number] |= plants
        rounds.setdefault((one.table, one.parameter, number), []).append(k)
    for (name, _, _), batch in rounds.items():
        other = with_values(case, [(every[k], far_end(every[k])) for k in batch])
        if not _same_numbers(case.tables[name], other.tables[name]):
            yield batch


def _same_numbers(one: Table, other: Table) -> bool:
    """Return whether two tables hold the same numbers in all stages."""
    pairs = ((one.numbers, other.numbers), (one.year_end, other.year_end), (one.base_year, other.base_year))
    return all(np.array_equal(a[name], b[name], equal_nan=True) for a, b in pairs for name in a)


def _changes(case: Case, widest: Case, programme: Programme, batch: Sequence[Assumption]) -> list[Change | None]:
    """Return what each assumption of a batch changes at its far end; None where the matrix takes another form."""
    other = compile_programme(with_values(case, [(one, far_end(one)) for one in batch]), widest)
    change = _difference(programme.matrix, other.matrix)
    if len(batch) == 1:
        return [change]
    parts = None if change is None else _shared_out(programme, change, batch)
    if parts is not None:
        return list(parts)
    return [found for one in batch for found in _changes(case, widest, programme, [one])]


def _difference(base: Matrix, other: Matrix) -> Change | None:
    """Return the change from one matrix to another; None where they are not of one form."""
    if base.shape != other.shape:
        return None
    change = csr_array(other.a - base.a)
    change.data[np.abs(change.data) <= DUST] = 0.0
    change.eliminate_zeros()
    low, high = _step(base.row_low, other.row_low), _step(base.row_high, other.row_high)
    columns = np.abs(_step(base.column_low, other.column_low)) + np.abs(_step(base.column_high, other.column_high))
    return Change(change, low, high, columns)


def _step(base: FloatArray, other: FloatArray) -> FloatArray:
    """Return the change of limits, zero where they are infinite."""
    with np.errstate(invalid="ignore"):
        step = other - base
    return np.where(np.isfinite(step), step, 0.0)


def _shared_out(programme: Programme, change: Change, batch: Sequence[Assumption]) -> list[Change] | None:
    """Return the part of each assumption in a change of all; None where some of it belongs to no plant."""
    row_of, column_of = (_owners(programme, batch[0].table, of_rows) for of_rows in (True, False))
    entries = change.a.tocoo()
    owner = np.where(row_of[entries.row] >= 0, row_of[entries.row], column_of[entries.col])
    moved = (change.low != 0) | (change.high != 0)
    if np.any(owner < 0) or np.any(row_of[moved] < 0) or np.any(column_of[change.columns != 0] < 0):
        return None
    parts = []
    for one in batch:
        plants = _plants(programme.case, one)
        mine, rows = np.isin(owner, plants), np.isin(row_of, plants)
        a = csr_array((entries.data[mine], (entries.row[mine], entries.col[mine])), shape=change.a.shape)
        columns = np.where(np.isin(column_of, plants), change.columns, 0.0)
        parts.append(Change(a, np.where(rows, change.low, 0.0), np.where(rows, change.high, 0.0), columns))
    return parts


def _owners(programme: Programme, table: str, of_rows: bool) -> IntArray:
    """Return the plant of a table that each row (or column) belongs to; -1 where it belongs to none."""
    matrix = programme.matrix
    places = matrix.rows if of_rows else matrix.columns
    owners = np.full(matrix.shape[0 if of_rows else 1], -1, dtype=np.int64)
    for family in programme.outline.families:
        is_asked = family.node == table and family.dims[:1] == ("plant",) and family.is_variable != of_rows
        if is_asked and family.indices[0]:
            at = np.asarray(places[family.component]).reshape(len(family.indices[0]), -1)
            for plant, positions in zip(family.indices[0], at, strict=True):
                owners[positions[positions >= 0]] = plant
    return owners


def _effect(asked: Matrix, found: Solution, feasible: bool, one: Assumption, change: Change | None) -> Effect:
    """Return what an assumption does at both ends, the near one by proportion."""
    if change is None or np.any(change.columns):
        return Effect(True, False, False)
    if change.is_none:
        return NOTHING
    stays = _keeps if feasible else _still_proves
    low, high = (end == one.value or stays(asked, found, change, share_of(one, end)) for end in (one.low, one.high))
    return Effect(True, low, high, change, _estimate(asked, found, change))


def _estimate(asked: Matrix, found: Solution, change: Change) -> float:
    """Return the size of the change of the objective with all of a change, by the envelope theorem."""
    if found.x is None or found.y is None:
        return 0.0
    y, x = found.y[: asked.shape[0]], found.x[: asked.shape[1]]
    return abs(float(y @ (np.where(y > 0, change.low, change.high) - change.a @ x)))


def share_of(one: Assumption, end: float) -> float:
    """Return how far an end is from the value, as a share of the far end."""
    return (end - one.value) / (far_end(one) - one.value)


def _keeps(base: Matrix, found: Solution, change: Change, share: float) -> bool:
    """Return whether the plan keeps every limit with a share of the change."""
    if found.x is None:
        return False
    x = found.x[: base.shape[1]]
    reached = base.a @ x
    at, size = reached + share * (change.a @ x), np.maximum(1.0, np.abs(reached))
    above = at >= base.row_low + share * change.low - KEPT * size
    return bool(np.all(above & (at <= base.row_high + share * change.high + KEPT * size)))


def _still_proves(asked: Matrix, found: Solution, change: Change, share: float) -> bool:
    """Return whether the duals of phase 1 still prove a shortfall with a share of the change.

    They bound it from below by the limits they stand at and the reduced costs at the limits of the columns. A column
    without limit must not gain; what it gains within `KEPT` counts with ten times what it was in the plan.
    """
    if found.x is None or found.y is None:
        return False
    x, y = found.x, found.y
    reduced = asked.cost - asked.a.T @ y - share * (change.a.T @ y)
    limits = np.where(y > 0, asked.row_low + share * change.low, asked.row_high + share * change.high)
    gains = np.where(reduced > 0, asked.column_low, asked.column_high)
    free_rows, free = ~np.isfinite(limits), ~np.isfinite(gains)
    if np.any(np.abs(y[free_rows]) > KEPT) or np.any(np.abs(reduced[free]) > KEPT):
        return False
    bound = float(y[~free_rows] @ limits[~free_rows] + reduced[~free] @ gains[~free])
    return bound - 10.0 * float(np.abs(reduced[free]) @ (1.0 + np.abs(x[free]))) > max(NONE, SURE * found.objective)
