"""What the benchmarks report is what happened: failures, time-outs, exponents and multiples."""

import sys

import numpy as np
import pandas as pd
import psutil
import pytest

from benchmarks import growth, measure, peers, years
from benchmarks.__main__ import GOLMUD
from energy_model.case import read_case
from energy_model.model import schemas

ASKED = {"case": str(GOLMUD), "scenario": "base", "hours": 24}


def test_a_failed_task_is_told_with_its_last_words():
    """A run that failed must not stand in the table as a fast one."""
    found = measure.measure("product", {**ASKED, "scenario": "no_such"})
    assert found.outcome.startswith("failed: exit code 1")
    assert "no_such" in found.outcome
    assert found.result == {}


def test_a_task_over_time_is_ended_with_its_children():
    """A child left behind would take time and memory from the next run."""
    before = len(psutil.Process().children(recursive=True))
    found = measure.measure("product", ASKED, time_limit=0.3)
    assert found.outcome == "timed out"
    assert found.seconds < 3.0
    assert len(psutil.Process().children(recursive=True)) == before


@pytest.mark.long
def test_memory_is_that_of_all_processes():
    """The solver works in a child: its memory missing would halve the figure.

    Of a single day the programme has columns without limits, and whether the method gets there depends on the last
    digits of the machine; of two it has none.
    """
    found = measure.measure("product", {**ASKED, "hours": 48, "solver": "bordered"})
    assert found.outcome == "done"
    assert found.child_peak_mb > 50.0
    assert max(found.own_peak_mb, found.child_peak_mb) < found.peak_mb <= found.own_peak_mb + found.child_peak_mb
    assert found.result["status"] != "unproven"


@pytest.mark.long
def test_a_year_is_proven_at_once_in_the_memory_that_is_promised():
    """At most 700 MB; it had been 870, with Pyomo and pandas held by the process that waits."""
    measure.measure("product", {**ASKED, "hours": 2184})  # compiles what a first run compiles
    found = measure.measure("product", {**ASKED, "hours": None})
    assert found.outcome == "done"
    assert found.result["status"] == "feasible"
    assert found.result["chain"].startswith("bordered interior point")
    assert ";" not in found.result["chain"], "a second method was asked"
    assert found.peak_mb < 700.0
    assert found.result["build_s"] + found.result["compile_s"] < 0.25 * found.result["solve_s"]


def test_the_peak_of_the_process_alone_counts_when_its_child_has_ended():
    """A solver's child of 120 MB, then 60 MB of the process by itself: less than both at once, more than it had then."""
    child = "import time; held = bytearray(120_000_000); time.sleep(0.8)"
    alone = "held = bytearray(60_000_000); time.sleep(0.8)"
    code = f"import subprocess, sys, time; subprocess.run([sys.executable, '-c', {child!r}]); {alone}"
    process = psutil.Popen([sys.executable, "-c", code])
    (_, together, own, children), in_time = measure._watch(process, measure.perf_counter() + 20.0)
    assert in_time
    assert 120 < children < together
    assert 60 < own < 100


def test_exponent_of_a_power_of_the_hours():
    """Seconds that go with hours to the 1.3, whatever the factor."""
    hours = np.array([1080.0, 2184.0, 8760.0])
    assert growth.exponent(hours, 0.07 * hours**1.3) == pytest.approx(1.3)


def test_multiples_refer_to_the_second_run_of_the_product():
    """The first run may compile kernels; 80 s against 10 s is 8 times, not 4."""
    frame = pd.DataFrame(
        {
            "seconds": [20.0, 10.0, 80.0],
            "cpu_seconds": [15.0, 10.0, 70.0],
            "peak_mb": [500.0, 400.0, 1000.0],
            "objective": [-5.0, -5.0, -5.000001],
        }
    )
    compared = peers._compared(frame)
    assert compared["times_ours"].tolist() == [2.0, 1.0, 8.0]
    assert compared["memory_times_ours"].tolist()[-1] == 2.5
    assert compared["difference"].tolist()[-1] == pytest.approx(2e-7)


def test_a_peer_that_failed_has_no_difference():
    """An objective that is missing must not count as equal."""
    ones = {"cpu_seconds": 1.0}
    frame = pd.DataFrame(
        {**ones, "seconds": [1.0, 1.0, 2.0], "peak_mb": [1.0, 1.0, 1.0], "objective": [-5.0, -5.0, None]}
    )
    assert np.isnan(peers._compared(frame)["difference"].tolist()[-1])


def test_two_years_are_the_last_two_of_the_path():
    """17 520 h: a system of other stages would grow in another way."""
    with years.system_of(GOLMUD, 17520) as system:
        read = read_case(years.Path(system["case"]), schemas(), system["scenario"], 24)
    assert read.settings.stages == (2029, 2030)
    # What cannot hold before the line would ask three questions in place of one.
    pv = read.tables["requirements"].items.index("utilisation_pv")
    assert not np.any(read.tables["requirements"].numbers["required"][pv])
    with years.system_of(GOLMUD, 1080) as system:
        assert system == {"case": str(GOLMUD), "scenario": "base", "hours": 1080}
