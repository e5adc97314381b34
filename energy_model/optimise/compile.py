"""From a Pyomo model to arrays, labelled by variable and constraint.

The package does not import this module by itself: the solver's child process must not wait for Pyomo.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import numpy as np
from pyomo.common.errors import InfeasibleConstraintException
from pyomo.environ import Constraint, Objective, Var
from pyomo.environ import value as number_of
from scipy.sparse import coo_array, csr_array, vstack

from energy_model.optimise.affine import Array, Bounded, Reader, axes_of_template
from energy_model.optimise.columns import Columns
from energy_model.optimise.index import Index
from energy_model.optimise.matrix import Floats, Matrix, Positions
from energy_model.optimise.memory import filed

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Families:
    """What a model may say of whole families, so that it need not hold their members.

    Attributes
    ----------
    values : dict
        Values of a parameter in the shape of its index set, by the identity of the parameter.
    rules : dict
        What Pyomo's ``templatize_rule`` returns for a constraint, by the identity of the constraint.
    costs : list
        Variables with their cost in the objective, in the shape of their index set.
    """

    values: dict[int, Array] = field(default_factory=dict)
    rules: dict[int, tuple[Any, Any]] = field(default_factory=dict)
    costs: list[tuple[Any, Floats]] = field(default_factory=list)

    @classmethod
    def of(cls, model: Any) -> Families:
        """What this model says, in its attributes ``family_values``, ``family_rules`` and ``family_costs``."""
        names = ("family_values", "family_rules", "family_costs")
        return cls(*(getattr(model, name) for name in names)) if hasattr(model, names[0]) else cls()


def compile_model(model: Any) -> Matrix:
    """Arrays of the linear programme behind a Pyomo model with one objective.

    Columns and rows stand in the order in which the components are declared, so the result does not depend on
    whether the rules were read as templates. A variable fixed in Pyomo stays a column with equal limits. A
    constraint with a lower and an upper limit is one row. Rows without any variable that hold are dropped
    (label -1), as are rows without a limit and variables that occur nowhere.

    A family whose rule was read as a template is worked out for all rows at once (`affine.Reader`), and the model need
    not hold its members at all (`Families`).

    Parameters
    ----------
    model : pyomo.environ.ConcreteModel
        Linear, continuous in what is used here (integer domains are relaxed to their bounds).

    Returns
    -------
    Matrix
        Minimisation; for a maximised objective the cost has its sign turned.

    Raises
    ------
    ValueError
        If the model has not exactly one active objective, is not linear, or has a number that is none or limits that
        exclude each other; the message names the member.
    pyomo.common.errors.InfeasibleConstraintException
        If a row without variables does not hold; the message names it.
    """
    started = perf_counter()
    families = Families.of(model)
    columns = Columns(model.component_objects(Var, descend_into=True))
    reader = Reader(columns.at, _Values(families).at)
    cost, offset = _cost(model.component_data_objects(Objective, active=True), families, columns, reader)
    constraints = list(model.component_objects(Constraint, active=True, descend_into=True))
    blocks = [_block(constraint, families, reader, columns.count) for constraint in constraints]
    matrix = _matrix(constraints, blocks, cost, offset, columns)
    log.info("compiled %d rows × %d columns in %.1f s", *matrix.shape, perf_counter() - started)
    return filed(matrix)


class _Values:
    """The parameters as arrays, each made once."""

    def __init__(self, families: Families) -> None:
        self._arrays = dict(families.values)
        self._index: dict[int, Index] = {}

    def at(self, parameter: Any, indices: tuple[Array, ...]) -> Array:
        """Values of a parameter at arrays of indices."""
        key = id(parameter)
        if key not in self._index:
            self._index[key] = Index(parameter.index_set())
        if key not in self._arrays:
            self._arrays[key] = np.array([number_of(parameter[i]) for i in parameter.index_set()])
        flat = np.asarray(self._arrays[key]).ravel()
        return np.asarray(flat[self._index[key].position(indices, parameter.name)])


def _cost(objectives: Iterable[Any], families: Families, columns: Columns, reader: Reader) -> tuple[Floats, float]:
    """Cost of each column and the constant part, for a minimum."""
    found = list(objectives)
    if len(found) != 1:
        raise ValueError(f"the model has {len(found)} active objectives, exactly 1 is needed")
    expression = found[0].template_expr()[0] if hasattr(found[0], "template_expr") else found[0].expr
    affine = reader.affine(expression, {}, 0)
    cost = np.zeros(columns.count)
    for _, at, value in _entries(affine.terms, np.array(0)):
        np.add.at(cost, at, value)
    for variable, value in families.costs:
        first = columns.first[id(variable)]
        cost[first : first + value.size] += value.ravel()
    sign = 1.0 if found[0].is_minimizing() else -1.0
    return sign * cost, sign * float(affine.constant)


@dataclass(frozen=True)
class _Block:
    """Rows of one constraint: coefficients, limits, and the position in its index set of each row."""

    a: Any
    low: Floats
    high: Floats
    position: Positions
    shape: tuple[int, ...]


def _block(constraint: Any, families: Families, reader: Reader, columns: int) -> _Block:
    """The rows of a constraint."""
    index = Index(constraint.index_set())
    template = _template_of(constraint, families, index)
    if template is not None:
        axes, shape = axes_of_template(template[1])
        return _stacked([reader.row(template[0], axes, len(shape))], [index.numbers()], index, columns)
    members = [(place, member) for place, member in index.members(constraint) if member.active]
    rows = [reader.row(member.expr, {}, 0) for _, member in members]
    return _stacked(rows, [np.array(place) for place, _ in members], index, columns)


def _template_of(constraint: Any, families: Families, index: Index) -> Any:
    """The template of a rule and its placeholders if it holds for every member; else None."""
    if id(constraint) in families.rules:
        return families.rules[id(constraint)]
    members = list(constraint.values())
    # A member that was changed is a template no more.
    if not index.is_product or len(members) < max(index.size, 1):
        return None
    same = all(member.active and hasattr(member, "template_expr") for member in members)
    return members[0].template_expr() if same else None


def _stacked(rows: list[Bounded], positions: list[Array], index: Index, columns: int) -> _Block:
    """Rows one below the other, each of one place or of all places of the index set."""
    position = np.concatenate([np.ravel(p) for p in positions]) if positions else np.zeros(0, dtype=np.int64)
    low, high = np.empty(len(position)), np.empty(len(position))
    entries: list[tuple[Array, Array, Array]] = []
    first = 0
    for row, places in zip(rows, positions, strict=True):
        numbers = first + np.arange(places.size).reshape(places.shape)
        low[first : first + places.size] = np.broadcast_to(row.low, places.shape).ravel()
        high[first : first + places.size] = np.broadcast_to(row.high, places.shape).ravel()
        entries += _entries(row.terms, numbers)
        first += places.size
    number, column, value = (np.concatenate(part) for part in zip(*entries, strict=True)) if entries else _NONE
    a = csr_array(coo_array((value, (number, column)), shape=(len(position), columns)))
    a.eliminate_zeros()
    return _Block(a, low, high, position, index.shape)


_NONE = (np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0))


def _entries(terms: Iterable[tuple[Array, Array]], numbers: Array) -> list[tuple[Array, Array, Array]]:
    """Row, column and value of each entry, without those that are zero."""
    found = []
    for column, value in terms:
        shape = np.broadcast_shapes(column.shape, value.shape, numbers.shape)
        flat = np.broadcast_to(value, shape).ravel()
        kept = np.flatnonzero(flat)
        row, at = (np.broadcast_to(part, shape).ravel()[kept].astype(np.int32) for part in (numbers, column))
        found.append((row, at, flat[kept]))
    return found


def _matrix(constraints: list[Any], blocks: list[_Block], cost: Floats, offset: float, columns: Columns) -> Matrix:
    """The arrays, without rows that limit nothing and without columns that occur nowhere."""
    kept_rows = [_kept(constraint, block) for constraint, block in zip(constraints, blocks, strict=True)]
    parts = [block.a[kept] for block, kept in zip(blocks, kept_rows, strict=True)]
    a = csr_array(vstack(parts, format="csr")) if parts else csr_array((0, columns.count))
    used = (np.bincount(a.indices, minlength=columns.count) > 0) | (cost != 0)
    place = np.where(used, np.cumsum(used) - 1, -1)
    low, high = columns.limits()
    wrong = used & ~((low <= high) & np.isfinite(cost))
    if wrong.any():
        name = columns.name(int(np.argmax(wrong)))
        raise ValueError(f"{name} has a cost that is no finite number, or no value between its limits")
    return Matrix(
        a=csr_array((a.data, place[a.indices].astype(a.indices.dtype), a.indptr), shape=(a.shape[0], int(used.sum()))),
        cost=cost[used],
        row_low=_joined([block.low[kept] for block, kept in zip(blocks, kept_rows, strict=True)]),
        row_high=_joined([block.high[kept] for block, kept in zip(blocks, kept_rows, strict=True)]),
        column_low=low[used],
        column_high=high[used],
        offset=offset,
        columns={name: place[numbers] for name, numbers in columns.labels().items()},
        rows=_row_labels(constraints, blocks, kept_rows),
    )


def _kept(constraint: Any, block: _Block) -> Positions:
    """The rows of a block that limit something; one without variables must hold."""
    empty = np.diff(block.a.indptr) == 0
    wrong = empty & ((block.low > 0) | (block.high < 0))
    if wrong.any():
        raise InfeasibleConstraintException(f"{_name(constraint, block, wrong)} has no variables and does not hold")
    broken = ~(block.low <= block.high) | np.isposinf(block.low) | np.isneginf(block.high)
    broken[np.repeat(np.arange(empty.size), np.diff(block.a.indptr))[~np.isfinite(block.a.data)]] = True
    if broken.any():
        name = _name(constraint, block, broken)
        raise ValueError(f"{name} has a coefficient that is no finite number, or no value between its limits")
    return np.flatnonzero(~empty & (np.isfinite(block.low) | np.isfinite(block.high)))


def _name(constraint: Any, block: _Block, chosen: Array) -> str:
    """Name of the first of the chosen rows."""
    index = list(constraint.index_set())[int(block.position[np.argmax(chosen)])]
    return str(constraint.name) if index is None else f"{constraint.name}[{index}]"


def _row_labels(constraints: list[Any], blocks: list[_Block], kept_rows: list[Positions]) -> dict[str, Positions]:
    """Rows of each constraint in the shape of its index set, -1 where there is none."""
    labels, first = {}, 0
    for constraint, block, kept in zip(constraints, blocks, kept_rows, strict=True):
        numbers = np.full(int(np.prod(block.shape)), -1, dtype=np.int64)
        numbers[block.position[kept]] = first + np.arange(len(kept))
        labels[constraint.name] = numbers.reshape(block.shape)
        first += len(kept)
    return labels


def _joined(parts: list[Floats]) -> Floats:
    """Arrays one behind the other."""
    return np.concatenate(parts) if parts else np.zeros(0)
