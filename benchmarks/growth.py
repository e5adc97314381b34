"""How time and memory grow with hours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.measure import measure
from benchmarks.outcome import CONSOLE, growth_plot, write_table
from benchmarks.years import system_of

# 1/8, 1/4 and 1/2 of a year in whole days; 1, 2 and 5 years
HOURS = (1080, 2184, 4368, 8760, 17520, 43800)
LIMIT = 1.15


def growth(case: Path, out: Path, time_limit: float, hours: tuple[int, ...], solver: str) -> pd.DataFrame:
    """Measure this product over hours and report the exponents.

    The first run is done twice and counts once: where the kernels are not compiled yet, it compiles them.

    Parameters
    ----------
    case : Path
        Folder of the case.
    out : Path
        Folder of the results.
    time_limit : float
        Of each run [s].
    hours : tuple of int
        Hours of the runs.
    solver : str
        As for ``energy-model run``.

    Returns
    -------
    DataFrame
        One row per run.
    """
    rows = []
    for turn, count in enumerate((hours[0], *hours)):
        with system_of(case, count) as system:
            measured = measure("product", {**system, "solver": solver}, time_limit)
        if turn == 0:
            continue
        rows.append({**measured.row(), "hours": count})
        pd.DataFrame(rows).to_csv(_made(out) / "growth.csv", index=False)
    frame = pd.DataFrame(rows)
    write_table(
        frame, out, "growth", ("hours", "outcome", "status", "seconds", "cpu_seconds", "solve_s", "peak_mb", "chain")
    )
    done = frame[frame["outcome"] == "done"]
    if len(done) > 1:
        parts = {"seconds": "whole run", "cpu_seconds": "processor time", "solve_s": "solve"}
        for column, words in parts.items():
            slope = exponent(done["hours"].to_numpy(float), done[column].to_numpy(float))
            CONSOLE.print(f"{words}: seconds grow with hours^{slope:.2f} (limit {LIMIT})")
        series = {words: done[column].to_numpy(float) for column, words in parts.items()}
        growth_plot(done["hours"].to_numpy(float), series, out / "growth.png", "Growth with hours")
    return frame


def exponent(hours: np.ndarray, seconds: np.ndarray) -> float:
    """Return the exponent of growth: the slope of the logarithms by least squares."""
    return float(np.polyfit(np.log(hours), np.log(seconds), 1)[0])


def _made(out: Path) -> Path:
    """Return the folder of the results, made if need be."""
    out.mkdir(parents=True, exist_ok=True)
    return out
