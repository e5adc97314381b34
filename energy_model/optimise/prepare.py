"""The programme as the solvers are given it, and the exact way back."""

import logging
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from energy_model.optimise.magnitude import Magnitudes, bring_near_one
from energy_model.optimise.matrix import Floats, Matrix
from energy_model.optimise.memory import filed
from energy_model.optimise.order import Order, order
from energy_model.optimise.reduce import Reduction, reduce
from energy_model.optimise.scale import Units, scale
from energy_model.optimise.split import Chains, clock, split
from energy_model.optimise.substitute import Names, substitute

log = logging.getLogger(__name__)


# Below this many steps long rows and columns stay whole: 1464 h of the Golmud case took 8 s whole and did not end in
# five minutes in chunks of 336 h; 8760 h took 287 s in chunks of 336 h and stalled whole.
WHOLE = 2200


@dataclass(frozen=True)
class PrepareOptions:
    """How to prepare.

    Attributes
    ----------
    chunk : int
        Steps (hours) per piece of long columns and rows; 0 leaves them whole, and so does an axis below `WHOLE`.
    price_factor : float
        Multiplies the unit of costs that the rule finds.
    """

    chunk: int = 336
    price_factor: float = 1.0


@dataclass(frozen=True)
class WayBack:
    """From the solution of a prepared programme to that of the original.

    Attributes
    ----------
    conflict : int
        Row of the original that has no columns left and does not hold; -1 if there is none.
    """

    names: Names
    magnitudes: Magnitudes
    reduction: Reduction
    chains: Chains
    order: Order
    units: Units

    @property
    def conflict(self) -> int:
        """Row without columns that does not hold, or -1."""
        row = self.reduction.conflict
        return int(np.flatnonzero(self.names.kept_rows)[row]) if row >= 0 else -1

    @property
    def row_unit(self) -> Floats:
        """What a residual of 1 in a row of the original is in each row of the prepared programme; ties count as 1."""
        row = self.magnitudes.row[self.reduction.rows]
        ties = np.ones(self.order.rows.size - row.size)
        units: Floats = np.append(row, ties)[self.order.rows].astype(np.float64)
        return units / self.units.quantity

    def restore(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Columns and row duals of the original programme; reduced costs follow from them."""
        x, y = self.units.restore(x, y)
        x, y = self.order.restore(x, y)
        x, y = self.chains.restore(x, y)
        x, y = self.reduction.restore(x, y)
        return self.names.restore(*self.magnitudes.restore(x, y))

    def restore_ray(self, ray: Floats) -> Floats:
        """A proof of infeasibility in terms of the rows of the original."""
        none = np.zeros(self.order.columns.size)
        _, y = self.order.restore(none, ray)
        _, y = self.chains.restore(none, y)
        return self.names.restore_ray(self.reduction.restore_ray(y) * self.magnitudes.row)


@dataclass(frozen=True)
class Prepared:
    """A smaller, split, sorted and scaled programme with the same optimum.

    Attributes
    ----------
    matrix : Matrix
        What a solver is given.
    back : WayBack
        The way back, which does not need that matrix.
    """

    matrix: Matrix
    back: WayBack


def prepare(matrix: Matrix, options: PrepareOptions | None = None) -> Prepared:
    """Take out what needs no solver, split what is long, sort by time, scale.

    Parameters
    ----------
    matrix : Matrix
        With labels, from which the steps of rows and columns in time are read.
    options : PrepareOptions, optional
    """
    options = options or PrepareOptions()
    started = perf_counter()
    now, names = substitute(matrix)
    row_step, column_step = clock(now.rows, now.shape[0]), clock(now.columns, now.shape[1])
    now, magnitudes = bring_near_one(now)
    now, reduction = reduce(now)
    row_step, column_step = row_step[reduction.rows], column_step[reduction.columns]
    whole = int(row_step.max(initial=0)) < WHOLE or options.chunk == 0
    now, chains = split(now, row_step, column_step, 1 + max(matrix.shape) if whole else options.chunk)
    now, sorting = order(now, chains.row_step, chains.column_step)
    now, units = scale(now, options.price_factor)
    log.info("prepared %d × %d as %d × %d in %.1f s", *matrix.shape, *now.shape, perf_counter() - started)
    return Prepared(now, filed(WayBack(names, magnitudes, reduction, chains, sorting, units)))
