"""Products with sparse matrices, compiled, slice by slice."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from energy_model.optimise.bordered.threads import spread
from energy_model.optimise.matrix import Floats


def times(a: Any, x: Floats) -> Floats:
    """``a @ x`` of a matrix stored by rows."""
    result = np.empty(a.shape[0])
    spread(_times, a.shape[0], a.indptr, a.indices, a.data, x, result)
    return result


def with_sizes(a: Any, x: Floats) -> tuple[Floats, Floats]:
    """``a @ x`` and the sum of the sizes of its terms."""
    value, size = np.empty(a.shape[0]), np.empty(a.shape[0])
    spread(_with_sizes, a.shape[0], a.indptr, a.indices, a.data, x, value, size)
    return value, size


@njit(cache=True, fastmath=True, nogil=True)
def _with_sizes(
    first: int,
    last: int,
    start: NDArray[Any],
    index: NDArray[Any],
    value: Floats,
    x: Floats,
    result: Floats,
    size: Floats,
) -> None:
    for i in range(first, last):
        total, sizes = 0.0, 0.0
        for p in range(start[i], start[i + 1]):
            term = value[p] * x[index[p]]
            total += term
            sizes += abs(term)
        result[i], size[i] = total, sizes


@njit(cache=True, fastmath=True, nogil=True)
def _times(
    first: int, last: int, start: NDArray[Any], index: NDArray[Any], value: Floats, x: Floats, result: Floats
) -> None:
    for i in range(first, last):
        total = 0.0
        for p in range(start[i], start[i + 1]):
            total += value[p] * x[index[p]]
        result[i] = total
