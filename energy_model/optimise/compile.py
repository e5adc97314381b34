"""From a Pyomo model to arrays, labelled by variable and constraint."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from energy_model.optimise.matrix import Floats, Matrix, Positions

log = logging.getLogger(__name__)


def compile_model(model: Any) -> Matrix:
    """Arrays of the linear programme behind a Pyomo model with one objective.

    Columns and rows stand in the order in which the components are declared, so the result does not depend on
    whether the rules were read as templates. A variable fixed in Pyomo stays a column with equal limits. A
    constraint with a lower and an upper limit is one row. Rows without any variable that hold are dropped
    (label -1), as are variables that occur nowhere.

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
        If the model has not exactly one active objective.
    pyomo.common.errors.InfeasibleConstraintException
        If a row without variables does not hold; the message names it.
    """
    # Imported here: the solver's child process imports this package and must not wait for Pyomo.
    from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

    started = perf_counter()
    with _nothing_fixed(model) as fixed, _quiet_deprecation():
        form = LinearStandardFormCompiler().write(model, mixed_form=True)
    if len(form.objectives) != 1:
        raise ValueError(f"the model has {len(form.objectives)} active objectives, exactly 1 is needed")
    names, order = _column_labels(model, form.columns)
    matrix = _arrays(form, order)
    matrix = replace(matrix, columns=names, rows=_row_labels(model, form.rows))
    matrix = _hold_fixed(matrix, fixed, form.columns, order)
    log.info("compiled %d rows × %d columns in %.1f s", *matrix.shape, perf_counter() - started)
    return matrix


@contextmanager
def _quiet_deprecation() -> Iterator[None]:
    """Hold back Pyomo's warning of its own call to ``sparse_iteritems`` (6.10.1, ``linear_template.py``)."""
    parameters = logging.getLogger("pyomo.core.base.param")
    level = parameters.level
    parameters.setLevel(logging.ERROR)
    try:
        yield
    finally:
        parameters.setLevel(level)


@contextmanager
def _nothing_fixed(model: Any) -> Iterator[list[Any]]:
    """Set fixed variables free while compiling, since the compiler would drop their columns."""
    from pyomo.environ import Var

    fixed = [v for part in model.component_objects(Var) for v in part.values() if v.fixed]
    for variable in fixed:
        variable.fixed = False
    try:
        yield fixed
    finally:
        for variable in fixed:
            variable.fixed = True


def _hold_fixed(matrix: Matrix, fixed: list[Any], columns: list[Any], order: Positions) -> Matrix:
    """Equal limits on the columns of variables that are fixed in Pyomo."""
    place = {id(columns[old]): new for new, old in enumerate(order)} if fixed else {}
    held = [(place[id(v)], float(v.value)) for v in fixed if id(v) in place]
    if not held:
        return matrix
    positions, values = zip(*held, strict=True)
    return matrix.with_column_bounds(np.array(positions), np.array(values), np.array(values))


def _arrays(form: Any, order: Positions) -> Matrix:
    """The compiler's form with columns in the given order and both limits of a row in one row."""
    keep, low, high = _row_limits(form)
    column_low, column_high = _column_limits(form.columns)
    a = csr_array(form.A[:, order].tocsr())
    return Matrix(
        a=a if keep.all() else a[np.flatnonzero(keep)],
        cost=form.c.toarray()[0][order],
        row_low=low[keep],
        row_high=high[keep],
        column_low=column_low[order],
        column_high=column_high[order],
        offset=float(form.c_offset[0]),
    )


def _row_limits(form: Any) -> tuple[NDArray[np.bool_], Floats, Floats]:
    """Rows to keep, and the limits of every row.

    The compiler writes a row with two limits twice in a row, first with the upper limit (kind 1), then with
    the lower (kind -1); kind 0 is an equality.
    """
    count = len(form.rows)
    kind = np.fromiter((row.bound_type for row in form.rows), dtype=np.int8, count=count)
    rhs = np.asarray(form.rhs, dtype=float)
    low, high = np.where(kind <= 0, rhs, -np.inf), np.where(kind >= 0, rhs, np.inf)
    who = _identities((row.constraint for row in form.rows), count)
    second = np.zeros(count, dtype=bool)
    second[1:] = who[1:] == who[:-1]
    low[np.flatnonzero(second) - 1] = low[second]
    return ~second, low, high


def _column_limits(columns: list[Any]) -> tuple[Floats, Floats]:
    """Lower and upper limit of each variable, infinite where Pyomo says None."""
    pairs = [v.bounds for v in columns]
    low = np.array([-np.inf if pair[0] is None else pair[0] for pair in pairs], dtype=float)
    high = np.array([np.inf if pair[1] is None else pair[1] for pair in pairs], dtype=float)
    return low, high


def _identities(members: Iterable[Any], count: int) -> Positions:
    """The address of each Pyomo object: eight bytes each, where a dictionary takes a hundred."""
    return np.fromiter(map(id, members), dtype=np.int64, count=count)


def _column_labels(model: Any, columns: list[Any]) -> tuple[dict[str, Positions], Positions]:
    """Positions by variable in the order of declaration, and the compiler's position of each new column."""
    from pyomo.environ import Var

    found = _positions(model, Var, _identities(columns, len(columns)))
    order = np.concatenate([old[old >= 0] for old in found.values()] or [np.zeros(0, dtype=np.int64)])
    new = np.full(len(columns) + 1, -1, dtype=np.int64)
    new[order] = np.arange(order.size)
    return {name: new[old] for name, old in found.items()}, order


def _row_labels(model: Any, rows: list[Any]) -> dict[str, Positions]:
    """Positions by constraint; a row with two limits counts once."""
    from pyomo.environ import Constraint

    who = _identities((row.constraint for row in rows), len(rows))
    first = np.ones(who.size, dtype=bool)
    first[1:] = who[1:] != who[:-1]
    return _positions(model, Constraint, who[first])


def _positions(model: Any, kind: Any, who: Positions) -> dict[str, Positions]:
    """For each component of a kind, where its members stand among the objects with these identities."""
    ranking = np.append(np.argsort(who), -1)
    ranked = np.append(who, -1)[ranking]  # a last entry that matches nothing
    found = {}
    for component in model.component_objects(kind, active=True, descend_into=True):
        members, shape = _members(component)
        place = np.searchsorted(ranked[:-1], members)
        known = ranked[place] == members
        found[component.name] = np.where(known, ranking[place], -1).reshape(shape)
    return found


def _members(component: Any) -> tuple[Positions, tuple[int, ...]]:
    """Identities of a component's members in the order of its index set, and the shape of that set.

    A member that was skipped when the component was made has the identity 0, which no object has.
    """
    if not component.is_indexed():
        return _identities(component.values(), len(component)).reshape(-1), () if len(component) else (0,)
    index_set = component.index_set()
    lengths = tuple(len(part) for part in index_set.subsets())
    shape = lengths if int(np.prod(lengths)) == len(index_set) else (len(index_set),)
    if len(component) == len(index_set):
        return _identities(component.values(), len(component)), shape
    known = {index: id(member) for index, member in component.items()}
    return np.array([known.get(index, 0) for index in index_set], dtype=np.int64), shape
