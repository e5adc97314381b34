"""Where the time and the memory of this product go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.measure import measure
from benchmarks.outcome import CONSOLE, bars, write_table

# Parts of a run in their order; those that start with solve_ are within solve.
PARTS = (
    "import",
    "read",
    "build",
    "compile",
    "solve",
    "solve_prepare",
    "solve_solve",
    "solve_certify",
    "label",
    "evaluate",
    "save",
)
BUILD_SHARE = 0.25
MEMORY_MB = 700.0


def phases(case: dict[str, Any], out: Path, time_limit: float, solver: str) -> pd.DataFrame:
    """Measure the parts of a run and its memory.

    Parameters
    ----------
    case : dict
        ``case, scenario, hours``.
    out : Path
        Folder of the results.
    time_limit : float
        Of the run [s].
    solver : str
        As for ``energy-model run``.

    Returns
    -------
    DataFrame
        Seconds by part, and the memory of the process, of its children and of both at one moment.
    """
    measured = measure("product", {**case, "solver": solver}, time_limit)
    found = measured.result
    rows = [{"part": part, "seconds": found[f"{part}_s"]} for part in PARTS if f"{part}_s" in found]
    rows.append({"part": "whole process", "seconds": measured.seconds})
    frame = pd.DataFrame(rows)
    name = f"phases_{case['scenario']}_{case['hours'] or 8760}"
    write_table(frame, out, name, ("part", "seconds"))
    memory = {"own_peak_mb": measured.own_peak_mb, "child_peak_mb": measured.child_peak_mb, "peak_mb": measured.peak_mb}
    write_table(pd.DataFrame([memory]), out, f"{name}_memory", tuple(memory))
    CONSOLE.print(f"{measured.outcome}; {found.get('status')}; {found.get('chain')}")
    if found:
        share = (found["build_s"] + found["compile_s"]) / found["solve_s"]
        CONSOLE.print(f"build + compile: {share:.0%} of solve (limit {BUILD_SHARE:.0%}); ", end="")
        CONSOLE.print(f"peak {measured.peak_mb:.0f} MB (limit {MEMORY_MB:.0f} MB)")
        bars(frame, "part", {"seconds": "seconds"}, out / f"{name}.png", f"Parts of a run, {case['hours'] or 8760} h")
    return frame
