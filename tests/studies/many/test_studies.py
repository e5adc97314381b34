"""The built-in studies end to end on the small case: pages and workbooks in both languages, and what they promise."""

import numpy as np
import pytest
from distributed import Client, LocalCluster
from openpyxl import load_workbook

from energy_model.case.changed_rows import Change
from energy_model.studies.many.budget import Choice
from energy_model.studies.many.near_optimal import alternatives_study
from energy_model.studies.many.plan import Place, Run, Setting
from energy_model.studies.many.runner import Runner
from energy_model.studies.many.storage import gains, storage_study
from energy_model.studies.many.store import RunStore
from energy_model.write.many.study import run_study
from tests.studies.many.small import write_small

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def runner(tmp_path_factory):
    folder = tmp_path_factory.mktemp("studies")
    options = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "dashboard_address": ":0"}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        yield Runner(client, Setting(write_small(folder / "small"), 48), RunStore(folder / "out"))


@pytest.mark.parametrize("name", ["storage", "tornado", "alternatives"])
def test_study_writes_pages_and_workbooks(runner, name):
    """Betrayed by a missing page, an empty sheet, or Chinese on the English page (names of plants apart)."""
    pages = run_study(runner, name, "base")
    for language, page in pages.items():
        assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
        book = load_workbook(page.with_name(f"study_{language}.xlsx"))
        assert len(book.sheetnames) >= 2
    assert not runner.failed


def test_certified_curves_hold_a_dense_grid(runner):
    """Betrayed by a value of the grid outside the bounds, or by more than a quarter of its solves."""
    study = storage_study(runner, "base", lambda axis: axis.item == "lfp")
    for curve in study.curves:
        grid = np.linspace(curve.axis.low, curve.axis.high, 4 * len(curve.points) + 1)
        runs = [Run(f"grid {curve.axis.name} {at:g}", question=Place(curve.axis.line, float(at))) for at in grid]
        found = runner.run(runs)
        values = np.array([found[run.name]["value"] for run in runs])
        slack = 1e-6 * np.abs(values).max()
        assert np.all(curve.bounds.lower(grid) <= values + slack)
        assert np.all(values <= curve.bounds.upper(grid) + slack)
        assert curve.gap <= curve.tolerance


def test_gain_of_a_store_is_that_of_plans_with_and_without_it(runner):
    """Betrayed by a gain that two plans solved apart do not have: one as it is, one where the store may not be built."""
    study = storage_study(runner, "base", lambda axis: axis.item == "lfp")
    (found,) = gains(study).to_dict("records")
    sizes = ("charge_capacity", "discharge_capacity", "energy_capacity")
    none = tuple(
        Change("storage", "lfp", f"{size}_addition_max", value=0.0, unit="GWh" if "energy" in size else "GW",
               source="guess")
        for size in sizes
    )  # fmt: skip
    plans = runner.run([Run("as it is"), Run("without", changes=none)])
    with_it, without = (plans[name]["curtailment"] for name in ("as it is", "without"))
    assert found["size"] > 0.1
    assert found["with"] == pytest.approx(with_it["utilisation"], abs=1e-4)
    assert found["without"] == pytest.approx(without["utilisation"], abs=1e-4)
    assert found["saved"] == pytest.approx(
        1000 * (without["curtailed_twh"] - with_it["curtailed_twh"]), rel=1e-2, abs=1
    )
    assert found["saved_cost"] == pytest.approx(found["cost"] / found["saved"])


def test_ends_of_ranges_are_plans_within_the_budget(runner):
    """Betrayed by an end that costs more than allowed, or an outer limit inside the range."""
    study = alternatives_study(runner)
    widest = study.ranges[study.ranges["within"] == 0.10]
    assert (widest[["left_least", "left_greatest"]] >= -1e-6).all().all()
    assert (study.ranges["least_outer"] <= study.ranges["least"] + 1e-9).all()
    assert (study.ranges["greatest_outer"] >= study.ranges["greatest"] - 1e-9).all()
    assert (study.ranges["least"] <= study.ranges["plan"] + 1e-6).all()
    assert all(isinstance(choice, Choice) for choice in study.choices)
