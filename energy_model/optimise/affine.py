"""Expressions of Pyomo as arrays: a rule that was read once as a template is worked out for all its rows at once.

A template holds placeholders where its indices stand. Each placeholder becomes an axis: the values it takes, shaped to
broadcast. A parameter then is a look-up in an array, a variable an array of columns, and no row is ever looked at
alone. A sum over a set adds an axis in front.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyomo.core.base.var import Var
from pyomo.core.expr import (
    DivisionExpression,
    EqualityExpression,
    GetItemExpression,
    InequalityExpression,
    NegationExpression,
    ProductExpression,
    RangedExpression,
    SumExpression,
)
from pyomo.core.expr.template_expr import IndexTemplate, TemplateSumExpression

Array = NDArray[Any]
Axes = dict[int, Array]


@dataclass(frozen=True)
class Affine:
    """A constant and terms (columns, coefficients), all of shapes that broadcast to the axes of the template."""

    constant: Array
    terms: tuple[tuple[Array, Array], ...] = ()

    def __add__(self, other: Affine) -> Affine:
        """Sum."""
        return Affine(self.constant + other.constant, self.terms + other.terms)

    def times(self, factor: Array) -> Affine:
        """Product with a number for each place."""
        return Affine(self.constant * factor, tuple((columns, value * factor) for columns, value in self.terms))


@dataclass(frozen=True)
class Bounded:
    """A row (or all rows of a template): its terms and the limits on their sum."""

    terms: tuple[tuple[Array, Array], ...]
    low: Array
    high: Array


@dataclass(frozen=True)
class Reader:
    """Works out expressions.

    Attributes
    ----------
    columns : callable
        ``columns(variable, indices)``: the columns of a variable at arrays of indices.
    values : callable
        ``values(parameter, indices)``: the values of a parameter there.
    """

    columns: Callable[[Any, tuple[Array, ...]], Array]
    values: Callable[[Any, tuple[Array, ...]], Array]

    def row(self, relation: Any, axes: Axes, depth: int) -> Bounded:
        """Return what a relation limits and to what.

        Parameters
        ----------
        relation : pyomo relational expression
            Equation or inequality, of numbers or of placeholders.
        axes : dict
            Values of each placeholder by its identity.
        depth : int
            Number of axes.

        Raises
        ------
        ValueError
            If it is not linear.
        """
        sides = [self.affine(side, axes, depth) for side in relation.args]
        unlimited = np.array(np.inf)
        if isinstance(relation, RangedExpression):
            low, body, high = sides
            return Bounded(body.terms, _number(low) - body.constant, _number(high) - body.constant)
        if not isinstance(relation, EqualityExpression | InequalityExpression):
            raise ValueError(f"{type(relation).__name__} is neither an equation nor an inequality: {relation}")
        less, more = sides
        gap, equal = more.constant - less.constant, isinstance(relation, EqualityExpression)
        if less.terms:
            terms = less.terms + more.times(np.array(-1.0)).terms
            return Bounded(terms, gap if equal else -unlimited, gap)
        return Bounded(more.terms, -gap, -gap if equal else unlimited)

    def affine(self, node: Any, axes: Axes, depth: int) -> Affine:
        """Return an expression as constant and terms; see `row`."""
        if not (hasattr(node, "is_expression_type") and node.is_expression_type()):
            return self._leaf(node, axes)
        if isinstance(node, GetItemExpression):
            return self._item(node, axes, depth)
        if isinstance(node, TemplateSumExpression):
            return self._sum_over_sets(node, axes, depth)
        return self._operation(node, [self.affine(part, axes, depth) for part in node.args])

    def _operation(self, node: Any, parts: list[Affine]) -> Affine:
        """A sum, product, quotient or negative of parts."""
        if isinstance(node, SumExpression):
            return _total(parts)
        if isinstance(node, ProductExpression):
            one, other = parts
            return other.times(one.constant) if not one.terms else one.times(_number(other))
        if isinstance(node, DivisionExpression):
            return parts[0].times(1.0 / _number(parts[1]))
        if isinstance(node, NegationExpression):
            return parts[0].times(np.array(-1.0))
        if node.is_named_expression_type():
            return parts[0]
        raise ValueError(f"{type(node).__name__} is not linear, or of a form that is not read here: {node}")

    def _leaf(self, node: Any, axes: Axes) -> Affine:
        """A placeholder, a variable or a number."""
        if isinstance(node, IndexTemplate):
            return Affine(axes[id(node)])
        if not hasattr(node, "is_variable_type"):
            return Affine(np.array(float(node)))
        if node.is_variable_type():
            index = node.index()
            at = () if index is None else index if isinstance(index, tuple) else (index,)
            places = tuple(np.array(i) for i in at)
            return Affine(np.array(0.0), ((self.columns(node.parent_component(), places), np.array(1.0)),))
        return Affine(np.array(float(node())))

    def _item(self, node: Any, axes: Axes, depth: int) -> Affine:
        """A parameter or a variable at the values of its indices."""
        component, *indices = node.args
        at = tuple(_number(self.affine(index, axes, depth)) for index in indices)
        if component.ctype is Var:
            return Affine(np.array(0.0), ((self.columns(component, at), np.array(1.0)),))
        return Affine(self.values(component, at))

    def _sum_over_sets(self, node: Any, axes: Axes, depth: int) -> Affine:
        """A sum over sets: an axis in front for each; terms keep them, the constant is added up."""
        (inner, *_), groups = node.template_args(), node.template_iters()
        extended, lengths = dict(axes), list[int]()
        for group in groups:
            for placeholder, values in zip(group, _axes_of(group[0]._set), strict=True):
                extended[id(placeholder)] = values.reshape(-1, *[1] * (depth + len(lengths)))
                lengths.append(len(values))
        found = self.affine(inner, extended, depth + len(lengths))
        summed_over = (*reversed(lengths), *[1] * depth)
        shape = np.broadcast_shapes(found.constant.shape, summed_over)
        constant = np.broadcast_to(found.constant, shape).sum(axis=tuple(range(len(lengths))))
        terms = tuple((c + np.zeros(summed_over, dtype=np.int8), value) for c, value in found.terms)
        return Affine(constant, terms)


def axes_of_template(placeholders: Iterable[Any]) -> tuple[Axes, tuple[int, ...]]:
    """Return the values of the placeholders of a rule, each along its own axis, and the lengths of the axes."""
    placeholders = [p for p in placeholders if p is not None]
    values = _axes_of(placeholders[0]._set) if placeholders else []
    count = len(placeholders)
    axes = {
        id(placeholder): along.reshape(*[1] * i, -1, *[1] * (count - i - 1))
        for i, (placeholder, along) in enumerate(zip(placeholders, values, strict=True))
    }
    return axes, tuple(len(along) for along in values)


def _axes_of(index_set: Any) -> list[Array]:
    """Return the members of each factor of a set."""
    return [np.array(list(part)) for part in index_set.subsets()]


def _number(value: Affine) -> Array:
    """Return the constant of what must have no variable."""
    if value.terms:
        raise ValueError("not linear: a product, a quotient, an index or a limit with a variable")
    return value.constant


def _total(parts: list[Affine]) -> Affine:
    """Sum of many parts, their terms joined once."""
    constant = reduce(lambda one, other: one + other, (part.constant for part in parts), np.array(0.0))
    return Affine(constant, tuple(term for part in parts for term in part.terms))
