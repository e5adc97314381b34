"""Least times online and offline of thermal plants, for commitment relaxed to capacity.

What was started within the least time up is still online; what was stopped within the least time down is not.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_model.case.case import Case, FloatArray, IntArray, Table
from energy_model.model.declare import LAGS, Coefficient, Mask


def window(name: str) -> Any:
    """Return the function that marks the lags within a least time, shape (plants, lags)."""
    return lambda table, case: (np.arange(LAGS) < lags_of(table, case, name)[:, None]).astype(float)


def lags_of(table: Table, case: Case, name: str) -> FloatArray:
    """Return a least time in steps, shape (plants,); steps are counted at their shortest."""
    return np.asarray(np.ceil(table.numbers[name] / case.axis.hours.min()))


def down_window_begins(table: Table, case: Case) -> IntArray:
    """Return the step that lies a least time down before each step, shape (plants, steps)."""
    begins = np.tile(np.arange(len(case.axis)), (len(table), 1))
    for lag in range(LAGS):
        inside = lags_of(table, case, "down_time") > lag
        begins[inside] = case.axis.previous[begins[inside]]
    return begins


LEAST_TIMES = (
    Coefficient("up_window", r"\omega^{u}", "1", "1 for lags within the time up", window("up_time"), ("plant", "lag")),
    Coefficient(
        "down_window", r"\omega^{d}", "1", "1 for lags within the time down", window("down_time"), ("plant", "lag")
    ),
    Coefficient(
        "down_window_begins", r"t^{d}", "1", "step before the time down", down_window_begins, ("plant", "time")
    ),
)


def has_least_time(name: str) -> Mask:
    """Return the mask of plants whose least time up or down is longer than a step."""
    return lambda table, case: table.numbers[name] > case.axis.hours.min()


def started_within(m: Any, b: Any, within: Any, p: int, t: int) -> Any:
    """Return the capacity started within a window of lags [GW]."""
    total, step = 0.0, t
    for lag in range(LAGS):
        total = total + within[p, lag] * b.start[p, step]
        step = m.previous[step]
    return total


def stays_up(m: Any, b: Any, p: int, t: int) -> Any:
    """What was started within the least time up is still online."""
    return started_within(m, b, b.up_window, p, t) <= b.online[p, t]


def stays_down(m: Any, b: Any, p: int, t: int) -> Any:
    """What was stopped within the least time down is not yet online again."""
    standing = b.available_share[p] * b.capacity[p, m.stage_of[t]]
    return started_within(m, b, b.down_window, p, t) + b.online[p, b.down_window_begins[p, t]] <= standing
