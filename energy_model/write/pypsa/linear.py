"""Linear expressions in the variables of a network, written before there is a programme to hold them.

They carry names only, so the same rules can be read by linopy (PyPSA) and by any other modeller.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from energy_model.case.case import FloatArray, IntArray

Number = float | FloatArray


@dataclass(frozen=True)
class Quantity:
    """A variable: attribute and name of a network's component, or an added variable (`component` empty)."""

    component: str
    attribute: str
    name: str


@dataclass(frozen=True)
class Term:
    """A factor, a number or one per step, times a variable.

    `lag` takes the value of so many steps before (cyclic); `pick` gives the entry that each step takes, for
    variables over slots.
    """

    quantity: Quantity
    factor: Number
    lag: int = 0
    pick: IntArray | None = None


@dataclass(frozen=True)
class Linear:
    """A sum of terms and a constant, a number or one per step."""

    terms: tuple[Term, ...] = ()
    constant: Number = 0.0

    # numpy leaves products and sums with arrays to this class
    __array_ufunc__ = None

    def __add__(self, other: Linear | Number) -> Linear:
        """Return the sum."""
        if isinstance(other, Linear):
            return Linear(self.terms + other.terms, self.constant + other.constant)
        return Linear(self.terms, self.constant + other)

    def __mul__(self, factor: Number) -> Linear:
        """Return a multiple, by one number or one per step."""
        scaled = tuple(replace(term, factor=term.factor * factor) for term in self.terms)
        return Linear(scaled, self.constant * factor)

    def __neg__(self) -> Linear:
        """Return the negative."""
        return self * -1.0

    def __sub__(self, other: Linear | Number) -> Linear:
        """Return the difference."""
        return self + (-other)

    def __rsub__(self, other: Number) -> Linear:
        """Return a number less this."""
        return -self + other

    __radd__ = __add__
    __rmul__ = __mul__

    def before(self, lag: int = 1) -> Linear:
        """Return the same so many steps before; its factors must not change with time."""
        return replace(self, terms=tuple(replace(term, lag=term.lag + lag) for term in self.terms))

    def at(self, pick: IntArray) -> Linear:
        """Return, for each step, the entry of a variable over slots."""
        return replace(self, terms=tuple(replace(term, pick=pick) for term in self.terms))


def of(component: str, attribute: str, name: str) -> Linear:
    """Return a variable of the network."""
    return Linear((Term(Quantity(component, attribute, name), 1.0),))
