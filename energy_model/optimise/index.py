"""Where the members of a Pyomo index set stand, for arrays of indices."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Index:
    """Positions in an index set: in its factors where it is a product of sets of whole numbers, else one by one.

    Attributes
    ----------
    shape : tuple of int
        Lengths of the factors, or the length of the whole; () where there is no index.
    size : int
        Number of members.
    """

    def __init__(self, index_set: Any) -> None:
        self._set = index_set
        self._parts = list(index_set.subsets()) if index_set.dimen else []
        self.size = len(index_set)
        self.is_product = all(part.dimen == 1 or len(part) == 0 for part in self._parts)
        self.shape = tuple(len(part) for part in self._parts) if self.is_product else (self.size,)

    def numbers(self) -> Array:
        """Positions of all members, in the shape of the set."""
        return np.arange(self.size).reshape(self.shape)

    def position(self, indices: tuple[Array, ...], name: str) -> Array:
        """Positions at arrays of indices that broadcast.

        Parameters
        ----------
        indices : tuple of ndarray
            One for each factor.
        name : str
            Whose index set it is, for the message.

        Raises
        ------
        KeyError
            If an index is not in the set.
        """
        if not self.is_product:
            return np.array(self._one_by_one[tuple(index.item() for index in indices)])
        position: Array = np.array(0)
        for (along, order), values in zip(self._factors, indices, strict=True):
            position = position * len(along) + _place(along, order, values, name)
        return position

    def members(self, component: Any) -> Iterator[tuple[int, Any]]:
        """Members that a component over this set holds, with their positions: looked up only where some are missing."""
        if len(component) == self.size:
            yield from enumerate(component[index] for index in self._set)
            return
        for index, member in component.items():
            along = index if isinstance(index, tuple) else (index,)
            yield int(self.position(tuple(np.array(i) for i in along), component.name)), member

    @cached_property
    def _factors(self) -> list[tuple[Array, Array]]:
        """Members of each factor in rising order, and their positions."""
        members = [np.array(list(part)) for part in self._parts]
        orders = [np.argsort(along, kind="stable") for along in members]
        return [(along[order], order) for along, order in zip(members, orders, strict=True)]

    @cached_property
    def _one_by_one(self) -> dict[tuple[Any, ...], int]:
        """Position of each member of a set that is no product."""
        members = (i if isinstance(i, tuple) else (i,) for i in self._set)
        return {member: number for number, member in enumerate(members)}


def _place(rising: Array, order: Array, values: Array, name: str) -> Array:
    """Positions of values among the members of a factor."""
    if values.size == 0:
        return np.zeros(values.shape, dtype=np.int64)
    found = np.minimum(np.searchsorted(rising, values), len(rising) - 1)
    if len(rising) == 0 or not np.array_equal(rising[found], values):
        raise KeyError(f"{name} has no member at {np.setdiff1d(values, rising)[:5].tolist()}")
    return np.asarray(order[found])
