"""From a Pyomo model to arrays, labelled by variable and constraint."""

import logging
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from energy_model.optimise.matrix import Floats, Matrix, Positions

log = logging.getLogger(__name__)


def compile_model(model: Any) -> Matrix:
    """Arrays of the linear programme behind a Pyomo model with one objective.

    Columns and rows stand in the order in which the components are declared, so the result does not depend on
    whether the rules were read as templates. A variable fixed in Pyomo stays a column with equal limits. A
    constraint with a lower and an upper limit is one row. Rows without any variable that hold are dropped
    (label -1), as are variables that occur nowhere.

    Pyomo's own compiler keeps two lists for every row until the end: 2.2 GB for a million rows. Here each row goes
    into flat arrays at once.

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
    from pyomo.environ import Constraint, Objective

    started = perf_counter()
    with _nothing_fixed(model) as fixed, _quiet_deprecation():
        reader = _Reader(model)
        objective, sign = _objective(model, Objective)
        offset = reader.read(objective)[0]
        cost = sign * _totals(reader.rows, reader.columns)
        reader.rows = _Rows()
        names = {
            part.name: reader.read_family(part)
            for part in model.component_objects(Constraint, active=True, descend_into=True)
        }
        matrix = _matrix(reader, cost, sign * offset, names, _limits(reader.variables, fixed))
    log.info("compiled %d rows × %d columns in %.1f s", *matrix.shape, perf_counter() - started)
    return matrix


@dataclass
class _Rows:
    """Rows read so far, in flat arrays."""

    start: Any = field(default_factory=lambda: array("q", [0]))
    column: Any = field(default_factory=lambda: array("q"))
    value: Any = field(default_factory=lambda: array("d"))
    low: Any = field(default_factory=lambda: array("d"))
    high: Any = field(default_factory=lambda: array("d"))


class _Reader:
    """Pyomo's expression walkers, with the columns of all variables numbered in the order of declaration."""

    def __init__(self, model: Any) -> None:
        from pyomo.core.base.enums import SortComponents
        from pyomo.environ import Var
        from pyomo.repn.linear import LinearRepnVisitor
        from pyomo.repn.linear_template import LinearTemplateRepnVisitor
        from pyomo.repn.util import TemplateVarRecorder

        self._numbers: dict[int, Any] = {}
        recorder = TemplateVarRecorder(self._numbers, SortComponents.UNSORTED)
        self.labels: dict[str, Positions] = {}
        for part in model.component_objects(Var, descend_into=True):
            first = len(self._numbers)
            recorder.add(next(iter(part.values()), part))
            self.labels[part.name] = np.arange(first, len(self._numbers)).reshape(_shape(part))
        self._order = recorder.var_order
        self._plain = LinearRepnVisitor({}, var_recorder=recorder)
        self._template = LinearTemplateRepnVisitor({}, var_recorder=recorder)
        self.rows = _Rows()

    @property
    def columns(self) -> int:
        """Number of variables."""
        return len(self._numbers)

    @property
    def variables(self) -> Iterable[Any]:
        """The variables in the order of their columns."""
        return self._numbers.values()

    def read_family(self, family: Any) -> Positions:
        """Append the rows of a constraint; their positions in the shape of its index set, -1 where there is none."""
        places = {index: self._append(member) for index, member in family.items() if member.active}
        if not family.is_indexed():
            return np.array(list(places.values()), dtype=np.int64).reshape(() if places else (0,))
        ordered = (places.get(index, -1) for index in family.index_set())
        return np.fromiter(ordered, dtype=np.int64, count=len(family.index_set())).reshape(_shape(family))

    def _append(self, constraint: Any) -> int:
        """Append one row; its position, or -1 if it limits nothing."""
        from pyomo.common.errors import InfeasibleConstraintException

        rows, before = self.rows, len(self.rows.column)
        constant, low, high = self.read(constraint)
        low = -np.inf if low is None else low - constant
        high = np.inf if high is None else high - constant
        if len(rows.column) == before:
            if low > 0 or high < 0:
                raise InfeasibleConstraintException(f"{constraint.name} has no variables and does not hold")
            return -1
        if low == -np.inf and high == np.inf:
            del rows.column[before:], rows.value[before:]
            return -1
        rows.low.append(low)
        rows.high.append(high)
        rows.start.append(len(rows.column))
        return len(rows.low) - 1

    def read(self, member: Any) -> tuple[float, float | None, float | None]:
        """Append the entries of a constraint or objective; its constant and its limits."""
        if hasattr(member, "template_expr"):
            constant, column, value, low, high = self._template.expand_expression(member, member.template_expr())
        else:
            constant, column, value, low, high = self._walk(member)
        self.rows.column.extend(column)
        self.rows.value.extend(value)
        return constant, low, high

    def _walk(self, member: Any) -> tuple[float, list[int], list[float], float | None, float | None]:
        """A member that was not read as a template."""
        from pyomo.core.expr import LinearExpression
        from pyomo.environ import value

        low, body, high = member.to_bounded_expression() if hasattr(member, "body") else (None, member.expr, None)
        if isinstance(body, LinearExpression):
            # Walked term by term, an objective of 400 000 terms took ten seconds and 1.8 GB.
            terms = [(self._order[id(v)], c) for v, c in zip(body.linear_vars, body.linear_coefs, strict=True) if c]
            column, coefficient = (list(part) for part in zip(*terms, strict=True)) if terms else ([], [])
            return body.constant, column, coefficient, low, high
        found = self._plain.walk_expression(body)
        if found.nonlinear is not None:
            raise ValueError(f"{member.name} is not linear")
        limits = (None if limit is None else float(value(limit)) for limit in (low, high))
        return found.constant, [self._order[key] for key in found.linear], list(found.linear.values()), *limits


def _objective(model: Any, kind: Any) -> tuple[Any, float]:
    """The one objective, and -1 if it is maximised."""
    found = list(model.component_data_objects(kind, active=True, descend_into=True))
    if len(found) != 1:
        raise ValueError(f"the model has {len(found)} active objectives, exactly 1 is needed")
    return found[0], 1.0 if found[0].is_minimizing() else -1.0


def _totals(rows: _Rows, columns: int) -> Floats:
    """Sum of the entries of each column."""
    total = np.zeros(columns)
    np.add.at(total, np.array(rows.column), np.array(rows.value))
    return total


def _matrix(
    reader: _Reader, cost: Floats, offset: float, names: dict[str, Positions], limits: tuple[Floats, Floats]
) -> Matrix:
    """The arrays, without the columns that occur nowhere."""
    rows = reader.rows
    a = csr_array(
        (np.array(rows.value), np.array(rows.column), np.array(rows.start)), shape=(len(rows.low), reader.columns)
    )
    a.sum_duplicates()
    a.eliminate_zeros()
    used = (np.bincount(a.indices, minlength=reader.columns) > 0) | (cost != 0)
    place = np.where(used, np.cumsum(used) - 1, -1)
    kept = np.flatnonzero(used)
    return Matrix(
        a=csr_array(a[:, kept]),
        cost=cost[kept],
        row_low=np.array(rows.low),
        row_high=np.array(rows.high),
        column_low=limits[0][kept],
        column_high=limits[1][kept],
        offset=float(offset),
        columns={name: place[numbers] for name, numbers in reader.labels.items()},
        rows=names,
    )


def _limits(variables: Iterable[Any], fixed: dict[int, float]) -> tuple[Floats, Floats]:
    """Lower and upper limit of each variable, infinite where Pyomo says None, equal where it is fixed."""
    low, high = array("d"), array("d")
    for variable in variables:
        bottom, top = variable.bounds
        low.append(-np.inf if bottom is None else bottom)
        high.append(np.inf if top is None else top)
    lower, upper = np.array(low), np.array(high)
    if fixed:
        held = {place: fixed[id(v)] for place, v in enumerate(variables) if id(v) in fixed}
        lower[list(held)] = upper[list(held)] = list(held.values())
    return lower, upper


def _shape(component: Any) -> tuple[int, ...]:
    """Shape of a component's index set: its factors where it is their full product, else its length."""
    if not component.is_indexed():
        return ()
    index_set = component.index_set()
    lengths = tuple(len(part) for part in index_set.subsets())
    return lengths if int(np.prod(lengths)) == len(index_set) else (len(index_set),)


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
def _nothing_fixed(model: Any) -> Iterator[dict[int, float]]:
    """Set fixed variables free while compiling, since templates would drop their columns; values by identity."""
    from pyomo.environ import Var

    fixed = [v for part in model.component_objects(Var) for v in part.values() if v.fixed]
    for variable in fixed:
        variable.fixed = False
    try:
        yield {id(variable): float(variable.value) for variable in fixed}
    finally:
        for variable in fixed:
            variable.fixed = True
