"""Stores whose worth a study asks for: batteries and other kinds, pumped storage, salt tanks of solar thermal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np
import pandas as pd

from energy_model.case.case import Case, Table
from energy_model.case.changed_rows import Change
from energy_model.case.units import convert
from energy_model.studies.many.plan import Line, Part, Run, Scaled

SIZES = ("charge_capacity", "discharge_capacity", "energy_capacity")
LIMITS = ("within_pipeline", "within_build_rate")
# Without a plan to go by, a duration is studied at this share of the most that may stand.
REFERENCE_SHARE = 0.5
SMALLEST = 0.02
# The next kW after the plan is taken this share of the range further on; the plan itself lies on a kink.
NEXT = 0.01


@dataclass(frozen=True)
class Axis:
    """A line of sizes with its range.

    Attributes
    ----------
    table, item, technology, zone : str
        The plant.
    measure : {"power", "duration", "tank"}
        What runs along the line: GW at a duration, hours at a power, GWh of heat.
    line : Line
        The sizes.
    low, high, base : float
        Range, and where the plan without the study stands.
    per_kwh : float
        Energy per unit of the line where its marginal values are told per kWh; else 0.
    held : float
        What is held: the duration [h] of a power line, the power [GW] of a duration line.
    """

    table: str
    item: str
    technology: str
    zone: str
    measure: str
    line: Line
    low: float
    high: float
    base: float
    per_kwh: float
    held: float

    @property
    def name(self) -> str:
        """Name in the study."""
        return f"{self.item}-{self.measure}"

    @property
    def next(self) -> float:
        """Place of the next bit beyond the plan, or the first where the plan has none of it."""
        return (self.low if np.isnan(self.base) else self.base) + NEXT * (self.high - self.low)


Sizes = Mapping[str, Mapping[str, float]]


def closed_stores(case: Case) -> tuple[tuple[str, ...], tuple[Change, ...]]:
    """Return the stores that the case lists and does not let be built, and the changes that put them in the model.

    They are opened to the high end of the range of their pipeline, and then held at nothing but on their own line.
    """
    table = case.tables.get("storage")
    if table is None:
        return (), ()
    changes: list[Change] = []
    closed: list[str] = []
    for item in table.items:
        if _standing(table, item) > 0 or any(_addition(table, item, size) > 0 for size in SIZES):
            continue
        highs = {size: _highest_row(table, item, f"{size}_addition_max") for size in SIZES}
        if all(row is not None and row["high"] > 0 for row in highs.values()):
            closed.append(item)
            changes += [
                Change("storage", item, f"{size}_addition_max", value=float(row["high"]), unit=str(row["unit"]))
                for size, row in highs.items()
                if row is not None
            ]
    return tuple(closed), tuple(changes)


def opened_stores(case: Case, scenario: str) -> Run:
    """Return the run in which closed stores are in the model, each held at nothing; a template for questions."""
    closed, changes = closed_stores(case)
    return Run("", scenario, changes, closed=tuple(("storage", item) for item in closed))


def axes_of(case: Case, sizes: Sizes) -> list[Axis]:
    """Return the lines of all stores of a case.

    Parameters
    ----------
    case : Case
        With closed stores opened.
    sizes : mapping
        ``table.size`` → plant → size of the plan.
    """
    found: list[Axis] = []
    for item in case.tables["storage"].items if "storage" in case.tables else ():
        found += _storage_axes(case.tables["storage"], item, sizes)
    for item in case.tables["pumped_hydro"].items if "pumped_hydro" in case.tables else ():
        found += _pumped_axes(case.tables["pumped_hydro"], item, sizes)
    for item in case.tables["csp"].items if "csp" in case.tables else ():
        found += _tank_axes(case.tables["csp"], item, sizes)
    return found


def _storage_axes(table: Table, item: str, sizes: Sizes) -> list[Axis]:
    """Return power and duration line of a store; one that stands and cannot grow has none."""
    most = _standing(table, item) + _most_added(table, item, "discharge_capacity")
    if _most_added(table, item, "discharge_capacity") <= 0 and table.labels["technology"][_at(table, item)] == "lfp":
        return []
    power, energy = (sizes.get(f"storage.{size}", {}).get(item, 0.0) for size in SIZES[1:])
    stands = power > SMALLEST
    hours = energy / power if stands else _number(table, item, "duration_max")
    ratio = _number(table, item, "charge_ratio_max")
    freed = [f"{size}_{limit}" for size in SIZES for limit in LIMITS]
    freed += ["charge_within_ratio", "duration_above_least", "duration_within_most"]
    rows = tuple((f"storage.{name}", item) for name in freed)
    held = power if stands else REFERENCE_SHARE * most
    high_hours = max(12.0, 1.5 * hours)
    return [
        _axis(table, item, "power", _store_line(item, (0.0, 1.0), ratio, (0.0, hours), rows),
              (0.0, max(most, 2.0 * power), power), 0.0, hours),
        _axis(table, item, "duration", _store_line(item, (held, 0.0), ratio, (0.0, held), rows),
              (1.0, high_hours, hours if stands else np.nan), held, held),
    ]  # fmt: skip


def _store_line(
    item: str, power: tuple[float, float], ratio: float, energy: tuple[float, float], freed: tuple[tuple[str, str], ...]
) -> Line:
    """Return a line of a store from power and energy at zero and per unit."""
    return Line(
        (
            Part("storage.discharge_capacity", item, *power),
            Part("storage.charge_capacity", item, ratio * power[0], ratio * power[1]),
            Part("storage.energy_capacity", item, *energy),
        ),
        (),
        freed,
    )


def _pumped_axes(table: Table, item: str, sizes: Sizes) -> list[Axis]:
    """Return power and duration line of a pumped-storage plant; its hours are a coefficient, so rows move."""
    power = sizes.get("pumped_hydro.capacity", {}).get(item, 0.0)
    hours = _number(table, item, "reservoir_hours")
    most = max(2.0 * power, _standing(table, item) + _most_added(table, item, "capacity"))
    freed = tuple((f"pumped_hydro.capacity_{limit}", item) for limit in LIMITS)
    capacity = "pumped_hydro.capacity"
    held = power if power > SMALLEST else REFERENCE_SHARE * most
    rows = tuple(
        Scaled(f"pumped_hydro.{name}", item, capacity, held, -1.0, 1.0 / hours)
        for name in ("level_within_reservoir", "level_above_reserve")
    )
    return [
        _axis(table, item, "power", Line((Part(capacity, item, 0.0, 1.0),), (), freed), (0.0, most, power), 0.0, hours),
        _axis(table, item, "duration", Line((Part(capacity, item, held, 0.0),), rows, freed),
              (1.0, max(12.0, 2.0 * hours), hours), held, held),
    ]  # fmt: skip


def _tank_axes(table: Table, item: str, sizes: Sizes) -> list[Axis]:
    """Return the line of the salt tanks of a solar thermal plant; its other parts are chosen anew at each place."""
    tank = sizes.get("csp.tank", {}).get(item, 0.0)
    most = max(2.0 * tank, _sum(table, item, "tank_existing") + _most_added(table, item, "tank"))
    if most <= 0:
        return []
    line = Line((Part("csp.tank", item, 0.0, 1.0),), (), tuple((f"csp.tank_{limit}", item) for limit in LIMITS))
    return [_axis(table, item, "tank", line, (0.0, most, tank), 1.0, 0.0)]


def _axis(
    table: Table, item: str, measure: str, line: Line, span: tuple[float, float, float], per_kwh: float, held: float
) -> Axis:
    """Return an axis with the words of its plant."""
    technology, zone = (table.labels[word][_at(table, item)] for word in ("technology", "zone"))
    low, high, base = span
    return Axis(table.name, item, technology, zone, measure, line, low, high, base, per_kwh, held)


def _at(table: Table, item: str) -> int:
    return table.items.index(item)


def _number(table: Table, item: str, name: str) -> float:
    """Return a number of a plant; of several stages, the last."""
    return float(np.ravel(table.numbers[name][_at(table, item)])[-1])


def _sum(table: Table, item: str, name: str) -> float:
    """Return a number of a plant, nothing where the table does not have it."""
    return _number(table, item, name) if name in table.numbers else 0.0


def _standing(table: Table, item: str) -> float:
    """Return the power that stands or is committed [GW]."""
    return max(_sum(table, item, "discharge_capacity_existing"), _sum(table, item, "capacity_existing"))


def _addition(table: Table, item: str, size: str) -> float:
    return _number(table, item, f"{size}_addition_max")


def _most_added(table: Table, item: str, size: str) -> float:
    """Return the most that may be added at the high end of its range, in base units."""
    row = _highest_row(table, item, f"{size}_addition_max")
    base = {"tank": "GWh", "energy_capacity": "GWh"}.get(size, "GW")
    high = convert(float(row["high"]), str(row["unit"]), base) if row is not None else 0.0
    return max(high, _addition(table, item, size))


def _highest_row(table: Table, item: str, parameter: str) -> pd.Series | None:
    """Return the row of a plant and parameter with the latest date."""
    rows = table.rows
    fits = rows["item"].map(lambda pattern: fnmatchcase(item, str(pattern)))
    chosen = rows[(rows["parameter"] == parameter) & fits]
    return None if chosen.empty else chosen.sort_values("from").iloc[-1]
