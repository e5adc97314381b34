"""Loops over long vectors, each done in one pass: numpy needs one for every operation.

A division by zero gives an infinity, as in numpy: the method sees that and ends, where an exception would end its
process.
"""

import numpy as np
from numba import njit

from energy_model.optimise.bordered.threads import spread
from energy_model.optimise.matrix import Floats, Positions


def move(x: Floats, step: Floats, length: float) -> None:
    """Make a step, in place, the place ``x + length * step`` that it leads to."""
    spread(_move, x.size, x, step, length)


def longest(x: Floats, step: Floats, more: Floats, shares: tuple[float, ...]) -> Floats:
    """Largest length, up to 1, of the step ``step + share * more`` that keeps x positive, for each share."""
    lengths: Floats = np.min(spread(_longest, x.size, x, step, more, np.array(shares)), axis=0)
    return lengths


def product_after(x: Floats, step: Floats, length: float, dual: Floats, change: Floats, reach: float) -> float:
    """``(x + length * step) @ (dual + reach * change)``."""
    return float(sum(spread(_product, x.size, x, step, length, dual, change, reach)))


def second_order(step: Floats, change: Floats, target: float) -> Floats:
    """``target - step * change``: what is left of a target once both move."""
    result = np.empty_like(step)
    spread(_second_order, step.size, step, change, target, result)
    return result


def brought_back(
    x: Floats, step: Floats, length: float, dual: Floats, change: Floats, reach: float, low: float, high: float
) -> Floats:
    """What brings the products after a step between two figures, never more than the second."""
    result = np.empty_like(x)
    spread(_brought_back, x.size, x, step, length, dual, change, reach, low, high, result)
    return result


def per_distance(aim: Floats, dual: Floats, step: Floats, x: Floats) -> Floats:
    """``(aim - dual * step) / x``, in the memory of the aim: the change of a dual with a step of its distance."""
    spread(_per_distance, x.size, aim, dual, step, x)
    return aim


def pull(aim: Floats, x: Floats) -> Floats:
    """``-aim / x``: what a change of the products asks of the duals."""
    result = np.empty_like(x)
    spread(_pull, x.size, aim, x, result)
    return result


def add_pull(f: Floats, where: Positions, aim: Floats, dual: Floats, limits: Floats, room: Floats) -> None:
    """Add, in place, ``(aim - dual * limits) / room`` to f at the places of variables with an upper limit."""
    spread(_add_pull, where.size, f, where, aim, dual, limits, room)


def slacks_to_rows(g: Floats, row: Positions, sign: Floats, slack: Floats, weight: Floats) -> None:
    """Add, in place, what slacks ask of their rows; a row has one slack at most."""
    spread(_slacks_to_rows, row.size, g, row, sign, slack, weight)


def rows_to_slacks(y: Floats, row: Positions, sign: Floats, slack: Floats, weight: Floats, result: Floats) -> None:
    """Write into `result` the slacks that go with row duals."""
    spread(_rows_to_slacks, row.size, y, row, sign, slack, weight, result)


def lift_products(x: Floats, dual: Floats, least: float) -> None:
    """Raise, in place, the smaller of two factors wherever their product is below `least`."""
    spread(_lift_products, x.size, x, dual, least)


@njit(cache=True, nogil=True, error_model="numpy")
def _move(first: int, last: int, x: Floats, step: Floats, length: float) -> None:
    for i in range(first, last):
        step[i] = x[i] + length * step[i]


@njit(cache=True, nogil=True, error_model="numpy")
def _longest(first: int, last: int, x: Floats, step: Floats, more: Floats, shares: Floats) -> Floats:
    lengths = np.ones(shares.size)
    for i in range(first, last):
        for j in range(shares.size):
            change = step[i] + shares[j] * more[i]
            if change < 0.0 and x[i] + lengths[j] * change < 0.0:
                lengths[j] = -x[i] / change
    return lengths


@njit(cache=True, fastmath=True, nogil=True, error_model="numpy")
def _product(
    first: int, last: int, x: Floats, step: Floats, length: float, dual: Floats, change: Floats, reach: float
) -> float:
    total = 0.0
    for i in range(first, last):
        total += (x[i] + length * step[i]) * (dual[i] + reach * change[i])
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def _second_order(first: int, last: int, step: Floats, change: Floats, target: float, result: Floats) -> None:
    for i in range(first, last):
        result[i] = target - step[i] * change[i]


@njit(cache=True, nogil=True, error_model="numpy")
def _brought_back(
    first: int,
    last: int,
    x: Floats,
    step: Floats,
    length: float,
    dual: Floats,
    change: Floats,
    reach: float,
    low: float,
    high: float,
    result: Floats,
) -> None:
    for i in range(first, last):
        product = (x[i] + length * step[i]) * (dual[i] + reach * change[i])
        result[i] = max(min(max(product, low), high) - product, -high)


@njit(cache=True, nogil=True, error_model="numpy")
def _per_distance(first: int, last: int, aim: Floats, dual: Floats, step: Floats, x: Floats) -> None:
    for i in range(first, last):
        aim[i] = (aim[i] - dual[i] * step[i]) / x[i]


@njit(cache=True, nogil=True, error_model="numpy")
def _lift_products(first: int, last: int, x: Floats, dual: Floats, least: float) -> None:
    for i in range(first, last):
        if x[i] * dual[i] < least:
            if x[i] < dual[i]:
                x[i] = least / dual[i]
            else:
                dual[i] = least / x[i]


@njit(cache=True, nogil=True, error_model="numpy")
def _pull(first: int, last: int, aim: Floats, x: Floats, result: Floats) -> None:
    for i in range(first, last):
        result[i] = -aim[i] / x[i]


@njit(cache=True, nogil=True, error_model="numpy")
def _add_pull(
    first: int, last: int, f: Floats, where: Positions, aim: Floats, dual: Floats, limits: Floats, room: Floats
) -> None:
    for k in range(first, last):
        f[where[k]] += (aim[k] - dual[k] * limits[k]) / room[k]


@njit(cache=True, nogil=True, error_model="numpy")
def _slacks_to_rows(
    first: int, last: int, g: Floats, row: Positions, sign: Floats, slack: Floats, weight: Floats
) -> None:
    for k in range(first, last):
        g[row[k]] += sign[k] * slack[k] / weight[k]


@njit(cache=True, nogil=True, error_model="numpy")
def _rows_to_slacks(
    first: int, last: int, y: Floats, row: Positions, sign: Floats, slack: Floats, weight: Floats, result: Floats
) -> None:
    for k in range(first, last):
        result[k] = (sign[k] * y[row[k]] - slack[k]) / weight[k]
