"""The runner: finished runs are kept, failed ones told, and a study that is killed goes on where it was."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from distributed import Client, LocalCluster

from energy_model.case import read_case
from energy_model.case.changed_rows import Change
from energy_model.model import schemas
from energy_model.studies.many.index import index_table
from energy_model.studies.many.plan import Run, Setting, key_of
from energy_model.studies.many.runner import Runner
from energy_model.studies.many.store import RunStore
from tests.studies.many.small import write_small

PRICE = Change("thermal", "gas", "fuel_price", multiply=0.5)
BAD = Change("thermal", "nothing", "fuel_price", multiply=0.5)
SCRIPT = """
import sys
from pathlib import Path
from energy_model.case.changed_rows import Change
from energy_model.studies.many.cluster import open_client
from energy_model.studies.many.plan import Run, Setting
from energy_model.studies.many.runner import Runner
from energy_model.studies.many.store import RunStore

if __name__ == "__main__":
    runs = [Run(f"r{i}", changes=(Change("thermal", "gas", "fuel_price", multiply=0.5 + 0.03 * i),)) for i in range(16)]
    with open_client(1, None, 24) as client:
        Runner(client, Setting(Path(sys.argv[1]), 24), RunStore(Path(sys.argv[2]))).run(runs)
"""
RUNS = 16
GOLMUD = Path(__file__).resolve().parents[3] / "inputs" / "golmud"
ASK = """
import sys
from pathlib import Path
from energy_model.studies.many.apart import answer_apart
from energy_model.studies.many.plan import Run, Setting

answer_apart(Setting(Path(sys.argv[1]), 2184), Run("plan"))
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return write_small(tmp_path_factory.mktemp("small") / "small")


@pytest.fixture(scope="module")
def client():
    options = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "dashboard_address": ":0"}
    with LocalCluster(**options) as cluster, Client(cluster) as made:
        yield made


def test_a_key_is_made_of_inputs_only():
    """Betrayed by a run computed twice because its name or the source of a change differs, or once for two prices."""
    run = Run("a", changes=(PRICE,))
    assert key_of(run, "x") == key_of(Run("b", changes=(replace(PRICE, source="book", by="me", row=7),)), "x")
    assert key_of(run, "x") != key_of(run, "y")
    assert key_of(run, "x") != key_of(Run("a", changes=(replace(PRICE, multiply=0.6),)), "x")
    assert key_of(run, "x") != key_of(replace(run, weather_year=2), "x")


def test_small_case_reads(case):
    """Betrayed by a test case that is none."""
    assert len(read_case(case, schemas(), "base", 24).axis) == 24


@pytest.mark.filterwarnings("ignore")
def test_failed_runs_stop_nothing_and_finished_ones_are_kept(case, client, tmp_path):
    """Betrayed by a lost run, by a failure that is not told, or by computing again what is on disk."""
    told = []
    runner = Runner(client, Setting(case, 24), RunStore(tmp_path), told.append)
    runs = [Run("plan"), Run("bad", changes=(BAD,)), Run("cheap", changes=(PRICE,)), Run("same", changes=(PRICE,))]
    found = runner.run(runs)
    assert set(found) == {"plan", "cheap", "same"}
    assert found["cheap"]["objective_mcny_per_year"] < found["plan"]["objective_mcny_per_year"]
    assert "nothing" in runner.failed["bad"]
    assert runner.computed == 2
    assert (told[-1].done, told[-1].failed, told[-1].running, told[-1].waiting) == (2, 1, 0, 0)
    again = Runner(client, Setting(case, 24), RunStore(tmp_path))
    assert again.run([Run("plan"), Run("cheap", changes=(PRICE,))]) == {k: found[k] for k in ("plan", "cheap")}
    assert again.computed == 0
    index = index_table(runner).set_index("run")
    assert index.loc["bad", "status"] == "failed"
    assert index.loc["plan", "cost"] == pytest.approx(found["plan"]["objective_mcny_per_year"])


@pytest.mark.long
def test_killed_at_any_time_loses_no_finished_run(case, tmp_path):
    """Betrayed by a finished run that is gone, half a file, or one that was computed again and changed."""
    script = tmp_path / "study.py"
    script.write_text(SCRIPT, encoding="utf-8")
    place, seen = tmp_path / "out", {}
    rng, command = random.Random(3), [sys.executable, str(script), str(case), str(place)]
    for more in (2, 1, 2, 1):
        process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait_for_runs(place, len(seen) + more)
        time.sleep(rng.uniform(0.0, 0.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = _finished(place)
        assert {key: now[key] for key in seen} == seen
        seen = now
    assert len(seen) < RUNS, "all was done before the last kill: nothing was interrupted"
    subprocess.run(command, env=environment(), check=True, capture_output=True)
    done = _finished(place)
    assert len(done) == RUNS
    assert {key: done[key] for key in seen} == seen


@pytest.mark.long
def test_a_killed_study_leaves_no_process(tmp_path):
    """Betrayed by a solver that goes on for nobody: this one has half a minute of work left when its asker is killed."""
    script = tmp_path / "ask.py"
    script.write_text(ASK, encoding="utf-8")
    process = subprocess.Popen([sys.executable, str(script), str(GOLMUD)], env=environment())
    try:
        _wait(lambda: any("optimise.worker" in command for command in _below(process).values()))
        below = _below(process)
    finally:
        process.kill()
        process.wait()
    assert sum("many.apart" in command for command in below.values()) == 1
    assert not psutil.wait_procs(list(below), timeout=5.0)[1]


def environment():
    """Environment of a process that imports what this one does."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def _below(process):
    """Processes that a process has started, and those that they have started, with their commands."""
    found = {}
    for child in psutil.Process(process.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            found[child] = " ".join(child.cmdline())
    return found


def _wait_for_runs(place, least):
    """Wait until so many runs are on disk."""
    _wait(lambda: len(_finished(place)) >= least)


def _wait(done, most=120.0):
    """Wait until something holds."""
    end = time.monotonic() + most
    while not done():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.02)


def _finished(place):
    """Finished runs by key: when they were made and what they cost; a file that is not whole does not parse."""
    found = {}
    for path in place.glob("runs/[!.]*/summary.json"):
        summary = json.loads(path.read_text(encoding="utf-8"))
        found[path.parent.name] = (path.stat().st_mtime_ns, summary["objective_mcny_per_year"])
    return found


@pytest.mark.long
def test_scheduler_and_workers_elsewhere(case, tmp_path):
    """Betrayed by a study that needs its workers to be its own: here scheduler and worker are other processes."""
    from energy_model.studies.many.cluster import open_client

    file = tmp_path / "scheduler.json"
    scheduler = subprocess.Popen([sys.executable, "-m", "dask", "scheduler", "--port", "0", "--dashboard-address", ":0",
                                  "--scheduler-file", str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    worker = subprocess.Popen([sys.executable, "-m", "dask", "worker", "--scheduler-file", str(file), "--nthreads", "1"],
                              env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        for _ in range(120):
            if file.exists():
                break
            time.sleep(0.5)
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        with open_client(None, address, 24) as client:
            found = Runner(client, Setting(case, 24), RunStore(tmp_path / "out")).run([Run("plan")])
        assert "plan" in found
    finally:
        for process in (worker, scheduler):
            process.terminate()
            process.wait(30)
