"""The linear equations of a step: a sparse core along the hours, and a small dense system for its border."""

from typing import Any

import numpy as np
from scipy.linalg import lu_factor, lu_solve
from scipy.sparse import csr_array

from energy_model.optimise.bordered.border import Border
from energy_model.optimise.bordered.factor import Factor
from energy_model.optimise.bordered.layout import Blocks
from energy_model.optimise.bordered.normal import Normal, pattern
from energy_model.optimise.bordered.sparse import against, part, times, whole
from energy_model.optimise.matrix import Floats

# Refinement ends at this relative residual or after so many rounds.
_REFINED, _ROUNDS = 1e-10, 2


class Newton:
    """Solve ``a.T @ y - h * x = f`` and ``a @ x + w * y = g`` for positive h and w.

    With the columns of the hours taken out the rest is ``s @ y`` with ``s = a @ (1 / h) @ a.T + w``, in which hours
    meet only through the border. So ``s`` is factorised without the border, and the border solved in a small dense
    system (its Schur complement).

    Parameters
    ----------
    a, back : csr_array
        The rows of a programme in the order of its layout, and its transpose.
    blocks : Blocks

    Attributes
    ----------
    error : float
        Relative residual of the last solution.
    """

    def __init__(self, a: Any, back: Any, blocks: Blocks) -> None:
        self._a, self._back = a, back
        local, wide = slice(blocks.local), slice(blocks.local, None)
        core, sums = slice(blocks.core), slice(blocks.core, blocks.core + blocks.sums)
        limits = slice(sums.stop, None)
        self._local, self._wide, self._core_rows, self._sums, self._limit_rows = local, wide, core, sums, limits
        self._core, self._core_border = part(a, core, local), part(a, core, wide)
        self._core_back = part(back, local, core)
        # A copy: few entries, which lie far apart in the whole.
        self._limits_back = whole(csr_array(back[local, limits]))
        self._sums_border = a[sums, wide].toarray()
        # Each limit row has one local column, its first.
        first = a.indptr[:-1][limits]
        self._limited, self._limit_value, self._limit_border = (
            a.indices[first],
            a.data[first],
            csr_array(a[limits, wide]),
        )
        self._border = Border(csr_array(a[sums, local]), self._limited, self._limit_value, self._limit_border)
        hours = csr_array(a[core, local])
        self._normal = Normal(self._core, back, pattern(hours))
        met = self._border.met(hours, a[core, wide])
        self._factor = Factor(self._normal.start, self._normal.index, blocks.edges, met)
        self.error = np.inf

    def factorise(self, h: Floats, w: Floats, more: float, exact: bool) -> None:
        """Factorise for these weights of the columns and rows, with a little more on every row.

        Where `exact` is asked for, refinement takes the effect of that little out of the solutions again: left in, it
        kept a residual of 2e-7 in rows with large duals. It costs two solves more each time.
        """
        sums = self._border.sums
        self._h, self._w = h, w if exact else w + more
        w = w + more
        self._per_limit = 1.0 / w[self._limit_rows]
        self._per_local = 1.0 / (h[self._local] + times(self._limits_back, self._limit_value * self._per_limit))
        self._border.weigh(self._per_limit)
        self._border.fill(self._core, self._core_border, self._per_local, self._factor)
        small = self._border.small(self._per_local, self._per_limit)
        small[sums:, :sums] += self._sums_border.T
        small[np.diag_indices_from(small)] += np.append(w[self._sums], -h[self._wide])
        self._factor.factorise(self._normal.values(self._per_local, w[self._core_rows]), small)
        self._small = lu_factor(np.tril(small) + np.tril(small, -1).T, check_finite=False)

    def solve(self, f: Floats, g: Floats, refined: bool = True) -> tuple[Floats, Floats]:
        """Solution of the equations; if it is refined, its relative residual is left in `error`."""
        x, y = self._once(f, g)
        if not refined:
            return x, y
        size_f, size_g = 1.0 + np.max(np.abs(f), initial=0.0), 1.0 + np.max(np.abs(g), initial=0.0)
        for turn in range(_ROUNDS + 1):
            left_f = f - (times(whole(self._back), y) - self._h * x)
            left_g = g - (times(whole(self._a), x) + self._w * y)
            errors = np.max(np.abs(left_f), initial=0.0) / size_f, np.max(np.abs(left_g), initial=0.0) / size_g
            self.error = float(max(errors))
            if self.error < _REFINED or turn == _ROUNDS:
                break
            more_x, more_y = self._once(left_f, left_g)
            x += more_x
            y += more_y
        return x, y

    def _once(self, f: Floats, g: Floats) -> tuple[Floats, Floats]:
        """One solution with the factors."""
        border, sums = self._border, self._border.sums
        limit = g[self._limit_rows] * self._per_limit
        local = self._per_local * (f[self._local] - times(self._limits_back, limit))
        core = g[self._core_rows] + times(self._core, local)
        right = np.append(g[self._sums], f[self._wide] - self._limit_border.T @ limit)
        right += against(border.sides, local) + self._factor.forward(core)
        small = lu_solve(self._small, right, check_finite=False)
        self._factor.backward(core, small)
        local = self._per_local * (times(self._core_back, core) + times(whole(border.sides), small)) - local
        x, y = np.empty(f.size), np.empty(g.size)
        x[self._local], x[self._wide] = local, small[sums:]
        y[self._core_rows], y[self._sums] = core, small[:sums]
        met = self._limit_value * local[self._limited] + self._limit_border @ small[sums:]
        y[self._limit_rows] = limit - met * self._per_limit
        return x, y
