"""How much clean capacity a system can take (消纳能力), and what capacity and storage do to curtailment and cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.case.case import Case, IntArray
from energy_model.optimise import Matrix, Outcome, SolverSettings
from energy_model.studies.directions import wasted_and_notable, without_burning
from energy_model.studies.programme import (
    NoProofError,
    Programme,
    compile_programme,
    is_feasible,
    least_shortfall,
    paid_cost,
    solve_study,
)
from energy_model.studies.surfaces import counted, read, rows_of, surface, used

Progress = Callable[[str], None]
SIZES = {"pv": ("renewable", "capacity"), "wind": ("renewable", "capacity"), "csp": ("csp", "block")}
PARTS = {"renewable": ("capacity",), "csp": ("block", "field", "receiver", "tank", "heater")}
FLOORS = (0.80, 0.85, 0.90, 0.93, 0.95, 0.97, 0.98, 0.99)


@dataclass(frozen=True)
class Headroom:
    """What a system can take.

    Attributes
    ----------
    largest : pandas.DataFrame
        Largest clean capacity that meets all other requirements: ``what`` (``pipeline``: as planned; ``all``: pipelines
        of wind and PV opened; ``pv``, ``wind``, ``csp``: that one opened), ``clean`` [GW] (infinite where nothing
        limits it), and what of it is ``pv, wind, csp`` [GW]; NaN where the other requirements do not hold. ``wasted``
        [GWh] is what that plan burns in stores run both ways at once, and ``held`` [GW] the largest with one direction
        an hour, as that plan runs most: what can be had lies between `held` and `clean`.
    target : float
        Clean capacity that is required [GW]; NaN where none is.
    surface : xarray.Dataset
        ``rate`` (share of wind and PV that is curtailed or burnt), ``cost`` [MCNY/a] and ``met`` over ``capacity``
        [GW], ``power`` [GW] and ``duration`` [h] of new storage.
    frontier : pandas.DataFrame
        ``floor`` of utilisation, ``feasible``, ``cost`` [MCNY/a], ``utilisation`` reached without what is burnt,
        ``wasted`` [GWh]; a floor that is reached only so is told as such.
    """

    largest: pd.DataFrame
    target: float
    surface: xr.Dataset
    frontier: pd.DataFrame

    @property
    def holds(self) -> bool:
        """Whether the clean capacity required can be had as planned, without burning."""
        return bool(self.largest["held"].iloc[0] >= self.target - 1e-6)


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
    points = surface(programme, target, limit, float(largest["clean"].iloc[0]), settings, tell)
    return Headroom(largest, limit, points, _frontier(case, programme, settings, tell))


def _target(programme: Programme) -> int:
    """Return the number of the requirement that counts the clean capacity."""
    labels = programme.case.tables["requirements"].labels
    pairs = list(zip(labels["kind"], labels["subject"], strict=True))
    if ("clean_capacity", "clean") not in pairs:
        raise NoProofError("no requirement counts the clean capacity / 没有统计清洁能源装机的考核指标")
    return pairs.index(("clean_capacity", "clean"))


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
                    rows = rows_of(programme, name, plants)
                    matrix = matrix.with_row_bounds(rows, -np.inf, np.inf)
    return matrix


def _largest(programme: Programme, what: str, settings: SolverSettings | None) -> dict[str, object]:
    """Return the largest clean capacity with some pipelines opened, all other requirements met."""
    opened = {"pipeline": (), "all": ("pv", "wind")}.get(what, (what,))
    matrix = _opened(programme, programme.matrix, opened)
    kinds = programme.case.tables["requirements"].labels["kind"]
    others = np.array([kinds[i] != "clean_capacity" for i in programme.requirement])
    empty = {"what": what, **dict.fromkeys(("clean", *SIZES, "wasted", "held"), np.nan)}
    kept = frozenset(int(i) for i in programme.requirement[others])
    if not is_feasible(least_shortfall(programme.with_matrix(matrix), kept, settings)):
        return empty
    matrix = matrix.with_column_bounds(programme.columns[others], 0.0, 0.0)
    at = counted(programme, _target(programme))
    cost = np.zeros_like(matrix.cost)
    cost[at] = -1.0
    asked, steps = matrix.with_cost(cost, 0.0), len(programme.case.axis)
    solution = solve_study(asked, steps, settings)
    if solution.outcome is Outcome.UNBOUNDED:
        return {**empty, "clean": np.inf}
    if solution.outcome is not Outcome.OPTIMAL or solution.x is None:
        return empty
    split = {word: float(solution.x[_sizes(programme, word)].sum()) for word in SIZES}
    wasted = wasted_and_notable(read(programme, solution))[0]
    honest = without_burning(
        programme.case, programme.outline, asked, solution, lambda held: solve_study(held, steps, settings)
    )
    held = np.nan if honest.x is None or honest.outcome is not Outcome.OPTIMAL else float(honest.x[at])
    return {"what": what, "clean": float(solution.x[at]), **split, "wasted": wasted, "held": held}


def _frontier(case: Case, programme: Programme, settings: SolverSettings | None, tell: Progress) -> pd.DataFrame:
    """Return the yearly cost over the floor of utilisation, the same for every requirement on it that must hold."""
    table = case.tables["requirements"]
    chosen = [i for i in programme.binding if table.labels["kind"][i] == "utilisation"]
    columns = ["floor", "feasible", "cost", "utilisation", "wasted"]
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
        return {"floor": floor, "feasible": False, "cost": np.nan, "utilisation": np.nan, "wasted": np.nan}
    held = programme.matrix.with_column_bounds(programme.columns, 0.0, 0.0)
    solution = solve_study(held, len(programme.case.axis), settings)
    if solution.outcome is not Outcome.OPTIMAL or solution.x is None:
        raise NoProofError("a floor was found to hold, and does not / 前后结论不一致")
    use, wasted = used(read(programme, solution))
    cost = paid_cost(programme, solution.x)
    return {"floor": floor, "feasible": True, "cost": cost, "utilisation": use, "wasted": wasted}
