"""A study file: runs listed one by one, or as every combination of scenarios, weather years and values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

from energy_model.case import InputError, read_case
from energy_model.case.changed_rows import Change
from energy_model.case.reading import Reading
from energy_model.case.settings import line_of, refuse_unknown
from energy_model.errors import Place, Problem
from energy_model.model import schemas
from energy_model.studies.many.plan import Run, Setting

KEYS = ("title_zh", "title_en", "scenarios", "weather_years", "vary", "run")
RUN_KEYS = ("name", "scenario", "weather_year", "change")
NAMES = ("table", "item", "parameter")
CHANGE_KEYS = (*NAMES, "value", "multiply", "add", "unit", "from")
VARY_KEYS = (*NAMES, "values", "multiply", "add", "unit", "from")
WAYS = {"values": "value", "multiply": "multiply", "add": "add"}
WORDS = (*NAMES, "unit", "from", "name", "scenario", "title_zh", "title_en")
LISTS = ("values", "multiply", "add", "scenarios", "weather_years")


@dataclass(frozen=True)
class StudyFile:
    """What a study file says: titles and runs."""

    title_zh: str
    title_en: str
    runs: tuple[Run, ...]


def read_study(path: Path, setting: Setting, scenario: str = "base") -> StudyFile:
    """Return the runs of a study file, each of them checked against the case.

    Parameters
    ----------
    path : Path
        TOML file.
    setting : Setting
        Case and hours.
    scenario : str
        Scenario of the runs that name none.

    Raises
    ------
    energy_model.case.InputError
        With all problems of the file and of all its runs.
    """
    reading = Reading(path.parent)
    read = reading.toml(path.name)
    if read is None:
        raise InputError(reading.problems)
    said, lines = read
    refuse_unknown(reading, said, KEYS, lambda key: Place(path.name, line_of(lines, key), key))
    _check_words(reading, said, path.name)
    runs = [*_listed(reading, said, path.name, scenario), *_combined(reading, said, path.name, scenario)]
    if not runs and not reading.problems:
        _tell(
            reading,
            path.name,
            ("the study has no runs", "研究中没有算例"),
            ("[[run]] or [[vary]]", "[[run]] 或 [[vary]]"),
        )
    problems = [*reading.problems, *_problems_of(runs, setting)]
    if problems:
        raise InputError(problems)
    return StudyFile(str(said.get("title_zh", path.stem)), str(said.get("title_en", path.stem)), tuple(runs))


def _listed(reading: Reading, said: dict[str, Any], file: str, scenario: str) -> Iterator[Run]:
    """Yield the runs that are listed one by one."""
    for number, entry in enumerate(said.get("run", []), start=1):
        refuse_unknown(reading, entry, RUN_KEYS, lambda key: Place(file, None, key))
        _check_words(reading, entry, file)
        changes = [_change(reading, change, file) for change in entry.get("change", [])]
        yield Run(
            str(entry.get("name", f"run {number}")),
            str(entry.get("scenario", scenario)),
            tuple(change for change in changes if change is not None),
            entry.get("weather_year"),
        )


def _combined(reading: Reading, said: dict[str, Any], file: str, scenario: str) -> Iterator[Run]:
    """Yield every combination of scenarios, weather years and values."""
    if not {"scenarios", "weather_years", "vary"} & said.keys():
        return
    axes = [_varied(reading, entry, file) for entry in said.get("vary", [])]
    for name, year, *changes in product(said.get("scenarios", [scenario]), said.get("weather_years", [None]), *axes):
        words = [str(name), *([] if year is None else [f"weather {year}"]), *(_words(change) for change in changes)]
        yield Run(", ".join(words), str(name), tuple(changes), year)


def _varied(reading: Reading, entry: dict[str, Any], file: str) -> list[Change]:
    """Return the changes of one input that is varied."""
    refuse_unknown(reading, entry, VARY_KEYS, lambda key: Place(file, None, key))
    ways = [way for way in WAYS if way in entry]
    if len(ways) != 1:
        what = (
            f"vary has {', '.join(ways) or 'none'} of values, multiply, add",
            "vary 须有 values、multiply、add 之一",
        )
        _tell(reading, file, what, ("exactly one of them, a list", "三者之一，列表"))
        return []
    shared = {key: entry[key] for key in (*NAMES, "unit", "from") if key in entry}
    made = [_change(reading, {**shared, WAYS[ways[0]]: value}, file) for value in entry[ways[0]]]
    return [change for change in made if change is not None]


def _change(reading: Reading, entry: dict[str, Any], file: str) -> Change | None:
    """Return a change, or None with problems told; whether it fits the case is checked with the case."""
    before = len(reading.problems)
    refuse_unknown(reading, entry, CHANGE_KEYS, lambda key: Place(file, None, key))
    _check_words(reading, entry, file)
    missing = [name for name in NAMES if name not in entry]
    if missing:
        what = (f"a change lacks {', '.join(missing)}", f"改动缺少 {'、'.join(missing)}")
        _tell(reading, file, what, (", ".join(NAMES), "、".join(NAMES)))
    if len(reading.problems) > before:
        return None
    return Change(**{("date" if key == "from" else key): value for key, value in entry.items()}, file=file)


def _check_words(reading: Reading, entry: dict[str, Any], file: str) -> None:
    """Tell values that are of the wrong kind."""
    for key, value in entry.items():
        if key in WORDS and not isinstance(value, str):
            _tell(reading, file, (f"{key} is {value!r}", f"{key} 为 {value!r}"), ("a text in quotes", "带引号的文字"))
        whole = isinstance(value, int) and not isinstance(value, bool) and value > 0
        if key == "weather_year" and not whole:
            _tell(
                reading,
                file,
                (f"{key} is {value!r}", f"{key} 为 {value!r}"),
                ("a whole number from 1", "从 1 起的整数"),
            )


def _tell(reading: Reading, file: str, what: tuple[str, str], allowed: tuple[str, str]) -> None:
    """Add a problem of the file."""
    reading.tell(Place(file), what, allowed, ("correct the study file", "改正研究文件"))


def _problems_of(runs: list[Run], setting: Setting) -> list[Problem]:
    """Return the problems of all runs: names that stand twice, changes that do not fit; each once."""
    reading = Reading(setting.folder)
    names = [run.name for run in runs]
    for name in sorted({name for name in names if names.count(name) > 1}):
        _tell(
            reading, "run", (f"two runs are called {name!r}", f"有两个算例名为 {name!r}"), ("a name each", "名称不重复")
        )
    found: dict[str, Problem] = {str(problem): problem for problem in reading.problems}
    for run in {replace(run, name="", weather_year=None) for run in runs}:
        try:
            read_case(setting.folder, schemas(), run.scenario, setting.hours, changes=run.changes)
        except InputError as error:
            found |= {str(problem): problem for problem in error.problems}
    return list(found.values())


def _words(change: Change) -> str:
    """Return a change in short, for the name of a run."""
    way = next((w for w in ("value", "multiply", "add") if getattr(change, w) is not None), "value")
    sign = {"value": "=", "multiply": "x", "add": "+"}[way]
    return f"{change.item} {change.parameter}{sign}{getattr(change, way)}{change.unit and ' ' + change.unit}"
