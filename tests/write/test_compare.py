"""Comparison: differences by hand, explanations that add up, inputs that differ, the same numbers in all files."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from docx import Document
from typer.testing import CliRunner

from energy_model.cli import app
from energy_model.results import save
from energy_model.studies import Findings, run_case
from energy_model.write.compare import Result, compare, read_results, write_comparison
from energy_model.write.compare.explain import explain, explanations, sent_energy
from energy_model.write.compare.inputs import different_inputs
from energy_model.write.compare.profiles import different_profiles
from tests.helpers import miniature
from tests.studies.conftest import PROFILES, WHOLE
from tests.write.conftest import SOURCES, inputs

RUN = CliRunner()


@pytest.fixture(scope="module")
def less_sun(findings: Findings) -> Findings:
    """Return the same day with a third less PV at the start and dearer money: another cost, another energy."""
    tables = {**WHOLE, "renewable": {**WHOLE["renewable"]}, "economy": {"economy": {**WHOLE["economy"]["economy"]}}}
    tables["renewable"]["pv"] = {**tables["renewable"]["pv"], "capacity_existing": (2.0, 1.0)}
    tables["economy"]["economy"]["carbon_price"] = 0.3
    rows = inputs()
    rows.loc[rows["parameter"] == "capacity_existing", "value"] = 2.0
    return replace(run_case(miniature(tables, 24, PROFILES)), inputs=rows, sources=SOURCES)


@pytest.fixture(scope="module")
def results(findings: Findings, less_sun: Findings) -> list[Result]:
    return [Result("base", findings), Result("=less <sun>", less_sun)]


def test_an_explanation_by_hand():
    """Fuel 10 → 14, sales -4 → -9: from 6 to 5 by +4 and -5; what is small joins the rest, so that all adds up."""
    parts = (
        pd.Series({"fuel": 10.0, "sale": -4.0, "dust": 0.0}),
        pd.Series({"fuel": 14.0, "sale": -9.0, "dust": 0.001}),
    )
    found = explain("cost", "money", parts, (6.0, 5.001))
    assert list(found.steps) == ["fuel", "sale", "other"]
    assert found.steps == pytest.approx({"fuel": 4.0, "sale": -5.0, "other": 0.001})


def test_parts_that_are_not_the_total_are_refused():
    """A part left out of a waterfall would be hidden in it as something else."""
    with pytest.raises(ValueError, match="add up to 10"):
        explain("cost", "money", (pd.Series({"fuel": 10.0}), pd.Series({"fuel": 10.0})), (10.0, 12.0))


def test_all_explanations_add_up(results, findings, less_sun):
    """The bars lead from the first total to the second, and both are those of ``summary.json``."""
    found = {one.name: one for one in explanations(*results)}
    assert set(found) == {"cost", "cost_by_technology", "energy", "curtailment"}
    for one in found.values():
        assert one.begin + sum(one.steps.values()) == pytest.approx(one.end, rel=1e-9, abs=1e-9)
    for result, total in ((findings, "begin"), (less_sun, "end")):
        summary = result.summary
        assert getattr(found["cost"], total) == pytest.approx(summary["objective_mcny_per_year"])
        sent = sum(line["energy_twh"] for line in summary["export"].values())
        assert getattr(found["energy"], total) == pytest.approx(1000.0 * sent, rel=1e-6)
        assert getattr(found["curtailment"], total) == pytest.approx(1000.0 * summary["curtailment"]["curtailed_twh"])
    assert found["cost"].begin != pytest.approx(found["cost"].end)


def test_what_is_sent_is_what_is_left(results):
    """Sources less local use and losses is what the lines send; a flow counted twice would part the two sides."""
    for result in results:
        parts, sent = sent_energy(result)
        assert parts.sum() == pytest.approx(sent, rel=1e-5)
        assert parts["local_use"] < 0


def test_only_inputs_that_differ_are_listed():
    """3 GW against 2 GW is listed; 25 read from a file as text is the same as 25."""
    second = inputs().astype(object)
    second.loc[1, "value"] = 2.0
    second.loc[2, "value"] = "25.0"
    table = different_inputs([inputs(), second])
    assert table[["parameter", "value_0", "value_1"]].to_numpy().tolist() == [["capacity_existing", "3 GW", "2 GW"]]


def test_an_input_that_one_result_lacks_is_listed():
    table = different_inputs([inputs(), inputs().iloc[:2]])
    assert table[["parameter", "value_0", "value_1"]].to_numpy().tolist() == [["lifetime", "25 a", ""]]


def test_hourly_curves_that_differ_are_told(findings):
    """Noon of the PV 0.3 lower: a mean of 0.3 / 24 and a largest of 0.3. A load twice as high has the same course."""
    other = findings.tree.copy(deep=True)
    plants = list(map(str, other["renewable"]["plant"].values))
    availability = other["renewable"]["availability"].values
    availability[plants.index("pv"), 12] -= 0.3
    other["demand"]["demand"].values[:] *= 2.0
    second = Result("dull", replace(findings, tree=other))
    told = different_profiles([Result("base", findings), second]).to_dict("records")
    assert [(row["node"], row["plant"], row["curve"]) for row in told] == [("renewable", "pv", "availability")]
    assert told[0]["mean"] == pytest.approx(0.3 / 24)
    assert told[0]["largest"] == pytest.approx(0.3)
    made = compare([Result("base", findings), second], "zh").inputs[1]
    assert [cell if isinstance(cell, str) else round(cell.value, 4) for cell in made.rows[0][2:]] == [
        "可用出力率", "dull", 0.0125, 0.3,
    ]  # fmt: skip


def test_curves_of_the_same_result_do_not_differ(findings):
    assert different_profiles([Result("a", findings), Result("b", findings)]).empty


@pytest.fixture(scope="module")
def written(results, tmp_path_factory) -> Path:
    """Return the folder of a comparison in Chinese."""
    return write_comparison(tmp_path_factory.mktemp("compare") / "out", results, "zh").parent


@pytest.mark.long
def test_all_files_are_there(written):
    names = {str(path.relative_to(written)) for path in written.rglob("*") if path.is_file()}
    assert names >= {"comparison.html", "comparison.xlsx", "comparison.docx"}
    assert names >= {f"figures/cost_1.{ending}" for ending in ("png", "svg", "pdf")}


@pytest.mark.long
def test_the_page_draws_what_the_explanation_says(written, results):
    """Bars of the page, in 亿元, are the steps; a name with markup stays a name."""
    text = (written / "comparison.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S).group(1))
    (bars,) = data["charts"]["zh"]["cost_1"]["traces"]
    found = explanations(*results)[0]
    assert bars["y"] == pytest.approx([0.01 * v for v in (found.begin, *found.steps.values(), found.end)], rel=1e-5)
    assert "=less <sun>" not in text
    assert bars["x"][-1] == "=less &lt;sun&gt;"


@pytest.mark.long
def test_the_workbook_holds_numbers_and_no_formulas(written, results):
    """Each cell is text or number; the cost of both results stands there as a number, in 亿元."""
    book = openpyxl.load_workbook(written / "comparison.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    row = next(row for row in book.worksheets[1].iter_rows(values_only=True) if str(row[0]).startswith("年费用"))
    costs = [0.01 * result.findings.summary["objective_mcny_per_year"] for result in results]
    assert row[1:4] == pytest.approx((*costs, costs[1] - costs[0]))


@pytest.mark.long
def test_the_document_has_tables_figures_and_words_for_them(written):
    document = Document(str(written / "comparison.docx"))
    assert len(document.inline_shapes) == 4
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)
    made = len(document.tables)
    assert made == sum(p.text.startswith("表 ") for p in document.paragraphs) >= 8


def test_both_languages_say_the_same(results):
    """The tables of both languages have the same rows; only words and units differ."""
    zh, en = compare(results, "zh"), compare(results, "en")
    assert [(g.name, len(g.rows)) for g in zh.grids] == [(g.name, len(g.rows)) for g in en.grids]
    assert not re.search(r"[\u4e00-\u9fff]", " ".join(en.sentences))


def test_results_of_one_scenario_are_told_apart_by_folder(findings, tmp_path):
    """Two labels that are the same would make every table unreadable."""
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        save(tmp_path / name, findings.tree, findings.summary, findings.inputs, findings.sources)
    assert [r.label for r in read_results([tmp_path / "first", tmp_path / "second"])] == ["first", "second"]


def test_the_command_refuses_with_words(tmp_path):
    alone = RUN.invoke(app, ["compare", str(tmp_path), "--lang", "en"])
    assert alone.exit_code == 2
    nothing = RUN.invoke(app, ["compare", str(tmp_path / "a"), str(tmp_path / "b"), "--out", str(tmp_path / "c")])
    assert nothing.exit_code == 2
    inside = RUN.invoke(app, ["compare", str(tmp_path / "a"), str(tmp_path / "b"), "--out", str(tmp_path)])
    assert inside.exit_code == 2
    assert not (tmp_path / "c").exists()
