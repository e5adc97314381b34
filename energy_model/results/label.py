"""Solution → xarray tree: every variable, dual and parameter under its own name, with unit and meaning.

Nothing is computed here. One node per technology; dimensions ``plant`` (``zone`` in the balance), ``stage``, ``time``,
``slot``; a dual stands beside its variables as ``dual_<equation>``, in million CNY per unit of the equation.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr

from energy_model.case.case import Case, FloatArray, Table, TimeAxis
from energy_model.model import technologies
from energy_model.model.balance import COSTS as BALANCE_COSTS
from energy_model.model.outline import FamilyLabel, Outline, ParameterLabel
from energy_model.model.sizing import stage_factor
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
    _share_pools(nodes, case.axis)
    datasets = {name: _dataset(name, arrays, case) for name, arrays in nodes.items()}
    datasets["requirements"] = _requirements(case, outline, matrix, solution.x, solution.y)
    return xr.DataTree.from_dict({"/": _root(case, solution), **datasets})


def _share_pools(nodes: dict[str, dict[str, xr.DataArray]], axis: TimeAxis) -> None:
    """Share what stands for a pool of renewable plants out to its members: by capacity; a dual holds for each."""
    arrays = nodes.get("renewable")
    if arrays is None:
        return
    leader = arrays["leader"].values.astype(int)
    pool, capacity = arrays["pool_capacity"].values[leader], arrays["capacity"].values
    share = np.divide(capacity, pool, out=np.zeros_like(capacity), where=pool > 0)
    arrays["pool_capacity"].values[:] = pool
    arrays["power_energy"].values[:] = arrays["power_energy"].values[leader] * share
    arrays["power"].values[:] = arrays["power"].values[leader] * share[:, axis.stage_of]
    for name in ("dual_power_within_weather", "dual_pool_adds_up", "dual_power_energy_adds_up"):
        arrays[name].values[:] = arrays[name].values[leader]


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
    """Return the dimension names of a node; a first of two stages is a vintage, a second plant a member."""
    named = [PLANT_NAME.get(node, "plant") if dim in ("plant", "zone") else dim for dim in dims]
    if named.count("stage") > 1:
        named[named.index("stage")] = "vintage"
    if named.count("plant") > 1:
        named[1] = "member"
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
    return xr.Dataset({**arrays, **_stocks(table, dim)}, coords=coordinates, attrs={"costs": _costs(node)})


def _stocks(table: Table, dim: str) -> dict[str, xr.DataArray]:
    """Return each stock at the end of the base year and at the end of the year of each stage."""
    base = {f"{name}_base_year": xr.DataArray(v, dims=(dim,)) for name, v in table.base_year.items()}
    ends = {f"{name}_year_end": xr.DataArray(v, dims=(dim, "stage")) for name, v in table.year_end.items()}
    return {**base, **ends}


def _costs(node: str) -> str:
    """Return the cost terms of a node as JSON: term, variable, name of its coefficient, sign."""
    declared = BALANCE_COSTS if node == "balance" else technologies()[node].COSTS
    return json.dumps([[cost.term, cost.variable, cost.coefficient, cost.sign] for cost in declared])


def _root(case: Case, solution: Solution) -> xr.Dataset:
    """Return the time axis, the general figures of the economy and what the case is."""
    economy, settings = case.tables["economy"].numbers, case.settings
    stages = list(settings.stages)
    general = {
        "stage_factor": ("stage", stage_factor(case), {"units": "a/a", "long_name": "discount factor times years"}),
        "carbon_price": ("stage", economy["carbon_price"][0], {"units": "MCNY/kt", "long_name": "price of CO2"}),
    }
    words = {name: getattr(case, name) for name in ("name", "scenario", "scenario_zh", "scenario_en", "fingerprint")}
    words |= {name: getattr(settings, name) for name in ("title_zh", "title_en", "question_zh", "question_en")}
    numbers = {
        "base_year": settings.base_year,
        "discount_rate": float(economy["discount_rate"][0]),
        "value_of_lost_load": float(economy["value_of_lost_load"][0]),
        "objective": solution.objective,
    }
    return _axis(case.axis).assign(general).assign_coords(stage=stages).assign_attrs(**words, **numbers)


def _axis(axis: TimeAxis) -> xr.Dataset:
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
        for (i, s), value in zip(family.indices[0], _take(values, positions[family.component]).ravel(), strict=True):
            grid[i, s] = value
        name = family.name if family.is_variable else f"dual_{family.name}"
        attributes = {
            "units": "unit of the requirement" if family.is_variable else "MCNY/(unit of the requirement)",
            "long_name": family.meaning,
            "long_name_zh": family.meaning_zh,
        }
        arrays[name] = xr.DataArray(grid, dims=("requirement", "stage"), attrs=attributes)
    for name, values in table.numbers.items():
        arrays[name] = xr.DataArray(values, dims=("requirement", "stage")[: values.ndim])
    coordinates: dict[str, Any] = {"requirement": list(table.items), "stage": list(stages)}
    coordinates |= {word: ("requirement", list(values)) for word, values in table.labels.items()}
    return xr.Dataset(arrays, coords=coordinates)
