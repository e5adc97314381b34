"""Sizes of the columns outside time brought near one: a yearly sum is thousands where an hour is one.

With columns and rows as they come, the year of the Golmud case did not converge in six minutes; with magnitudes it took
160 iterations.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from energy_model.optimise.matrix import Floats, Matrix, Positions
from energy_model.optimise.substitute import in_time

_ROUNDS = 4  # names of names of sums: deeper chains do not occur
_LONG = 20  # hourly terms that make a row a sum over time
_WORTH = 30.0  # a size nearer to one than this is left
# No scaled cost exceeds this multiple of the median: with lost load and shortfalls at full price the year stalled.
_DEAREST = 1e3


@dataclass(frozen=True)
class Magnitudes:
    """Factors of columns and rows, all powers of two, so that nothing is rounded and half the digits are enough."""

    column: NDArray[np.float32]
    row: NDArray[np.float32]

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
    ), Magnitudes(column.astype(np.float32), row.astype(np.float32))


def _column_magnitudes(matrix: Matrix) -> Floats:
    """What a column outside time amounts to if every column in time is one; less than one for what is very dear."""
    timely = in_time(matrix.columns, matrix.shape[1])
    magnitude = np.ones(matrix.shape[1])
    if not timely.any():
        return magnitude
    a = csr_array(abs(matrix.a))
    hourly_terms = np.asarray(a.sign() @ timely.astype(float)).ravel()
    outside_terms = np.diff(a.indptr) - hourly_terms
    known = timely.copy()
    for i in np.flatnonzero((outside_terms == 1) & (hourly_terms > _LONG)):
        columns, sizes = _row(a, i)
        alone = ~timely[columns]
        magnitude[columns[alone]] = np.maximum(magnitude[columns[alone]], sizes[~alone].sum() / sizes[alone])
        known[columns[alone]] = True
    for i in np.tile(np.flatnonzero((hourly_terms == 0) & (outside_terms > 1)), _ROUNDS):
        _lift(magnitude, known, *_row(a, i))
    dear = np.median(np.abs(matrix.cost[matrix.cost != 0])) if np.any(matrix.cost) else 1.0
    most = _DEAREST * dear / np.maximum(np.abs(matrix.cost), 1e-300)
    return _power_of_two(np.maximum(np.minimum(magnitude, most), 1e-6))


def _row(a: csr_array, i: int | np.signedinteger) -> tuple[Positions, Floats]:
    """Columns and sizes of a row."""
    places = slice(a.indptr[i], a.indptr[i + 1])
    return a.indices[places], a.data[places]


def _lift(magnitude: Floats, known: NDArray[np.bool_], columns: Positions, sizes: Floats) -> None:
    """Give the columns of a row that have no magnitude yet that of its largest term."""
    largest = float((sizes * magnitude[columns]).max())
    fresh = ~known[columns] & (magnitude[columns] == 1.0) & (largest / sizes > _WORTH)
    magnitude[columns[fresh]] = largest / sizes[fresh]


def _power_of_two(values: Floats) -> Floats:
    """The nearest powers of two."""
    return np.asarray(2.0 ** np.round(np.log2(values)), dtype=np.float64)
