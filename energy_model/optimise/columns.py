"""The columns of a model: its variables, numbered, with their limits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from energy_model.optimise.affine import Array
from energy_model.optimise.index import Index
from energy_model.optimise.matrix import Floats, Positions


class Columns:
    """The variables, numbered in the order of their declaration."""

    def __init__(self, variables: Iterable[Any]) -> None:
        self.variables = list(variables)
        self.index = {id(variable): Index(variable.index_set()) for variable in self.variables}
        self.first: dict[int, int] = {}
        self.count = 0
        for variable in self.variables:
            self.first[id(variable)] = self.count
            self.count += self.index[id(variable)].size

    def at(self, variable: Any, indices: tuple[Array, ...]) -> Array:
        """Columns of a variable at arrays of indices."""
        return self.first[id(variable)] + self.index[id(variable)].position(indices, variable.name)

    def labels(self) -> dict[str, Positions]:
        """Columns of each variable in the shape of its index set."""
        return {v.name: self.first[id(v)] + self.index[id(v)].numbers() for v in self.variables}

    def name(self, column: int) -> str:
        """Name of the variable of a column."""
        return str(next(v.name for v in reversed(self.variables) if self.first[id(v)] <= column))

    def limits(self) -> tuple[Floats, Floats]:
        """Lower and upper limit of each column, infinite where Pyomo says None, equal where it is fixed.

        A variable that does not hold all its members has the limits of one that is made here everywhere else.
        """
        low, high = np.empty(self.count), np.empty(self.count)
        for variable in self.variables:
            first, size = self.first[id(variable)], self.index[id(variable)].size
            if size == 0:
                continue
            if len(variable) < size:
                # Not one that is held: it may be fixed.
                pattern = _limits(variable[next(i for i in variable.index_set() if i not in variable)])
                low[first : first + size], high[first : first + size] = pattern
            for place, member in self.index[id(variable)].members(variable):
                low[first + place], high[first + place] = _limits(member)
        return low, high


def _limits(member: Any) -> tuple[float, float]:
    """Limits of one variable."""
    if member.fixed:
        return float(member.value), float(member.value)
    low, high = member.bounds
    return -np.inf if low is None else low, np.inf if high is None else high
