"""Which rows and columns couple all hours, which only limit one column, and which remain."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from energy_model.optimise.matrix import Positions

# Entries from which a row or column belongs to the border: more than a few days of hours. At 300 a week of hours, whose
# capacities then stayed in the core, took six times as long.
LONG = 100


@dataclass(frozen=True)
class Roles:
    """Positions of rows and columns by what they do.

    Attributes
    ----------
    border_columns, border_rows : ndarray
        Capacities and yearly sums: few, with entries in (nearly) all hours. Rows without a local column too.
    local_columns : ndarray
        The rest of the columns.
    limit_rows : ndarray
        Inequalities with a single local column (power within availability × capacity): they add to the weight of
        that column and to the border, and need no place in the factorisation.
    core_rows : ndarray
        The rest of the rows: balances, ramps, commitment.
    """

    border_columns: Positions
    border_rows: Positions
    local_columns: Positions
    limit_rows: Positions
    core_rows: Positions


def find_roles(a: Any, inequality: NDArray[np.bool_]) -> Roles:
    """Sort the rows and columns of a programme in time by role."""
    long_column = np.diff(csc_array(a).indptr) > LONG
    local = np.flatnonzero(~long_column)
    locals_of_row = np.diff(csr_array(csr_array(a)[:, local]).indptr)
    border = (np.diff(csr_array(a).indptr) > LONG) | (locals_of_row == 0)
    limit = inequality & (locals_of_row == 1) & ~border
    return Roles(
        border_columns=np.flatnonzero(long_column),
        border_rows=np.flatnonzero(border),
        local_columns=local,
        limit_rows=np.flatnonzero(limit),
        core_rows=np.flatnonzero(~limit & ~border),
    )
