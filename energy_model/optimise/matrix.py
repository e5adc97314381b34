"""A linear programme as arrays: the only form in which the solvers ever see a model."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, vstack

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Matrix:
    """Minimise ``cost @ x + offset`` within ``row_low <= a @ x <= row_high`` and the column limits.

    Missing limits are infinite. The arrays are shared between matrices made from one another and are never
    changed in place.

    Attributes
    ----------
    a : scipy.sparse.csr_array
        Coefficients, rows × columns.
    cost : ndarray
        Cost of one unit of each column.
    row_low, row_high, column_low, column_high : ndarray
        Limits.
    offset : float
        Constant part of the cost.
    columns, rows : dict
        Full name of each variable (constraint) → positions of its columns (rows), in the shape of its index
        set where that is a full product, else flat; -1 where the compiler dropped the member.
    """

    a: Any
    cost: Floats
    row_low: Floats
    row_high: Floats
    column_low: Floats
    column_high: Floats
    offset: float = 0.0
    columns: dict[str, Positions] = field(default_factory=dict)
    rows: dict[str, Positions] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and of columns."""
        rows, columns = self.a.shape
        return int(rows), int(columns)

    def with_cost(self, cost: ArrayLike, offset: float | None = None) -> "Matrix":
        """The same limits with another cost of each column (and, if given, another constant)."""
        values = np.asarray(cost, dtype=float)
        if values.shape != self.cost.shape:
            raise ValueError(f"cost has shape {values.shape}, the matrix {self.cost.shape}")
        return replace(self, cost=values, offset=self.offset if offset is None else offset)

    def with_column_bounds(self, positions: ArrayLike, low: ArrayLike, high: ArrayLike) -> "Matrix":
        """The same programme with other limits on the columns at these positions."""
        return replace(
            self,
            column_low=_changed(self.column_low, positions, low),
            column_high=_changed(self.column_high, positions, high),
        )

    def with_row_bounds(self, positions: ArrayLike, low: ArrayLike, high: ArrayLike) -> "Matrix":
        """The same programme with other limits on the rows at these positions."""
        return replace(
            self,
            row_low=_changed(self.row_low, positions, low),
            row_high=_changed(self.row_high, positions, high),
        )

    def with_rows(self, a: Any, low: ArrayLike, high: ArrayLike) -> "Matrix":
        """The same programme with further rows ``low <= a @ x <= high`` at the end."""
        more = csr_array(a)
        limits = [np.broadcast_to(np.asarray(v, dtype=float), more.shape[0]) for v in (low, high)]
        return replace(
            self,
            a=vstack([self.a, more], format="csr"),
            row_low=np.concatenate([self.row_low, limits[0]]),
            row_high=np.concatenate([self.row_high, limits[1]]),
        )


def _changed(values: Floats, positions: ArrayLike, new: ArrayLike) -> Floats:
    """A copy with new values at these positions; a dropped member (-1) may not be set."""
    where = np.asarray(positions)
    if where.size and where.min() < 0:
        raise ValueError("a position is -1: the compiler dropped this member, so it cannot be limited")
    copy = values.copy()
    copy[where] = new
    return copy
