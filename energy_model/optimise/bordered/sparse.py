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


@njit(cache=True, fastmath=True, nogil=True)
def _times(
    first: int, last: int, start: NDArray[Any], index: NDArray[Any], value: Floats, x: Floats, result: Floats
) -> None:
    for i in range(first, last):
        total = 0.0
        for p in range(start[i], start[i + 1]):
            total += value[p] * x[index[p]]
        result[i] = total
