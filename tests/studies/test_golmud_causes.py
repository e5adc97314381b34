"""On the Golmud case: with the sizes of a plan held, what a cause of curtailment took is back when the cause is removed.

The causes are told hour by hour, each up to what would have been absorbed in that hour, so a store that fills earlier
and a line that then stands at another limit let the totals differ. What is asserted: of the cause itself next to nothing
is left (of full stores: less than half, as doubled stores get full, too), and the curtailed energy falls by nine tenths of
the part that was told, or more (of the curve of a line: by half).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from energy_model.case import Case, Change, read_case
from energy_model.model import schemas
from energy_model.optimise.phases import PENALTY
from energy_model.results.label import label
from energy_model.studies.causes import CAUSES
from energy_model.studies.curtailment import curtailment
from energy_model.studies.programme import Programme, cheapest, compile_programme, solve_study
from energy_model.studies.reader import Reader

GOLMUD = Path(__file__).parents[2] / "inputs" / "golmud"
BACK = 0.9


def read(scenario: str, changes: tuple[Change, ...] = ()) -> Case:
    return read_case(GOLMUD, schemas(), scenario, hours=168, changes=list(changes))


def change(table: str, item: str, parameter: str, **how: float | str) -> Change:
    return Change(table, item, parameter, source="engineering_estimate", **how)


def dispatch(programme: Programme, sizes: dict[str, np.ndarray]) -> dict[str, float]:
    """Return the curtailed energy by cause with what is built held; requirements may fail at a price."""
    matrix, cost = programme.matrix, programme.matrix.cost.copy()
    for name, built in sizes.items():
        at = np.ravel(matrix.columns[name])
        matrix = matrix.with_column_bounds(at[at >= 0], built[at >= 0], built[at >= 0])
    cost[programme.columns] += PENALTY * programme.weights
    solution = solve_study(matrix.with_cost(cost), len(programme.case.axis))
    found = curtailment(Reader(label(programme.case, programme.outline, programme.matrix, solution))).counted
    return {cause: float(found[cause].sum()) for cause in CAUSES}


def sizes_of(programme: Programme, plan: np.ndarray, names: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Return sizes of a plan by the name of the variable; zero where there is none."""
    at = {name: np.ravel(programme.matrix.columns[name]) for name in names}
    return {name: np.where(places >= 0, np.maximum(plan[places], 0.0), 0.0) for name, places in at.items()}


@cache
def planned(scenario: str) -> tuple[Programme, dict[str, np.ndarray], dict[str, np.ndarray], dict[str, float]]:
    """Return the case, what its plan builds, how large its stores are, and the curtailed energy by cause."""
    programme = compile_programme(read(scenario))
    plan = cheapest(programme).solution.x
    assert plan is not None
    names = tuple(name for name in programme.matrix.columns if name.endswith("_built"))
    built = sizes_of(programme, plan, names)
    stores = sizes_of(
        programme, plan, tuple(name.removesuffix("_built") for name in names if name.startswith("storage."))
    )
    return programme, built, stores, dispatch(programme, built)


def without(scenario: str, *changes: Change) -> dict[str, float]:
    """Return the curtailed energy by cause with some inputs changed and the sizes as planned."""
    programme = compile_programme(read(scenario, changes), read(scenario))
    return dispatch(programme, planned(scenario)[1])


def fallen(before: dict[str, float], after: dict[str, float]) -> float:
    return sum(before.values()) - sum(after.values())


@pytest.mark.long
def test_section_limits_lifted():
    """Corridors and main grid three times as wide, the energy agreed with the main grid as it was."""
    before = planned("no_dc_line")[3]
    after = without(
        "no_dc_line",
        change("corridor", "*", "capacity_existing", multiply=3.0),
        change("export_line", "main_grid_ac", "capacity_existing", multiply=3.0),
        change("export_line", "main_grid_ac", "contract_hours", multiply=1.0 / 3.0),
    )
    assert before["section"] > 1000.0
    assert after["section"] < 0.01 * before["section"]
    assert fallen(before, after) >= BACK * before["section"]


@pytest.mark.long
def test_least_output_zero():
    """Coal, gas and turbines of solar thermal plants may stand still."""
    before = planned("section_4gw")[3]
    after = without(
        "section_4gw",
        change("thermal", "*", "min_share", multiply=0.0),
        change("csp", "csp_*", "min_share", multiply=0.0),
    )
    assert before["minimum_output"] > 50.0
    assert after["minimum_output"] < 0.01 * before["minimum_output"]
    assert BACK <= fallen(before, after) / before["minimum_output"] <= 1.0 / BACK**2


@pytest.mark.long
def test_curve_of_the_line_lifted():
    """The DC line may send what it likes within its limits.

    More than half of what the curve took is back; the rest is then held by the capacity of the line: 断面 as well.
    """
    before = planned("section_4gw")[3]
    after = without("section_4gw", change("export_line", "qinggui_dc", "curve", value="free"))
    assert before["export_curve"] > 1000.0
    assert after["export_curve"] < 0.01 * before["export_curve"]
    assert fallen(before, after) >= 0.5 * before["export_curve"]


@pytest.mark.long
def test_storage_doubled():
    """Batteries of twice the power and energy, beyond what the pipeline admits."""
    programme, built, stores, before = planned("section_4gw")
    matrix = programme.matrix
    for name in (name for name in matrix.rows if name.startswith("storage.") and "within_pipeline" in name):
        rows = np.ravel(matrix.rows[name])
        matrix = matrix.with_row_bounds(rows[rows >= 0], -np.inf, np.inf)
    double = {**built, **{f"{name}_built": built[f"{name}_built"] + size for name, size in stores.items()}}
    after = dispatch(programme.with_matrix(matrix), double)
    assert before["storage_full"] > 100.0
    assert after["storage_full"] < 0.5 * before["storage_full"]
    assert fallen(before, after) >= BACK * before["storage_full"]
