"""Reading the labelled tree: plain arrays over plants, stages and steps, and sums over the year or the zone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import xarray as xr

from energy_model.case.case import FloatArray, IntArray

OUTSIDE = ("balance", "requirements")


@dataclass(frozen=True)
class CostLine:
    """One term of the cost of a node: `sign` times `coefficient` times `variable` (empty: a constant)."""

    term: str
    variable: str
    coefficient: str
    sign: int


@dataclass(frozen=True)
class Reader:
    """A labelled tree, read as numpy arrays; dimensions are (plants, steps) or (plants, stages).

    Attributes
    ----------
    tree : xarray.DataTree
        As `energy_model.results.label` makes it, solved or loaded.
    """

    tree: xr.DataTree

    @cached_property
    def _arrays(self) -> dict[str, dict[str, tuple[tuple[str, ...], FloatArray]]]:
        """Dimensions and values by node and name; a look-up in the tree itself is slow."""
        return {
            node: {
                str(name): (tuple(map(str, array.dims)), np.asarray(array.values, dtype=float))
                for name, array in child.data_vars.items()
            }
            for node, child in self.tree.children.items()
        }

    @cached_property
    def _words(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Coordinates as text by node and name."""
        return {
            node: {str(name): tuple(map(str, array.values)) for name, array in child.coords.items() if array.ndim == 1}
            for node, child in self.tree.children.items()
        }

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """Names of the technologies that take part; one without plants does not."""
        return tuple(name for name in self.tree.children if name not in OUTSIDE and self.count(name) > 0)

    @cached_property
    def stages(self) -> tuple[int, ...]:
        """Planning years."""
        return tuple(int(stage) for stage in self._root["stage"].values)

    @cached_property
    def zones(self) -> tuple[str, ...]:
        """Names of the zones."""
        return self._words["balance"]["zone"]

    @cached_property
    def weight(self) -> FloatArray:
        """Hours of a year that each step stands for [h]."""
        return np.asarray(self._root["weight"].values, dtype=float)

    @cached_property
    def hours(self) -> FloatArray:
        """Length of each step [h]."""
        return np.asarray(self._root["hours"].values, dtype=float)

    @cached_property
    def stage_factor(self) -> FloatArray:
        """Discount factor times years of each stage."""
        return np.asarray(self._root["stage_factor"].values, dtype=float)

    @cached_property
    def carbon_price(self) -> FloatArray:
        """Price of CO2 by stage [MCNY/kt]."""
        return np.asarray(self._root["carbon_price"].values, dtype=float)

    @cached_property
    def _root(self) -> xr.Dataset:
        """The time axis and the general figures."""
        return self.tree.to_dataset()

    @cached_property
    def _steps(self) -> dict[str, IntArray]:
        """Integer arrays of the time axis by name."""
        names = ("stage_of", "slice_of", "slot_of", "month_of", "hour_of_day", "hour_of_year", "previous")
        return {name: np.asarray(self._root[name].values, dtype=np.int64) for name in names}

    def steps(self, name: str) -> IntArray:
        """Return an integer array of the time axis, such as ``stage_of`` or ``month_of``."""
        return self._steps[name]

    def has(self, node: str, name: str = "") -> bool:
        """Return whether a technology has plants and, where a name is given, holds that variable."""
        return (node in self.nodes or node in OUTSIDE) and (not name or name in self._arrays[node])

    def names(self, node: str) -> tuple[str, ...]:
        """Return the names of all variables, parameters and duals of a node."""
        return tuple(self._arrays[node])

    def sizes(self, node: str) -> tuple[str, ...]:
        """Return the sizes of a node that are decisions, such as ``capacity``."""
        built = (name for name in self._arrays[node] if name.endswith("_built") and not name.startswith("dual_"))
        return tuple(name.removesuffix("_built") for name in built)

    def is_hourly(self, node: str, name: str) -> bool:
        """Return whether a quantity runs over the steps."""
        return "time" in self._arrays[node][name][0]

    def get(self, node: str, name: str) -> FloatArray:
        """Return a variable or parameter as it is.

        Raises
        ------
        KeyError
            If the tree does not hold it.
        """
        return self._arrays[node][name][1]

    def dual(self, node: str, name: str) -> FloatArray:
        """Return the dual of an hourly equation per unit of energy [MCNY/GWh]; zero where it has no rows."""
        key = f"dual_{name}"
        if not self.has(node, key):
            return np.zeros((self.count(node), len(self.weight)))
        return self.get(node, key) / (self.weight * self.stage_factor[self.steps("stage_of")])

    def hourly(self, node: str, name: str) -> FloatArray:
        """Return a quantity over plants and steps, whether it is given by plant, by stage or by step."""
        dims, values = self._arrays[node][name]
        if "time" in dims:
            return values
        if "stage" in dims:
            return np.asarray(values[:, self.steps("stage_of")])
        return np.broadcast_to(values[:, None], (len(values), len(self.weight)))

    def count(self, node: str) -> int:
        """Return the number of plants of a node."""
        return len(self.plants(node))

    def plants(self, node: str) -> tuple[str, ...]:
        """Return the names of the plants of a node."""
        dim = {"balance": "zone", "requirements": "requirement"}.get(node, "plant")
        return self._words[node][dim]

    def words(self, node: str, label: str) -> tuple[str, ...]:
        """Return a label of each plant; the name of the node where it has no such label."""
        return self._words[node].get(label, (node,) * self.count(node))

    def costs(self, node: str) -> tuple[CostLine, ...]:
        """Return the cost terms of a node."""
        return tuple(CostLine(*entry) for entry in json.loads(self.tree[node].attrs["costs"]))

    def yearly(self, hourly: FloatArray) -> FloatArray:
        """Return the weighted sum of each stage, shape (…, stages)."""
        of = self.steps("stage_of")
        return np.stack([(hourly * self.weight * (of == y)).sum(axis=-1) for y in range(len(self.stages))], axis=-1)

    def by_zone(self, node: str, values: FloatArray, label: str = "zone") -> FloatArray:
        """Return the sum over the plants of each zone, shape (zones, …)."""
        at = np.array(self.words(node, label))
        return np.array([values[at == zone].sum(axis=0) for zone in self.zones]).reshape(-1, *values.shape[1:])

    def price(self) -> FloatArray:
        """Return the price of energy in each zone [MCNY/GWh], shape (zones, steps)."""
        return self.dual("balance", "power")

    def unit(self, node: str, name: str) -> str:
        """Return the unit of a variable."""
        return str(self.tree[node][name].attrs.get("units", ""))


def before(reader: Reader, hourly: FloatArray) -> FloatArray:
    """Return the values of the step before, cyclic within the slice."""
    return np.asarray(hourly[:, reader.steps("previous")])


def change_over_step(reader: Reader, level: FloatArray, kept: FloatArray) -> FloatArray:
    """Return what a store gained in each step beyond what it kept [unit of the level]."""
    return np.asarray(level - kept**reader.hours * before(reader, level))
