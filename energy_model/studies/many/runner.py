"""The runner: sends runs to workers, puts each on disk before it counts, and begins again where it was ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from distributed import Client, as_completed

from energy_model.case import read_case
from energy_model.model import schemas
from energy_model.studies.many.apart import answer_apart
from energy_model.studies.many.plan import Run, Setting, key_of
from energy_model.studies.many.store import RunStore


@dataclass(frozen=True)
class Progress:
    """How far a study is: runs done (and found done), running, failed, still to come, and the time left [s]."""

    done: int
    running: int
    failed: int
    waiting: int
    seconds_left: float | None


Tell = Callable[[Progress], None]


@dataclass
class Runner:
    """Runs of one study.

    Attributes
    ----------
    client : distributed.Client
        Where they are computed.
    setting : Setting
        Case and hours.
    store : RunStore
        Where they are kept; only this process writes there, so workers need no common disk but the case.
    tell : callable
        Told after each run.
    failed : dict
        Name of each failed run → why.
    keys : dict
        Name of each run → its key.
    runs : dict
        Name of each run → the run.
    computed : int
        Runs computed now, not found on disk.
    seconds : float
        Time that took.
    """

    client: Client
    setting: Setting
    store: RunStore
    tell: Tell = lambda progress: None
    failed: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    computed: int = 0
    seconds: float = 0.0
    _fingerprints: dict[str, str] = field(default_factory=dict)

    def run(self, runs: Sequence[Run]) -> dict[str, dict[str, Any]]:
        """Return the summaries of the runs that succeeded, by name; those on disk are not computed again.

        A run that fails is put in `failed` and does not stop the others.
        """
        missing: dict[str, Run] = {}
        for one in runs:
            self.runs[one.name] = one
            self.keys[one.name] = key_of(one, self._fingerprint(one.scenario))
            if not self.store.has(self.keys[one.name]):
                missing.setdefault(self.keys[one.name], one)
        self._compute(missing)
        wanted = [one.name for one in runs if self.store.has(self.keys[one.name])]
        return {name: self.store.read(self.keys[name]) for name in wanted}

    def _compute(self, missing: dict[str, Run]) -> None:
        """Send runs to the workers and take them in as they end."""
        started, ended = perf_counter(), 0
        futures = {
            self.client.submit(answer_apart, self.setting, run, key=key, pure=False): key
            for key, run in missing.items()
        }
        self._report(len(futures), ended, started)
        for future in as_completed(list(futures)):
            key = futures[future]
            error = future.exception()
            if error is None:
                self.store.write(key, future.result())
                self.computed += 1
            else:
                self.failed[missing[key].name] = str(error).replace("\n", " ")
            future.release()
            ended += 1
            self._report(len(futures), ended, started)
        self.seconds += perf_counter() - started

    def _report(self, asked: int, ended: int, started: float) -> None:
        """Tell how far the study is."""
        left = asked - ended
        running = min(left, len(self.client.scheduler_info()["workers"]))
        seconds = (perf_counter() - started) / ended * left if ended else None
        done = len(set(self.keys.values())) - len(self.failed) - left
        self.tell(Progress(done, running, len(self.failed), left - running, seconds))

    def _fingerprint(self, scenario: str) -> str:
        """Return the fingerprint of the case with a scenario; each is read once."""
        if scenario not in self._fingerprints:
            case = read_case(self.setting.folder, schemas(), scenario, self.setting.hours)
            self._fingerprints[scenario] = case.fingerprint
        return self._fingerprints[scenario]
