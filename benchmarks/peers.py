"""The product and its peers on the same system: whole time, peak memory, objective, in one run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.measure import measure
from benchmarks.outcome import bars, write_table

# How often this product runs: the first run may compile its kernels, the second is the one that counts.
ROUNDS = 2
RUNS = {
    "PyPSA + HiPO": ("pypsa", "hipo"),
    "PyPSA + ipx": ("pypsa", "ipx"),
    "oemof-solph + HiPO": ("oemof", "hipo"),
    "oemof-solph + ipx": ("oemof", "ipx"),
}
SHOWN = (
    "who",
    "outcome",
    "status",
    "seconds",
    "times_ours",
    "cpu_seconds",
    "cpu_times_ours",
    "peak_mb",
    "memory_times_ours",
    "objective",
    "difference",
)


def compare(case: dict[str, Any], out: Path, time_limit: float, who: list[str]) -> pd.DataFrame:
    """Measure this product and the peers named, one after the other.

    Parameters
    ----------
    case : dict
        ``case, scenario, hours``.
    out : Path
        Folder of the results.
    time_limit : float
        Of each run [s].
    who : list of str
        Names of `RUNS`.

    Returns
    -------
    DataFrame
        One row per run, with time and memory as multiples of this product's and the relative difference of cost.
    """
    name = f"peers_{case['scenario']}_{case['hours'] or 8760}"
    rows = [{"who": f"this product, run {i + 1}", **measure("product", case, time_limit).row()} for i in range(ROUNDS)]
    for peer in who:
        task, solver = RUNS[peer]
        rows.append({"who": peer, **measure(task, {**case, "solver": solver}, time_limit).row()})
        frame = _compared(pd.DataFrame(rows))
        frame.to_csv(_folder(out) / f"{name}.csv", index=False)
    frame = _compared(pd.DataFrame(rows))
    write_table(frame, out, name, SHOWN)
    panels = {"seconds": "whole run [s]", "peak_mb": "peak memory [MB]"}
    bars(frame, "who", panels, out / f"{name}.png", f"The same system, {case['scenario']}, {case['hours'] or 8760} h")
    return frame


def _folder(out: Path) -> Path:
    """Return the folder of the results, made if need be."""
    out.mkdir(parents=True, exist_ok=True)
    return out


def _compared(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the multiples of the last run of this product."""
    ours = frame.iloc[ROUNDS - 1]
    objective = frame["objective"].astype(float)
    return frame.assign(
        times_ours=frame["seconds"] / ours["seconds"],
        cpu_times_ours=frame["cpu_seconds"] / ours["cpu_seconds"],
        memory_times_ours=frame["peak_mb"] / ours["peak_mb"],
        difference=(objective - float(ours["objective"])).abs() / abs(float(ours["objective"])),
    )
