"""A solver that dies or hangs does not take the program down."""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import psutil
import pytest
from scipy.sparse import csr_array

from energy_model.optimise import child, process
from energy_model.optimise.child import posted
from energy_model.optimise.matrix import Matrix
from energy_model.optimise.solvers import SolverOptions, Status
from tests.optimise.programmes import sizing

ROOT = Path(__file__).resolve().parents[2]


def solve_apart(matrix, options):
    with posted(matrix, options) as answer:
        return answer()


@pytest.mark.parametrize("method", ["bordered", "piqp", "clarabel", "ipx", "simplex"])
def test_the_answer_comes_back_through_the_child(method):
    raw = solve_apart(sizing(), SolverOptions(method))
    assert raw.status is Status.SOLVED
    np.testing.assert_allclose(raw.x, [4, 7, 5, 7], rtol=1e-5)
    np.testing.assert_allclose(raw.y, [1, 4, 1, 0, -3, 0], atol=1e-5)


def test_an_error_in_the_child_is_an_answer_with_its_last_words():
    raw = solve_apart(sizing(), SolverOptions("no such method"))
    assert raw.status is Status.CRASHED
    assert "no such method" in raw.message


@pytest.fixture
def child_does(monkeypatch):
    """Put some code in the place of the worker."""
    monkeypatch.setattr(child, "_IDLE", [])
    return lambda code: monkeypatch.setattr(process, "_COMMAND", [sys.executable, "-c", code])


def test_a_segmentation_fault_is_an_answer(child_does):
    child_does("import os; os.abort()")
    raw = solve_apart(sizing(), SolverOptions())
    assert raw.status is Status.CRASHED
    assert raw.message == "exit code -6"


def test_half_an_answer_is_no_answer(child_does):
    child_does("import sys, pickle; sys.stdout.buffer.write(pickle.dumps(list(range(99)))[:50])")
    assert solve_apart(sizing(), SolverOptions()).status is Status.CRASHED


def test_a_child_that_hangs_is_killed(monkeypatch, child_does):
    monkeypatch.setattr(process, "START", 0.2)
    child_does("import time; time.sleep(60)")
    raw = solve_apart(sizing(), SolverOptions(time_limit=0.3))
    assert raw.status is Status.TIMED_OUT
    assert child._IDLE == []


def test_a_process_is_kept_for_small_tasks_only(monkeypatch):
    """Were a dead one asked again, its next task would be told as a crash of the solver."""
    monkeypatch.setattr(child, "_IDLE", [])
    solve_apart(sizing(), SolverOptions("simplex"))
    (kept,) = child._IDLE
    solve_apart(sizing(), SolverOptions("simplex"))
    assert [kept] == child._IDLE
    kept._process.kill()
    kept._process.wait()
    assert solve_apart(sizing(), SolverOptions("simplex")).status is Status.SOLVED
    (other,) = child._IDLE
    assert other is not kept
    monkeypatch.setattr(child, "_SMALL", 1)
    solve_apart(sizing(), SolverOptions("simplex"))
    assert child._IDLE == []
    assert not other.runs


def test_a_process_whose_folder_was_cleared_away_is_replaced(monkeypatch):
    """Kept on, it would fail every later task of this program."""
    monkeypatch.setattr(child, "_IDLE", [])
    solve_apart(sizing(), SolverOptions("simplex"))
    (kept,) = child._IDLE
    shutil.rmtree(kept._folder)
    assert solve_apart(sizing(), SolverOptions("simplex")).status is Status.SOLVED
    (other,) = child._IDLE
    assert other is not kept
    assert not kept.runs
    other.end()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_fork_that_ends_leaves_the_process_of_its_owner_alone(monkeypatch):
    """The exit functions that a fork inherits had removed the folder and stopped the process."""
    monkeypatch.setattr(child, "_IDLE", [])
    solve_apart(sizing(), SolverOptions("simplex"))
    (kept,) = child._IDLE
    if (fork := os.fork()) == 0:
        kept.end()
        os._exit(0)
    os.waitpid(fork, 0)
    assert kept.runs
    assert kept._folder.exists()
    kept.end()


def test_a_process_with_a_task_in_flight_is_not_kept(monkeypatch):
    """Asked again, it would read half of the next task, or give the answer of the one before."""
    monkeypatch.setattr(child, "_IDLE", [])
    with pytest.raises(KeyboardInterrupt), child.posted(sizing(), SolverOptions("simplex")):
        raise KeyboardInterrupt
    assert child._IDLE == []


def test_a_crash_is_told_with_its_own_words_and_not_those_of_the_task_before(child_does):
    child_does(
        "import os, sys; from energy_model.optimise import solvers, worker; real, asked = solvers.begin, []\n"
        "def begin(*task):\n"
        "    asked.append(os.write(2, b'first words') if not asked else os._exit(3))\n"
        "    return real(*task)\n"
        "solvers.begin = begin\nworker.main()"
    )
    assert solve_apart(sizing(), SolverOptions("simplex")).status is Status.SOLVED
    assert solve_apart(sizing(), SolverOptions("simplex")).message == "exit code 3"


def test_threads_have_a_process_each(monkeypatch):
    """Two tasks in one pipe would give one of them the answer of the other."""
    monkeypatch.setattr(child, "_IDLE", [])
    demands = np.arange(1.0, 9.0)
    with ThreadPoolExecutor(4) as pool:
        raws = pool.map(lambda d: solve_apart(_demand(d), SolverOptions("simplex")), demands)
        np.testing.assert_allclose([raw.x[0] for raw in raws], demands)
    assert 1 <= len(child._IDLE) <= 4
    while child._IDLE:
        child._IDLE.pop().end()


def _demand(value):
    """The least x that is at least this value."""
    one = np.ones(1)
    return Matrix(csr_array(np.ones((1, 1))), one, one * value, one * np.inf, one * 0, one * np.inf)


def test_what_a_solver_prints_does_not_get_into_the_answer(child_does):
    child_does(
        "import os, sys; from energy_model.optimise import solvers, worker; real = solvers.begin\n"
        "solvers.begin = lambda *task: (os.write(1, b'banner'), real(*task))[1]\nworker.main()"
    )
    assert solve_apart(sizing(), SolverOptions("simplex")).status is Status.SOLVED
    child._IDLE.pop().end()


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


_AT_WORK = """
import time
from energy_model.optimise import solvers, worker
solvers.begin = lambda matrix, options: lambda: time.sleep(100)
worker.main()
"""

_KILLED = """
import os, signal, sys, time
from threading import Thread
from energy_model.optimise import child, process
from energy_model.optimise.solvers import SolverOptions
from tests.optimise.programmes import sizing

process._COMMAND = [sys.executable, "-c", sys.argv[1]]
given = child._given(sizing(), SolverOptions())
Thread(target=given.answer, args=(100.0, False), daemon=True).start()
while given._task.exists():
    time.sleep(0.05)
print(given._process.pid, given._folder, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folder in which a process works")
def test_a_program_ended_by_force_leaves_neither_solver_nor_folder():
    """Both had stayed: a solver at work, and the matrix of a year in the folder of temporary files."""
    command = [sys.executable, "-c", _KILLED, _AT_WORK]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    pid, folder = done.stdout.split()
    until = time.monotonic() + 20.0
    while time.monotonic() < until and (Path(folder).exists() or _works(int(pid))):
        time.sleep(0.1)
    assert not Path(folder).exists()
    assert not _works(int(pid))


def _works(pid):
    """Whether a process is there and not only waits to be counted."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
