"""The elimination tree of a sparse symmetric matrix, compiled.

T. Davis (2006), Direct Methods for Sparse Linear Systems, SIAM, chapter 4.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@njit(cache=True)
def elimination_tree(n: int, start: Ints, index: Ints) -> tuple[Ints, Ints]:
    """Parent of each row (-1: none) and number of entries below the diagonal in each column of the factor.

    `start` and `index` are the rows of a symmetric pattern; entries above the diagonal are passed over.
    """
    parent = np.full(n, -1, np.int64)
    count = np.zeros(n, np.int64)
    seen = np.full(n, -1, np.int64)
    for k in range(n):
        seen[k] = k
        for p in range(start[k], start[k + 1]):
            i = index[p]
            while i < k and seen[i] != k:
                if parent[i] < 0:
                    parent[i] = k
                count[i] += 1
                seen[i] = k
                i = parent[i]
    return parent, count


@njit(cache=True)
def postorder(parent: Ints) -> Ints:
    """Rows with every child before its parent and every subtree in one piece."""
    n = parent.size
    first = np.full(n, -1, np.int64)
    following = np.full(n, -1, np.int64)
    for j in range(n - 1, -1, -1):
        if parent[j] >= 0:
            following[j] = first[parent[j]]
            first[parent[j]] = j
    order = np.empty(n, np.int64)
    stack = np.empty(n, np.int64)
    done = 0
    for root in range(n):
        if parent[root] >= 0:
            continue
        stack[0] = root
        depth = 0
        while depth >= 0:
            node = stack[depth]
            child = first[node]
            if child < 0:
                order[done] = node
                done += 1
                depth -= 1
            else:
                first[node] = following[child]
                depth += 1
                stack[depth] = child
    return order


@njit(cache=True)
def inherited(parent: Ints, start: NDArray[Any], index: NDArray[Any], columns: int) -> tuple[Ints, NDArray[np.int32]]:
    """Pattern of ``inverse(l) @ border``: a row has what the border has there, and what its children have.

    A row with more than a third of the columns gets all of them: a loop without an index is several times as fast.

    Parameters
    ----------
    parent : ndarray
        Elimination tree, children before their parents.
    start, index : ndarray
        Rows of the border.
    columns : int
        Of the border.
    """
    met = np.zeros((parent.size, columns), np.bool_)
    count = np.zeros(parent.size + 1, np.int64)
    for k in range(parent.size):
        for p in range(start[k], start[k + 1]):
            met[k, index[p]] = True
        whole = 3 * met[k].sum() > columns
        for q in range(columns):
            met[k, q] |= whole
            count[k + 1] += met[k, q]
            if met[k, q] and parent[k] >= 0:
                met[parent[k], q] = True
    place = np.cumsum(count)
    filled = np.empty(place[-1], np.int32)
    entry = 0
    for k in range(parent.size):
        for q in range(columns):
            if met[k, q]:
                filled[entry] = q
                entry += 1
    return place, filled


@njit(cache=True)
def runs(parent: Ints, count: Ints) -> NDArray[np.int32]:
    """How many columns from each on have the same rows below them: itself, its parent beside it, and so on.

    Parameters
    ----------
    parent, count : ndarray
        Elimination tree, and entries of each column of the factor.
    """
    length = np.ones(parent.size, np.int32)
    for k in range(parent.size - 2, -1, -1):
        if parent[k] == k + 1 and count[k + 1] == count[k] - 1:
            length[k] = length[k + 1] + 1
    return length


@njit(cache=True)
def structure(
    parent: Ints, place: Ints, start: Ints, index: NDArray[Any]
) -> tuple[NDArray[np.int32], Ints, NDArray[np.int32]]:
    """Pattern of the factor below its diagonal: the rows of each column, and start and columns of each row.

    Parameters
    ----------
    parent, place : ndarray
        Elimination tree, and where each column of the factor starts.
    start, index : ndarray
        Rows of the lower triangle.
    """
    n = parent.size
    row, filled = np.empty(place[-1], np.int32), place[:-1].copy()
    seen = np.full(n, -1, np.int64)
    first = np.zeros(n + 1, np.int64)
    for k in range(n):
        seen[k] = k
        for p in range(start[k], start[k + 1]):
            i = index[p]
            while seen[i] != k:
                row[filled[i]] = k
                filled[i] += 1
                first[k + 1] += 1
                seen[i] = k
                i = parent[i]
    first = np.cumsum(first)
    column, filled = np.empty(place[-1], np.int32), first[:-1].copy()
    for c in range(n):
        for p in range(place[c], place[c + 1]):
            column[filled[row[p]]] = c
            filled[row[p]] += 1
    return row, first, column
