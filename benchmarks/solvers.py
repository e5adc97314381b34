"""Every solver of the portfolio on the same matrices."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from benchmarks.measure import measure
from benchmarks.outcome import bars, write_table
from benchmarks.years import system_of

SOLVERS = ("bordered", "piqp", "clarabel", "hipo", "ipx", "simplex")
# The last two are sizes known to crash an ordering.
HOURS = (1464, 8760, 17520, 26280)
SHOWN = ("hours", "solver", "outcome", "status", "rows", "columns", "solve_s", "iterations", "peak_mb", "objective")
# What building the matrix, starting and reading may take on top of the solver's own limit [s].
AROUND = 600.0


def solvers(case: Path, out: Path, time_limit: float, hours: tuple[int, ...], names: tuple[str, ...]) -> pd.DataFrame:
    """Solve the same matrices with every solver by name.

    Parameters
    ----------
    case : Path
        Folder of the case.
    out : Path
        Folder of the results.
    time_limit : float
        Of each attempt of a solver [s].
    hours : tuple of int
        Sizes of the matrices.
    names : tuple of str
        Solvers.

    Returns
    -------
    DataFrame
        One row per matrix and solver.
    """
    out.mkdir(parents=True, exist_ok=True)
    rows = []
    for count in hours:
        for name in names:
            with system_of(case, count) as system:
                arguments = {**system, "solver": name, "time_limit": time_limit}
                measured = measure("matrix", arguments, 2 * time_limit + AROUND)
            rows.append({**measured.row(), "hours": count, "solver": name})
            pd.DataFrame(rows).to_csv(out / "solvers.csv", index=False)
    frame = pd.DataFrame(rows)
    write_table(frame, out, "solvers", SHOWN)
    frame["bar"] = frame["hours"].astype(str) + " h, " + frame["solver"] + ", " + frame["status"].astype(str)
    panels = {"solve_s": "solve and certify [s]", "peak_mb": "peak memory [MB]"}
    bars(frame[frame["outcome"] == "done"], "bar", panels, out / "solvers.png", "The same matrices")
    return frame
