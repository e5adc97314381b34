"""A point of the interior, and how far it is from the optimum."""

from dataclasses import dataclass

import numpy as np

from energy_model.optimise.bordered.sparse import times, whole, with_sizes
from energy_model.optimise.bordered.standard import Standard
from energy_model.optimise.bordered.vectors import lift_products, longest, move, product_after
from energy_model.optimise.matrix import Floats


@dataclass(frozen=True)
class Point:
    """Variables, their distance to upper limits, row duals, and the duals of both kinds of limits."""

    v: Floats
    room: Floats
    y: Floats
    low: Floats
    high: Floats

    @property
    def products(self) -> float:
        """Sum of all distances times their duals, which is zero at an optimum."""
        return float(self.v @ self.low + self.room @ self.high)

    @property
    def mean_product(self) -> float:
        """Mean of these products."""
        return self.products / (self.v.size + self.room.size)

    def moved(self, step: "Point", primal: float, dual: float) -> "Point":
        """The point after a step of these lengths, in the memory of the step (27 MB on a year)."""
        move(self.v, step.v, primal)
        move(self.room, step.room, primal)
        move(self.y, step.y, dual)
        move(self.low, step.low, dual)
        move(self.high, step.high, dual)
        return step

    def mean_product_after(self, step: "Point", primal: float, dual: float) -> float:
        """Mean of the products after a step of these lengths."""
        of_low = product_after(self.v, step.v, primal, self.low, step.low, dual)
        of_high = product_after(self.room, step.room, primal, self.high, step.high, dual)
        return (of_low + of_high) / (self.v.size + self.room.size)

    def longest(self, step: "Point", more: "Point", shares: tuple[float, ...]) -> tuple[Floats, Floats]:
        """Largest primal and dual lengths, up to 1, of a step and shares of another that keep all positive."""
        return (
            np.minimum(longest(self.v, step.v, more.v, shares), longest(self.room, step.room, more.room, shares)),
            np.minimum(longest(self.low, step.low, more.low, shares), longest(self.high, step.high, more.high, shares)),
        )


@dataclass(frozen=True)
class Missed:
    """What the equations miss at a point."""

    rows: Floats
    limits: Floats
    duals: Floats


@dataclass(frozen=True)
class Residuals:
    """How far a point is from the optimum: three relative figures."""

    primal: float
    dual: float
    gap: float

    @property
    def worst(self) -> float:
        """The largest of the three figures; not a number if one of them is not, which `max` would hide."""
        return float(np.max([self.primal, self.dual, self.gap]))


def rows_of(form: Standard, v: Floats) -> Floats:
    """Value of each row with its slack."""
    columns = form.a.shape[1]
    value: Floats = times(whole(form.a), v[:columns])
    value[form.slack_row] += form.slack_sign * v[columns:]
    return value


def columns_of(form: Standard, y: Floats) -> Floats:
    """What the row duals pay for each variable."""
    return np.append(times(whole(form.back), y), form.slack_sign * y[form.slack_row])


def residuals(form: Standard, at: Point) -> tuple[Residuals, Missed]:
    """Measure a point."""
    columns = form.a.shape[1]
    value, size = with_sizes(form.a, at.v[:columns], _sizes(form, at.v[:columns]))
    value[form.slack_row] += form.slack_sign * at.v[columns:]
    rows = form.target - value
    limits = form.bound - at.v[form.bounded] - at.room
    duals = form.cost - columns_of(form, at.y) - at.low
    duals[form.bounded] += at.high
    # Row by row, as the certificate asks: a residual that is small beside the largest row may be all of a small one.
    missed = float(np.max([_top(rows / np.maximum(form.size, size)), _top(limits / (1.0 + form.bound))]))
    cost = float(form.cost @ at.v)
    figures = Residuals(missed, _top(duals) / (1.0 + _top(form.cost)), at.products / (1.0 + abs(cost)))
    return figures, Missed(rows, limits, duals)


def _sizes(form: Standard, v: Floats) -> Floats:
    """Sizes of the columns; of one without limits that of the difference, as both of its halves may be far larger."""
    if form.positive.size == 0:
        return v
    sizes = v.copy()
    sizes[form.positive] = np.abs(v[form.positive] - v[form.negative])
    sizes[form.negative] = 0.0
    return sizes


def lift(at: Point, least: float) -> None:
    """Raise, in place, the smaller of distance and dual wherever their product is below `least`.

    A product far below the others makes the steps short for many rounds.
    """
    for distance, dual in ((at.v, at.low), (at.room, at.high)):
        lift_products(distance, dual, least)


def _top(values: Floats) -> float:
    return float(np.max(np.abs(values), initial=0.0))
