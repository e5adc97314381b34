"""An elimination order of approximate minimum degree, compiled.

P. Amestoy, T. Davis and I. Duff (1996), An approximate minimum degree ordering algorithm, SIAM J. Matrix Anal. Appl.
17(4). The graph is kept as there: an eliminated row becomes an element, the set of rows that it joined, and a row is
known by the elements and by the rows it still meets, which together never need more room than its first neighbours.
Supervariables are left out: these patterns hardly have any. Rows of one degree are taken in the order in which they
came to it: so elimination goes over all hours evenly and not along them (113 instead of 344 million multiplications for
a factorisation of a year; 176 with the order of SuperLU, which takes three times as long to find).
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Shorts = NDArray[np.int32]


@njit(cache=True)
def minimum_degree(start: Ints, index: NDArray[Any]) -> Ints:
    """Order the rows of a symmetric pattern for elimination.

    Parameters
    ----------
    start, index : ndarray
        Rows of the pattern, both halves; the diagonal is passed over.

    Returns
    -------
    ndarray
        The rows in their order.
    """
    n = start.size - 1
    slot, count = _neighbours(start, index)
    elements = np.zeros(n, np.int32)  # so many at the begin of a slot are elements, the rest rows
    queue = (np.full(n + 1, -1, np.int32), np.full(n + 1, -1, np.int32), np.empty(n, np.int32), np.empty(n, np.int32))
    degree = count.copy()
    for i in range(n):
        _put(i, degree[i], *queue)
    members, used = np.empty(index.size + n, np.int32), 0
    begin, size, alive = np.zeros(n, np.int64), np.zeros(n, np.int32), np.zeros(n, np.bool_)
    met, counted, outside = np.full(n, -1, np.int32), np.full(n, -1, np.int32), np.zeros(n, np.int32)
    order, done, least = np.empty(n, np.int64), 0, 0
    while done < n:
        while queue[0][least] < 0:
            least += 1
        pivot = queue[0][least]
        _take(pivot, least, *queue)
        order[done] = pivot
        done += 1
        if used + n - done > members.size:
            members = np.append(members, np.empty(members.size, np.int32))
        begin[pivot] = used
        used = _join(pivot, start[pivot], elements[pivot], count[pivot], slot, begin, size, alive, met, members, used)
        joined = members[begin[pivot] : used]
        _count_outside(pivot, joined, start, elements, slot, size, alive, counted, outside)
        kept = 0
        for i in joined:
            _take(i, degree[i], *queue)
            degree[i] = _pruned(pivot, i, start[i], elements, count, slot, alive, met, outside)
            if count[i] == 1:  # meets nothing but the new element: next, without a step of its own
                order[done] = i
                done += 1
            else:
                joined[kept] = i
                kept += 1
        used, size[pivot], alive[pivot] = begin[pivot] + kept, kept, kept > 0
        for i in joined[:kept]:
            degree[i] = min(degree[i] + kept - 1, n)
            _put(i, degree[i], *queue)
            least = min(least, degree[i])
    return order


@njit(cache=True)
def _neighbours(start: Ints, index: NDArray[Any]) -> tuple[Shorts, Shorts]:
    """Rows that each row meets, from where it starts, and how many."""
    slot, count = np.empty(index.size, np.int32), np.zeros(start.size - 1, np.int32)
    for i in range(count.size):
        for p in range(start[i], start[i + 1]):
            if index[p] != i:
                slot[start[i] + count[i]] = index[p]
                count[i] += 1
    return slot, count


@njit(cache=True)
def _put(i: int, degree: int, head: Shorts, tail: Shorts, before: Shorts, after: Shorts) -> None:
    """To the end of the queue of a degree."""
    before[i], after[i] = tail[degree], -1
    if tail[degree] >= 0:
        after[tail[degree]] = i
    else:
        head[degree] = i
    tail[degree] = i


@njit(cache=True)
def _take(i: int, degree: int, head: Shorts, tail: Shorts, before: Shorts, after: Shorts) -> None:
    """Out of the queue of a degree."""
    if before[i] >= 0:
        after[before[i]] = after[i]
    else:
        head[degree] = after[i]
    if after[i] >= 0:
        before[after[i]] = before[i]
    else:
        tail[degree] = before[i]


@njit(cache=True)
def _join(
    pivot: int,
    first: int,
    elements: int,
    count: int,
    slot: Shorts,
    begin: Ints,
    size: Shorts,
    alive: NDArray[np.bool_],
    met: Shorts,
    members: Shorts,
    used: int,
) -> int:
    """The rows that a pivot meets, after `used` in `members`; its elements are part of the new one and end."""
    met[pivot] = pivot
    for e in slot[first : first + elements]:
        if alive[e]:
            for i in members[begin[e] : begin[e] + size[e]]:
                if met[i] != pivot:
                    met[i] = pivot
                    members[used] = i
                    used += 1
            alive[e] = False
    for i in slot[first + elements : first + count]:
        if met[i] != pivot:
            met[i] = pivot
            members[used] = i
            used += 1
    return used


@njit(cache=True)
def _count_outside(
    pivot: int,
    joined: Shorts,
    start: Ints,
    elements: Shorts,
    slot: Shorts,
    size: Shorts,
    alive: NDArray[np.bool_],
    counted: Shorts,
    outside: Shorts,
) -> None:
    """How many rows each element that meets the new one has outside it."""
    for i in joined:
        for e in slot[start[i] : start[i] + elements[i]]:
            if alive[e]:
                if counted[e] != pivot:
                    counted[e], outside[e] = pivot, size[e]
                outside[e] -= 1


@njit(cache=True)
def _pruned(
    pivot: int,
    i: int,
    first: int,
    elements: Shorts,
    count: Shorts,
    slot: Shorts,
    alive: NDArray[np.bool_],
    met: Shorts,
    outside: Shorts,
) -> int:
    """Bring a row of the new element up to date; how many rows it meets outside of it, at most."""
    place, beyond = first, 0
    for e in slot[first : first + elements[i]]:
        if alive[e] and outside[e] == 0:
            alive[e] = False  # all of it is in the new one
        elif alive[e]:
            beyond += outside[e]
            slot[place] = e
            place += 1
    end = place
    for j in slot[first + elements[i] : first + count[i]]:
        if met[j] != pivot:
            slot[end] = j
            end += 1
    rows = end - place
    if rows > 0:
        slot[end] = slot[place]
    slot[place] = pivot
    elements[i], count[i] = place - first + 1, end - first + 1
    return beyond + rows
