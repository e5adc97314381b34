"""Scenarios: files of named changes on a case, each with one sentence that says what it asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from energy_model.case.case import Settings
from energy_model.case.changed_rows import Change
from energy_model.case.reading import Reading, choice
from energy_model.case.rows import COLUMNS, OPTIONAL, typed
from energy_model.case.schema import Schema
from energy_model.case.settings import STAGES_ALLOWED, line_of, refuse_unknown, stages_fit
from energy_model.case.tables import Rows, tell_unknown_table
from energy_model.case.workbook import as_folder
from energy_model.errors import InputError, Place

BASE = "base"
BASE_SENTENCES = ("基准情景：输入数据不作改动。", "The base case: the inputs as they are.")
SENTENCES = ("sentence_zh", "sentence_en")
KEYS = (*SENTENCES, "stages", "change", "row")
CHANGE_KEYS = (
    "table",
    "item",
    "parameter",
    "from",
    "value",
    "multiply",
    "add",
    "unit",
    "low",
    "high",
    "source",
    "note",
    "note_zh",
)
CHANGE_MUST = ("table", "item", "parameter", "source")
WORDS = ("table", "item", "parameter", "from", "unit", "source", "note", "note_zh")


@dataclass(frozen=True)
class Scenario:
    """What a scenario file says.

    Attributes
    ----------
    name, sentence_zh, sentence_en : str
        Its name and what it asks.
    file : str
        Its file; empty for the base case.
    stages : object, optional
        Other stages.
    stages_row : int, optional
        Row of the file where they stand.
    changes : tuple of Change
        Changes of rows that exist.
    rows : tuple of (row, dict)
        Rows to add, with the row of the file where they stand.
    """

    name: str
    sentence_zh: str
    sentence_en: str
    file: str = ""
    stages: Any = None
    stages_row: int | None = None
    changes: tuple[Change, ...] = ()
    rows: tuple[tuple[int | None, dict[str, Any]], ...] = ()


def list_scenarios(folder: Path) -> pd.DataFrame:
    """Return the scenarios of a case, the base case first.

    Parameters
    ----------
    folder : Path
        Folder of the case, or the case as a workbook.

    Returns
    -------
    pandas.DataFrame
        Columns ``name, sentence_zh, sentence_en``.

    Raises
    ------
    InputError
        If a scenario file cannot be read.
    """
    if folder.is_file():
        with as_folder(folder) as place:
            return list_scenarios(place)
    reading = Reading(folder)
    names = sorted({path.stem for path in folder.glob("scenarios/[!.~]*.toml")} - {BASE})
    found = [read_scenario(reading, name) for name in (BASE, *names)]
    if reading.problems:
        raise InputError(reading.problems)
    return pd.DataFrame(
        [(s.name, s.sentence_zh, s.sentence_en) for s in found if s is not None], columns=["name", *SENTENCES]
    )


def read_scenario(reading: Reading, name: str) -> Scenario | None:
    """Return a scenario by name, or None with problems told."""
    file = f"scenarios/{name}.toml"
    if name == BASE and not (reading.folder / file).exists():
        return Scenario(BASE, *BASE_SENTENCES)
    names = [BASE, *sorted({path.stem for path in reading.folder.glob("scenarios/[!.~]*.toml")} - {BASE})]
    if name not in names:
        what = (f"there is no scenario {name!r}", f"没有情景 {name!r}")
        reading.tell(
            Place(file), what, choice(name, names), ("correct the name, or write the file", "改正名称或补充文件")
        )
        return None
    read = reading.toml(file)
    if read is None:
        return None
    said, lines = read
    refuse_unknown(reading, said, KEYS, lambda key: Place(file, line_of(lines, key), key))
    for key in SENTENCES:
        if not isinstance(said.get(key), str) or not said[key].strip():
            what = (f"{key} is missing", f"缺少 {key}")
            allowed = ("one sentence that says what the scenario asks", "一句话说明该情景要回答的问题")
            reading.tell(Place(file, line_of(lines, key), key), what, allowed, (f"add {key}", f"补充 {key}"))
    changes = [
        _change(reading, entry, file, row, name) for row, entry in _entries(reading, said, lines, file, "change")
    ]
    return Scenario(
        name,
        str(said.get("sentence_zh", "")),
        str(said.get("sentence_en", "")),
        file,
        said.get("stages"),
        line_of(lines, "stages"),
        tuple(change for change in changes if change is not None),
        tuple(_entries(reading, said, lines, file, "row")),
    )


def _entries(
    reading: Reading, said: Mapping[str, Any], lines: list[str], file: str, kind: str
) -> list[tuple[int | None, dict[str, Any]]]:
    """Return the entries ``[[kind]]`` of a file with the row at which each begins."""
    entries = said.get(kind, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        what = (f"{kind} is no list of entries", f"{kind} 不是条目列表")
        allowed = (f"[[{kind}]] before each entry", f"每个条目前写 [[{kind}]]")
        reading.tell(Place(file, line_of(lines, kind), kind), what, allowed, ("use double brackets", "使用双方括号"))
        return []
    begins: list[int | None] = [
        n for n, line in enumerate(lines, start=1) if line.replace(" ", "").startswith(f"[[{kind}]]")
    ]
    if len(begins) != len(entries):
        begins = [None] * len(entries)
    return list(zip(begins, entries, strict=True))


def _change(reading: Reading, entry: dict[str, Any], file: str, row: int | None, by: str) -> Change | None:
    """Return one change, or None with problems told."""
    before = len(reading.problems)
    refuse_unknown(reading, entry, CHANGE_KEYS, lambda key: Place(file, row, key))
    for key in CHANGE_MUST:
        if key not in entry:
            what = (f"the change has no {key}", f"该改动缺少 {key}")
            must = ", ".join(CHANGE_MUST)
            reading.tell(Place(file, row, key), what, (must, must), (f"add {key}", f"补充 {key}"))
    for key, value in entry.items():
        kinds = (str,) if key in WORDS else (str, int, float) if key == "value" else (int, float)
        if not isinstance(value, kinds) or isinstance(value, bool) or (key in CHANGE_MUST and not value):
            what = (f"{key} is {value!r}", f"{key} 为 {value!r}")
            allowed = ("a text in quotes", "带引号的文字") if key in WORDS else ("a number", "数字")
            reading.tell(Place(file, row, key), what, allowed, (f"correct {key}", f"改正 {key}"))
    if len(reading.problems) > before:
        return None
    renamed = {("date" if key == "from" else key): value for key, value in entry.items()}
    return Change(**renamed, by=by, file=file, row=row)


def with_stages(reading: Reading, settings: Settings, scenario: Scenario) -> Settings:
    """Return the settings with the stages of a scenario."""
    if scenario.stages is None:
        return settings
    place = Place(scenario.file, scenario.stages_row, "stages")
    if not stages_fit(scenario.stages, settings.base_year):
        what = (f"stages is {scenario.stages!r}", f"stages 为 {scenario.stages!r}")
        reading.tell(place, what, STAGES_ALLOWED, ("correct stages", "改正 stages"))
        return settings
    if tuple(scenario.stages) == settings.stages:
        what = ("the stages are those of the case", "stages 与算例相同")
        reading.tell(place, what, ("other stages", "不同的 stages"), ("delete the line", "删除该行"))
    return replace(settings, stages=tuple(scenario.stages))


def add_rows(
    reading: Reading,
    scenario: Scenario,
    tables: dict[str, Rows],
    schemas: Mapping[str, Schema],
    sources: Collection[str] | None,
) -> None:
    """Add the rows of a scenario to the tables of the case; a table that is not there yet begins with them."""
    for line, entry in scenario.rows:
        place = Place(scenario.file, line)
        refuse_unknown(reading, entry, ("table", *COLUMNS, *OPTIONAL), place.at)
        stem = str(entry.get("table", ""))
        if stem not in schemas:
            tell_unknown_table(reading, place.at("table"), stem, schemas)
            continue
        cells = {column: _cell(entry.get(column, "")) for column in (*COLUMNS, *OPTIONAL)}
        row = typed(reading, schemas[stem], cells, place, sources)
        table = tables.setdefault(stem, Rows())
        table.add(reading, cells["item"], None if row is None else replace(row, changed_by=scenario.name))


def _cell(value: Any) -> str:
    """Return a value of a TOML entry as the text of a cell."""
    return repr(value) if isinstance(value, float) else str(value).strip()
