"""``a @ diag(weight) @ a.T`` on a fixed pattern, for new weights in every step."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, tril

from energy_model.optimise.bordered.sparse import Part
from energy_model.optimise.bordered.threads import spread
from energy_model.optimise.matrix import Floats


class Normal:
    """The lower triangle of a normal matrix.

    Parameters
    ----------
    a : Part
        The matrix, the first rows of a larger one.
    back : csr_array
        The transpose of the larger one, with sorted indices.
    where : csr_array of bool
        Pattern of ``a @ a.T``.

    Attributes
    ----------
    start, index : ndarray
        Rows of the lower triangle, with the diagonal last in each.
    """

    def __init__(self, a: Part, back: Any, where: Any) -> None:
        self._a, self._back = a, back
        lower = csr_array(tril(where, format="csr"))
        lower.sort_indices()
        self.start, self.index = lower.indptr.astype(np.int64), lower.indices

    def values(self, weight: Floats, diagonal: Floats) -> Floats:
        """Entries for these weights of the columns, plus a diagonal."""
        a, back = self._a, self._back
        value = np.zeros(self.index.size)
        by_row, by_column = (a.start, a.stop, a.index, a.value), (back.indptr, back.indices, back.data)
        spread(_values, diagonal.size, self.start, self.index, *by_row, *by_column, weight, diagonal, value)
        return value


def pattern(a: Any) -> Any:
    """Where ``a @ a.T`` has entries, its diagonal always."""
    ones = csr_array((np.ones(a.nnz, dtype=np.int8), a.indices, a.indptr), shape=a.shape)
    return csr_array(ones.astype(bool) @ ones.astype(bool).T + eye_array(a.shape[0], dtype=bool, format="csr"))


@njit(cache=True, nogil=True)
def _values(
    first: int,
    last: int,
    start: NDArray[np.int64],
    index: NDArray[Any],
    row_start: NDArray[Any],
    row_stop: NDArray[Any],
    row_index: NDArray[Any],
    row_value: Floats,
    column_start: NDArray[Any],
    column_index: NDArray[Any],
    column_value: Floats,
    weight: Floats,
    diagonal: Floats,
    value: Floats,
) -> None:
    """Rows of the triangle: for each column of a row, the rows above that the column meets."""
    place = np.empty(diagonal.size, np.int64)
    for i in range(first, last):
        for p in range(start[i], start[i + 1]):
            place[index[p]] = p
        value[start[i + 1] - 1] += diagonal[i]
        for p in range(row_start[i], row_stop[i]):
            column = row_index[p]
            factor = row_value[p] * weight[column]
            for q in range(column_start[column], column_start[column + 1]):
                j = column_index[q]
                if j > i:
                    break
                value[place[j]] += factor * column_value[q]
