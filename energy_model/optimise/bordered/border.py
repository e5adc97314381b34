"""The border of the core: yearly sums and capacities, which meet the hours' columns."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, diags_array, hstack

from energy_model.optimise.bordered.factor import Factor
from energy_model.optimise.bordered.sparse import Part, times, whole
from energy_model.optimise.bordered.threads import spread
from energy_model.optimise.matrix import Floats, Positions


class Border:
    """How the border meets the local columns, for new weights in every step.

    A limit row (power within availability × capacity) ties one local column to capacities. Taken out of the equations
    it adds to the weight of its column and couples the column to the capacities as strongly as its own weight says.

    Parameters
    ----------
    sums : csr_array
        Border rows × local columns.
    limited, limit_value : ndarray
        Local column of each limit row and its coefficient.
    limit_border : csr_array
        Limit rows × border columns.

    Attributes
    ----------
    sides : csr_array
        Local columns × border: sums first, then capacities.
    """

    def __init__(self, sums: Any, limited: NDArray[Any], limit_value: Floats, limit_border: Any) -> None:
        self.sums = sums.shape[0]
        self._limit_border = csr_array(limit_border)
        own, limits = csr_array(sums).T.tocoo(), self._limit_border.tocoo()
        key = limited[limits.row].astype(np.int64) * max(limits.shape[1], 1) + limits.col
        met, number = np.unique(key, return_inverse=True)
        self._per_limit = csr_array(
            (-limit_value[limits.row] * limits.data, (number, limits.row)), shape=(met.size, limits.shape[0])
        )
        self._own = own.data
        row = np.concatenate([own.row, met // max(limits.shape[1], 1)]).astype(np.int32)
        column = np.concatenate([own.col, self.sums + met % max(limits.shape[1], 1)]).astype(np.int32)
        shape = (sums.shape[1], self.sums + limits.shape[1])
        numbered = np.arange(row.size, dtype=float)
        self.sides = csr_array(coo_array((numbered, (row, column)), shape=shape))
        self._place = self.sides.data.astype(np.int32)

    def weigh(self, per_limit: Floats) -> None:
        """Bring `sides` to these weights of the limit rows (one over w)."""
        values = np.concatenate([self._own, times(whole(self._per_limit), per_limit)])
        self.sides.data = values[self._place]

    def met(self, core: Any, core_border: Any) -> Any:
        """Pattern of the block between core rows and border."""
        none = csr_array((core.shape[0], self.sums), dtype=bool)
        return csr_array(_where(core) @ _where(self.sides) + hstack([none, _where(core_border)], format="csr"))

    def fill(self, core: Part, core_border: Part, per_local: Floats, factor: Factor) -> None:
        """Give a factor the values of the block between core rows and border."""
        sides = (self.sides.indptr, self.sides.indices, self.sides.data)
        hours = (core.start, core.stop, core_border.stop, core.index, core.value)
        own = (factor.border_start, factor.border_index, factor.border)
        spread(_fill, core.start.size, *hours, *sides, self.sums, self.sides.shape[1], per_local, *own)

    def small(self, per_local: Floats, per_limit: Floats) -> Floats:
        """Lower triangle of the border's own block, without the weights of its rows and columns."""
        sides = (self.sides.indptr, self.sides.indices, self.sides.data)
        small: Floats = sum(spread(_squares, per_local.size, *sides, per_local, self.sides.shape[1]))
        limits = self._limit_border.T @ (diags_array(per_limit) @ self._limit_border)
        small[self.sums :, self.sums :] -= limits.toarray()
        return small


def _where(a: Any) -> Any:
    """True where a matrix has entries."""
    return csr_array((np.ones(a.nnz, dtype=bool), a.indices, a.indptr), shape=a.shape)


@njit(cache=True, nogil=True)
def _fill(
    first: int,
    last: int,
    start: NDArray[Any],
    stop: NDArray[Any],
    border_stop: NDArray[Any],
    index: NDArray[Any],
    value: Floats,
    side_start: NDArray[Any],
    side_index: NDArray[Any],
    side_value: Floats,
    sums: int,
    columns: int,
    per_local: Floats,
    own_start: Positions,
    own_index: NDArray[np.int32],
    own_value: Floats,
) -> None:
    place = np.empty(columns, np.int64)
    for i in range(first, last):
        for s in range(own_start[i], own_start[i + 1]):
            place[own_index[s]] = s
            own_value[s] = 0.0
        for p in range(stop[i], border_stop[i]):
            own_value[place[sums + index[p] - per_local.size]] += value[p]
        for p in range(start[i], stop[i]):
            column = index[p]
            factor = value[p] * per_local[column]
            for s in range(side_start[column], side_start[column + 1]):
                own_value[place[side_index[s]]] += factor * side_value[s]


@njit(cache=True, nogil=True)
def _squares(
    first: int,
    last: int,
    start: NDArray[Any],
    index: NDArray[Any],
    value: Floats,
    per_local: Floats,
    border: int,
) -> Floats:
    small = np.zeros((border, border))
    for column in range(first, last):
        for s in range(start[column], start[column + 1]):
            factor = per_local[column] * value[s]
            for r in range(start[column], s + 1):
                small[index[s], index[r]] += factor * value[r]
    return small
