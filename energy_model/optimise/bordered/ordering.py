"""An order of the core rows in which a Cholesky factor stays thin."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import csr_array

from energy_model.optimise.bordered.degree import minimum_degree
from energy_model.optimise.bordered.threads import SLICES
from energy_model.optimise.bordered.tree import elimination_tree, postorder
from energy_model.optimise.matrix import Floats, Positions

# Pieces per share: many for shares of like cost, few for a small rest.
_PIECES = 3

# What a row costs beside its entries, in entries: it carries its part of the border along.
_ROW_COST = 4.0


def thin_order(pattern: Any) -> tuple[Positions, Positions]:
    """Minimum degree, then the elimination tree from the leaves, so that what is used together lies together.

    The tree is cut into shares of like cost that need nothing of one another, and a rest above them.

    Parameters
    ----------
    pattern : sparse array
        Symmetric; only its pattern counts.

    Returns
    -------
    order : ndarray
        The rows in their new order.
    edges : ndarray
        Where each share begins in that order, and where the rest does.
    """
    if pattern.shape[0] == 0:
        return np.zeros(0, dtype=np.int64), np.zeros(SLICES + 1, dtype=np.int64)
    order = minimum_degree(pattern.indptr.astype(np.int64), pattern.indices)
    order = order[postorder(_tree(pattern, order)[0])]
    share = shares(*_tree(pattern, order))
    by_share = np.argsort(share, kind="stable")
    return order[by_share], np.searchsorted(share[by_share], np.arange(SLICES + 1))


def _tree(pattern: Any, order: Positions) -> tuple[Positions, Positions]:
    """Elimination tree of the pattern in this order, and the entries in each column of the factor."""
    sorted_pattern = csr_array(csr_array(pattern)[order][:, order])
    return elimination_tree(order.size, sorted_pattern.indptr, sorted_pattern.indices)


def shares(parent: Positions, count: Positions) -> Positions:
    """Share of each row: `SLICES` sets of whole subtrees of like cost, or the rest above them.

    Parameters
    ----------
    parent : ndarray
        Elimination tree, children before their parents.
    count : ndarray
        Entries of each column of the factor.
    """
    cost = (count + _ROW_COST) * (count + 1.0)
    below = _sums(parent, cost)
    cut = below <= cost.sum() / (_PIECES * SLICES)
    root = cut & ~np.where(parent >= 0, cut[parent], False)
    share = np.full(parent.size, SLICES)
    load = np.zeros(SLICES)
    for k in np.flatnonzero(root)[np.argsort(-below[root], kind="stable")]:
        share[k] = np.argmin(load)
        load[share[k]] += below[k]
    return _inherited(parent, share, cut)


@njit(cache=True)
def _sums(parent: Positions, cost: Floats) -> Floats:
    """Cost of each row and all below it."""
    total = cost.copy()
    for k in range(parent.size):
        if parent[k] >= 0:
            total[parent[k]] += total[k]
    return total


@njit(cache=True)
def _inherited(parent: Positions, share: Positions, cut: NDArray[np.bool_]) -> Positions:
    """Every row below the root of a piece goes with it."""
    for k in range(parent.size - 1, -1, -1):
        if parent[k] >= 0 and cut[parent[k]]:
            share[k] = share[parent[k]]
    return share
