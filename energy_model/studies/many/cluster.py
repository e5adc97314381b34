"""Where runs are sent: processes of this machine, or a cluster that is already there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dask
import psutil
from distributed import Client, LocalCluster

# A year of the shipped case takes 1.9 GB (0.9 to build, 1.0 to solve); a short run far less.
MEMORY_OF_A_YEAR, MEMORY_LEAST = 2.5e9, 0.6e9
YEAR = 8760
# One run is one thread: two runs that each start a thread per core slow each other down.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


# Workers warn when they cannot tell the size of a task; nothing here depends on it. What fails is told by the study.
QUIET = {"distributed.sizeof": "error", "distributed.nanny": "error", "distributed.worker": "critical"}


def workers_for(hours: int | None) -> int:
    """Return how many runs this machine can hold at once: as its cores and its free memory allow.

    Parameters
    ----------
    hours : int or None
        Hours of a year in each run.
    """
    needed = max(MEMORY_LEAST, MEMORY_OF_A_YEAR * (hours or YEAR) / YEAR)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, int(psutil.virtual_memory().available / needed)))


@contextmanager
def open_client(workers: int | None, scheduler: str | None, hours: int | None) -> Iterator[Client]:
    """Give a client of an existing scheduler or of worker processes of this machine, and close what was opened.

    Parameters
    ----------
    workers : int or None
        Number of local processes; None sizes them to cores and memory.
    scheduler : str or None
        Address of a scheduler such as ``tcp://host:8786``; its workers must see the folder of the case.
    hours : int or None
        Hours of a year in each run.

    Yields
    ------
    distributed.Client
        Where runs are submitted.

    Raises
    ------
    OSError
        If nothing answers at the address.
    """
    if scheduler is not None:
        with Client(scheduler, timeout=15) as client:
            yield client
        return
    count = workers or workers_for(hours)
    # Settings of threads must be in place before a worker loads numpy, and are inherited by the solvers' processes.
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    options: dict[str, Any] = {"n_workers": count, "threads_per_worker": 1, "processes": True, "memory_limit": 0}
    dask.config.set({"logging": QUIET})
    try:
        with LocalCluster(dashboard_address=":0", **options) as cluster, Client(cluster) as client:
            yield client
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
