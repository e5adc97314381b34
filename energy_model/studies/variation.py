"""What a lever does to the compiled matrix.

The matrix with the lever moved is the matrix without it plus a share of the difference, so that two builds are enough
for any amount; where only limits differ, the lever is a column.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array, hstack

from energy_model.case.case import Case, FloatArray
from energy_model.optimise import Matrix
from energy_model.studies.levers import Lever, moved
from energy_model.studies.programme import Programme, compile_programme

DUST = 1e-12


@dataclass(frozen=True)
class Between:
    """The programmes between two of one shape.

    Attributes
    ----------
    none, whole : Matrix
        Matrix at either end: without a change, and with all of it.
    """

    none: Matrix
    whole: Matrix

    def at(self, share: float) -> Matrix:
        """Return the matrix with a share (0 … 1) of the change: exact where its numbers enter linearly."""
        low, high = (_between(*pair, share) for pair in self._limits("row_low", "row_high"))
        column_low, column_high = (_between(*pair, share) for pair in self._limits("column_low", "column_high"))
        return replace(
            self.none,
            a=csr_array(self.none.a + share * self.difference),
            cost=_between(self.none.cost, self.whole.cost, share),
            offset=float(self.none.offset + share * (self.whole.offset - self.none.offset)),
            row_low=low,
            row_high=high,
            column_low=column_low,
            column_high=column_high,
        )

    def _limits(self, *names: str) -> list[tuple[FloatArray, FloatArray]]:
        """Return pairs of limits without the change and with all of it."""
        return [(getattr(self.none, name), getattr(self.whole, name)) for name in names]

    @property
    def difference(self) -> csr_array:
        """Change of the coefficients by the whole change, without the dust of rounding."""
        change = csr_array(self.whole.a - self.none.a)
        change.data[np.abs(change.data) <= DUST] = 0.0
        change.eliminate_zeros()
        return change

    @property
    def shift(self) -> FloatArray:
        """Change of the limits of the rows by the whole change; only where `is_column`."""
        low, high = (_step(*pair) for pair in self._limits("row_low", "row_high"))
        return np.where(np.isfinite(self.none.row_low), low, high)

    @property
    def is_column(self) -> bool:
        """Whether the change moves nothing but the limits of rows, both limits of a row alike."""
        low, high = (_step(*pair) for pair in self._limits("row_low", "row_high"))
        both = np.isfinite(self.none.row_low) & np.isfinite(self.none.row_high)
        alike = np.allclose(low[both], high[both], rtol=0.0, atol=DUST)
        held = all(np.array_equal(*pair) for pair in self._limits("column_low", "column_high"))
        return bool(alike and held and self.difference.nnz == 0)


@dataclass(frozen=True)
class Variation(Between):
    """The programme without a lever and with all of it; `lever` is the lever."""

    lever: Lever


def _between(none: FloatArray, whole: FloatArray, share: float) -> FloatArray:
    """Return what lies at a share of the way; an infinite limit stays."""
    return none + share * _step(none, whole)


def _step(none: FloatArray, whole: FloatArray) -> FloatArray:
    """Return the change of limits, zero where they are infinite."""
    with np.errstate(invalid="ignore"):
        step = whole - none
    return np.where(np.isfinite(none) & np.isfinite(whole), step, 0.0)


def with_levers(matrix: Matrix, variations: list[Variation]) -> Matrix:
    """Return a matrix with a column for each lever, its share from none to all, at the end.

    The cost of a lever's column is what the lever costs beyond what the model counts, and what it changes in the
    constant part of the cost.
    """
    shifts = np.column_stack([variation.shift for variation in variations])
    cost = [v.lever.cost * v.lever.most + v.whole.offset - v.none.offset for v in variations]
    return replace(
        matrix,
        a=csr_array(hstack([matrix.a, csr_array(-shifts)], format="csr")),
        cost=np.concatenate([matrix.cost, np.array(cost)]),
        column_low=np.concatenate([matrix.column_low, np.zeros(len(variations))]),
        column_high=np.concatenate([matrix.column_high, np.ones(len(variations))]),
    )


def variation_of(programme: Programme, case: Case, widest: Case, lever: Lever) -> Variation | None:
    """Return what a lever does; None where its matrix has another shape, so that every amount needs a build.

    Parameters
    ----------
    programme : Programme
        The case without any lever.
    case : Case
        The case as it was read.
    widest : Case
        The case with all levers moved, so that every variant has the same plants.
    lever : Lever
        The lever.
    """
    whole = compile_programme(moved(case, lever, lever.most), widest).matrix
    return Variation(programme.matrix, whole, lever) if of_one_form(programme.matrix, whole) else None


def of_one_form(one: Matrix, other: Matrix) -> bool:
    """Return whether two matrices have the same rows, columns and kinds of limits, so that there is one between."""
    if one.shape != other.shape or one.rows.keys() != other.rows.keys():
        return False
    limits = ("row_low", "row_high", "column_low", "column_high")
    return all(np.array_equal(np.isfinite(getattr(one, name)), np.isfinite(getattr(other, name))) for name in limits)


def slope(variation: Between, x: FloatArray, y: FloatArray) -> float:
    """Return how the objective changes per whole change at a solution, from its duals [unit of the objective].

    By the envelope theorem it is ``y @ (change of limits - change of coefficients @ x)``; where the change only moves
    limits it bounds from below what the change can do to a least shortfall, which is convex in the limits.
    """
    low = np.where(y > 0, _step(variation.none.row_low, variation.whole.row_low), 0.0)
    high = np.where(y < 0, _step(variation.none.row_high, variation.whole.row_high), 0.0)
    return float(y @ (low + high - variation.difference @ x))
