"""Which hourly curves differ between results: weather, loads, contract curves and prices, from the stored arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from energy_model.case.case import FloatArray
from energy_model.studies import Reader
from energy_model.write.compare.results import Result

#: Node, array, and whether its course alone is compared: values against their mean, since the yearly amount is an
#: input of its own, which is listed where it differs.
CURVES = (
    ("renewable", "availability", False),
    ("csp", "dni_efficiency", False),
    ("direct_supply", "pv_availability", False),
    ("direct_supply", "wind_availability", False),
    ("demand", "demand", True),
    ("direct_supply", "demand", True),
    ("electric_heat", "steam_demand", True),
    ("export_line", "upper_share", True),
    ("export_line", "hourly_price", True),
)
COLUMNS = ["node", "plant", "curve", "second", "mean", "largest"]
SAME = 1e-6


def different_profiles(results: Sequence[Result]) -> pd.DataFrame:
    """Return the hourly curves in which results differ from the first.

    Parameters
    ----------
    results : sequence of Result
        The first is what the others are compared with. One of other hours has nothing to compare.

    Returns
    -------
    DataFrame
        ``node, plant, curve, second, mean, largest``: mean and largest difference over all hours [1]: of the output
        per capacity, or of the mean of the curve. `second` is the place of the other result.
    """
    readers = [Reader(result.findings.tree) for result in results if result.findings.tree is not None]
    first, rows = readers[0], []
    for second, other in enumerate(readers[1:], start=1):
        if not _same_hours(first, other):
            continue
        for node, name, course in CURVES:
            if not first.has(node) or not other.has(node):
                continue
            plants = [plant for plant in first.plants(node) if plant in other.plants(node)]
            for plant in plants:
                one, two = (_curve(reader, node, name, plant, course) for reader in (first, other))
                apart = np.abs(one - two)
                if apart.max(initial=0.0) > SAME:
                    mean = float(np.average(apart, weights=first.hours))
                    rows.append((node, plant, name, second, mean, float(apart.max())))
    return pd.DataFrame(rows, columns=COLUMNS)


def _same_hours(one: Reader, other: Reader) -> bool:
    """Return whether two results have the same hours of the same years."""
    return all(np.array_equal(one.steps(name), other.steps(name)) for name in ("hour_of_year", "stage_of", "slice_of"))


def _curve(reader: Reader, node: str, name: str, plant: str, course: bool) -> FloatArray:
    """Return the curve of a plant; where its course is asked, against its mean in each year."""
    values = np.asarray(reader.hourly(node, name)[reader.plants(node).index(plant)], dtype=float)
    if not course:
        return values
    slices = reader.steps("slice_of")
    means = np.bincount(slices, values * reader.hours) / np.bincount(slices, reader.hours)
    return np.asarray(np.divide(values, means[slices], out=np.zeros_like(values), where=means[slices] != 0))
