"""Tables in words: numbers in the units of the language, all or nothing on disk."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from energy_model.studies.sentences import PRICE_ZH
from energy_model.write import result
from energy_model.write.naming import Naming
from energy_model.write.requirements import PRICES, requirements
from energy_model.write.result import show_findings, write_result
from energy_model.write.tables import cost, other_sizes

ROW = {
    "id": "energy_dc",
    "name_zh": "直流年送电量",
    "name_en": "Energy of the line",
    "sentence_en": "",
    "unit": "TWh",
    "limit": 36.0,
    "value": 35.0,
    "margin": -1.0,
    "at_least": True,
    "met": False,
    "required": True,
    "price": 0.25,
    "price_unit": "CNY/kWh",
}


def cells(row: dict[str, object], language: str) -> list[str]:
    table = requirements(pd.DataFrame([{**ROW, **row}]), Naming(language, {}), sentences=False)
    return [cell.text for cell in table.rows[0].cells]


def test_a_requirement_in_both_languages():
    assert cells({}, "zh")[1:] == [
        "≥ 360.00 亿千瓦时",
        "350.00 亿千瓦时",
        "-10.00 亿千瓦时",
        "不满足",
        "0.2500 元/千瓦时",
    ]
    assert cells({}, "en")[1:] == ["≥ 36.000 TWh", "35.000 TWh", "-1.000 TWh", "not met", "0.2500 CNY/kWh"]


def test_where_nothing_may_be_missing_no_price_is_told():
    """Every price from that of the first unit upwards is a dual there; telling one would mislead."""
    assert cells({"limit": 0.0, "price": 1e6}, "zh")[-1] == "—"


def test_what_is_missed_stands_first():
    """Of the 75 rows of a path the two missed had stood in the middle."""
    rows = [("reported", False, False), ("kept", True, True), ("missed", True, False), ("next", True, True)]
    frame = pd.DataFrame([{**ROW, "name_en": name, "required": must, "met": met} for name, must, met in rows])
    shown = requirements(frame, Naming("en", {})).rows
    assert [row.cells[0].text for row in shown] == ["missed", "kept", "next", "reported"]


def test_every_unit_of_a_price_is_known():
    assert set(PRICES) == set(PRICE_ZH)


def test_the_cost_table_adds_up():
    frame = pd.DataFrame({"term": ["fuel", "fuel", "export_revenue"], "cost": [100.0, 50.0, -400.0]})
    rows = cost(frame, Naming("zh", {})).rows
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["燃料", "1.50"],
        ["外送收入", "-4.00"],
        ["合计（年费用）", "-2.50"],
    ]


def test_what_is_sized_besides_power_is_told_in_its_own_unit():
    """A larger mirror field had cost 1.25 billion and stood in no table."""
    row = {"node": "csp", "plant": "tower", "stage": 2030, "is_power": False, "base_year": 0.0, "committed": 1.17}
    rows = [
        {**row, "size": "field", "unit": "GW", "built": 0.82, "year_end": 1.99},
        {**row, "size": "tank", "unit": "GWh", "committed": 12.0, "built": 0.0, "year_end": 12.0},
        {**row, "size": "synthesis", "unit": "kt/h", "committed": 0.0, "built": 0.05, "year_end": 0.05},
        {**row, "size": "tank", "unit": "kt", "committed": 0.0, "built": 0.0005, "year_end": 0.0005},
        {**row, "size": "block", "unit": "GW", "built": 0.0, "year_end": 0.35, "is_power": True},
    ]
    shown = other_sizes(pd.DataFrame(rows), Naming("zh", {})).rows
    assert [[cell.text for cell in line.cells[1:]] for line in shown] == [
        ["镜场（热）", "0.0 万千瓦", "117.0 万千瓦", "82.0 万千瓦", "199.0 万千瓦"],
        ["储罐", "0.0 万千瓦时", "1,200.0 万千瓦时", "0.0 万千瓦时", "1,200.0 万千瓦时"],
        ["合成氨装置", "0.0 吨/小时", "0.0 吨/小时", "50.0 吨/小时", "50.0 吨/小时"],
        ["储罐", "0.0 吨", "0.0 吨", "0.5 吨", "0.5 吨"],
    ]


def test_the_terminal_shows_the_verdict(findings):
    console = Console(width=100, record=True, file=StringIO())
    show_findings(console, findings, "zh")
    assert findings.summary["verdict"]["sentence_zh"][:10] in console.export_text()


@pytest.mark.long
def test_a_result_is_whole(findings, tmp_path: Path):
    page = write_result(tmp_path / "case" / "base", findings, "zh")
    names = {str(path.relative_to(page.parent)) for path in page.parent.rglob("*") if path.is_file()}
    assert names >= {"report.html", "solution.nc", "summary.json", "inputs.csv", "sources.csv"}
    assert names >= {f"figures/capacity.{ending}" for ending in ("png", "svg", "pdf")}


def test_a_failure_while_writing_leaves_what_was_there(findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "base"
    folder.mkdir()
    (folder / "old.txt").write_text("old")

    def fail(place: Path, *_: object) -> None:
        (place / "summary.json").write_text("{}")
        raise OSError("disk full")

    monkeypatch.setattr(result, "page", lambda *_: "")
    monkeypatch.setattr(result, "pictures", lambda *_: [])
    monkeypatch.setattr(result, "save", fail)
    with pytest.raises(OSError, match="disk full"):
        write_result(folder, findings, "zh")
    assert [path.name for path in tmp_path.iterdir()] == ["base"]
    assert [path.name for path in folder.iterdir()] == ["old.txt"]
