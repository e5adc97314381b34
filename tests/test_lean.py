"""A run in processes of their own finds what a run in one process finds, and holds less while it waits."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from energy_model.case import InputError, read_case
from energy_model.lean import run_folder
from energy_model.model import schemas
from energy_model.optimise import SolverSettings, memory
from energy_model.optimise.process import NoAnswerError, apart
from energy_model.studies import Findings, run_case

GOLMUD = Path(__file__).parents[1] / "inputs" / "golmud"
SETTINGS = SolverSettings(solver="piqp")


@pytest.fixture(scope="module")
def found() -> Findings:
    # As of a year, what was built goes through a file of the process that waits.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "_SMALL", 0)
        return run_folder(GOLMUD, "high_load", 48, SETTINGS)


def test_it_finds_what_one_process_finds(found: Findings):
    """A case built from another scenario or with other hours, or answered with another solution, differs in these."""
    other = run_case(read_case(GOLMUD, schemas(), "high_load", 48), SETTINGS)
    assert found.summary["verdict"] == other.summary["verdict"]
    assert found.summary["provenance"]["fingerprint"] == other.summary["provenance"]["fingerprint"]
    np.testing.assert_allclose(found.summary["objective_mcny_per_year"], other.summary["objective_mcny_per_year"])
    assert found.inputs.equals(other.inputs)
    assert found.summary["curtailment"] == other.summary["curtailment"]


def test_all_seconds_of_the_run_are_told(found: Findings):
    timings = found.summary["timings_s"]
    assert {"read", "build", "compile", "solve", "label", "evaluate"} <= set(timings)
    assert all(seconds >= 0.0 for seconds in timings.values())


def test_what_is_wrong_with_any_scenario_is_told_before_the_first_is_solved():
    def tell(step: str) -> None:
        assert step == "build"

    with pytest.raises(InputError) as refused:
        run_folder(GOLMUD, "no_such", 24, SETTINGS, tell, others=("base", "nor_this"))
    told = refused.value.text("en")
    assert "no_such" in told
    assert "nor_this" in told


def test_a_folder_beside_the_working_folder_is_found(monkeypatch: pytest.MonkeyPatch):
    """The process that reads works in a folder of its own: a relative path would not lead there."""
    monkeypatch.chdir(GOLMUD.parent)
    with pytest.raises(InputError, match="no_such") as refused:
        run_folder(Path("golmud"), "no_such", 24)
    assert len(refused.value.problems) == 1, "a folder that is not found misses every table too"


def test_what_a_task_unpacks_lies_in_the_folder_that_is_cleared():
    """A workbook that was being read when its run was ended had left 21 files behind."""
    place = Path(apart("functools:partial", tempfile.gettempdir))
    assert place.name.startswith("energy-model-")
    assert not place.exists()


def test_a_fault_there_is_told_with_its_traceback():
    with pytest.raises(NoAnswerError, match="ModuleNotFoundError") as died:
        apart("energy_model.no_such_module:begin")
    assert "Traceback" in "".join(died.value.__notes__)


def test_while_the_solver_works_neither_pyomo_nor_pandas_is_loaded():
    """Both had been held by the process that waits: 240 MB of the 870 of a year, of which 60 are left."""
    words = f"""
import sys
from pathlib import Path
from energy_model import cli, lean
def instead(*_):
    print([name for name in ("pyomo", "pandas", "xarray", "numba") if name in sys.modules])
    raise SystemExit
lean.optimise_two_phase = instead
lean.run_folder(Path({str(GOLMUD)!r}), "base", 24)
"""
    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
