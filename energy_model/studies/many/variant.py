"""One compiled matrix and its variants: sizes fixed, closed or summed, without building the model again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from energy_model.case.case import Case, FloatArray, IntArray
from energy_model.model.outline import Outline
from energy_model.optimise import Matrix
from energy_model.optimise.phases import PENALTY
from energy_model.studies.many.plan import Line, Part, Scaled, Term
from energy_model.studies.solve import prepare_matrix, shortfall_weights


@dataclass(frozen=True)
class Prepared:
    """A case as a matrix with a price on every shortfall, so that each variant of it has an optimum.

    Attributes
    ----------
    case : Case
        Without idle plants.
    outline : Outline
        Its names.
    matrix : Matrix
        Cost with the penalty on shortfalls [MCNY/a].
    shortfalls : array of int
        Columns of the shortfalls.
    penalty : array
        Price of each [MCNY per its unit].
    seconds : dict
        Time for building and compiling.
    """

    case: Case
    outline: Outline
    matrix: Matrix
    shortfalls: IntArray
    penalty: FloatArray
    seconds: dict[str, float]


def prepare(case: Case) -> Prepared:
    """Return a case without idle plants as a matrix with a price on shortfalls.

    The penalised cost is convex in every limit, which the cost of a plan of least shortfall is not; where no
    shortfall is left the two are the same.
    """
    outlined, matrix, seconds = prepare_matrix(case)
    columns, weights = shortfall_weights(case, matrix, outlined)
    penalty = PENALTY * weights
    cost = matrix.cost.copy()
    cost[columns] += penalty
    return Prepared(case, outlined, matrix.with_cost(cost), columns, penalty, seconds)


def positions(prepared: Prepared, component: str, item: str) -> IntArray:
    """Return the columns or rows of a plant in a family; empty where the plant has none there.

    Raises
    ------
    KeyError
        If the model has no such family or its table no such plant.
    """
    family = next((f for f in prepared.outline.families if f.component == component), None)
    if family is None:
        return np.empty(0, dtype=np.int64)
    items = prepared.case.tables[family.node].items
    if item not in items:
        raise KeyError(f"{item} is not in {family.node}: {', '.join(items)}")
    members = tuple(family.indices[0])
    if items.index(item) not in members:
        return np.empty(0, dtype=np.int64)
    found = (prepared.matrix.columns if family.is_variable else prepared.matrix.rows)[component]
    chosen: IntArray = np.asarray(found).reshape(len(members), -1)[members.index(items.index(item))]
    return np.asarray(chosen[chosen >= 0], dtype=np.int64)


def with_closed(prepared: Prepared, closed: Sequence[tuple[str, str]]) -> Prepared:
    """Return the matrix in which some plants may not be built; they stay in it, so their value is known."""
    if not closed:
        return prepared
    built = [
        positions(prepared, family.component, item)
        for table, item in closed
        for family in prepared.outline.families
        if family.node == table and family.is_variable and family.name.endswith("_built")
    ]
    return replace(prepared, matrix=prepared.matrix.with_column_bounds(np.concatenate(built), 0.0, 0.0))


def on_line(prepared: Prepared, line: Line, at: float) -> Matrix:
    """Return the matrix at a place of a line: its sizes fixed there, whatever stock and pipeline are."""
    matrix = prepared.matrix
    for component, item in line.freed:
        matrix = matrix.with_row_bounds(positions(prepared, component, item), -np.inf, np.inf)
    for part in line.columns:
        # What is built closes the gap between stock and size, below zero where there is less than the stock.
        matrix = matrix.with_column_bounds(positions(prepared, f"{part.component}_built", part.item), -np.inf, np.inf)
        size = part.at_zero + part.per_unit * at
        matrix = matrix.with_column_bounds(positions(prepared, part.component, part.item), size, size)
    for scaled in line.rows:
        rows, per_share = _shift(prepared, scaled)
        shift = per_share * (scaled.at_zero + scaled.per_unit * at)
        matrix = matrix.with_row_bounds(rows, matrix.row_low[rows] + shift, matrix.row_high[rows] + shift)
    return matrix


def slope(prepared: Prepared, line: Line, y: FloatArray, z: FloatArray) -> float:
    """Return the change of cost per unit along a line, from the duals of the rows and the columns."""
    fixed = sum(part.per_unit * z[positions(prepared, part.component, part.item)].sum() for part in line.columns)
    shifts = [(scaled.per_unit, *_shift(prepared, scaled)) for scaled in line.rows]
    moved = sum(per_unit * float(y[rows] @ per_share) for per_unit, rows, per_share in shifts)
    return float(fixed + moved)


def _shift(prepared: Prepared, scaled: Scaled) -> tuple[IntArray, FloatArray]:
    """Return rows, and by how much their limits move if the coefficient of the size changes by all of itself."""
    rows = positions(prepared, scaled.component, scaled.item)
    column = positions(prepared, scaled.column, scaled.item)[-1]
    return rows, -scaled.size * prepared.matrix.a[rows][:, [column]].toarray().ravel()


def unit_cost(prepared: Prepared, parts: Sequence[Part]) -> float:
    """Return what a unit along a line costs in a year: annuity and fixed upkeep [MCNY/a]."""
    cost = prepared.matrix.cost
    return float(
        sum(
            part.per_unit * cost[positions(prepared, component, part.item)].sum()
            for part in parts
            for component in (part.component, f"{part.component}_built")
        )
    )


def with_total(prepared: Prepared, terms: Sequence[Term], at: float) -> Matrix:
    """Return the matrix with a weighted sum of sizes fixed by a row at its end; of several stages, the last counts."""
    row = np.zeros(prepared.matrix.shape[1])
    for term in terms:
        found = positions(prepared, term.component, term.item)
        if found.size:
            row[found[-1]] += term.weight
    return prepared.matrix.with_rows(csr_array(row[None, :]), at, at)
