"""Rows and columns in the order of time, so that a sparse factorisation starts from what belongs together.

A minimum-degree ordering breaks its many ties by position. With the hours of one plant after those of another a
factorisation of three zones took 0.17 s, with hour after hour 0.09 s; a random order is as slow as the first.
"""

from dataclasses import dataclass, replace

import numpy as np

from energy_model.optimise.matrix import Floats, Matrix, Positions


@dataclass(frozen=True)
class Order:
    """Where each row and column of the ordered programme stood before."""

    rows: Positions
    columns: Positions

    def restore(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Back to the order before."""
        back_x, back_y = np.empty_like(x), np.empty_like(y)
        back_x[self.columns], back_y[self.rows] = x, y
        return back_x, back_y


def order(matrix: Matrix, row_step: Positions, column_step: Positions) -> tuple[Matrix, Order]:
    """The same programme with rows and columns sorted by their step in time."""
    rows, columns = np.argsort(row_step, kind="stable"), np.argsort(column_step, kind="stable")
    a = matrix.a[rows][:, columns]
    a.sort_indices()
    return replace(
        matrix,
        a=a,
        cost=matrix.cost[columns],
        row_low=matrix.row_low[rows],
        row_high=matrix.row_high[rows],
        column_low=matrix.column_low[columns],
        column_high=matrix.column_high[columns],
    ), Order(rows, columns)
