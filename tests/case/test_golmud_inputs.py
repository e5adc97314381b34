"""The shipped case and all its scenarios are read without a problem, and fast."""

from __future__ import annotations

import csv
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

from energy_model.case import InputError, list_scenarios, read_case
from energy_model.model import schemas

FOLDER = Path(__file__).parents[2] / "inputs" / "golmud"
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_read_time() -> None:
    """A second and a half leaves room for a busy machine; a quarter of a second is usual."""
    known = schemas()
    start = perf_counter()
    read_case(FOLDER, known)
    assert perf_counter() - start < 1.5


@pytest.mark.parametrize("scenario", list_scenarios(FOLDER)["name"])
def test_every_scenario_is_read(scenario: str) -> None:
    case = read_case(FOLDER, schemas(), scenario, hours=24)
    assert case.scenario == scenario
    changed = {name for table in case.tables.values() for name in table.rows["changed_by"]} - {""}
    assert changed <= {scenario}
    assert scenario == "base" or changed or case.settings != read_case(FOLDER, schemas(), hours=24).settings


def test_a_store_that_breaks_the_limits_of_its_kind_is_told(tmp_path: Path) -> None:
    """9.5 h of molten salt are allowed, 95 h are not; without the check the model has no solution and no reason."""
    folder = tmp_path / "golmud"
    shutil.copytree(FOLDER, folder)
    (folder / "scenarios" / "too_long.toml").write_text(
        'sentence_zh = "容量写错十倍"\nsentence_en = "ten times too much"\n\n[[change]]\ntable = "storage"\n'
        'item = "molten_salt_golmud"\nparameter = "energy_capacity_existing"\nmultiply = 10\n'
        'source = "engineering_estimate"\n',
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_case(folder, schemas(), "too_long", hours=24)
    (problem,) = caught.value.problems
    assert "molten_salt_golmud stands with" in str(problem)
    assert "duration_max" in str(problem)
    assert problem.file.startswith("storage.csv")


def texts() -> Iterator[tuple[str, str, str]]:
    """Give every text of the case that reports quote: where it stands, in English, in Chinese."""
    for file in sorted(FOLDER.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as opened:
            for number, line in enumerate(csv.DictReader(opened), start=2):
                columns = ("title", "reference", "note") if file.stem == "sources" else ("note",)
                yield from ((f"{file.name}:{number} {c}", line[c], line[f"{c}_zh"]) for c in columns)
    for file in sorted(FOLDER.glob("scenarios/*.toml")):
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        for entry in (*said.get("change", ()), *said.get("row", ())):
            yield f"{file.name} {entry['item']}", entry.get("note", ""), entry.get("note_zh", "")


def test_every_text_stands_in_both_languages():
    """A note, title or reference in English has one in Chinese; the English one holds no Chinese signs."""
    found = list(texts())
    assert sum(bool(english) for _, english, _ in found) > 700
    assert [where for where, english, chinese in found if bool(english) != bool(chinese)] == []
    assert [where for where, english, _ in found if CHINESE.search(english)] == []


def test_numbers_of_a_note_are_the_same_in_both_languages():
    """What is no power or energy, whose units differ, keeps its figures: years, prices, efficiencies, lengths."""
    kept = re.compile(r"(?<![\d.])(?:19|20)\d\d(?!\d)|0\.\d+|\d+(?= km\b)|\d+(?= ?CNY)")
    lost = [
        (where, number)
        for where, english, chinese in texts()
        for number in kept.findall(english)
        if number not in chinese and not re.search("[GM]W|TWh|million", english)
    ]
    assert lost == []
