"""The factorisation of the core with its border, and solutions with it, share by share."""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from energy_model.optimise.bordered.cholesky import backward, factorise, forward
from energy_model.optimise.bordered.threads import together
from energy_model.optimise.bordered.tree import elimination_tree, inherited, runs, structure
from energy_model.optimise.matrix import Floats, Positions

# Pivots below this share of their diagonal hold no digits.
_LEAST_PIVOT = 1e-13


class Factor:
    """``s = l @ d @ l.T`` of a symmetric matrix, with ``y = inverse(l) @ border``.

    Parameters
    ----------
    start, index : ndarray
        Rows of the lower triangle of s, with its diagonal.
    edges : ndarray
        Where each share of rows begins, and where the rest does (`ordering.thin_order`).
    border : csr_array
        Pattern of the border, rows × border columns.

    Attributes
    ----------
    border_start, border_index : ndarray
        Rows of y: those of the border, filled in by the factorisation.
    border : ndarray
        To be filled with the border before `factorise`, on the pattern of y; y after it.
    """

    def __init__(self, start: Positions, index: Positions, edges: Positions, border: Any) -> None:
        rows = start.size - 1
        self._start, self._index = start, index
        tree, count = elimination_tree(rows, start, index)
        self._longest = int(count.max(initial=0))
        self._place = np.append(0, np.cumsum(count))
        self._run = runs(tree, count)
        self._row, *self._reach = structure(tree, self._place, start, index)
        self._factor, self._inverse = np.empty(self._place[-1]), np.empty(rows)
        self._shares = [(int(a), int(b)) for a, b in pairwise(edges) if a < b]
        self._rest = (int(edges[-1]), rows)
        self._work = np.zeros(rows)
        self._columns = border.shape[1]
        self.border_start, self.border_index = inherited(tree, border.indptr, border.indices, self._columns)
        self.border = np.zeros(self.border_index.size)

    @property
    def _sides(self) -> tuple[Positions, NDArray[np.int32], Floats]:
        return self.border_start, self.border_index, self.border

    def factorise(self, value: Floats, small: Floats) -> int:
        """Factorise and take ``y.T @ (1 / d) @ y`` from the lower triangle of `small`; number of rows left out."""
        rows = (self._start, self._index, value, *self._reach, self._run)
        columns = (self._place, self._row, self._factor, self._inverse, *self._sides)
        space = (self._work, self._place[:-1].copy(), self._longest, _LEAST_PIVOT)

        def call(first: int, last: int, own: Floats) -> tuple[Any, ...]:
            return (first, last, *rows, *columns, own, *space)

        own = [np.zeros_like(small) for _ in self._shares]
        left_out = sum(together(factorise, [call(*s, o) for s, o in zip(self._shares, own, strict=True)]))
        for part in own:
            small += part
        left_out += factorise(*call(*self._rest, small))
        return int(left_out)

    def forward(self, x: Floats) -> Floats:
        """Solve ``l @ x = x`` in place; returns ``-y.T @ (1 / d) @ x``."""
        bound, rows = self._rest
        factor = (self._place, self._row, self._factor, self._inverse, *self._sides, x)
        parts = [(np.zeros(rows - bound), np.zeros(self._columns)) for _ in self._shares]
        together(forward, [(*s, bound, *factor, *own) for s, own in zip(self._shares, parts, strict=True)])
        sums = np.zeros(self._columns)
        for above, own in parts:
            x[bound:] += above
            sums += own
        forward(bound, rows, rows, *factor, np.zeros(0), sums)
        return sums

    def backward(self, x: Floats, small: Floats) -> None:
        """Solve ``l.T @ x = (1 / d) @ (x - y @ small)`` in place."""
        first, last = self._rest
        factor = (self._place, self._row, self._factor, self._inverse, *self._sides, x, small)
        backward(first, last, *factor)
        together(backward, [(*share, *factor) for share in self._shares])
