"""Many random systems: each must end with a proof, none may be lost to a crash."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from benchmarks.measure import measure
from benchmarks.outcome import CONSOLE, bars, write_table

SHOWN = ("seed", "outcome", "zones", "hours", "status", "feasible", "certified", "attempts", "solve_s", "peak_mb")


def campaign(out: Path, time_limit: float, count: int) -> pd.DataFrame:
    """Solve random systems of 1 to 3 zones and 500 to 9000 h; a campaign that was stopped goes on where it was.

    Parameters
    ----------
    out : Path
        Folder of the results.
    time_limit : float
        Of each attempt of a solver [s].
    count : int
        How many systems.

    Returns
    -------
    DataFrame
        One row per system.
    """
    out.mkdir(parents=True, exist_ok=True)
    place = out / "campaign.csv"
    rows = pd.read_csv(place).to_dict("records") if place.exists() else []
    known = {row["seed"] for row in rows}
    for seed in range(count):
        if seed in known:
            continue
        measured = measure("drawn", {"seed": seed, "time_limit": time_limit}, 10 * time_limit)
        rows.append({"seed": seed, **measured.row()})
        pd.DataFrame(rows).to_csv(place, index=False)
    frame = pd.DataFrame(rows)
    write_table(frame, out, "campaign", SHOWN)
    certified = frame["certified"].fillna(False).astype(bool)
    lost = frame.loc[~certified, "seed"].tolist()
    CONSOLE.print(f"{certified.sum()} of {len(frame)} certified; not certified or lost: {lost or 'none'}")
    CONSOLE.print(f"first method enough in {int((frame['attempts'] == 1).sum())} cases")
    by_zones = frame[certified].groupby("zones", as_index=False)[["solve_s", "peak_mb"]].mean()
    panels = {"solve_s": "mean solve [s]", "peak_mb": "mean peak memory [MB]"}
    bars(by_zones, "zones", panels, out / "campaign.png", f"Campaign of {len(frame)}, {certified.sum()} certified")
    return frame
