"""A path over several years is told year by year, and what speaks of one year speaks of the last."""

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from energy_model.studies import Findings, run_case
from energy_model.write.charts.bars import path_chart
from energy_model.write.document import document
from energy_model.write.naming import naming
from energy_model.write.path import path_tables
from energy_model.write.report import proven, report
from energy_model.write.standard import chapters, facts
from energy_model.write.standard.capacity import capacity_by_year
from tests.helpers import miniature
from tests.write.test_standard import BY_HAND, DAYLIGHT


@pytest.fixture(scope="module")
def path() -> Findings:
    """4 GW of PV give 2 GW for twelve hours; demand is 1 GW in 2028 and 2 GW in 2030; gas carries the rest."""
    demand = {"load": {"energy": (24.0, 48.0)}}
    firm = {**BY_HAND["requirements"]["firm"], "share": (1.0, 2.0)}
    tables = {**BY_HAND, "demand": demand, "requirements": {"firm": {**firm, "name_en": "firm", "name_zh": "可信容量"}}}
    return run_case(miniature(tables, 24, {"daylight": DAYLIGHT}, stages=(2028, 2030)))


def test_each_year_has_its_own_figures(path: Findings):
    """2028: 24 GWh of PV, half of it curtailed, 12 GWh of gas with 4.8 kt; 2030: none curtailed, 24 GWh and 9.6 kt.

    3 GW of gas count with 0.8, so twice the load with reserve (4.4 GW) is missed in 2030 alone.
    """
    capacities, figures = path_tables(proven(path), 2025, naming(path.tree, "en"))
    assert [[cell.text for cell in row.cells] for row in figures.rows] == [
        ["2028", "4.000", "0.024", "0.012", "50.00", "0.000", "0.000", "0.005", "—"],
        ["2030", "4.000", "0.024", "0.000", "100.00", "0.000", "0.000", "0.010", "firm"],
    ]
    assert capacities.headings[1:] == ("End of 2025\n(GW)", "End of 2028\n(GW)", "End of 2030\n(GW)")
    assert [row.cells[0].text for row in capacities.rows] == ["Gas", "PV", "Clean energy (hydro, CSP, wind, PV)"]


def test_the_summary_speaks_of_the_last_year(path: Findings):
    """Emissions had been those of all years together, beside the energy of the last."""
    assert path.summary["emissions_mt"] == pytest.approx(9.6e-3, rel=1e-6)
    assert path.summary["curtailment"]["curtailed_twh"] == pytest.approx(0.0, abs=1e-9)
    assert "2030 年可信容量差" in path.summary["verdict"]["sentence_zh"]
    assert "utilisation in 2030 100.0%" in path.summary["verdict"]["sentence_en"]


def test_figure_and_table_show_the_same_capacity(path: Findings):
    table = capacity_by_year(proven(path).capacity, 2025)
    chart = path_chart(proven(path).capacity, 2025, naming(path.tree, "en"))
    assert [trace["y"] for trace in chart.traces] == table.to_numpy().tolist()
    assert table.loc["gas"].tolist() == [3.0, 3.0, 3.0]


def test_a_single_year_has_no_path(path: Findings):
    single = run_case(miniature(BY_HAND, 24, {"daylight": DAYLIGHT}))
    assert "path" in {section.name for section in report(path, naming(path.tree, "zh"), {}).sections}
    assert "path" not in {section.name for section in report(single, naming(single.tree, "zh"), {}).sections}


def test_the_document_begins_with_what_is_missed(path: Findings):
    """A requirement that fails in an early year had not been said in words at all."""
    lines = path.summary["requirements"]
    early = replace(
        path, summary={**path.summary, "requirements": [{**lines[0], "met": False}, {**lines[1], "met": True}]}
    )
    known = facts(early, "zh")
    told = [p.text for p in Document(BytesIO(document(known, chapters(known), []))).paragraphs]
    assert told.index(lines[0]["sentence_zh"]) < told.index(lines[1]["sentence_zh"])
