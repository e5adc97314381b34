"""Compiled loops over slices of an array, on the cores that there are."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import Any

# The slices do not depend on the number of cores, so that sums come out the same on every machine.
SLICES = 4

# Below this many items a thread costs more than it saves.
_FEW = 20_000


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(min(SLICES, _cores()))


def _cores() -> int:
    """The cores that this process may use; a container may have fewer than the machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def together(kernel: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Call a compiled function, which must give up the interpreter's lock, once for each tuple of arguments.

    Returns
    -------
    list
        What it returned, in the order of the calls.
    """
    return list(_pool().map(lambda arguments: kernel(*arguments), calls))


def spread(kernel: Callable[..., Any], count: int, *arguments: Any) -> list[Any]:
    """Call ``kernel(first, last, *arguments)`` on slices of `count` items; what it returned for each slice."""
    edges = [count * i // SLICES for i in range(SLICES + 1)]
    calls = [(first, last, *arguments) for first, last in pairwise(edges)]
    return [kernel(*call) for call in calls] if count < _FEW else together(kernel, calls)
