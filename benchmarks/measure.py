"""A task in a process of its own, with its whole time and the peak memory of all its processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np
import psutil

ROOT = Path(__file__).resolve().parents[1]
# Between two looks at the memory [s].
PERIOD = 0.25

# Processor time [s] and peaks of memory of all, of the process, and of its children [MB].
Figures = tuple[float, float, float, float]


@dataclass(frozen=True)
class Measured:
    """What a task needed.

    Attributes
    ----------
    outcome : str
        ``done``, ``timed out`` or ``failed: …`` with the last words of the process.
    seconds : float
        From the start of the process to its end, so with Python and all imports.
    cpu_seconds : float
        Processor time of the process and its children; less touched by what else the machine does.
    peak_mb : float
        Greatest sum of the resident memory of the process and its children at one moment [MB]; pages that they share,
        such as those of libraries, count once. Files that they have let go of do not count, as the system may drop
        those (where the folder of temporary files is on a disk).
    own_peak_mb, child_peak_mb : float
        The same of the process alone, and of its children alone [MB].
    result : dict
        What the task returned.
    """

    outcome: str
    seconds: float
    cpu_seconds: float
    peak_mb: float
    own_peak_mb: float
    child_peak_mb: float
    result: dict[str, Any] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        """Return all figures as one row of a table."""
        figures = asdict(self)
        return {**figures.pop("result"), **figures}


def measure(task: str, arguments: dict[str, Any], time_limit: float = 3600.0) -> Measured:
    """Run a task of ``benchmarks.tasks`` and measure it.

    Parameters
    ----------
    task : str
        Name of the function.
    arguments : dict
        Its arguments, plain data.
    time_limit : float
        After that the process and its children are ended [s].
    """
    with TemporaryDirectory(prefix="benchmark-") as folder:
        answer, words = Path(folder) / "answer.json", Path(folder) / "words.txt"
        command = [sys.executable, "-m", "benchmarks.tasks", task, json.dumps(arguments), str(answer)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
        start = perf_counter()
        with words.open("wb") as file:
            process = psutil.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT)
            try:
                peaks, in_time = _watch(process, start + time_limit)
            finally:
                _end(process)
        seconds = perf_counter() - start
        if not in_time:
            return Measured("timed out", seconds, *peaks)
        if process.returncode != 0 or not answer.exists():
            last = words.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
            return Measured(f"failed: exit code {process.returncode} {' '.join(last)[:200]}", seconds, *peaks)
        return Measured("done", seconds, *peaks, json.loads(answer.read_text(encoding="utf-8")))


def _watch(process: psutil.Popen, until: float) -> tuple[Figures, bool]:
    """Look at a process until it ends or its time is over.

    Returns
    -------
    tuple, bool
        Processor time [s] and peaks of memory [MB], and whether it ended by itself.
    """
    busy, most, peaks = 0.0, np.zeros(3), np.zeros(3)
    while process.poll() is None:
        if perf_counter() > until:
            return _figures(busy, peaks), False
        running = [process, *_children(process)]
        busy = max(busy, sum(_busy(one) for one in running))
        # The share of pages is asked for only when there is more than ever: each time it takes a hundredth of a second
        # for every gigabyte, in which the process cannot get or return memory (a tenth of the time of a year).
        now = _sums([_memory(one, shared=False) for one in running])
        if np.any(now > most):
            most = np.maximum(most, now)
            peaks = np.maximum(peaks, _sums([_memory(one, shared=True) for one in running]))
        try:
            process.wait(PERIOD)
        except psutil.TimeoutExpired:
            continue
    return _figures(busy, peaks), True


def _figures(busy: float, peaks: np.ndarray) -> Figures:
    """Return processor time and peaks as numbers of Python."""
    return busy, float(peaks[0]), float(peaks[1]), float(peaks[2])


def _sums(parts: list[float]) -> np.ndarray:
    """Return the memory of all, of the first alone, and of the rest."""
    return np.array([sum(parts), parts[0], sum(parts[1:])])


def _children(process: psutil.Process) -> list[psutil.Process]:
    """Return the children of a process; none if it has just ended."""
    try:
        return list(process.children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def _memory(process: psutil.Process, shared: bool) -> float:
    """Return the resident memory of a process [MB], of shared pages its share if asked for; zero if it has ended."""
    try:
        memory = process.memory_full_info() if shared and psutil.LINUX else process.memory_info()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return 0.0
    return float(getattr(memory, "pss", memory.rss)) / 1e6  # only Linux tells the share


def _busy(process: psutil.Process) -> float:
    """Return the processor time of a process and of its children that have ended [s]."""
    try:
        return float(sum(process.cpu_times()[:4]))
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return 0.0


def _end(process: psutil.Process) -> None:
    """End a process and its children."""
    for one in [*_children(process), process]:
        try:
            one.kill()
        except psutil.NoSuchProcess:
            continue
    process.wait()
