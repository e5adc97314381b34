"""Units in which quantities and prices are near 1, chosen by rule."""

from dataclasses import dataclass, replace

import numpy as np

from energy_model.optimise.matrix import Floats, Matrix


@dataclass(frozen=True)
class Units:
    """Quantities are divided by `quantity`, costs per unit by `price`."""

    quantity: float
    price: float

    def restore(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Back to the units of the model."""
        return x * self.quantity, y * self.price


def scale(matrix: Matrix, factor: float = 1.0) -> tuple[Matrix, Units]:
    """One unit for all quantities and one for all costs, powers of two so that nothing is rounded.

    The unit of quantities is the geometric mean of the finite limits that are not zero, the unit of costs that
    of the costs that are not zero, times `factor`.
    """
    limits = np.concatenate([matrix.row_low, matrix.row_high, matrix.column_low, matrix.column_high])
    units = Units(_unit(limits), _unit(matrix.cost) * factor)
    return replace(
        matrix,
        cost=matrix.cost / units.price,
        row_low=matrix.row_low / units.quantity,
        row_high=matrix.row_high / units.quantity,
        column_low=matrix.column_low / units.quantity,
        column_high=matrix.column_high / units.quantity,
        offset=0.0,
    ), units


def _unit(values: Floats) -> float:
    """The power of two nearest to the geometric mean of what is finite and not zero."""
    sizes = np.abs(values[np.isfinite(values) & (values != 0)])
    return float(2.0 ** np.round(np.mean(np.log2(sizes)))) if sizes.size else 1.0
