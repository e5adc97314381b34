"""The same case three ways: solved from memory, from its folder, and read back from its result.

Whatever a file loses on the way (a parameter, a profile, a unit, a dual) shows as another cost or another summary.
"""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from energy_model.case import Case, Table, build_axis, read_case
from energy_model.case.rows import COLUMNS
from energy_model.case.tables import SOURCE_COLUMNS
from energy_model.model import schemas
from energy_model.optimise import SolverSettings
from energy_model.results import save
from energy_model.studies import Findings, findings_from_result, run_case
from tests.helpers import miniature

HOURS = 24
DAY = np.arange(HOURS)
PROFILES = {
    "sun": np.clip(np.sin((DAY - 6) / 12 * np.pi), 0.0, None).round(4),
    "wind": (0.4 + 0.3 * np.cos(DAY / 12 * np.pi)).round(4),
    "load": np.where((DAY > 7) & (DAY < 22), 1.25, 0.75),
}
SOLVER = SolverSettings(solver="simplex")
LIFE = {"lifetime": 20.0}
TABLES: dict[str, dict[str, dict[str, Any]]] = {
    "zones": {"base": {"name_zh": "基地", "name_en": "base"}, "city": {"name_zh": "城区", "name_en": "city"}},
    "economy": {"economy": {"value_of_lost_load": 20.0, "discount_rate": 0.05, "carbon_price": 0.1}},
    "renewable": {
        "pv": {"technology": "pv", "profile": "sun", "zone": "base", "capacity_existing": (3.0, 1.0),
               "capacity_addition_max": 6.0, "capacity_investment": 3000.0, **LIFE},
        "wind": {"technology": "wind", "profile": "wind", "zone": "city", "capacity_existing": 2.0, **LIFE},
    },
    "csp": {"tower": {"profile": "sun", "zone": "base", "block_existing": 0.35, "field_existing": 1.3,
                      "receiver_existing": 1.0, "tank_existing": 5.0, "heater_existing": 0.1,
                      "gross_efficiency": 0.44, "min_share": 0.2, "no_load": 0.03, "heater_cost": 0.005, **LIFE}},
    "thermal": {"coal": {"technology": "coal", "zone": "base", "capacity_existing": 1.32, "min_share": 0.4,
                         "ramp": 0.5, "no_load_fuel": 0.2, "incremental_fuel": 2.3, "fuel_price": 0.09,
                         "emission_factor": 0.346, "start_cost": 0.1, **LIFE},
                "gas": {"technology": "gas", "zone": "city", "capacity_existing": 1.0, "incremental_fuel": 2.5,
                        "fuel_price": 0.25, "emission_factor": 0.2, **LIFE}},
    "storage": {"battery": {"technology": "lfp", "zone": "city", "charge_capacity_existing": 0.5,
                            "discharge_capacity_existing": 0.5, "energy_capacity_existing": 1.0,
                            "charge_yield": 0.93, "discharge_draw": 1.07, "throughput_cost": 0.01, **LIFE}},
    "demand": {"town": {"zone": "city", "profile": "load", "energy": 8760.0}},
    "export_line": {"dc": {"technology": "dc_line", "zone": "base", "curve": "free", "capacity_existing": 2.0,
                           "min_share": 0.1, "contract_hours": 4000.0, "price": 0.3, "loss": 0.05, **LIFE}},
    "corridor": {"link": {"from_zone": "base", "to_zone": "city", "capacity_existing": 1.0, "loss": 0.01,
                          "flow_cost": 0.001, **LIFE}},
    "requirements": {
        "clean": {"kind": "clean_capacity", "subject": "clean", "power": 6.5},
        "energy": {"kind": "export_energy", "subject": "dc", "share": 1.0},
        "served": {"kind": "demand_served", "energy": 0.0},
        "use": {"kind": "utilisation", "subject": "wind+pv", "share": 0.5},
        "strict": {"kind": "utilisation", "subject": "pv", "share": 1.0, "required": 0.0},
    },
}  # fmt: skip


def in_memory() -> Case:
    """Return the case of one day, with the axis that a folder read for 24 hours has."""
    case = miniature(TABLES, HOURS, PROFILES)
    return replace(case, axis=build_axis(case.settings, HOURS))


def write_folder(folder: Path, case: Case) -> Path:
    """Write a case as the folder that a user would have, each number in its base unit."""
    (folder / "hourly").mkdir(parents=True)
    said = case.settings
    lines = [f'{name} = "{name}"' for name in ("title_zh", "title_en", "question_zh", "question_en")]
    lines += [f"base_year = {said.base_year}", f"stages = {list(said.stages)}", f"slot_hours = {list(said.slot_hours)}"]
    lines += ["[weather_years]", *(f'"{year}" = {weight}' for year, weight in said.weather_years.items())]
    (folder / "case.toml").write_text("\n".join(lines), encoding="utf-8")
    sources = case.sources.reset_index()[list(SOURCE_COLUMNS)].to_numpy().tolist()
    write_csv(folder / "sources.csv", [SOURCE_COLUMNS, *sources])
    for name, table in case.tables.items():
        write_csv(folder / f"{name}.csv", [COLUMNS, *table_rows(table, case)])
    names = list(case.profiles)
    columns = [np.tile(case.profiles[name], 365).tolist() for name in names]
    body = [[1, hour, *values] for hour, values in enumerate(zip(*columns, strict=True))]
    head = [["weather_year", "hour", *names], ["1", "h", *(case.profile_units[name] for name in names)]]
    write_csv(folder / "hourly" / "profiles.csv", [*head, *body])
    return folder


def table_rows(table: Table, case: Case) -> list[list[Any]]:
    """Return the rows of a table: words, and numbers with date, range, unit and source."""
    schema = schemas()[table.name]
    rows: list[list[Any]] = []
    for p, item in enumerate(table.items):
        for label in schema.labels:
            word = table.labels[label.name][p]
            rows += [[item, label.name, "", word, "", "", "text", "", ""]] if word else []
        for parameter in schema.parameters:
            value = np.ravel(table.numbers[parameter.name][p])[0]
            dates = {"none": "", "latest": "2025", "stock": "2030"}
            dated = {dates[parameter.dating]: value}
            if parameter.dating == "stock":
                dated = {"2025": table.base_year[parameter.name][p], **dated}
            for date, number in dated.items():
                if isfinite(number):
                    text = repr(float(number))
                    rows.append([item, parameter.name, date, text, text, text, parameter.unit, "test", "as given"])
    return rows


def write_csv(path: Path, rows: list[Any]) -> None:
    """Write rows to a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@cache
def solved() -> Findings:
    """Return the findings of the case in memory."""
    return run_case(in_memory(), SOLVER)


def from_memory(place: Path) -> Findings:
    """Solve the case as it is."""
    return solved()


def from_folder(place: Path) -> Findings:
    """Write the case, read it, solve it."""
    return run_case(read_case(write_folder(place / "miniature", in_memory()), schemas(), hours=HOURS), SOLVER)


def from_result(place: Path) -> Findings:
    """Write the result, read it."""
    store(place)
    return findings_from_result(place)


def store(folder: Path) -> None:
    """Write the result of the case; its page and figures are tested elsewhere."""
    found = solved()
    assert found.tree is not None
    save(folder, found.tree, found.summary, found.inputs, found.sources)


def told(summary: dict[str, Any]) -> dict[str, Any]:
    """Return what a summary says of the plan, without how and when it was found."""
    run = ("certificate", "solver_chain", "timings_s", "provenance", "verification")
    return {key: value for key, value in summary.items() if key not in run}


def differences(one: Any, other: Any, where: str = "") -> list[str]:
    """Return where two summaries differ by more than a millionth."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [line for key in one for line in differences(one[key], other[key], f"{where}/{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            line for i, (a, b) in enumerate(zip(one, other, strict=True)) for line in differences(a, b, f"{where}/{i}")
        ]
    numbers = isinstance(one, (int, float)) and isinstance(other, (int, float))
    same = one == pytest.approx(other, rel=1e-6, abs=1e-6) if numbers else one == other
    return [] if same else [f"{where}: {one!r} and {other!r}"]


@pytest.mark.parametrize("way", [from_memory, from_folder, from_result])
def test_the_same_answer(way, tmp_path: Path) -> None:
    """Proves that neither the inputs nor the results lose anything on disk."""
    found = way(tmp_path).summary
    assert found["verdict"]["status"] == "feasible"
    assert differences(told(found), told(solved().summary)) == []


def test_the_same_inputs(tmp_path: Path) -> None:
    """Proves that what is read is what was written, number by number."""
    given = in_memory()
    read = read_case(write_folder(tmp_path / "miniature", given), schemas(), hours=HOURS)
    assert list(read.tables) == sorted(given.tables)
    for name, table in given.tables.items():
        assert read.tables[name].items == table.items
        assert read.tables[name].labels == table.labels
        for kind in ("numbers", "base_year", "year_end"):
            for parameter, values in getattr(table, kind).items():
                assert np.array_equal(getattr(read.tables[name], kind)[parameter], values, equal_nan=True), parameter
    for name in ("sun", "wind", "load"):
        assert np.array_equal(read.profiles[name], given.profiles[name])


def test_the_stored_summary_is_the_one_that_was_told(tmp_path: Path) -> None:
    """Proves that ``summary.json`` holds what the run found, to the last digit."""
    store(tmp_path)
    stored = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert stored == solved().summary


def test_a_difference_is_seen() -> None:
    """Proves that the comparison can fail: a price changed by a thousandth, a key lost."""
    summary = told(solved().summary)
    assert differences({**summary, "objective_mcny_per_year": summary["objective_mcny_per_year"] * 1.001}, summary)
    assert differences({key: value for key, value in summary.items() if key != "prices"}, summary)
