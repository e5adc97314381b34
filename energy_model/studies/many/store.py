"""Runs on disk: a folder per run, there as a whole or not at all, and one table over all of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from energy_model.results import complete_folder

RUNS, SUMMARY, INDEX = "runs", "summary.json", "index.csv"


class RunStore:
    """The finished runs of a study.

    Parameters
    ----------
    folder : Path
        Folder of the study.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, key: str) -> bool:
        """Return whether a run is finished."""
        return self.path(key).is_file()

    def path(self, key: str) -> Path:
        """Return where the summary of a run stands."""
        return self.folder / RUNS / key / SUMMARY

    def read(self, key: str) -> dict[str, Any]:
        """Return the summary of a finished run."""
        found: dict[str, Any] = json.loads(self.path(key).read_text(encoding="utf-8"))
        return found

    def write(self, key: str, summary: str) -> None:
        """Put a finished run on disk: a process that is killed leaves the whole of it or nothing."""
        with complete_folder(self.folder / RUNS / key) as place:
            (place / SUMMARY).write_text(summary, encoding="utf-8")

    def write_index(self, table: pd.DataFrame) -> Path:
        """Write the table over all runs; it replaces the one before in one step."""
        path, partial = self.folder / INDEX, self.folder / f".{INDEX}"
        table.to_csv(partial, index=False, encoding="utf-8-sig")
        partial.replace(path)
        return path
