"""The results that are compared: each with a short label, the first one being what the others differ from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from energy_model.errors import Language
from energy_model.studies import Findings, Tables, findings_from_result
from energy_model.write.naming import Naming, naming
from energy_model.write.report import proven


@dataclass(frozen=True)
class Result:
    """A result and what it is called in the comparison."""

    label: str
    findings: Findings

    @property
    def tables(self) -> Tables:
        """Tables of the plan."""
        return proven(self.findings)

    @property
    def origin(self) -> dict[str, Any]:
        """Case, scenario and what else is known of the run."""
        found: dict[str, Any] = self.findings.summary["provenance"]
        return found


def read_results(folders: Sequence[Path]) -> list[Result]:
    """Read stored results and name each by its scenario; where that is not enough, by its folder.

    Parameters
    ----------
    folders : sequence of Path
        Folders of results.

    Raises
    ------
    FileNotFoundError
        If a folder holds no complete result.
    """
    found = [findings_from_result(folder) for folder in folders]
    scenarios = [str(one.summary["provenance"]["scenario"]) for one in found]
    choices = (scenarios, [folder.resolve().name for folder in folders], [str(folder) for folder in folders])
    labels = next(
        (names for names in choices if len(set(names)) == len(names)), [f"{i + 1}" for i in range(len(found))]
    )
    return [Result(label, one) for label, one in zip(labels, found, strict=True)]


def all_names(results: Sequence[Result], language: Language) -> Naming:
    """Return the names of plants of all results; those of the first come first."""
    names: dict[tuple[str, str], str] = {}
    tables: dict[str, str] = {}
    for result in reversed(results):
        if result.findings.tree is None:
            raise ValueError("nothing was proven, so there is nothing to compare")
        one = naming(result.findings.tree, language)
        names |= one.names
        tables |= one.tables
    return Naming(language, names, tables)


def side_by_side(results: Sequence[Result], frames: Sequence[pd.Series[float]]) -> pd.DataFrame:
    """Return values by key with a column per result, and by how much each differs from the first.

    Parameters
    ----------
    results : sequence of Result
        The results.
    frames : sequence of Series
        Values by key, one of each result; a key that one lacks is nothing there.
    """
    table = pd.concat(list(frames), axis=1, keys=range(len(results))).fillna(0.0)
    for i in range(1, len(results)):
        table[f"difference_{i}"] = table[i] - table[0]
    return table
