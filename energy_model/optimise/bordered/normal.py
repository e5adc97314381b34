"""``a @ diag(weight) @ a.T`` on a fixed pattern: one product of a sparse matrix with a vector for each new weight."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from energy_model.optimise.matrix import Floats, Positions


@dataclass(frozen=True)
class Normal:
    """The lower triangle of a normal matrix.

    Attributes
    ----------
    start, index : ndarray
        Rows of the lower triangle, with the diagonal.
    diagonal : ndarray
        Position of each diagonal entry.
    products : csr_array
        Entries × columns: what a unit of weight of each column adds to each entry.
    """

    start: Positions
    index: Positions
    diagonal: Positions
    products: Any

    def values(self, weight: Floats, diagonal: Floats) -> Floats:
        """Entries for these weights of the columns, plus a diagonal."""
        values: Floats = self.products @ weight
        values[self.diagonal] += diagonal
        return values


def normal(a: Any) -> Normal:
    """The pattern of ``a @ a.T`` and the products behind each entry."""
    rows, columns = a.shape
    by_column = csc_array(a)
    count = np.diff(by_column.indptr)
    parts = [_pairs(by_column, np.flatnonzero(count == c), int(c)) for c in np.unique(count[count > 0])]
    key = np.concatenate([*(p[0] for p in parts), np.arange(rows) * (rows + 1)])
    value = np.concatenate([*(p[1] for p in parts), np.zeros(rows)])
    column = np.concatenate([*(p[2] for p in parts), np.zeros(rows, dtype=np.int64)])
    entries, number = np.unique(key, return_inverse=True)
    row, index = entries // rows, entries % rows
    return Normal(
        start=np.searchsorted(row, np.arange(rows + 1)),
        index=index,
        diagonal=np.flatnonzero(row == index),
        products=csr_array((value, (number, column)), shape=(entries.size, max(columns, 1))),
    )


def _pairs(a: Any, columns: Positions, count: int) -> tuple[Positions, Floats, Positions]:
    """All pairs of entries within columns that have the same number of them: place, product, column."""
    rows = a.shape[0]
    first, second = np.tril_indices(count)
    places = a.indptr[columns][:, None] + np.arange(count)
    row, value = a.indices[places].astype(np.int64), a.data[places]
    low, high = np.minimum(row[:, first], row[:, second]), np.maximum(row[:, first], row[:, second])
    source: NDArray[np.int64] = np.repeat(columns, first.size)
    return (high * rows + low).ravel(), (value[:, first] * value[:, second]).ravel(), source
