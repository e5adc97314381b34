"""Solution → xarray tree: every variable, dual and parameter under its own name, with unit and meaning.

Nothing is computed here. One node per technology; dimensions ``plant`` (``zone`` in the balance), ``stage``, ``time``,
``slot``; a dual stands beside its variables as ``dual_<equation>``, in million CNY per unit of the equation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr

from energy_model.case.case import Case, FloatArray, TimeAxis
from energy_model.model.outline import FamilyLabel, Outline, ParameterLabel
from energy_model.optimise.matrix import Matrix
from energy_model.optimise.outcome import Solution

PLANT_NAME = {"balance": "zone"}
TABLE_OF = {"balance": "zones"}


def label(case: Case, outline: Outline, matrix: Matrix, solution: Solution) -> xr.DataTree:
    """Return the solution as a labelled tree.

    Parameters
    ----------
    case : Case
        The case.
    outline : Outline
        Names, indices, units of the model.
    matrix : Matrix
        Positions of columns and rows.
    solution : Solution
        With primal and dual values.

    Returns
    -------
    xarray.DataTree
        Root with the time axis; a child per technology, ``balance`` and ``requirements``.
    """
    if solution.x is None or solution.y is None:
        raise ValueError("there is no solution to label")
    nodes: dict[str, dict[str, xr.DataArray]] = defaultdict(dict)
    for parameter in outline.parameters:
        if "lag" not in parameter.dims:
            nodes[parameter.node][parameter.name] = _parameter(parameter)
    for family in (f for f in outline.families if f.node != "requirements"):
        values, positions = (solution.x, matrix.columns) if family.is_variable else (solution.y, matrix.rows)
        name = family.name if family.is_variable else f"dual_{family.name}"
        _place(nodes[family.node], name, family, _take(values, positions[family.component]), case)
    datasets = {name: _dataset(name, arrays, case) for name, arrays in nodes.items()}
    datasets["requirements"] = _requirements(case, outline, matrix, solution.x, solution.y)
    return xr.DataTree.from_dict({"/": _root(case.axis), **datasets})


def _take(values: FloatArray, positions: Any) -> FloatArray:
    """Return the values at positions; a column or row that the compiler dropped counts as zero."""
    positions = np.asarray(positions)
    return np.where(positions >= 0, values[np.maximum(positions, 0)], 0.0)


def _place(arrays: dict[str, xr.DataArray], name: str, family: FamilyLabel, values: FloatArray, case: Case) -> None:
    """Put the values of a family where they belong; plants outside the family's mask are zero."""
    shape = tuple(len(index) for index in family.indices)
    values = values.reshape(shape)
    first = np.array(family.indices[0], dtype=int)
    if name not in arrays:
        count = len(case.tables[TABLE_OF.get(family.node, family.node)])
        arrays[name] = _array(np.zeros((count, *shape[1:])), family, name)
    arrays[name].values[first] = values


def _array(values: FloatArray, family: FamilyLabel, name: str) -> xr.DataArray:
    """Return an array with the attributes of its family."""
    is_dual = not family.is_variable
    attributes = {
        "units": f"MCNY/({family.unit})" if is_dual else family.unit,
        "long_name": f"dual of: {family.meaning}" if is_dual else family.meaning,
        "long_name_zh": f"对偶值:{family.name}" if is_dual else family.meaning_zh,
    }
    return xr.DataArray(values, dims=_dims(family.node, family.dims), attrs=attributes, name=name)


def _dims(node: str, dims: tuple[str, ...]) -> tuple[str, ...]:
    """Return the dimension names of a node; a second ``stage`` is the stage of a vintage's building."""
    named = [PLANT_NAME.get(node, "plant") if dim in ("plant", "zone") else dim for dim in dims]
    if named.count("stage") > 1:
        named[named.index("stage")] = "vintage"
    return tuple(named)


def _parameter(parameter: ParameterLabel) -> xr.DataArray:
    """Return a parameter as an array."""
    attributes = {"units": parameter.unit, "long_name": parameter.meaning}
    dims = _dims(parameter.node, parameter.dims)
    return xr.DataArray(parameter.values, dims=dims, attrs=attributes, name=parameter.name)


def _dataset(node: str, arrays: Mapping[str, xr.DataArray], case: Case) -> xr.Dataset:
    """Return the node of a technology with the names of its plants and its labels as coordinates."""
    table = case.tables[TABLE_OF.get(node, node)]
    dim = PLANT_NAME.get(node, "plant")
    coordinates: dict[str, Any] = {dim: list(table.items), "stage": list(case.settings.stages)}
    coordinates |= {word: (dim, list(values)) for word, values in table.labels.items() if word not in arrays}
    used = {d for array in arrays.values() for d in array.dims}
    if "vintage" in used:
        coordinates["vintage"] = list(case.settings.stages)
    return xr.Dataset(dict(arrays), coords=coordinates)


def _root(axis: TimeAxis) -> xr.Dataset:
    """Return the time axis."""
    arrays = {
        "hours": (axis.hours, "h", "length of the step"),
        "weight": (axis.weight, "h", "hours of a year that the step stands for"),
        "stage_of": (axis.stage_of, "1", "number of the stage"),
        "slice_of": (axis.slice_of, "1", "number of the slice"),
        "slot_of": (axis.slot_of, "1", "slot of the export contract"),
        "month_of": (axis.month_of, "1", "month"),
        "hour_of_day": (axis.hour_of_day, "h", "hour of the day at which the step begins"),
        "hour_of_year": (axis.hour_of_year, "h", "hour of the year at which the step begins"),
        "previous": (axis.previous, "1", "the step before"),
    }
    return xr.Dataset(
        {name: ("time", values, {"units": unit, "long_name": text}) for name, (values, unit, text) in arrays.items()},
        coords={"time": np.arange(len(axis))},
    )


def _requirements(case: Case, outline: Outline, matrix: Matrix, x: FloatArray, y: FloatArray) -> xr.Dataset:
    """Return achieved, needed, shortfall and dual by requirement and stage; NaN where a stage has none."""
    table, stages = case.tables["requirements"], case.settings.stages
    arrays = {}
    for family in (f for f in outline.families if f.node == "requirements"):
        values, positions = (x, matrix.columns) if family.is_variable else (y, matrix.rows)
        grid = np.full((len(table), len(stages)), np.nan)
        for (i, y), value in zip(family.indices[0], _take(values, positions[family.component]).ravel(), strict=True):
            grid[i, y] = value
        name = family.name if family.is_variable else f"dual_{family.name}"
        attributes = {
            "units": "unit of the requirement" if family.is_variable else "MCNY/(unit of the requirement)",
            "long_name": family.meaning,
            "long_name_zh": family.meaning_zh,
        }
        arrays[name] = xr.DataArray(grid, dims=("requirement", "stage"), attrs=attributes)
    coordinates: dict[str, Any] = {"requirement": list(table.items), "stage": list(stages)}
    coordinates |= {word: ("requirement", list(values)) for word, values in table.labels.items()}
    return xr.Dataset(arrays, coords=coordinates)
