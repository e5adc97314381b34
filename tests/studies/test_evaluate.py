"""From a case to findings, and from a stored result to the same findings without solving."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from energy_model.results import complete_folder, save
from energy_model.studies import Findings, findings_from_result, run_case
from energy_model.studies.summary import KEYS
from tests.helpers import miniature
from tests.studies.conftest import PROFILES, WHOLE

DOCUMENT = Path(__file__).parents[2] / "docs" / "summary.md"


@pytest.fixture(scope="module")
def findings() -> Findings:
    return run_case(miniature(WHOLE, 24, PROFILES))


def numbers(value: Any) -> list[Any]:
    """Return all leaves of nested data."""
    if isinstance(value, dict):
        return [leaf for entry in value.values() for leaf in numbers(entry)]
    if isinstance(value, list):
        return [leaf for entry in value for leaf in numbers(entry)]
    return [value]


def test_the_keys_of_the_summary_are_stable(findings: Findings):
    """Reports and users read these keys; a change is a change of the interface."""
    assert tuple(findings.summary) == KEYS
    assert set(findings.summary["verdict"]) == {"status", "sentence_zh", "sentence_en"}
    assert set(findings.summary["requirements"][0]) == {
        "id",
        "kind",
        "subject",
        "name_zh",
        "name_en",
        "stage",
        "at_least",
        "unit",
        "limit",
        "value",
        "margin",
        "met",
        "required",
        "price",
        "price_unit",
        "sentence_zh",
        "sentence_en",
    }
    assert set(findings.summary["provenance"]) >= {"case", "scenario", "fingerprint", "python", "libraries", "created"}


def test_every_key_of_the_summary_is_documented():
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [key for key in KEYS if f"`{key}`" not in text] == []


def test_the_summary_is_plain_data_without_nan(findings: Findings):
    text = json.dumps(findings.summary, allow_nan=False)
    assert json.loads(text) == findings.summary
    assert {type(leaf) for leaf in numbers(findings.summary)} <= {str, int, float, bool, type(None)}


def test_a_proven_and_verified_plan_is_feasible(findings: Findings):
    summary = findings.summary
    assert summary["verdict"]["status"] == "feasible"
    assert summary["certificate"]["accepted"]
    assert summary["verification"]["passed"]
    assert summary["verification"]["failed"] == []
    assert summary["solver_chain"][-1]["solver"]


def test_a_path_of_two_years_is_summed_up():
    """Requirements have a row for each year; the sentence tells the last."""
    target = {"kind": "clean_capacity", "subject": "clean", "power": (1.0, 3.0), "name_zh": "目标", "name_en": "target"}
    pv = {"technology": "pv", "capacity_addition_max": 5.0, "capacity_investment": 1.0, "lifetime": 25.0}
    tables = {
        "renewable": {"pv": pv},
        "demand": {"load": {"energy": (4.0, 8.0)}},
        "requirements": {"target": target},
    }
    summary = run_case(miniature(tables, 4, stages=(2030, 2035))).summary
    assert [row["stage"] for row in summary["requirements"]] == [2030, 2035]
    assert summary["capacity_gw"]["pv"]["year_end"] == pytest.approx(3.0, abs=1e-4)
    assert "2035 年末清洁能源装机 300.0 万千瓦" in summary["verdict"]["sentence_zh"]


def test_cost_terms_of_the_summary_add_up(findings: Findings):
    summary = findings.summary
    assert sum(summary["cost_terms"].values()) == pytest.approx(summary["objective_mcny_per_year"], rel=1e-8)
    nested = sum(v for terms in summary["cost_by_technology"].values() for v in terms.values())
    assert nested == pytest.approx(summary["objective_mcny_per_year"], rel=1e-8)


def test_curtailment_of_the_summary_adds_up_by_cause_and_month(findings: Findings):
    found = findings.summary["curtailment"]
    total = 1000.0 * found["curtailed_twh"]
    assert sum(found["by_cause_gwh"].values()) == pytest.approx(total, rel=1e-8)
    assert found["network_gwh"] + found["peak_shaving_gwh"] == pytest.approx(total, rel=1e-8)
    assert sum(month["curtailed"] for month in found["by_month"]) == pytest.approx(total, rel=1e-8)


def test_findings_are_rebuilt_from_a_stored_result(findings: Findings, tmp_path: Path):
    """A report can be written again from disk alone: the same summary, number for number."""
    assert findings.tree is not None
    assert findings.tables is not None
    with complete_folder(tmp_path / "result") as folder:
        save(folder, findings.tree, findings.summary, findings.inputs, findings.sources)
    again = findings_from_result(tmp_path / "result")
    drop = {"timings_s"}
    assert {k: v for k, v in again.summary.items() if k not in drop} == {
        k: v for k, v in findings.summary.items() if k not in drop
    }
    assert again.tables is not None
    assert again.tables.cost.equals(findings.tables.cost)


def test_progress_is_told():
    told: list[str] = []
    gas = {"technology": "gas", "capacity_existing": 2.0, "variable_cost": 0.4}
    tables = {"thermal": {"gas": gas}, "demand": {"load": {"energy": 2.0}}}
    run_case(miniature(tables, 2), progress=told.append)
    assert told[0] == "build"
    assert told[-1] == "evaluate"
