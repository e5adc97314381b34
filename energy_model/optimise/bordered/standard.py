"""One form for all programmes: equations with slacks, every variable from zero up."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, diags_array, hstack

from energy_model.optimise.bordered.layout import Blocks, lay_out
from energy_model.optimise.matrix import Floats, Matrix, Positions
from energy_model.optimise.memory import filed

# Rounds of equilibration; more change nothing on energy systems, where units are already near one.
_ROUNDS = 4


@dataclass(frozen=True)
class Origin:
    """From the variables of the standard form to those of the programme.

    Attributes
    ----------
    row, column, shift : ndarray
        Units of rows, units and direction of columns, and their origin.
    place : ndarray
        Where each column of the standard form stands among those of the programme, with mirrored ones after them.
    mirrored : ndarray
        Columns of the programme without any limit.
    kept : ndarray
        Rows of the programme that limit anything, in the order of the standard form.
    rows, columns : int
        Size of the programme.
    """

    row: Floats
    column: Floats
    shift: Floats
    place: Positions
    mirrored: Positions
    kept: Positions
    rows: int
    columns: int

    def restore(self, v: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Columns and row duals of the programme."""
        x = np.empty(self.column.size)
        x[self.place] = (v[: x.size] + self.shift) * self.column
        whole = x[: self.columns].copy()
        whole[self.mirrored] += x[self.columns :]
        duals = np.zeros(self.rows)
        duals[self.kept] = y * self.row
        return whole, duals


@dataclass(frozen=True)
class Standard:
    """Minimise ``cost @ v`` with ``a @ x + sign * s = target``, ``v = (x, s) >= 0`` and ``v[bounded] <= bound``.

    Attributes
    ----------
    a, back : csr_array
        Rows × columns, without the slacks, and its transpose.
    blocks : Blocks
        What its rows and columns are, in their order.
    cost : ndarray
        Of columns and slacks.
    target : ndarray
        Right sides.
    slack_row, slack_sign : ndarray
        Row and sign of each slack; every inequality has one.
    bounded, bound : ndarray
        Variables with an upper limit, and the limit.
    size : ndarray
        What a residual of each row is measured by at least: a quantity of 1 of the original programme, or the target.
    positive, negative : ndarray
        Where the two halves stand of which each column without any limit is the difference.
    origin : Origin
        The way back.
    """

    a: Any
    back: Any
    blocks: Blocks
    cost: Floats
    target: Floats
    slack_row: Positions
    slack_sign: Floats
    bounded: Positions
    bound: Floats
    size: Floats
    positive: Positions
    negative: Positions
    origin: Origin


def standard(matrix: Matrix, unit: ArrayLike = 1.0) -> Standard:
    """Bring a programme to the standard form.

    Columns with only an upper limit change direction, columns without any limit become the difference of two.

    Parameters
    ----------
    matrix : Matrix
    unit : float or ndarray
        What a residual of 1 in a row of the original programme is in `matrix`, for all rows or for each.
    """
    kept = np.flatnonzero(np.isfinite(matrix.row_low) | np.isfinite(matrix.row_high))
    free = np.isinf(matrix.column_low) & np.isinf(matrix.column_high)
    mirrored = np.flatnonzero(free)
    a = csr_array(matrix.a)[kept]
    a = csr_array(hstack([a, -a[:, mirrored]], format="csr"))
    row, column = equilibrate(a)
    low = np.append(np.where(free, 0.0, matrix.column_low), np.zeros(mirrored.size)) / column
    high = np.append(matrix.column_high, np.full(mirrored.size, np.inf)) / column
    down = np.isneginf(low)
    sign = np.where(down, -1.0, 1.0)
    shift = np.where(down, -high, low)
    # A mirrored column stands with the opposite sign already: its sign is part of the matrix.
    a = csr_array(diags_array(row) @ a @ diags_array(column * sign))
    cost = np.append(matrix.cost, -matrix.cost[mirrored]) * column * sign
    column[free.size :] *= -1.0
    layout = lay_out(a, matrix.row_low[kept] != matrix.row_high[kept])
    a = csr_array(a[layout.rows][:, layout.columns])
    a.sort_indices()
    kept, row = kept[layout.rows], row[layout.rows]
    column, sign, shift, low, high, cost = (v[layout.columns] for v in (column, sign, shift, low, high, cost))
    row_low, row_high = matrix.row_low[kept] * row, matrix.row_high[kept] * row
    inequality = row_low != row_high
    from_above = inequality & np.isinf(row_low)
    slack_row = np.flatnonzero(inequality)
    limit = np.concatenate([np.where(sign < 0, np.inf, high - low), (row_high - row_low)[slack_row]])
    bounded = np.flatnonzero(np.isfinite(limit))
    place = np.argsort(layout.columns)
    target = np.where(from_above, row_high, row_low) - a @ shift
    return Standard(
        a=a,
        back=csr_array(a.T),
        blocks=layout.blocks,
        cost=np.append(cost, np.zeros(slack_row.size)),
        target=target,
        slack_row=slack_row,
        slack_sign=np.where(from_above, 1.0, -1.0)[slack_row],
        bounded=bounded,
        bound=limit[bounded],
        size=np.maximum(row * np.broadcast_to(unit, matrix.shape[0])[kept], np.abs(target)),
        positive=place[mirrored],
        negative=place[free.size :].copy(),
        # Needed only at the end: 30 MB on a year.
        origin=filed(Origin(row, column * sign, shift, layout.columns, mirrored, kept, *matrix.shape)),
    )


def equilibrate(a: Any) -> tuple[Floats, Floats]:
    """Factors of rows and columns, powers of two, that bring the largest entry of each near one.

    Ruiz (2001), A scaling algorithm to equilibrate both rows and columns norms in matrices, RAL-TR-2001-034.
    """
    size = abs(csr_array(a))
    rows = np.repeat(np.arange(size.shape[0]), np.diff(size.indptr))
    row, column = np.ones(size.shape[0]), np.ones(size.shape[1])
    for _ in range(_ROUNDS):
        row /= np.sqrt(_largest(size.data * row[rows] * column[size.indices], rows, row.size))
        column /= np.sqrt(_largest(size.data * row[rows] * column[size.indices], size.indices, column.size))
    return np.exp2(np.round(np.log2(row))), np.exp2(np.round(np.log2(column)))


def _largest(values: Floats, owner: NDArray[Any], count: int) -> Floats:
    """Largest value of each owner; 1 where it has none."""
    top = np.zeros(count)
    np.maximum.at(top, owner, values)
    return np.where(top > 0, top, 1.0)
