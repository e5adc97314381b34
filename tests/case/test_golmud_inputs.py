"""The shipped case and all its scenarios are read without a problem, and fast."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

from energy_model.case import list_scenarios, read_case
from energy_model.model import schemas

FOLDER = Path(__file__).parents[2] / "inputs" / "golmud"


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
