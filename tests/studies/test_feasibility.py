"""The verdict and its sentences say what the numbers say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from energy_model.studies import Reader, Solved, Verdict, run_case
from energy_model.studies.feasibility import requirement_table, verdict
from energy_model.studies.quantities import chinese, english
from energy_model.studies.sentences import requirement_sentences, verdict_sentences
from energy_model.studies.summary import KEYS, _facts, summarise_unproven
from energy_model.studies.tables import tabulate
from energy_model.studies.verify import verify
from tests.helpers import miniature
from tests.studies.conftest import reader_of


def test_a_verdict_needs_proof_and_check():
    assert verdict(proven=True, feasible=True, verified=True) is Verdict.FEASIBLE
    assert verdict(proven=True, feasible=False, verified=True) is Verdict.INFEASIBLE_AS_REQUIRED
    assert verdict(proven=False, feasible=True, verified=True) is Verdict.UNPROVEN
    assert verdict(proven=True, feasible=True, verified=False) is Verdict.UNPROVEN


def test_three_ways_of_counting_each_have_their_own_answer(whole_reader: Reader):
    """Clean and with storage are met, new energy of 99 GW is not; it is only reported, so the plan is feasible."""
    table = requirement_table(whole_reader).set_index("id")
    assert table.loc[["clean", "new", "stores"], "met"].tolist() == [True, False, True]
    assert table.loc[["clean", "new", "stores"], "required"].tolist() == [True, False, False]
    assert table.loc["new", "margin"] == pytest.approx(table.loc["new", "value"] - 99.0)
    assert pd.isna(table.loc["new", "price"])


def test_shares_are_told_as_shares(whole_reader: Reader):
    table = requirement_table(whole_reader).set_index("id")
    assert table.loc["use", "unit"] == "1"
    assert 0.5 <= table.loc["use", "value"] <= 1.0
    assert table.loc["share", "limit"] == 0.5
    assert table.loc["share", "at_least"]
    assert table.loc["energy", "limit"] == pytest.approx(0.024)


def test_at_most_nothing_has_no_price(whole_reader: Reader):
    """Its dual is not unique (what is missing is at zero anyway), so no price is told."""
    served = requirement_table(whole_reader).set_index("id").loc["served"]
    assert served["met"]
    assert pd.isna(served["price"])


def target(limit: float | list[float], most: float | list[float]) -> dict[str, Any]:
    """PV that may be built up to `most` GW at 100 MCNY/GW a year, a target, and demand 1."""
    return {
        "economy": {"economy": {"value_of_lost_load": 1000.0}},
        "renewable": {
            "pv": {
                "technology": "pv",
                "capacity_addition_max": most,
                "capacity_investment": 100.0,
                "lifetime": 1.0,
            }
        },
        "demand": {"load": {"energy": 4.0}},
        "requirements": {
            "target": {
                "kind": "clean_capacity",
                "subject": "clean",
                "power": limit,
                "name_zh": "清洁装机目标",
                "name_en": "clean capacity target",
            }
        },
    }


def test_the_price_of_a_target_by_hand():
    """Each further GW must be built for 100 MCNY and is used by no one: 100 CNY/kW and year."""
    row = requirement_table(reader_of(target(30.0, 40.0))).iloc[0]
    assert row["met"]
    assert row["price"] == pytest.approx(100.0, rel=1e-3)
    assert row["price_unit"] == "CNY/(kW·a)"


def test_a_target_out_of_reach_is_short_by_what_is_missing():
    """Target 30 with 27 at most: infeasible, short by 3 GW (300 万千瓦), and the sentence says so."""
    findings = run_case(miniature(target(30.0, 27.0)))
    summary = findings.summary
    assert summary["verdict"]["status"] == "infeasible_as_required"
    assert summary["requirements"][0]["margin"] == pytest.approx(-3.0, abs=1e-3)
    # Its dual is what the model puts on a missing GW: told as a price, a planner would read millions of CNY a kW.
    assert pd.isna(summary["requirements"][0]["price"])
    assert "清洁装机目标差 300.0 万千瓦" in summary["verdict"]["sentence_zh"]
    assert "clean capacity target falls short by 3.00 GW" in summary["verdict"]["sentence_en"]


def test_a_requirement_that_fails_in_an_early_year_is_named_with_its_year():
    """8 GW asked for in 2026 with 5 built at most, 10 in 2030 with more: the sentence had told the last year alone."""
    summary = run_case(miniature(target([8.0, 10.0], [5.0, 20.0]), stages=(2026, 2030))).summary
    assert summary["verdict"]["status"] == "infeasible_as_required"
    zh, en = summary["verdict"]["sentence_zh"], summary["verdict"]["sentence_en"]
    assert "2026 年清洁装机目标差 300.0 万千瓦" in zh
    assert "clean capacity target in 2026 falls short by 3.00 GW" in en
    assert "2030 年清洁装机目标差" not in zh


def test_sentences_agree_with_the_tables(whole: Solved, whole_reader: Reader):
    tables, verification = tabulate(whole_reader), verify(whole_reader)
    facts = _facts(whole_reader, tables, verification, whole.two_phase.solution.objective, None)
    zh, en = verdict_sentences(Verdict.FEASIBLE, facts)
    line = tables.export.iloc[0]
    assert zh.startswith("可行\uff1a")
    assert chinese(line["energy"], "GWh") in zh
    assert english(line["energy"] / 1000, "TWh") in en
    assert chinese(facts.curtailed["utilisation"], "1") in zh
    clean = requirement_table(whole_reader).set_index("id").loc["clean"]
    assert chinese(clean["value"], "GW") in zh
    assert "不满足\uff0c仅报告" in zh
    assert "not met, reported only" in en
    row_zh, row_en = requirement_sentences(clean)
    assert chinese(clean["value"], "GW") in row_zh
    assert english(clean["value"], "GW") in row_en


def test_a_failed_check_stands_in_the_sentence(whole: Solved, whole_reader: Reader):
    facts = _facts(whole_reader, tabulate(whole_reader), verify(whole_reader), 1.0, None)
    zh, en = verdict_sentences(Verdict.UNPROVEN, replace(facts, failed_checks=("balance: power_balance",)))
    assert "power_balance" in zh
    assert "1 independent checks failed" in en


def test_quantities_in_planning_units():
    assert chinese(30.0, "GW") == "3000.0 万千瓦"
    assert chinese(36000.0, "GWh") == "360.00 亿千瓦时"
    assert chinese(36.0, "TWh") == "360.0 亿千瓦时"
    assert chinese(0.951, "1") == "95.1%"
    assert english(0.0004, "GW") == "0.0004 GW"
    assert english(-1e-12, "GWh") == "0.0 GWh"
    assert english(float("nan"), "GW") == "— GW"


def test_a_run_without_proof_has_a_summary_of_its_own():
    record = {"outcome": "unproven", "certificate": None, "solver_chain": [], "timings_s": {}, "provenance": {}}
    summary = summarise_unproven(record)
    assert tuple(summary) == KEYS
    assert summary["verdict"]["status"] == "unproven"
    assert summary["requirements"] is None


def test_a_share_of_nothing_is_not_told_as_a_number():
    """The clean share of a line that sends nothing has no value; it used to read "nan %"."""
    row = pd.Series({"value": None, "stage": 2030, "name_zh": "直流清洁占比", "name_en": "Clean share"})
    zh, en = requirement_sentences(row)
    assert zh == "2030 年直流清洁占比：没有电量可供考核。"
    assert en == "Clean share in 2030: no energy to judge."


def test_a_second_solve_without_proof_is_told(whole_reader: Reader):
    """Else a reader would take the plan that burns for one with directions held."""
    before = {"feasible": True, "cost": 1.0, "wasted": 50.0, "rounds": 1, "proven": False}
    facts = _facts(whole_reader, tabulate(whole_reader), verify(whole_reader), 1.0, before)
    zh, en = verdict_sentences(Verdict.FEASIBLE, facts)
    assert "未获证明" in zh
    assert "gave no proof" in en


def test_of_two_plans_that_fail_neither_is_told_to_be_cheaper(whole_reader: Reader):
    """They miss by different amounts: the path to 2030 was told to be "lower by -0.2" with its surplus burnt."""
    before = {"feasible": False, "cost": 2.0, "wasted": 50.0, "rounds": 1, "proven": True}
    facts = _facts(whole_reader, tabulate(whole_reader), verify(whole_reader), 1.0, before)
    zh, en = verdict_sentences(Verdict.INFEASIBLE_AS_REQUIRED, facts)
    assert "若不固定" in zh
    assert "年净费用低" not in zh
    assert "else they would burn 0.05 TWh" in en
    assert "lower" not in en
    zh, en = verdict_sentences(Verdict.FEASIBLE, replace(facts, unheld={**before, "feasible": True, "cost": -2.0}))
    assert "net cost would be lower by 3 million CNY" in en
