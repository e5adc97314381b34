"""From the folder of a case to a case: read, change, check, fill, freeze."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import pandas as pd

from energy_model.case.axis import YEAR, build_axis, hours_fit, on_axis
from energy_model.case.case import Case, Settings, Table
from energy_model.case.change import apply_changes
from energy_model.case.changed_rows import Change
from energy_model.case.checks import CHECKS, Check, place_of
from energy_model.case.fill import fill_table
from energy_model.case.hourly import Hourly, read_hourly, tell_unknown_profile
from energy_model.case.lever_checks import levers_name_what_exists
from energy_model.case.reading import Reading, choice
from energy_model.case.scenario import Scenario, add_rows, read_scenario, with_stages
from energy_model.case.schema import Schema
from energy_model.case.settings import read_settings
from energy_model.case.tables import SOURCE_COLUMNS, SOURCE_OPTIONAL, Rows, give_out, read_sources, read_tables
from energy_model.case.workbook import as_folder
from energy_model.errors import InputError, Place, Problem

TEMPERATURE = "temperature"


def read_case(
    folder: Path,
    schemas: Mapping[str, Schema],
    scenario: str = "base",
    hours: int | None = None,
    *,
    changes: Sequence[Change] = (),
    extra_checks: Sequence[Check] = (),
) -> Case:
    """Return a case with one scenario applied, checked and in base units.

    Parameters
    ----------
    folder : Path
        Folder of the case, or the case as a workbook.
    schemas : mapping of str to Schema
        What each table may hold.
    scenario : str
        Name of a file of ``scenarios/``, or ``base``.
    hours : int, optional
        Hours of each weather year for quick runs: whole days, evenly spread over the year.
    changes : sequence of Change
        Further changes, made after those of the scenario.
    extra_checks : sequence of callable
        Checks of a case that is whole; each returns its problems. They run where nothing else is wrong.

    Returns
    -------
    Case
        The case.

    Raises
    ------
    InputError
        With all problems of the inputs.
    """
    if folder.is_file():
        with as_folder(folder) as place:
            return read_case(place, schemas, scenario, hours, changes=changes, extra_checks=extra_checks)
    reading = Reading(folder)
    case = _read(reading, schemas, scenario, hours, changes)
    if case is not None and not reading.problems:
        reading.problems.extend(problem for check in extra_checks for problem in check(case))
    if case is None or reading.problems:
        raise InputError(reading.problems)
    return case


def read_scenarios(
    folder: Path, schemas: Mapping[str, Schema], scenarios: Iterable[str], hours: int | None = None
) -> list[Case]:
    """Return a case with each of some scenarios; one that is named twice is read once.

    Raises
    ------
    InputError
        With all problems of all scenarios.
    """
    cases: list[Case] = []
    problems: list[Problem] = []
    for scenario in dict.fromkeys(scenarios):
        try:
            cases.append(read_case(folder, schemas, scenario, hours))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return cases


def _read(
    reading: Reading, schemas: Mapping[str, Schema], name: str, hours: int | None, changes: Sequence[Change]
) -> Case | None:
    """Return the case, whole only where no problem was told; None where too little of it can be read."""
    if not hours_fit(hours):
        allowed = (f"a multiple of 24 from 24 to {YEAR}", f"24 至 {YEAR} 之间 24 的倍数")
        what = (f"hours is {hours}", f"hours 为 {hours}")
        reading.tell(Place("hours"), what, allowed, ("give whole days", "取整天数"))
        hours = None
    settings, scenario = read_settings(reading), read_scenario(reading, name)
    sources = read_sources(reading)
    tables = read_tables(reading, schemas, sources)
    if scenario is not None:
        add_rows(reading, scenario, tables, schemas, sources)
    given = {stem: give_out(reading, stem, table) for stem, table in tables.items()}
    every_change = (*(scenario.changes if scenario else ()), *changes)
    apply_changes(reading, every_change, tables, given, schemas, sources)
    if settings is None or scenario is None:
        return None
    settings = with_stages(reading, settings, scenario)
    hourly = read_hourly(reading, settings)
    filled = {
        stem: fill_table(reading, stem, table, given[stem], schemas[stem], settings) for stem, table in tables.items()
    }
    used = _check_labels(reading, filled, tables, schemas, hourly)
    case = _put_together(reading, settings, scenario, filled, hourly, used, sources or {}, hours, changes)
    reading.problems.extend(problem for check in (*CHECKS, levers_name_what_exists) for problem in check(case))
    return case


def _check_labels(
    reading: Reading,
    filled: Mapping[str, Table],
    tables: Mapping[str, Rows],
    schemas: Mapping[str, Schema],
    hourly: Hourly,
) -> set[str]:
    """Tell labels that name no zone or no hourly column; return the columns named."""
    zones = filled["zones"].items if "zones" in filled and "*" not in tables["zones"].spoiled else None
    used: set[str] = set()
    for stem, table in filled.items():
        for label in schemas[stem].labels:
            for item, word in zip(table.items, table.labels[label.name], strict=True):
                if not word or word == label.default:
                    continue
                if label.refers_to == "profile":
                    used.add(word)
                    if word not in hourly.values or hourly.units[word] != "1":
                        tell_unknown_profile(reading, place_of(table, item, label.name), word, hourly)
                elif label.refers_to == "zone" and zones is not None and word not in zones:
                    what = (f"{label.name} of {item} is {word!r}", f"{item} 的 {label.name} 为 {word!r}")
                    remedy = ("correct the name, or add it to zones.csv", "改正名称，或在 zones.csv 中补充")
                    reading.tell(place_of(table, item, label.name), what, choice(word, zones), remedy)
    return used


def _put_together(
    reading: Reading,
    settings: Settings,
    scenario: Scenario,
    tables: Mapping[str, Table],
    hourly: Hourly,
    used: set[str],
    sources: Mapping[str, Mapping[str, str]],
    hours: int | None,
    changes: Sequence[Change],
) -> Case:
    """Return the case."""
    kept = [name for name in hourly.values if name in used or name.startswith(TEMPERATURE)]
    return Case(
        name=reading.folder.resolve().name,
        scenario=scenario.name,
        scenario_zh=scenario.sentence_zh,
        scenario_en=scenario.sentence_en,
        settings=settings,
        axis=build_axis(settings, hours),
        tables=tables,
        profiles={name: on_axis(hourly.values[name], settings, hours) for name in kept},
        profile_units={name: hourly.units[name] for name in kept},
        sources=pd.DataFrame.from_dict(
            dict(sources), orient="index", columns=[*SOURCE_COLUMNS[1:], *SOURCE_OPTIONAL]
        ).rename_axis("id"),
        fingerprint=_fingerprint(reading, scenario, hours, changes),
    ).frozen()


def _fingerprint(reading: Reading, scenario: Scenario, hours: int | None, changes: Sequence[Change]) -> str:
    """Return SHA-256 over all files that were read, the name of the scenario, the hours and the further changes."""
    files = [f"{name} {digest}" for name, digest in sorted(reading.digests.items())]
    lines = [*files, f"scenario {scenario.name}", f"hours {hours or YEAR}", *(repr(change) for change in changes)]
    return sha256("\n".join(lines).encode()).hexdigest()
