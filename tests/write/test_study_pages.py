"""The pages of explain, headroom and robustness: both languages, figures drawn, sentences that are the numbers."""

from __future__ import annotations

import re

import pytest

from energy_model.studies import explain, headroom, robustness
from energy_model.write.explained import explanation_page
from energy_model.write.headroom_page import headroom_page
from energy_model.write.robust_page import robustness_page
from energy_model.write.study_page import pictures_of, study_page
from tests.studies.test_conflicts import LEVERS
from tests.studies.test_conflicts import case as conflicting
from tests.studies.test_robust import case as bordering

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def checked(report) -> str:
    text = study_page(dict.fromkeys(("zh", "en"), report), report.language)
    assert text.count("data:image/png;base64,") == 2 * len(pictures_of(report)) > 0
    assert "nan" not in re.sub(r"base64,[^\"]+", "", text)
    return text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_explanation(language):
    """The battery of 6.4 GWh and the floor of 40 points stand in the page as they were found."""
    found = explain(conflicting())
    report = explanation_page(found, language)
    checked(report)
    said = " ".join(paragraph for section in report.sections for paragraph in section.text)
    assert ("640.0 万千瓦时" if language == "zh" else "6.400 GWh") in said
    assert ("3.556 GW" in said) or ("355.6 万千瓦" in said)
    assert len(found.remedies) == len(LEVERS)


def test_a_lever_that_is_not_enough_says_what_is_left():
    short = {"battery": {**LEVERS["battery"], "most_energy": 5.0}}
    report = explanation_page(explain(conflicting(levers=short)), "en")
    tables = [
        block for section in report.sections for block in section.blocks if getattr(block, "name", "") == "remedies"
    ]
    cells = [cell.text for table in tables if hasattr(table, "rows") for cell in table.rows[0].cells]
    assert any(text.startswith("not by this lever alone, short of: item") for text in cells)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_robustness(language):
    made = bordering()
    report = robustness_page(made, robustness(made), language)
    checked(report)
    conditions = report.sections[0].text
    assert len(conditions) == 2
    assert any(("240" if language == "zh" else "2.4") in sentence for sentence in conditions)
    assert language == "zh" or not CHINESE.search(report.verdict)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_headroom(language):
    made = bordering(battery=9.0)
    report = headroom_page(made, headroom(made), language)
    checked(report)
    assert {picture.name for picture in pictures_of(report)} == {"largest", "surface_rate", "surface_cost", "frontier"}
    assert ("1,000.0 万千瓦" in report.verdict) if language == "zh" else ("10.000 GW" in report.verdict)
