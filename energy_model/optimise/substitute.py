"""Take out what is only another name: yearly sums and the two sides of requirements.

A model names the energy of each plant and year, and what each requirement achieves. To a factorisation each such name
is a row with thousands of entries; without them there remain only the sums that some limit is put on. Measured on the
Golmud case at 2184 h: 0.6 s a factorisation without the yearly rows, 2.7 s with them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from energy_model.optimise.matrix import Floats, Matrix, Positions

# Beyond this the small system of names loses digits; then nothing is taken out.
_WORST_CONDITION = 1e10


@dataclass(frozen=True)
class Names:
    """Columns that were taken out, the rows that define them, and the way back.

    Attributes
    ----------
    columns, rows : ndarray
        Positions of what was taken out, as many rows as columns.
    kept_columns, kept_rows : ndarray of bool
        True for the rest.
    define, right : csr_array, ndarray
        These rows, with all columns, and their right sides.
    used, cost : csr_array, ndarray
        Entries of these columns, one row for each, and their costs.
    """

    columns: Positions
    rows: Positions
    kept_columns: NDArray[np.bool_]
    kept_rows: NDArray[np.bool_]
    define: Any
    right: Floats
    used: Any
    cost: Floats

    def restore(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Primal and row duals of the programme with its names."""
        whole = np.zeros(self.define.shape[1])
        whole[self.kept_columns] = x
        if self.columns.size:
            whole[self.columns] = np.linalg.solve(self.small(), self.right - self.define @ whole)
        return whole, self._duals(y, self.cost)

    def restore_ray(self, y: Floats) -> Floats:
        """Row duals that prove infeasibility: there costs count nothing."""
        return self._duals(y, np.zeros_like(self.cost))

    def small(self) -> Floats:
        """The square system that ties names to their rows."""
        small: Floats = self.define[:, self.columns].toarray()
        return small

    def _duals(self, y: Floats, cost: Floats) -> Floats:
        """Row duals such that the names, at these costs, have no reduced cost."""
        duals = np.zeros(self.used.shape[1])
        duals[self.kept_rows] = y
        if self.columns.size:
            duals[self.rows] = np.linalg.solve(self.small().T, cost - self.used @ duals)
        return duals


def substitute(matrix: Matrix) -> tuple[Matrix, Names]:
    """The programme without names; labels follow what is left."""
    names = _names(matrix, *_find(matrix))
    if names.columns.size and np.linalg.cond(names.small()) > _WORST_CONDITION:
        names = _names(matrix, *np.zeros((2, 0), dtype=np.int64))
    if names.columns.size == 0:
        return matrix, names
    kept_columns, kept_rows = names.kept_columns, names.kept_rows
    inverse = csr_array(np.linalg.inv(names.small()))
    a = csr_array(matrix.a)
    define = inverse @ names.define  # names = inverse @ right side - define @ others
    used = csr_array(names.used.T)[kept_rows]
    value = inverse @ names.right
    shift = used @ value
    others = csr_array(a[kept_rows][:, kept_columns] - used @ define[:, kept_columns])
    others.data[np.abs(others.data) < 1e-13] = 0.0
    others.eliminate_zeros()
    return replace(
        matrix,
        a=others,
        cost=matrix.cost[kept_columns] - define[:, kept_columns].T @ names.cost,
        offset=matrix.offset + float(names.cost @ value),
        row_low=matrix.row_low[kept_rows] - shift,
        row_high=matrix.row_high[kept_rows] - shift,
        column_low=matrix.column_low[kept_columns],
        column_high=matrix.column_high[kept_columns],
        columns=_relabel(matrix.columns, kept_columns),
        rows=_relabel(matrix.rows, kept_rows),
    ), names


def _names(matrix: Matrix, columns: Positions, rows: Positions) -> Names:
    """What is needed to take out these columns by these rows, and to put them back."""
    return Names(
        columns,
        rows,
        ~_among(columns, matrix.shape[1]),
        ~_among(rows, matrix.shape[0]),
        csr_array(matrix.a[rows]),
        matrix.row_low[rows],
        csr_array(csc_array(matrix.a)[:, columns].T),
        matrix.cost[columns],
    )


def _among(positions: Positions, count: int) -> NDArray[np.bool_]:
    """True at these positions."""
    among = np.zeros(count, dtype=bool)
    among[positions] = True
    return among


def _relabel(groups: dict[str, Positions], kept: NDArray[np.bool_]) -> dict[str, Positions]:
    """Labels with the positions of what was kept; -1 for what was taken out."""
    new = np.full(kept.size + 1, -1, dtype=np.int64)
    new[:-1][kept] = np.arange(kept.sum())
    return {name: new[places] for name, places in groups.items()}


def _find(matrix: Matrix) -> tuple[Positions, Positions]:
    """Columns that are names, and for each the equality that defines it.

    A name is a column outside time that stands in no row of time, has no limit but zero, and keeps that limit by its
    definition alone.
    """
    none = np.zeros(0, dtype=np.int64)
    timely_columns = in_time(matrix.columns, matrix.shape[1])
    timely_rows = in_time(matrix.rows, matrix.shape[0])
    if not timely_columns.any() or not timely_rows.any():
        return none, none
    by_column, by_row = csc_array(matrix.a), csr_array(matrix.a)
    meets_time = np.diff(csc_array(by_row[np.flatnonzero(timely_rows)]).indptr) > 0
    open_above = np.isinf(matrix.column_high) & ((matrix.column_low == 0) | np.isinf(matrix.column_low))
    equality = (matrix.row_low == matrix.row_high) & ~timely_rows
    columns: list[int] = []
    rows: list[int] = []
    used: set[int] = set()
    for j in np.flatnonzero(~timely_columns & ~meets_time & open_above):
        places = slice(by_column.indptr[j], by_column.indptr[j + 1])
        for i, factor in zip(by_column.indices[places], by_column.data[places], strict=True):
            if equality[i] and i not in used and _implied(matrix, by_row, int(i), int(j), float(factor)):
                columns.append(int(j))
                rows.append(int(i))
                used.add(int(i))
                break
    return np.array(columns, dtype=np.int64), np.array(rows, dtype=np.int64)


def _implied(matrix: Matrix, by_row: csr_array, i: int, j: int, factor: float) -> bool:
    """Whether row i alone keeps column j at its lower limit or above."""
    places = slice(by_row.indptr[i], by_row.indptr[i + 1])
    others, values = by_row.indices[places], by_row.data[places]
    if others.size < 2:
        return False
    if np.isinf(matrix.column_low[j]):
        return True
    rest = others != j
    signs = bool(np.all(values[rest] / factor < 0) and np.all(matrix.column_low[others[rest]] >= 0))
    return signs and matrix.row_low[i] / factor >= 0


def in_time(groups: dict[str, Positions], count: int) -> NDArray[np.bool_]:
    """True for members of components that run over (most of) the longest axis of all: the hours."""
    longest = max((max(places.shape, default=1) for places in groups.values()), default=1)
    timely = np.zeros(count, dtype=bool)
    if longest < 48:
        return timely
    for places in groups.values():
        if max(places.shape, default=1) * 2 > longest:
            timely[places[places >= 0]] = True
    return timely
