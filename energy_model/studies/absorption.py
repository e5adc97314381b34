"""How much clean capacity a system can take (消纳能力), and what capacity and storage do to curtailment and cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import xarray as xr
from scipy.sparse import csr_array

from energy_model.case.case import Case, FloatArray, IntArray
from energy_model.optimise import Matrix, Outcome, SolverSettings
from energy_model.optimise.phases import NONE, PENALTY
from energy_model.results.label import label
from energy_model.studies.programme import (
    NoProofError,
    Programme,
    compile_programme,
    is_feasible,
    least_shortfall,
    paid_cost,
    solve_study,
)
from energy_model.studies.reader import Reader
from energy_model.studies.requirement_values import renewable_use

Progress = Callable[[str], None]
SIZES = {"pv": ("renewable", "capacity"), "wind": ("renewable", "capacity"), "csp": ("csp", "block")}
PARTS = {"renewable": ("capacity",), "csp": ("block", "field", "receiver", "tank", "heater")}
POWERS = 4  # levels of new storage power, from none to the whole pipeline
DURATIONS = (2.0, 4.0, 6.0)  # [h]
CAPACITIES = 4
FLOORS = (0.80, 0.85, 0.90, 0.93, 0.95, 0.97, 0.98, 0.99)


@dataclass(frozen=True)
class Headroom:
    """What a system can take.

    Attributes
    ----------
    largest : pandas.DataFrame
        Largest clean capacity that meets all other requirements: ``what`` (``pipeline``: as planned; ``all``: pipelines
        of wind and PV opened; ``pv``, ``wind``, ``csp``: that one opened), ``clean`` [GW] (infinite where nothing
        limits it), and what of it is ``pv, wind, csp`` [GW]; NaN where the other requirements do not hold.
    target : float
        Clean capacity that is required [GW]; NaN where none is.
    surface : xarray.Dataset
        ``rate`` (curtailed share of wind and PV), ``cost`` [MCNY/a] and ``met`` over ``capacity`` [GW], ``power`` [GW]
        and ``duration`` [h] of new storage.
    frontier : pandas.DataFrame
        ``floor`` of utilisation, ``feasible``, ``cost`` [MCNY/a], ``utilisation`` reached.
    """

    largest: pd.DataFrame
    target: float
    surface: xr.Dataset
    frontier: pd.DataFrame


def headroom(case: Case, settings: SolverSettings | None = None, progress: Progress | None = None) -> Headroom:
    """Return the largest clean capacity, the surfaces over capacity and storage, and the frontier of utilisation.

    Parameters
    ----------
    case : Case
        The case, with a requirement on clean capacity; the last stage is told.
    settings : SolverSettings, optional
        Which solver.
    progress : callable, optional
        Told a sentence before each step.

    Raises
    ------
    NoProofError
        If no clean capacity is asked for, so that it is not counted, or a question could not be proven.
    """
    tell = progress or (lambda sentence: None)
    tell("build")
    programme = compile_programme(case)
    target = _target(programme)
    rows = []
    for what in ("pipeline", "all", "pv", "wind", "csp"):
        tell(f"headroom: {what}")
        rows.append(_largest(programme, what, settings))
    largest = pd.DataFrame(rows)
    limit = float(programme.case.tables["requirements"].numbers["power"][target, -1])
    surface = _surface(programme, target, limit, float(largest["clean"].iloc[0]), settings, tell)
    return Headroom(largest, limit, surface, _frontier(case, programme, settings, tell))


def _target(programme: Programme) -> int:
    """Return the number of the requirement that counts the clean capacity."""
    labels = programme.case.tables["requirements"].labels
    pairs = list(zip(labels["kind"], labels["subject"], strict=True))
    if ("clean_capacity", "clean") not in pairs:
        raise NoProofError("no requirement counts the clean capacity / 没有统计清洁能源装机的考核指标")
    return pairs.index(("clean_capacity", "clean"))


def _counted(programme: Programme, i: int) -> int:
    """Return the column of what a requirement reaches in the last stage."""
    family = next(f for f in programme.outline.families if f.component == "requirements.achieved")
    places = [k for k, (requirement, _) in enumerate(family.indices[0]) if requirement == i]
    return int(np.ravel(programme.matrix.columns["requirements.achieved"])[places[-1]])


def _sizes(programme: Programme, technology: str) -> IntArray:
    """Return the columns of the sizes of a technology in the last stage."""
    node, size = SIZES[technology]
    if node not in programme.case.tables or not len(programme.case.tables[node]):
        return np.zeros(0, dtype=np.int64)
    columns = programme.matrix.columns[f"{node}.{size}"].reshape(len(programme.case.tables[node]), -1)[:, -1]
    words = programme.case.tables[node].labels.get("technology", (technology,) * len(columns))
    return np.asarray(columns[np.array([word == technology for word in words])])


def _opened(programme: Programme, matrix: Matrix, technologies: tuple[str, ...]) -> Matrix:
    """Return the matrix without limits of pipeline and build rate on the plants of some technologies."""
    for node in PARTS:
        table = programme.case.tables.get(node)
        if table is None or not len(table):
            continue
        words = table.labels.get("technology", (node,) * len(table))
        plants = np.array([word in technologies for word in words])
        for size in PARTS[node]:
            for limit in ("within_pipeline", "within_build_rate"):
                name = f"{node}.{size}_{limit}"
                if name in matrix.rows:
                    rows = _rows_of(programme, name, plants)
                    matrix = matrix.with_row_bounds(rows, -np.inf, np.inf)
    return matrix


def _rows_of(programme: Programme, name: str, plants: np.ndarray) -> IntArray:
    """Return the rows of a family for some plants, in all stages; dropped ones are left out."""
    family = next(f for f in programme.outline.families if f.component == name)
    rows = np.asarray(programme.matrix.rows[name]).reshape(len(family.indices[0]), -1)
    chosen = rows[plants[np.array(family.indices[0], dtype=np.int64)]].ravel()
    return np.asarray(chosen[chosen >= 0])


def _largest(programme: Programme, what: str, settings: SolverSettings | None) -> dict[str, object]:
    """Return the largest clean capacity with some pipelines opened, all other requirements met."""
    opened = {"pipeline": (), "all": ("pv", "wind")}.get(what, (what,))
    matrix = _opened(programme, programme.matrix, opened)
    kinds = programme.case.tables["requirements"].labels["kind"]
    others = np.array([kinds[i] != "clean_capacity" for i in programme.requirement])
    empty = {"what": what, "clean": np.nan, **dict.fromkeys(SIZES, np.nan)}
    kept = frozenset(int(i) for i in programme.requirement[others])
    if not is_feasible(least_shortfall(programme.with_matrix(matrix), kept, settings)):
        return empty
    matrix = matrix.with_column_bounds(programme.columns[others], 0.0, 0.0)
    at = _counted(programme, _target(programme))
    cost = np.zeros_like(matrix.cost)
    cost[at] = -1.0
    solution = solve_study(matrix.with_cost(cost, 0.0), len(programme.case.axis), settings)
    if solution.outcome is Outcome.UNBOUNDED:
        return {**empty, "clean": np.inf}
    if solution.outcome is not Outcome.OPTIMAL or solution.x is None:
        return empty
    split = {word: float(solution.x[_sizes(programme, word)].sum()) for word in SIZES}
    return {"what": what, "clean": float(solution.x[at]), **split}


def _surface(
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
        matrix = matrix.with_row_bounds(_rows_of(programme, f"storage.{name}", everyone), -np.inf, np.inf)
    for size in ("charge_capacity", "discharge_capacity", "energy_capacity"):
        rows = _rows_of(programme, f"storage.{size}_within_pipeline", everyone)
        matrix = matrix.with_row_bounds(rows, -np.inf, np.where(matrix.row_high[rows] > 0, np.inf, 0.0))
    matrix = matrix.with_column_bounds([_counted(programme, target)], level, level)
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
    reader = Reader(label(programme.case, programme.outline, programme.matrix, solution))
    given, available = renewable_use(reader, ("wind", "pv"), reader.zones)
    kinds = programme.case.tables["requirements"].labels["kind"]
    others = np.array([kinds[i] != "clean_capacity" for i in programme.requirement])
    short = np.maximum(solution.x[programme.columns], 0.0) * programme.weights
    rate = 1.0 - float(given[-1] / available[-1]) if available[-1] > 0 else np.nan
    return rate, paid_cost(programme, solution.x), bool(np.all(short[others] <= 100.0 * NONE))


def _frontier(case: Case, programme: Programme, settings: SolverSettings | None, tell: Progress) -> pd.DataFrame:
    """Return the yearly cost over the floor of utilisation, the same for every requirement on it that must hold."""
    table = case.tables["requirements"]
    chosen = [i for i in programme.binding if table.labels["kind"][i] == "utilisation"]
    columns = ["floor", "feasible", "cost", "utilisation"]
    if not chosen:
        return pd.DataFrame(columns=columns)
    lines = []
    for floor in FLOORS:
        tell(f"headroom: {100 * floor:.0f} %")
        share = table.numbers["share"].copy()
        share[chosen] = np.where(np.isnan(share[chosen]), np.nan, floor)
        numbers = {**table.numbers, "share": share}
        changed = replace(case, tables={**case.tables, "requirements": replace(table, numbers=numbers)})
        lines.append(_at_floor(compile_programme(changed), floor, settings))
    return pd.DataFrame(lines, columns=columns)


def _at_floor(programme: Programme, floor: float, settings: SolverSettings | None) -> dict[str, object]:
    """Return cost and utilisation with one floor."""
    if not is_feasible(least_shortfall(programme, None, settings)):
        return {"floor": floor, "feasible": False, "cost": np.nan, "utilisation": np.nan}
    held = programme.matrix.with_column_bounds(programme.columns, 0.0, 0.0)
    solution = solve_study(held, len(programme.case.axis), settings)
    if solution.outcome is not Outcome.OPTIMAL or solution.x is None:
        raise NoProofError("a floor was found to hold, and does not / 前后结论不一致")
    reader = Reader(label(programme.case, programme.outline, programme.matrix, solution))
    given, available = renewable_use(reader, ("wind", "pv"), reader.zones)
    return {
        "floor": floor,
        "feasible": True,
        "cost": paid_cost(programme, solution.x),
        "utilisation": float(given[-1] / available[-1]),
    }
