"""Throughput of a storage study of 100 places: two workers against one, solves only, on this machine."""

import sys
import tempfile
from pathlib import Path

from energy_model.studies.many.answer import case_of
from energy_model.studies.many.candidates import axes_of
from energy_model.studies.many.cluster import open_client
from energy_model.studies.many.plan import Place, Run, Setting, Total
from energy_model.studies.many.runner import Runner
from energy_model.studies.many.store import RunStore

PLACES = 100


def seconds(setting: Setting, workers: int, places: int) -> float:
    """Return the seconds of the study, workers warm."""
    with tempfile.TemporaryDirectory() as folder, open_client(workers, None, setting.hours) as client:
        runner = Runner(client, setting, RunStore(Path(folder)))
        plan = runner.run([Run("plan", question=Total())])["plan"]
        axis = next(a for a in axes_of(case_of(setting, Run("")), plan["sizes"]) if a.measure == "power")
        step = (axis.high - axis.low) / (places + 2 * workers)
        runs = [
            Run(f"p{i}", question=Place(axis.line, axis.low + step * (i + 0.5))) for i in range(places + 2 * workers)
        ]
        runner.run(runs[: 2 * workers])
        before = runner.seconds
        runner.run(runs[2 * workers :])
        return runner.seconds - before


if __name__ == "__main__":
    chosen = Setting(Path(sys.argv[1]).resolve(), int(sys.argv[2]))
    one, two = seconds(chosen, 1, PLACES), seconds(chosen, 2, PLACES)
    sys.stdout.write(f"one worker {one:.1f} s, two {two:.1f} s: {one / two:.2f} times the single rate\n")
