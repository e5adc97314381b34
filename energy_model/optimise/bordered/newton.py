"""The linear equations of a step: a sparse core along the hours, and a small dense system for its border."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lu_factor, lu_solve
from scipy.sparse import csc_array, csr_array, diags_array, hstack

from energy_model.optimise.bordered.cholesky import backward, elimination_tree, factorise, forward
from energy_model.optimise.bordered.normal import normal
from energy_model.optimise.bordered.ordering import thin_order
from energy_model.optimise.bordered.roles import Roles, find_roles
from energy_model.optimise.matrix import Floats

# Pivots below this share of their diagonal hold no digits.
_LEAST_PIVOT = 1e-13

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
        self._roles = _with_thin_order(self._a, find_roles(self._a, inequality))
        self._cut()
        self._symbolic()
        self.error = np.inf

    def _cut(self) -> None:
        """The blocks of the matrix by role."""
        r = self._roles
        core, border, limit = self._a[r.core_rows], self._a[r.border_rows], self._a[r.limit_rows]
        self._core, self._core_border = csr_array(core[:, r.local_columns]), csr_array(core[:, r.border_columns])
        self._core_back = csr_array(self._core.T)
        self._sums, self._sums_border = csr_array(border[:, r.local_columns]), border[:, r.border_columns].toarray()
        limits = csr_array(limit[:, r.local_columns])
        self._limited, self._limit_value = limits.indices.astype(np.int64), limits.data
        self._limit_border = csr_array(limit[:, r.border_columns])

    def _symbolic(self) -> None:
        """Pattern and space of the factor."""
        self._normal = normal(self._core)
        self._tree, count = elimination_tree(self._core.shape[0], self._normal.start, self._normal.index)
        self._place = np.append(0, np.cumsum(count))
        self._row = np.empty(self._place[-1], dtype=np.int32)
        self._factor, self._inverse = np.empty(self._place[-1]), np.empty(count.size)
        self._wing = np.zeros((count.size, self._roles.border_rows.size + self._roles.border_columns.size))

    def factorise(self, h: Floats, w: Floats, more: float, exact: bool) -> None:
        """Factorise for these weights of the columns and rows, with a little more on every row.

        Where `exact` is asked for, refinement takes the effect of that little out of the solutions again: left in, it
        kept a residual of 2e-7 in rows with large duals. It costs two solves more each time.
        """
        r = self._roles
        self._h, self._w = h, w if exact else w + more
        w = w + more
        self._per_limit = 1.0 / w[r.limit_rows]
        local = h[r.local_columns] + self._at_limited(self._limit_value**2 * self._per_limit)
        self._per_local = 1.0 / local
        pull = csr_array(
            (self._limit_value * self._per_limit, (self._limited, np.arange(self._limited.size))),
            shape=(local.size, self._limited.size),
        )
        self._coupling = csr_array(pull @ self._limit_border)
        small = self._border(w)
        entries = self._normal.values(self._per_local, w[r.core_rows])
        factorise(
            self._normal.start,
            self._normal.index,
            entries,
            self._tree,
            self._place,
            self._row,
            self._factor,
            self._inverse,
            self._wing,
            small,
            _LEAST_PIVOT,
        )
        small = np.tril(small) + np.tril(small, -1).T
        self._small = lu_factor(small, check_finite=False)

    def _border(self, w: Floats) -> Floats:
        """The border's own block; `_wing` is filled with the block between core and border."""
        r = self._roles
        sums = r.border_rows.size
        sides = csr_array(hstack([self._sums.T, -self._coupling], format="csr"))
        weighted = csr_array(diags_array(self._per_local) @ sides)
        wing = (self._core @ weighted).tocoo()
        own = self._core_border.tocoo()
        self._wing[:] = 0.0
        self._wing[wing.row, wing.col] = wing.data
        self._wing[own.row, own.col + sums] += own.data
        small: Floats = (csc_array(sides.T) @ weighted).toarray()
        small[:sums, :sums] += np.diag(w[r.border_rows])
        small[:sums, sums:] += self._sums_border
        small[sums:, :sums] += self._sums_border.T
        limits = self._limit_border.T @ (diags_array(self._per_limit) @ self._limit_border)
        small[sums:, sums:] -= limits.toarray() + np.diag(self._h[r.border_columns])
        return small

    def _at_limited(self, values: Floats) -> Floats:
        """Sums over the limits of each local column."""
        count = self._roles.local_columns.size
        sums: Floats = np.bincount(self._limited, weights=values, minlength=count).astype(float)
        return sums

    def solve(self, f: Floats, g: Floats) -> tuple[Floats, Floats]:
        """Solution of the equations, refined; its relative residual is left in `error`."""
        x, y = self._once(f, g)
        size_f, size_g = 1.0 + np.max(np.abs(f), initial=0.0), 1.0 + np.max(np.abs(g), initial=0.0)
        for turn in range(_ROUNDS + 1):
            left_f = f - (self._back @ y - self._h * x)
            left_g = g - (self._a @ x + self._w * y)
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
        r = self._roles
        limit = g[r.limit_rows] * self._per_limit
        local = self._per_local * (f[r.local_columns] - self._at_limited(self._limit_value * limit))
        core = g[r.core_rows] + self._core @ local
        sums = g[r.border_rows] + self._sums @ local
        capacity = f[r.border_columns] - self._limit_border.T @ limit - self._coupling.T @ local
        forward(self._place, self._row, self._factor, core)
        small = lu_solve(
            self._small, np.append(sums, capacity) - self._wing.T @ (core * self._inverse), check_finite=False
        )
        core -= self._wing @ small
        core *= self._inverse
        backward(self._place, self._row, self._factor, core)
        sums, capacity = small[: sums.size], small[sums.size :]
        local = self._per_local * (self._core_back @ core + self._sums.T @ sums - self._coupling @ capacity) - local
        x, y = np.empty(f.size), np.empty(g.size)
        x[r.local_columns], x[r.border_columns] = local, capacity
        y[r.core_rows], y[r.border_rows] = core, sums
        missing = self._limit_value * local[self._limited] + self._limit_border @ capacity
        y[r.limit_rows] = limit - missing * self._per_limit
        return x, y


def _with_thin_order(a: csr_array, roles: Roles) -> Roles:
    """The same roles with the core rows in the order of the factorisation."""
    core = csr_array(a[roles.core_rows][:, roles.local_columns])
    core.data = np.ones(core.nnz)
    order = thin_order(csr_array(core @ core.T))
    return Roles(roles.border_columns, roles.border_rows, roles.local_columns, roles.limit_rows, roles.core_rows[order])
