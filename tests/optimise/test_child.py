"""A solver that dies or hangs does not take the program down."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from energy_model.optimise import child
from energy_model.optimise.child import solve_apart
from energy_model.optimise.solvers import SolverOptions, Status
from tests.optimise.programmes import sizing

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("method", ["bordered", "piqp", "clarabel", "ipx", "simplex"])
def test_the_answer_comes_back_through_the_child(method):
    raw = solve_apart(sizing(), SolverOptions(method))
    assert raw.status is Status.SOLVED
    np.testing.assert_allclose(raw.x, [4, 7, 5, 7], rtol=1e-5)
    np.testing.assert_allclose(raw.y, [1, 4, 1, 0, -3, 0], atol=1e-5)
    np.testing.assert_allclose(raw.z, 0, atol=1e-5)


def test_an_error_in_the_child_is_an_answer_with_its_last_words():
    raw = solve_apart(sizing(), SolverOptions("no such method"))
    assert raw.status is Status.CRASHED
    assert "no such method" in raw.message


def _child_does(monkeypatch, code):
    """Put this code in the place of the worker."""
    really = subprocess.run

    def run(command, **how):
        return really([sys.executable, "-c", code, *command[3:]], **how)

    monkeypatch.setattr(child.subprocess, "run", run)


def test_a_segmentation_fault_is_an_answer(monkeypatch):
    _child_does(monkeypatch, "import os; os.abort()")
    assert solve_apart(sizing(), SolverOptions()).status is Status.CRASHED


def test_half_an_answer_is_no_answer(monkeypatch):
    _child_does(monkeypatch, "import sys; open(sys.argv[2] + '.partial', 'w').write('half')")
    assert solve_apart(sizing(), SolverOptions()).status is Status.CRASHED


def test_a_child_that_hangs_is_killed(monkeypatch):
    monkeypatch.setattr(child, "_START", 0.2)
    _child_does(monkeypatch, "import time; time.sleep(60)")
    raw = solve_apart(sizing(), SolverOptions(time_limit=0.3))
    assert raw.status is Status.TIMED_OUT


SCRIPT = """
print("started")
import numpy as np
from scipy.sparse import csr_array
from energy_model.optimise import Matrix, SolverSettings, optimise
one = np.ones(1)
matrix = Matrix(csr_array(np.ones((1, 1))), one, one, one * np.inf, one * 0, one * np.inf)
print(optimise(matrix, SolverSettings(solver="piqp")).outcome.name)
"""


def test_it_works_from_a_plain_script_which_is_not_run_again(tmp_path):
    """Even without the guard; and a file beside it named like a library does not get in the way."""
    script = tmp_path / "run.py"
    script.write_text(f"import sys; sys.path.insert(0, {str(ROOT)!r})\n" + SCRIPT)
    shadow = tmp_path / "elsewhere"
    shadow.mkdir()
    (shadow / "piqp.py").write_text("raise SystemExit('shadowed')")
    ended = subprocess.run([sys.executable, str(script)], cwd=shadow, capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["started", "OPTIMAL"]
