"""One check of a solved run: how far two sides are apart, and how large they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_model.case.case import FloatArray


@dataclass(frozen=True)
class Residual:
    """A family of residuals.

    Attributes
    ----------
    check, node : str
        What is checked, in which technology.
    error, scale : array, shape (plants, steps or stages)
        Residual and the size of what is compared.
    unit : str
        Unit of the residual.
    places : tuple of str
        Names of the rows, where they are not the plants of the node.
    """

    check: str
    node: str
    error: FloatArray
    scale: FloatArray
    unit: str
    places: tuple[str, ...] = ()


def equal(check: str, node: str, left: FloatArray, right: FloatArray, unit: str) -> Residual:
    """Return the residual of an equation."""
    return Residual(check, node, np.abs(left - right), np.maximum(np.abs(left), np.abs(right)), unit)


def at_most(check: str, node: str, value: FloatArray, limit: FloatArray, unit: str = "GW") -> Residual:
    """Return by how much a value exceeds its limit."""
    value, limit = np.broadcast_arrays(value, limit)
    return Residual(check, node, np.maximum(value - limit, 0.0), np.abs(limit), unit)
