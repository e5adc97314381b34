"""The linear equations of a step: a sparse core along the hours, and a small dense system for its border."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lu_factor, lu_solve
from scipy.sparse import csr_array

from energy_model.optimise.bordered.border import Border
from energy_model.optimise.bordered.factor import Factor
from energy_model.optimise.bordered.normal import Normal, pattern
from energy_model.optimise.bordered.ordering import thin_order
from energy_model.optimise.bordered.roles import find_roles
from energy_model.optimise.bordered.sparse import times
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
    a : csr_array
    inequality : ndarray of bool
        Rows whose w is never small, since they have a slack.

    Attributes
    ----------
    error : float
        Relative residual of the last solution.
    """

    def __init__(self, a: Any, inequality: NDArray[np.bool_]) -> None:
        self._a, self._back = csr_array(a), csr_array(csr_array(a).T)
        r = self._roles = find_roles(self._a, inequality)
        core, yearly, limit = self._a[r.core_rows], self._a[r.border_rows], self._a[r.limit_rows]
        order, edges = thin_order(pattern(csr_array(core[:, r.local_columns])))
        self._core_rows, core = r.core_rows[order], core[order]
        self._core, self._core_border = csr_array(core[:, r.local_columns]), csr_array(core[:, r.border_columns])
        self._core_back = csr_array(self._core.T)
        self._sums_border = yearly[:, r.border_columns].toarray()
        self._limits = csr_array(limit[:, r.local_columns])
        self._limits_back = csr_array(self._limits.T)
        self._limit_border = csr_array(limit[:, r.border_columns])
        limited = self._limits.indices.astype(np.int64)
        sums = csr_array(yearly[:, r.local_columns])
        self._border = Border(sums, limited, self._limits.data, self._limit_border)
        self._normal = Normal(self._core)
        self._factor = Factor(self._normal.start, self._normal.index, edges, self._border.sides.shape[1])
        self.error = np.inf

    def factorise(self, h: Floats, w: Floats, more: float, exact: bool) -> None:
        """Factorise for these weights of the columns and rows, with a little more on every row.

        Where `exact` is asked for, refinement takes the effect of that little out of the solutions again: left in, it
        kept a residual of 2e-7 in rows with large duals. It costs two solves more each time.
        """
        r, sums = self._roles, self._border.sums
        self._h, self._w = h, w if exact else w + more
        w = w + more
        self._per_limit = 1.0 / w[r.limit_rows]
        self._per_local = 1.0 / (h[r.local_columns] + self._limits_back @ (self._limits.data * self._per_limit))
        self._border.weigh(self._per_limit)
        self._border.wing(self._core, self._core_border, self._per_local, self._factor.border)
        small = self._border.small(self._per_local, self._per_limit)
        small[sums:, :sums] += self._sums_border.T
        small[np.diag_indices_from(small)] += np.append(w[r.border_rows], -h[r.border_columns])
        self._factor.factorise(self._normal.values(self._per_local, w[self._core_rows]), small)
        self._small = lu_factor(np.tril(small) + np.tril(small, -1).T, check_finite=False)

    def solve(self, f: Floats, g: Floats, refined: bool = True) -> tuple[Floats, Floats]:
        """Solution of the equations; if it is refined, its relative residual is left in `error`."""
        x, y = self._once(f, g)
        if not refined:
            return x, y
        size_f, size_g = 1.0 + np.max(np.abs(f), initial=0.0), 1.0 + np.max(np.abs(g), initial=0.0)
        for turn in range(_ROUNDS + 1):
            left_f = f - (times(self._back, y) - self._h * x)
            left_g = g - (times(self._a, x) + self._w * y)
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
        r, border, sums = self._roles, self._border, self._border.sums
        limit = g[r.limit_rows] * self._per_limit
        local = self._per_local * (f[r.local_columns] - times(self._limits_back, limit))
        core = g[self._core_rows] + times(self._core, local)
        right = np.append(g[r.border_rows], f[r.border_columns] - self._limit_border.T @ limit)
        right += border.by_border @ local + self._factor.forward(core)
        small = lu_solve(self._small, right, check_finite=False)
        self._factor.backward(core, small)
        local = self._per_local * (times(self._core_back, core) + times(border.sides, small)) - local
        x, y = np.empty(f.size), np.empty(g.size)
        x[r.local_columns], x[r.border_columns] = local, small[sums:]
        y[self._core_rows], y[r.border_rows] = core, small[:sums]
        y[r.limit_rows] = limit - (times(self._limits, local) + self._limit_border @ small[sums:]) * self._per_limit
        return x, y
