"""Curtailment and cost over clean capacity, new storage power and its duration."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import xarray as xr
from scipy.sparse import csr_array

from energy_model.case.case import FloatArray, IntArray
from energy_model.optimise import Matrix, Outcome, Solution, SolverSettings
from energy_model.optimise.phases import NONE, PENALTY
from energy_model.results.label import label
from energy_model.studies.burning import burning
from energy_model.studies.programme import NoProofError, Programme, paid_cost, solve_study
from energy_model.studies.reader import Reader
from energy_model.studies.requirement_values import renewable_use

Progress = Callable[[str], None]
POWERS = 4  # levels of new storage power, from none to the whole pipeline
DURATIONS = (2.0, 4.0, 6.0)  # [h]
CAPACITIES = 4


def counted(programme: Programme, i: int) -> int:
    """Return the column of what a requirement reaches in the last stage."""
    family = next(f for f in programme.outline.families if f.component == "requirements.achieved")
    places = [k for k, (requirement, _) in enumerate(family.indices[0]) if requirement == i]
    return int(np.ravel(programme.matrix.columns["requirements.achieved"])[places[-1]])


def rows_of(programme: Programme, name: str, plants: np.ndarray) -> IntArray:
    """Return the rows of a family for some plants, in all stages; dropped ones are left out."""
    family = next(f for f in programme.outline.families if f.component == name)
    rows = np.asarray(programme.matrix.rows[name]).reshape(len(family.indices[0]), -1)
    chosen = rows[plants[np.array(family.indices[0], dtype=np.int64)]].ravel()
    return np.asarray(chosen[chosen >= 0])


def read(programme: Programme, solution: Solution) -> Reader:
    """Return a plan, labelled."""
    return Reader(label(programme.case, programme.outline, programme.matrix, solution))


def used(reader: Reader) -> tuple[float, float]:
    """Return the used share of wind and PV in the last stage, what is burnt not counted, and what is burnt [GWh]."""
    given, available = renewable_use(reader, ("wind", "pv"), reader.zones)
    table = burning(reader)
    wasted = float(table.loc[table["stage"] == reader.stages[-1], "wasted"].sum())
    share = (float(given[-1]) - wasted) / float(available[-1]) if available[-1] > 0 else np.nan
    return share, wasted


def surface(
    programme: Programme, target: int, limit: float, most: float, settings: SolverSettings | None, tell: Progress
) -> xr.Dataset:
    """Return curtailment and cost over clean capacity, new storage power and its duration.

    The capacity is held at each level, within the pipelines; new batteries have the power and duration of the point.
    Requirements may fail at a price, so that every point has an answer; ``met`` says whether all but the target hold.
    """
    top = most if np.isfinite(most) else limit
    levels = np.floor(100.0 * np.linspace(min(0.75 * limit, 0.9 * top), top, CAPACITIES)) / 100.0  # none beyond the top
    powers = _powers(programme)
    shape = (levels.size, powers.size, len(DURATIONS))
    rate, cost, met = np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    store = _storage_base(programme)
    for at, level, power, duration in _grid(levels, powers):
        if power == 0.0 and at[2] > 0:  # without power there is no duration
            first = (*at[:2], 0)
            rate[at], cost[at], met[at] = rate[first], cost[first], met[first]
            continue
        tell(f"headroom: {level:.1f} GW, {power:.1f} GW × {duration:.0f} h")
        matrix = _at_point(programme, target, store, level, power, duration)
        rate[at], cost[at], met[at] = _point(programme, matrix, settings)
    coordinates = {"capacity": levels, "power": powers, "duration": list(DURATIONS)}
    dims = ("capacity", "power", "duration")
    return xr.Dataset(
        {
            "rate": (dims, rate, {"units": "1"}),
            "cost": (dims, cost, {"units": "MCNY/a"}),
            "met": (dims, met),
        },
        coordinates,
    )


def _powers(programme: Programme) -> FloatArray:
    """Return the levels of new storage power [GW]; none but zero where no pipeline is open."""
    pipeline = programme.case.tables["storage"].numbers["discharge_capacity_addition_max"][:, -1].sum()
    return np.unique(np.linspace(0.0, float(pipeline), POWERS))


def _grid(levels: FloatArray, powers: FloatArray) -> Iterator[tuple[tuple[int, int, int], float, float, float]]:
    """Yield place and values of each point."""
    for i, level in enumerate(levels):
        for j, power in enumerate(powers):
            for k, duration in enumerate(DURATIONS):
                yield (i, j, k), float(level), float(power), duration


def _storage_base(programme: Programme) -> tuple[IntArray, IntArray]:
    """Return the columns of what is built of storage: discharging power and energy."""
    if "storage" not in programme.case.tables or not len(programme.case.tables["storage"]):
        raise NoProofError("the case has no storage that could be built / 算例没有可新增的储能")
    names = ("discharge_capacity_built", "energy_capacity_built")
    built, energy = (np.ravel(programme.matrix.columns[f"storage.{name}"]) for name in names)
    return built[built >= 0], energy[energy >= 0]


def _at_point(
    programme: Programme, target: int, store: tuple[IntArray, IntArray], level: float, power: float, duration: float
) -> Matrix:
    """Return the programme with clean capacity, storage power and energy held, and shortfalls at a price."""
    matrix = programme.matrix
    everyone = np.ones(len(programme.case.tables["storage"]), dtype=bool)
    for name in ("duration_above_least", "duration_within_most"):
        matrix = matrix.with_row_bounds(rows_of(programme, f"storage.{name}", everyone), -np.inf, np.inf)
    for size in ("charge_capacity", "discharge_capacity", "energy_capacity"):
        rows = rows_of(programme, f"storage.{size}_within_pipeline", everyone)
        matrix = matrix.with_row_bounds(rows, -np.inf, np.where(matrix.row_high[rows] > 0, np.inf, 0.0))
    matrix = matrix.with_column_bounds([counted(programme, target)], level, level)
    sums = np.zeros((2, matrix.shape[1]))
    sums[0, store[0]], sums[1, store[1]] = 1.0, 1.0
    held = np.array([power, power * duration])
    matrix = matrix.with_rows(csr_array(sums), held, held)
    cost = matrix.cost.copy()
    priced = programme.requirement != target
    cost[programme.columns[priced]] += PENALTY * programme.weights[priced]
    return matrix.with_cost(cost)


def _point(programme: Programme, matrix: Matrix, settings: SolverSettings | None) -> tuple[float, float, bool]:
    """Return curtailed share of wind and PV, yearly cost, and whether all requirements but the target hold."""
    solution = solve_study(matrix, len(programme.case.axis), settings)
    if solution.outcome is not Outcome.OPTIMAL or solution.x is None or solution.y is None:
        return np.nan, np.nan, False
    kinds = programme.case.tables["requirements"].labels["kind"]
    others = np.array([kinds[i] != "clean_capacity" for i in programme.requirement])
    short = np.maximum(solution.x[programme.columns], 0.0) * programme.weights
    return (
        1.0 - used(read(programme, solution))[0],
        paid_cost(programme, solution.x),
        bool(np.all(short[others] <= 100.0 * NONE)),
    )
