"""Products with sparse matrices and parts of them, compiled, slice by slice."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from energy_model.optimise.bordered.threads import spread
from energy_model.optimise.matrix import Floats


@dataclass(frozen=True)
class Part:
    """A block of a matrix that is stored by rows, without a copy of it.

    Attributes
    ----------
    start, stop : ndarray
        Where the block's entries of each of its rows begin and end.
    index, value : ndarray
        Columns and values of the whole matrix.
    """

    start: NDArray[Any]
    stop: NDArray[Any]
    index: NDArray[Any]
    value: Floats


def whole(a: Any) -> Part:
    """All of a matrix."""
    return Part(a.indptr[:-1], a.indptr[1:], a.indices, a.data)


def part(a: Any, rows: slice, columns: slice) -> Part:
    """A block of a matrix with sorted indices."""
    first, last, _ = columns.indices(a.shape[1])
    return Part(_from(a, first)[rows], _from(a, last)[rows], a.indices, a.data)


def _from(a: Any, column: int) -> NDArray[Any]:
    """Where the entries of each row from a column on begin."""
    before = np.zeros(a.nnz + 1, dtype=a.indptr.dtype)
    np.cumsum(a.indices < column, out=before[1:])
    place: NDArray[Any] = a.indptr[:-1] + before[a.indptr[1:]] - before[a.indptr[:-1]]
    return place


def times(block: Part, x: Floats) -> Floats:
    """``block @ x``, with x for all columns of the whole matrix, or up to the last of the block."""
    result = np.empty(block.start.size)
    spread(_times, result.size, block.start, block.stop, block.index, block.value, x, result)
    return result


def against(a: Any, x: Floats) -> Floats:
    """``a.T @ x`` of a matrix with few columns, stored by rows."""
    total: Floats = sum(spread(_against, x.size, a.indptr, a.indices, a.data, x, a.shape[1]))
    return total


def with_sizes(a: Any, x: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """``a @ x`` and ``abs(a) @ sizes``."""
    value, size = np.empty(a.shape[0]), np.empty(a.shape[0])
    spread(_with_sizes, a.shape[0], a.indptr, a.indices, a.data, x, sizes, value, size)
    return value, size


@njit(cache=True, fastmath=True, nogil=True)
def _with_sizes(
    first: int,
    last: int,
    start: NDArray[Any],
    index: NDArray[Any],
    value: Floats,
    x: Floats,
    sizes: Floats,
    result: Floats,
    size: Floats,
) -> None:
    for i in range(first, last):
        total, whole = 0.0, 0.0
        for p in range(start[i], start[i + 1]):
            total += value[p] * x[index[p]]
            whole += abs(value[p]) * sizes[index[p]]
        result[i], size[i] = total, whole


@njit(cache=True, fastmath=True, nogil=True)
def _times(
    begin: int,
    end: int,
    start: NDArray[Any],
    stop: NDArray[Any],
    index: NDArray[Any],
    value: Floats,
    x: Floats,
    result: Floats,
) -> None:
    for i in range(begin, end):
        total = 0.0
        for p in range(start[i], stop[i]):
            total += value[p] * x[index[p]]
        result[i] = total


@njit(cache=True, fastmath=True, nogil=True)
def _against(
    first: int, last: int, start: NDArray[Any], index: NDArray[Any], value: Floats, x: Floats, columns: int
) -> Floats:
    total = np.zeros(columns)
    for i in range(first, last):
        for p in range(start[i], start[i + 1]):
            total[index[p]] += value[p] * x[i]
    return total
