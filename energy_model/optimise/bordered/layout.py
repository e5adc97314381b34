"""Rows and columns in the order in which the equations of a step use them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from energy_model.optimise.bordered.normal import pattern
from energy_model.optimise.bordered.ordering import thin_order
from energy_model.optimise.bordered.roles import find_roles
from energy_model.optimise.matrix import Positions


@dataclass(frozen=True)
class Blocks:
    """How many of what stand one after the other.

    Attributes
    ----------
    core, sums, local : int
        Rows of the core and of the border, and local columns.
    edges : ndarray
        Where each share of the core begins, and where the rest does (`ordering.thin_order`).
    """

    core: int
    sums: int
    local: int
    edges: Positions


@dataclass(frozen=True)
class Layout:
    """An order in which every part of the equations is one piece, and what is used together lies together.

    Attributes
    ----------
    rows : ndarray
        The rows: those of the core in the order of their elimination, of the border, and those that limit one column.
    columns : ndarray
        The columns: local ones, each beside the row of the core that meets it first, then those of the border.
    blocks : Blocks
    """

    rows: Positions
    columns: Positions
    blocks: Blocks


def lay_out(a: Any, inequality: NDArray[np.bool_]) -> Layout:
    """The order of a programme.

    Parameters
    ----------
    a : csr_array
    inequality : ndarray of bool
        Rows that have a slack.
    """
    roles = find_roles(a, inequality)
    core = csr_array(a[roles.core_rows][:, roles.local_columns])
    order, edges = thin_order(pattern(core))
    local = roles.local_columns[np.argsort(_first_row(core[order]), kind="stable")]
    place = np.empty(a.shape[1], dtype=np.int64)
    place[local] = np.arange(local.size)
    # Each has one local column.
    limited = csr_array(a[roles.limit_rows][:, roles.local_columns]).indices
    limits = roles.limit_rows[np.argsort(place[roles.local_columns[limited]], kind="stable")]
    return Layout(
        rows=np.concatenate([roles.core_rows[order], roles.border_rows, limits]),
        columns=np.concatenate([local, roles.border_columns]),
        blocks=Blocks(order.size, roles.border_rows.size, local.size, edges),
    )


def _first_row(a: Any) -> Positions:
    """First row that meets each column; one past the last where none does."""
    by_column = csc_array(a)
    by_column.sort_indices()
    met = np.diff(by_column.indptr) > 0
    first = np.full(a.shape[1], a.shape[0], dtype=np.int64)
    first[met] = by_column.indices[by_column.indptr[:-1][met]]
    return first
