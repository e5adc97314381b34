"""Sizes of the columns outside time brought near one: a yearly sum is thousands where an hour is one.

With columns and rows as they come, the year of the Golmud case did not converge in six minutes; with magnitudes it took
160 iterations.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array, diags_array

from energy_model.optimise.matrix import Floats, Matrix
from energy_model.optimise.substitute import in_time

_ROUNDS = 4  # names of names of sums: deeper chains do not occur
_WORTH = 30.0  # a size nearer to one than this is left
_DEAREST = 1e3  # no cost is lifted above this multiple of the median cost


@dataclass(frozen=True)
class Magnitudes:
    """Factors of columns and rows, all powers of two so that nothing is rounded."""

    column: Floats
    row: Floats

    def restore(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Back to the sizes of the model."""
        return x * self.column, y * self.row


def bring_near_one(matrix: Matrix) -> tuple[Matrix, Magnitudes]:
    """The same programme with columns outside time in their own magnitude, and rows with entries up to one."""
    column = _column_magnitudes(matrix)
    wide = csr_array(matrix.a @ diags_array(column))
    largest = np.asarray(abs(wide).max(axis=1).toarray()).ravel()
    row = _power_of_two(1.0 / np.where(largest > 0, largest, 1.0))
    return replace(
        matrix,
        a=csr_array(diags_array(row) @ wide),
        cost=matrix.cost * column,
        row_low=matrix.row_low * row,
        row_high=matrix.row_high * row,
        column_low=matrix.column_low / column,
        column_high=matrix.column_high / column,
    ), Magnitudes(column, row)


def _column_magnitudes(matrix: Matrix) -> Floats:
    """What a column outside time amounts to if every column in time is one; 1 for all others."""
    timely = in_time(matrix.columns, matrix.shape[1])
    magnitude = np.ones(matrix.shape[1])
    if not timely.any():
        return magnitude
    a = csr_array(abs(matrix.a))
    outside = np.asarray(a @ (~timely).astype(float) > 0).ravel()
    for _ in range(_ROUNDS):
        for i in np.flatnonzero(outside & ~in_time(matrix.rows, matrix.shape[0])):
            places = slice(a.indptr[i], a.indptr[i + 1])
            columns, sizes = a.indices[places], a.data[places]
            _lift(magnitude, columns[~timely[columns]], sizes[~timely[columns]], float(sizes[timely[columns]].sum()))
    dear = np.median(np.abs(matrix.cost[matrix.cost != 0])) if np.any(matrix.cost) else 1.0
    most = _DEAREST * dear / np.maximum(np.abs(matrix.cost), 1e-300)
    return _power_of_two(np.where(magnitude > 1.0, np.maximum(np.minimum(magnitude, most), 1e-6), 1.0))


def _lift(magnitude: Floats, columns: Floats, sizes: Floats, hourly: float) -> None:
    """Give the columns of a row that have no magnitude yet that of its largest term."""
    if columns.size == 0:
        return
    terms = sizes * magnitude[columns]
    largest = max(hourly, float(terms.max()))
    fresh = (magnitude[columns] == 1.0) & (largest / sizes > _WORTH)
    magnitude[columns[fresh]] = largest / sizes[fresh]


def _power_of_two(values: Floats) -> Floats:
    """The nearest powers of two."""
    return np.asarray(2.0 ** np.round(np.log2(values)), dtype=np.float64)
