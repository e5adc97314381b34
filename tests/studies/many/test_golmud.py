"""What a study promises, on the shipped case cut to two days: bounds, slopes, ranges, plans that differ."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from distributed import Client, LocalCluster

from energy_model.case.active import without_idle_plants
from energy_model.case.changed_rows import Change
from energy_model.studies.many.answer import case_of
from energy_model.studies.many.candidates import axes_of
from energy_model.studies.many.near_optimal import PLANS_WITHIN, alternatives_study
from energy_model.studies.many.plan import Place, Run, Setting, Total
from energy_model.studies.many.questions import place, solve_exactly, total
from energy_model.studies.many.runner import Runner
from energy_model.studies.many.storage import storage_study
from energy_model.studies.many.store import RunStore
from energy_model.studies.many.variant import on_line, positions, prepare, slope

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore")]

SETTING = Setting(Path(__file__).resolve().parents[3] / "inputs" / "golmud", 48)
GRID = 101


@pytest.fixture(scope="module")
def runner(tmp_path_factory):
    options = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "dashboard_address": ":0"}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        yield Runner(client, SETTING, RunStore(tmp_path_factory.mktemp("golmud")))


@pytest.fixture(scope="module")
def prepared():
    return prepare(without_idle_plants(case_of(SETTING, Run(""))))


@pytest.fixture(scope="module")
def axes(prepared):
    return {axis.name: axis for axis in axes_of(prepared.case, total(prepared, Total())["sizes"])}


def test_certified_curve_holds_a_dense_grid(runner, prepared):
    """Betrayed by a value of the grid outside the bounds, or by more than a quarter of its solves."""
    study = storage_study(runner, "base", lambda axis: axis.name == "lfp_gedong-power")
    (curve,) = study.curves
    grid = np.linspace(curve.axis.low, curve.axis.high, GRID)
    values = np.array([solve_exactly(on_line(prepared, curve.axis.line, at)).objective for at in grid])
    slack = 1e-6 * np.abs(values).max()
    low, high = curve.bounds.lower(grid), curve.bounds.upper(grid)
    assert np.all(low <= values + slack)
    assert np.all(values <= high + slack)
    assert np.max(high - low) <= curve.gap + slack
    assert curve.gap <= curve.tolerance <= 1e-3 * study.base["gross_cost"]
    assert len(curve.points) <= GRID / 4
    best_from, best_to = curve.bounds.least()
    assert best_from - (grid[1] - grid[0]) <= grid[values.argmin()] <= best_to + (grid[1] - grid[0])


def test_a_place_is_the_case_with_that_store(prepared, axes):
    """Betrayed by a curve of another case: batteries of 3 GW written into the inputs cost the same, annuity aside."""
    axis, power = axes["lfp_golmud-power"], 3.0
    found = place(prepared, Place(axis.line, power))
    sizes = {part.component.split(".")[1]: part.per_unit * power for part in axis.line.columns}
    units = {"energy_capacity": "GWh"}
    changes = tuple(
        Change(
            "storage",
            axis.item,
            f"{size}_{what}",
            value=value,
            unit=units.get(size, "GW"),
            source="engineering_estimate",
        )
        for size, amount in sizes.items()
        for what, value in (("existing", amount), ("addition_max", 0.0))
    )
    again = solve_exactly(prepare(without_idle_plants(case_of(SETTING, Run("", changes=changes)))).matrix)
    # What stands pays its upkeep too, so only the annuity is missing.
    cost = prepared.matrix.cost
    upkeep = sum(
        part.per_unit * cost[positions(prepared, part.component, axis.item)].sum() for part in axis.line.columns
    )
    annuity = found["marginal_cost"] - upkeep
    assert annuity > upkeep > 0
    assert found["value"] == pytest.approx(again.objective + annuity * power, abs=1e-3)


@pytest.mark.parametrize("name", ["lfp_gedong-power", "lfp_golmud-duration", "psh_nanshankou-power",
                                  "psh_nanshankou-duration", "csp_wutumeiren-tank"])  # fmt: skip
def test_slopes_are_dual_prices(prepared, axes, name):
    """Betrayed by a slope from the duals that is not the difference quotient to 1e-4 where no kink lies between."""
    axis, compared = axes[name], 0
    step = 1e-3 * (axis.high - axis.low)
    for share in (0.23, 0.61, 0.87):
        at = axis.low + share * (axis.high - axis.low)
        low, mid, high = (solve_exactly(on_line(prepared, axis.line, at + d)) for d in (-step, 0.0, step))
        slopes = [slope(prepared, axis.line, s.y, s.z) for s in (low, mid, high)]
        if slopes[2] - slopes[0] < 1e-5 * abs(slopes[1]):
            assert slopes[1] == pytest.approx((high.objective - low.objective) / (2 * step), rel=1e-4)
            compared += 1
    assert compared >= 1


def test_near_optimal_ends_hold_and_plans_differ(runner):
    """Betrayed by an end beyond the budget, a plan within it beyond the outer end, or the same plan again."""
    study = alternatives_study(runner)
    widest = study.ranges[study.ranges["within"] == study.ranges["within"].max()]
    assert (widest[["left_least", "left_greatest"]] >= -1e-6).all().all()
    budget = study.base["value"] + widest["within"].iloc[0] * study.base["gross_cost"]
    choices, beyond = {choice.name: choice for choice in study.choices}, {}
    for _, row in widest.iterrows():
        for end, way in (("least", -1.0), ("greatest", 1.0)):
            outer, past = row[f"{end}_outer"], row[f"{end}_outer"] + way * 0.02 * row["plan"]
            if abs(outer - row["plan"]) > 1e-3 and not np.isclose(outer, row[end], rtol=1e-3, atol=1e-3):
                beyond[f"{row['name']} {past:g}"] = Total(choices[row["name"]].terms, past)
    found = runner.run([replace(Run(name), question=asked) for name, asked in beyond.items()])
    assert len(found) == len(beyond) >= 2
    assert all(summary["value"] > budget for summary in found.values())
    within = study.ranges[study.ranges["within"] == PLANS_WITHIN].set_index("name")
    width = (within["greatest"] - within["least"]).clip(lower=0.1)
    plans = study.plans.pivot(index="name", columns="plan", values="size").div(width, axis=0)
    assert plans.shape[1] == 6
    assert all((plans[one] - plans[other]).abs().max() > 0.1 for one, other in combinations(plans.columns, 2))
