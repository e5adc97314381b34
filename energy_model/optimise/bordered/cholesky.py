"""A sparse Cholesky factorisation with a sparse block of border columns, compiled.

Up-looking, row by row on a pattern found once: T. Davis (2006), Direct Methods for Sparse Linear Systems, SIAM,
chapter 4. Only the border, which is carried along row by row, is added. Of ``inverse(l) @ border`` a year of the Golmud
case fills 8 %: carried along dense, the border took most of the time and 142 MB. Helpers are called once a row or a run
of columns; called once an entry, or inlined by numba, they doubled the time.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# From so many columns with the same rows below them they are taken together. Such runs hold a quarter of the entries of
# a year and more than half of the multiplications; two or three columns are not worth the copy.
_LONG = 8


@njit(cache=True, fastmath=True, nogil=True)
def factorise(
    first: int,
    last: int,
    start: Ints,
    index: NDArray[Any],
    value: Floats,
    reach_start: Ints,
    reach: NDArray[np.int32],
    run: NDArray[np.int32],
    place: Ints,
    row: NDArray[np.int32],
    factor: Floats,
    inverse: Floats,
    border_start: Ints,
    border_index: NDArray[np.int32],
    border: Floats,
    small: Floats,
    work: Floats,
    filled: Ints,
    longest: int,
    least: float,
) -> int:
    """Factorise ``s = l @ d @ l.T``, solve ``l @ y = border`` and take ``y.T @ (1 / d) @ y`` from `small`.

    All in one go through the rows: a row of y is still in the cache when it is needed, and no threads of a library
    for dense matrices wait for one another (on a busy machine they took ten times as long).

    Parameters
    ----------
    first, last : int
        Rows to do: a set of whole subtrees, or the rest after all others.
    start, index, value : ndarray
        Rows of the lower triangle of s with its diagonal.
    reach_start, reach : ndarray
        Columns of each row of l, ascending.
    run : ndarray
        How many columns from each on have the same rows below them.
    place : ndarray
        Where each column of the factor starts, rows + 1.
    row : ndarray
        Row of each entry of l below the diagonal.
    factor, inverse : ndarray
        Filled: these entries, and one over each entry of d.
    border_start, border_index, border : ndarray
        Rows of the border on the pattern of y; become y.
    small : ndarray
        Border × border; only its lower triangle is changed.
    work, filled : ndarray
        By row: zeros, and where each column of the factor is filled up to. Subtrees share them, since each touches its
        own rows alone.
    longest : int
        Most entries of a column of l.
    least : float
        A pivot below this share of its diagonal is all rounding: its row is left out of the step.

    Returns
    -------
    int
        Number of rows left out.
    """
    left_out = 0
    own, beside = np.zeros(small.shape[0]), np.empty(longest + 1)
    for k in range(first, last):
        begin, close = border_start[k], border_start[k + 1]
        diagonal = _load(k, start, index, value, work, begin, close, border_index, border, own)
        pivot = diagonal
        t, stop = reach_start[k], reach_start[k + 1]
        while t < stop:
            c = reach[t]
            length = min(run[c], k - c)
            if length >= _LONG:
                pivot -= _take_run(
                    c,
                    length,
                    place,
                    row,
                    factor,
                    inverse,
                    filled,
                    border_start,
                    border_index,
                    border,
                    work,
                    own,
                    beside,
                )
                t += length
                continue
            t += 1
            above = work[c]
            work[c] = 0.0
            end = filled[c]
            for p in range(place[c], end):
                work[row[p]] -= factor[p] * above
            entry = above * inverse[c]
            pivot -= entry * above
            factor[end] = entry
            filled[c] = end + 1
            first_side, last_side = border_start[c], border_start[c + 1]
            if last_side - first_side == own.size:
                for q in range(own.size):
                    own[q] -= entry * border[first_side + q]
            else:
                for s in range(first_side, last_side):
                    own[border_index[s]] -= entry * border[s]
        usable = pivot > least * diagonal
        inverse[k] = 1.0 / pivot if usable else 0.0
        left_out += not usable
        _settle(small, own, inverse[k], border_index, border, begin, close)
    return left_out


@njit(cache=True, nogil=True)
def _load(
    k: int,
    start: Ints,
    index: NDArray[Any],
    value: Floats,
    work: Floats,
    begin: int,
    close: int,
    border_index: NDArray[np.int32],
    border: Floats,
    own: Floats,
) -> float:
    """Row k into `work` and its border into `own`; its diagonal."""
    for s in range(begin, close):
        own[border_index[s]] = border[s]
    last = start[k + 1] - 1
    for p in range(start[k], last):
        work[index[p]] = value[p]
    return float(value[last])


@njit(cache=True, fastmath=True, nogil=True)
def _take_run(
    c: int,
    length: int,
    place: Ints,
    row: NDArray[np.int32],
    factor: Floats,
    inverse: Floats,
    filled: Ints,
    border_start: Ints,
    border_index: NDArray[np.int32],
    border: Floats,
    work: Floats,
    own: Floats,
    beside: Floats,
) -> float:
    """Take a run of columns from the row in `work`; what they take from its pivot.

    What the run touches is copied to lie in one piece (`beside`), so that the inner loop needs no index.
    """
    start = place[c]
    below = filled[c] - start
    beside[0] = work[c]
    work[c] = 0.0
    for j in range(below):
        beside[j + 1] = work[row[start + j]]
        work[row[start + j]] = 0.0
    taken = 0.0
    for i in range(length):
        start = place[c + i]
        above = beside[i]
        for j in range(below - i):
            beside[i + 1 + j] -= factor[start + j] * above
        entry = above * inverse[c + i]
        taken += entry * above
        end = start + below - i
        factor[end] = entry
        filled[c + i] = end + 1
        first_side, last_side = border_start[c + i], border_start[c + i + 1]
        if last_side - first_side == own.size:
            for q in range(own.size):
                own[q] -= entry * border[first_side + q]
        else:
            for s in range(first_side, last_side):
                own[border_index[s]] -= entry * border[s]
    start = place[c]
    for j in range(length - 1, below):
        work[row[start + j]] = beside[j + 1]
    return taken


@njit(cache=True, fastmath=True, nogil=True)
def _settle(
    small: Floats, own: Floats, weight: float, index: NDArray[np.int32], border: Floats, begin: int, close: int
) -> None:
    """Keep a row of the border that is done, and take ``weight * row.T @ row`` from the lower triangle of `small`."""
    for s in range(begin, close):
        border[s] = own[index[s]]
    if close - begin == own.size:
        for q in range(own.size):
            share = own[q] * weight
            for r in range(q + 1):
                small[q, r] -= share * own[r]
    else:
        for s in range(begin, close):
            share = border[s] * weight
            for r in range(begin, s + 1):
                small[index[s], index[r]] -= share * border[r]


@njit(cache=True, fastmath=True, nogil=True)
def forward(
    first: int,
    last: int,
    bound: int,
    place: Ints,
    row: NDArray[np.int32],
    factor: Floats,
    inverse: Floats,
    border_start: Ints,
    border_index: NDArray[np.int32],
    border: Floats,
    x: Floats,
    above: Floats,
    sums: Floats,
) -> None:
    """Solve ``l @ x = x`` in place and take ``border.T @ (1 / d) @ x`` from `sums`.

    What rows from `bound` on get from these rows is added to `above` (from `bound` on) and not to `x`, since other
    subtrees add to the same rows.
    """
    for k in range(first, last):
        value = x[k]
        for p in range(place[k], place[k + 1]):
            if row[p] < bound:
                x[row[p]] -= factor[p] * value
            else:
                above[row[p] - bound] -= factor[p] * value
        value *= inverse[k]
        for s in range(border_start[k], border_start[k + 1]):
            sums[border_index[s]] -= border[s] * value


@njit(cache=True, fastmath=True, nogil=True)
def backward(
    first: int,
    last: int,
    place: Ints,
    row: NDArray[np.int32],
    factor: Floats,
    inverse: Floats,
    border_start: Ints,
    border_index: NDArray[np.int32],
    border: Floats,
    x: Floats,
    small: Floats,
) -> None:
    """Solve ``l.T @ x = (1 / d) @ (x - border @ small)`` in place."""
    for k in range(last - 1, first - 1, -1):
        value = x[k]
        for s in range(border_start[k], border_start[k + 1]):
            value -= border[s] * small[border_index[s]]
        value *= inverse[k]
        for p in range(place[k], place[k + 1]):
            value -= factor[p] * x[row[p]]
        x[k] = value
