"""A case as a workbook: the round trip is exact, and every problem names sheet and cell."""

import shutil
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from energy_model.case import InputError, list_scenarios, read_case
from energy_model.case.workbook import cell_text
from energy_model.model import schemas
from energy_model.write.template import write_template

GOLMUD = Path(__file__).resolve().parents[2] / "inputs" / "golmud"
SCENARIO = "with_reserve"


def same(one, other) -> None:
    """Compare two cases to the last bit."""
    assert one.settings == other.settings
    assert list(one.tables) == list(other.tables)
    for name, table in one.tables.items():
        twin = other.tables[name]
        assert (table.items, table.labels) == (twin.items, twin.labels)
        for numbers in ("numbers", "year_end", "base_year"):
            for key, values in getattr(table, numbers).items():
                np.testing.assert_array_equal(values, getattr(twin, numbers)[key])
        pd.testing.assert_frame_equal(table.rows, twin.rows)
    for key, values in one.profiles.items():
        np.testing.assert_array_equal(values, other.profiles[key])
    pd.testing.assert_frame_equal(one.sources, other.sources)


@pytest.fixture(scope="module")
def golmud(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("workbook") / "golmud.xlsx"
    write_template(file, GOLMUD, schemas(), "zh")
    return file


@pytest.mark.long
def test_round_trip_is_exact(golmud):
    """Every row with its range, unit, source, note and row number, every hour, and the scenario come back."""
    same(read_case(GOLMUD, schemas(), SCENARIO), read_case(golmud, schemas(), SCENARIO))
    pd.testing.assert_frame_equal(list_scenarios(GOLMUD), list_scenarios(golmud))


@pytest.mark.long
def test_workbook_has_lists_ranges_and_notes(golmud):
    """A planner sees what is allowed: drop-downs for source, unit and words, ranges for numbers, notes on headings."""
    sheet = openpyxl.load_workbook(golmud)["renewable"]
    rules = sheet.data_validations.dataValidation
    assert {rule.type for rule in rules} == {"list", "decimal"}
    assert any("lists!" in (rule.formula1 or "") for rule in rules)
    assert sheet["A1"].comment is not None
    assert any(str(cell.value).startswith("※") for cell in sheet[1])


@pytest.fixture
def broken(golmud_folder, tmp_path):
    """A workbook with four faults, in two tables, an hourly table and a scenario."""
    edits = {
        "renewable.csv": [("4604,4500", "many,4500")],
        "demand.csv": [("engineering_estimate", "hearsay")],
        "hourly/shapes.csv": [("\n1,3,", "\n1,2,")],
        f"scenarios/{SCENARIO}.toml": [('parameter = "scale"', 'parameter = "skale"')],
    }
    for name, pairs in edits.items():
        text = (golmud_folder / name).read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        (golmud_folder / name).write_text(text, encoding="utf-8")
    file = tmp_path / "mine.xlsx"
    write_template(file, golmud_folder, schemas(), "en")
    return file


@pytest.fixture
def golmud_folder(tmp_path) -> Path:
    return Path(shutil.copytree(GOLMUD, tmp_path / "golmud"))


@pytest.mark.long
def test_problems_name_sheet_and_cell(broken):
    """The cell told is the one that holds the fault, found again in the workbook."""
    with pytest.raises(InputError) as caught:
        read_case(broken, schemas(), SCENARIO)
    lines = {problem.sheet: problem for problem in caught.value.problems}
    book = openpyxl.load_workbook(broken, read_only=True)
    assert book["renewable"][lines["renewable"].cell].value == "many"
    assert book["demand"][lines["demand"].cell].value == "hearsay"
    assert book["hourly_shapes"][lines["hourly_shapes"].cell].value == 2
    assert lines["texts"].cell.startswith("B")
    english, chinese = caught.value.text("en"), caught.value.text("zh")
    assert "mine.xlsx, sheet renewable, cell D" in english
    assert "mine.xlsx 工作表 renewable 单元格 D" in chinese
    assert ".csv" not in english + chinese


def test_what_is_no_workbook_is_told(tmp_path):
    file = tmp_path / "case.xlsx"
    file.write_text("no workbook")
    with pytest.raises(InputError, match="not an Excel workbook"):
        read_case(file, schemas())


def test_cells_become_the_text_that_stands_in_files():
    """Excel turns 2030-06 into a date and 4604 into 4604.0; neither may change what is read."""
    month, day = pd.Timestamp(2030, 6, 1).to_pydatetime(), pd.Timestamp(2025, 10, 25).to_pydatetime()
    cells = [None, 4604.0, 4604, 0.1 + 0.2, month, day, "two\nlines"]
    assert [cell_text(cell) for cell in cells] == [
        "", "4604", "4604", "0.30000000000000004", "2030-06", "2025-10-25", "two lines",
    ]  # fmt: skip
