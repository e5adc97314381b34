"""Long columns and rows replaced by chains, so that a sparse factorisation finds a good order.

A capacity stands in one row of every hour and a yearly sum has a term of every hour. A minimum-degree ordering
meets them as nodes with thousands of neighbours: measured, it then needs minutes, never ends or crashes. Cut
into pieces of some hundred hours, each tied to the next, the same programme is ordered in a second.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from energy_model.optimise.matrix import Floats, Matrix, Positions


@dataclass(frozen=True)
class Chains:
    """What was split.

    Attributes
    ----------
    owner : ndarray
        For each column of the split matrix the column it copies, itself where it is not a copy, and -1 for a
        partial sum.
    row_step, column_step : ndarray
        Step in time of each row and column of the split matrix.
    rows : int
        Number of rows before; rows from there on are ties.
    columns : int
        Number of columns before.
    """

    owner: Positions
    row_step: Positions
    column_step: Positions
    rows: int
    columns: int

    def restore(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Primal and row duals of the programme before splitting.

        A split column takes the mean of its copies, which differ by the solver's tolerance; a split row has
        the dual of the last piece of its chain, which carries its limits and its place.
        """
        real = self.owner >= 0
        total = np.bincount(self.owner[real], weights=x[real], minlength=self.columns)
        return total / np.bincount(self.owner[real], minlength=self.columns), y[: self.rows]


def clock(groups: dict[str, Positions], count: int) -> Positions:
    """The step in time of each row (or column): its place along the longest axis of its component.

    Components with fewer steps (days) are spread over the same length as the one with most (hours); what has
    no label stands at its place among all.
    """
    longest = max((max(g.shape, default=1) for g in groups.values()), default=1)
    steps = np.arange(count, dtype=np.int64) if not groups else np.zeros(count, dtype=np.int64)
    for places in groups.values():
        if places.ndim == 0 or places.size == 0:
            continue
        axis = int(np.argmax(places.shape))
        ticks = np.arange(places.shape[axis]) * (longest // places.shape[axis])
        shape = [1] * places.ndim
        shape[axis] = -1
        known = places >= 0
        steps[places[known]] = np.broadcast_to(ticks.reshape(shape), places.shape)[known]
    return steps


def split(matrix: Matrix, row_step: Positions, column_step: Positions, chunk: int) -> tuple[Matrix, Chains]:
    """Split every column and every row with more than `chunk` entries into one piece per `chunk` steps.

    Parameters
    ----------
    matrix : Matrix
    row_step, column_step : ndarray of int
        From `clock`.
    chunk : int
        Steps per piece.

    Returns
    -------
    Matrix
        Same optimum; ties at the end of the rows, copies and partial sums at the end of the columns.
    Chains
        How to go back.
    """
    rows, columns = matrix.shape
    longest = max(np.diff(matrix.a.indptr).max(initial=0), np.bincount(matrix.a.indices).max(initial=0))
    if longest <= chunk:
        whole = Chains(np.arange(columns), row_step, column_step, rows, columns)
        return replace(matrix, columns={}, rows={}), whole
    entries = matrix.a.tocoo()
    pieces, copies, copied = _split_columns(entries, row_step // chunk, chunk, columns)
    wide, summed = _split_rows(pieces, column_step // chunk, chunk, rows, columns + copies.size)
    sums = summed.size
    owner = np.concatenate([np.arange(columns), copies, np.full(sums, -1)])
    height = rows + copies.size + sums
    added = np.concatenate([copied, summed]) * chunk
    a = csr_array(coo_array((wide.value, (wide.row, wide.column)), shape=(height, owner.size)))
    ties = np.zeros(height - rows)
    return replace(
        matrix,
        a=a,
        cost=np.concatenate([matrix.cost, np.zeros(copies.size + sums)]),
        row_low=np.concatenate([matrix.row_low, ties]),
        row_high=np.concatenate([matrix.row_high, ties]),
        column_low=np.concatenate([matrix.column_low, np.full(copies.size + sums, -np.inf)]),
        column_high=np.concatenate([matrix.column_high, np.full(copies.size + sums, np.inf)]),
        columns={},
        rows={},
    ), Chains(owner, np.append(row_step, added), np.append(column_step, added), rows, columns)


@dataclass(frozen=True)
class _Entries:
    """Entries of a matrix."""

    row: NDArray[Any]
    column: NDArray[Any]
    value: Floats


def _pieces(owner: Positions, piece: Positions) -> tuple[Positions, Positions, Positions, NDArray[np.bool_]]:
    """The distinct (owner, piece) pairs: number of each entry; owner and piece of each; whether it opens a chain."""
    wide = int(piece.max()) + 1
    pairs, number = np.unique(owner * wide + piece, return_inverse=True)
    owners = pairs // wide
    opens = np.append(True, owners[1:] != owners[:-1])
    return number, owners, pairs % wide, opens


def _split_columns(entries: Any, piece: Positions, most: int, columns: int) -> tuple[_Entries, Positions, Positions]:
    """Entries with copies of long columns, the column that each copy stands for, and its piece of time.

    Only the first copy, which is the column itself, keeps cost and limits: the others are tied to it.
    """
    row, column, value = entries.row.astype(np.int64), entries.col.astype(np.int64), entries.data
    long = np.bincount(column, minlength=columns) > most
    mine = np.flatnonzero(long[column])
    if mine.size == 0:
        return _Entries(row, column, value), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    number, owners, times, opens = _pieces(column[mine], piece[row[mine]])
    place = np.where(opens, owners, columns + np.cumsum(~opens) - 1)
    column[mine] = place[number]
    later = np.flatnonzero(~opens)
    tie = piece.size + np.arange(later.size)
    return (
        _Entries(
            np.concatenate([row, tie, tie]),
            np.concatenate([column, place[later - 1], place[later]]),
            np.concatenate([value, np.ones(later.size), -np.ones(later.size)]),
        ),
        owners[later],
        times[later],
    )


def _split_rows(entries: _Entries, piece: Positions, most: int, rows: int, columns: int) -> tuple[_Entries, Positions]:
    """Entries with long rows cut into partial sums, and the piece of time of each of these sums.

    A piece says: what I add, plus the sum so far, is the sum from here; the last piece is the row itself.
    Copies of columns stand at the end of the columns and belong to no long row.
    """
    long = np.bincount(entries.row, minlength=rows)[:rows] > most
    below = np.flatnonzero(entries.row < rows)
    mine = below[long[entries.row[below]]]
    if mine.size == 0:
        return entries, np.zeros(0, dtype=np.int64)
    steps = np.append(piece, np.zeros(columns - piece.size, dtype=np.int64))
    number, owners, times, opens = _pieces(entries.row[mine], steps[entries.column[mine]])
    closes = np.append(opens[1:], True)
    height = rows + columns - piece.size
    place = np.where(closes, owners, height + np.cumsum(~closes) - 1)
    row = entries.row.copy()
    row[mine] = place[number]
    early = np.flatnonzero(~closes)
    sums = columns + np.arange(early.size)
    return _Entries(
        np.concatenate([row, place[early], place[early + 1]]),
        np.concatenate([entries.column, sums, sums]),
        np.concatenate([entries.value, -np.ones(early.size), np.ones(early.size)]),
    ), times[early]
