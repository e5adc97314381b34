"""Take out of a programme what needs no solver: fixed columns, empty rows, rows on a single column.

``x <= availability × capacity`` with a fixed capacity is a limit of x, not a row; with all capacities fixed this
removes more than half of the rows of an energy system.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from energy_model.optimise.matrix import Floats, Matrix, Positions

# Each pass can uncover the next (a row limits a column to one value, the column is fixed, ...); systems as
# generated here need three. Stopping early is safe, but for fixed columns, which have no interior: the last step takes
# them out. What else is left goes to the solver.
_PASSES = 8


@dataclass(frozen=True)
class Reduction:
    """What was taken out, and all that is needed to put it back.

    Attributes
    ----------
    rows, columns : ndarray of bool
        True for what was kept.
    fixed : ndarray
        Value of each column that was taken out.
    taken : ndarray of int
        Pass in which each column with a limit from a row was taken out; a large number where it was kept.
    low_from, high_from : ndarray of int
        Row that gave each of these columns its lower (upper) limit; -1 where the limit is its own.
    low_factor, high_factor : ndarray
        Coefficient of the column in that row.
    back, cost : csr_array, ndarray
        Entries of these columns, one row for each, and their costs.
    conflict : int
        A row without columns that does not hold; -1 if there is none.
    """

    rows: NDArray[np.bool_]
    columns: NDArray[np.bool_]
    fixed: Floats
    taken: Positions
    low_from: Positions
    high_from: Positions
    low_factor: Floats
    high_factor: Floats
    back: Any
    cost: Floats
    conflict: int = -1

    def restore(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Primal and row duals of the original programme."""
        whole = np.empty(self.columns.size)
        whole[self.columns], whole[~self.columns] = x, self.fixed
        return whole, self.restore_duals(y, self.cost)

    def restore_ray(self, y: Floats) -> Floats:
        """Row duals that prove infeasibility: there costs count nothing."""
        return self.restore_duals(y, np.zeros_like(self.cost))

    def restore_duals(self, y: Floats, cost: Floats) -> Floats:
        """Row duals of the original programme, with these costs of the columns that have a limit from a row.

        A row that became a limit earns the reduced cost of its column where it gives the binding limit. Columns
        are gone through from the last taken to the first, since the rows of a column contain otherwise only
        columns taken before it.
        """
        duals = np.zeros(self.rows.size)
        duals[self.rows] = y
        for turn in np.unique(self.taken)[::-1]:
            mine = np.flatnonzero(self.taken == turn)
            reduced = cost[mine] - self.back[mine] @ duals
            source = np.where(reduced > 0, self.low_from[mine], self.high_from[mine])
            earns = (source >= 0) & (reduced != 0)
            factor = np.where(reduced > 0, self.low_factor[mine], self.high_factor[mine])
            duals[source[earns]] = (reduced / factor)[earns]
        return duals


def reduce(matrix: Matrix) -> tuple[Matrix, Reduction]:
    """The programme without fixed columns, empty rows and rows on one column; labels are dropped."""
    state = _State(matrix)
    for turn in range(_PASSES):
        if not state.step(turn):
            break
    state.finish(_PASSES)
    rows, columns = state.rows, state.columns
    small = replace(
        matrix,
        a=matrix.a[rows][:, columns],
        cost=matrix.cost[columns],
        row_low=state.row_low[rows],
        row_high=state.row_high[rows],
        column_low=state.column_low[columns],
        column_high=state.column_high[columns],
        offset=matrix.offset + float(matrix.cost @ np.where(state.columns, 0.0, state.fixed)),
        columns={},
        rows={},
    )
    owned = np.flatnonzero((state.low_from >= 0) | (state.high_from >= 0))
    return small, Reduction(
        rows,
        columns,
        state.fixed[~columns],
        state.taken[owned],
        state.low_from[owned],
        state.high_from[owned],
        state.low_factor[owned],
        state.high_factor[owned],
        csr_array(state.by_column[:, owned].T),
        matrix.cost[owned],
        state.conflict,
    )


class _State:
    """The programme while it shrinks: masks and limits, never a new matrix."""

    def __init__(self, matrix: Matrix) -> None:
        rows, columns = matrix.shape
        self.a, self.by_column = matrix.a, matrix.a.tocsc()
        self.rows, self.columns = np.ones(rows, dtype=bool), np.ones(columns, dtype=bool)
        self.row_low, self.row_high = matrix.row_low.copy(), matrix.row_high.copy()
        self.column_low, self.column_high = matrix.column_low.copy(), matrix.column_high.copy()
        self.fixed = np.zeros(columns)
        self.taken = np.full(columns, _PASSES + 1)
        self.low_from, self.high_from = np.full((2, columns), -1, dtype=np.int64)
        self.low_factor, self.high_factor = np.ones((2, columns))
        self.size = np.bincount(self.a.nonzero()[0], minlength=rows)
        self.conflict = -1

    def step(self, turn: int) -> bool:
        """One pass; whether anything changed."""
        changed = self._take_fixed(turn)
        self._take_empty()
        return self._take_single() or changed

    def finish(self, turn: int) -> None:
        """Take out what the last pass has fixed."""
        if self._take_fixed(turn):
            self._take_empty()

    def _take_fixed(self, turn: int) -> bool:
        """Move columns with equal limits to the right side."""
        fixed = self.columns & (self.column_low == self.column_high)
        where = np.flatnonzero(fixed)
        if where.size == 0:
            return False
        self.fixed[where] = self.column_low[where]
        part = self.by_column[:, where]
        shift = part @ self.column_low[where]
        self.row_low -= shift
        self.row_high -= shift
        self.size -= np.bincount(part.nonzero()[0], minlength=self.size.size)
        self.columns[where] = False
        self.taken[where] = turn
        return True

    def _take_empty(self) -> None:
        """Drop rows without columns that hold to rounding; remember one that does not."""
        empty = np.flatnonzero(self.rows & (self.size == 0))
        scale = 1e-9 * np.maximum(1.0, np.abs(self.a[empty]) @ np.abs(self.fixed))
        broken = empty[(self.row_low[empty] > scale) | (self.row_high[empty] < -scale)]
        self.rows[empty] = False
        if broken.size:
            self.conflict = int(broken[0])

    def _take_single(self) -> bool:
        """Turn rows on one column into limits of it, unless that would leave it no value."""
        rows = np.flatnonzero(self.rows & (self.size == 1))
        if rows.size == 0:
            return False
        part = self.a[rows].tocoo()
        alive = self.columns[part.col] & (part.data != 0)
        order = np.argsort(part.row[alive])
        column, factor = part.col[alive][order], part.data[alive][order]
        ends = np.stack([self.row_low[rows] / factor, self.row_high[rows] / factor])
        low, high = ends.min(axis=0), ends.max(axis=0)
        return self._limit(rows, column, factor, low, high)

    def _limit(self, rows: Positions, column: Positions, factor: Floats, low: Floats, high: Floats) -> bool:
        """Give each column the tightest limits of its rows; leave the rows of a column without any value."""
        best_low, best_high = _last_of_each(column, low), _last_of_each(column, -high)
        bottom, top = self.column_low.copy(), self.column_high.copy()
        bottom[column[best_low]] = np.maximum(bottom[column[best_low]], low[best_low])
        top[column[best_high]] = np.minimum(top[column[best_high]], high[best_high])
        possible = bottom <= top
        self.rows[rows[possible[column]]] = False
        for best, new, now, source, factors in (
            (best_low, bottom, self.column_low, self.low_from, self.low_factor),
            (best_high, top, self.column_high, self.high_from, self.high_factor),
        ):
            best = best[possible[column[best]]]
            best = best[new[column[best]] != now[column[best]]]
            source[column[best]], factors[column[best]] = rows[best], factor[best]
            now[column[best]] = new[column[best]]
        return bool(possible[column].any())


def _last_of_each(group: Positions, value: Floats) -> Positions:
    """For each group the position of its largest value."""
    order = np.lexsort((value, group))
    last = np.append(group[order][1:] != group[order][:-1], True)
    largest: Positions = order[last]
    return largest
