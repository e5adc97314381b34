"""One case from inputs to findings: solve, verify, count what was curtailed, make the tables, sum up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import pandas as pd
import xarray as xr

from energy_model.case.case import Case
from energy_model.optimise import SolverSettings
from energy_model.results import load
from energy_model.studies.provenance import record_of, run_record, with_record
from energy_model.studies.reader import Reader
from energy_model.studies.solve import Answered, Progress, solve
from energy_model.studies.summary import summarise, summarise_unproven
from energy_model.studies.tables import Tables, tabulate
from energy_model.studies.verify import Verification, verify


@dataclass(frozen=True)
class Findings:
    """All that is known of a run; what the writer needs.

    Attributes
    ----------
    tree : xarray.DataTree or None
        Labelled solution with the record of the run; None where nothing was proven.
    tables : Tables or None
        Tables of the plan.
    verification : Verification or None
        Outcome of the independent check.
    summary : dict
        As written to ``summary.json`` (``docs/summary.md``).
    inputs, sources : pandas.DataFrame
        Rows of the inputs as they were used, and their sources.
    """

    tree: xr.DataTree | None
    tables: Tables | None
    verification: Verification | None
    summary: dict[str, Any]
    inputs: pd.DataFrame
    sources: pd.DataFrame


def run_case(
    case: Case,
    settings: SolverSettings | None = None,
    progress: Progress | None = None,
    answered: Answered | None = None,
) -> Findings:
    """Solve a case and find out what follows.

    Parameters
    ----------
    case : Case
        The case.
    settings : SolverSettings, optional
        Which solver, and how exact.
    progress : callable, optional
        Told a sentence before each step.
    answered : Answered, optional
        The first answer of its programme, where it is known.

    Returns
    -------
    Findings
        Where no solver gave a proven answer, its summary says so and there are no tables.
    """
    tell = progress or (lambda sentence: None)
    solved = solve(case, settings, tell, answered)
    record, inputs = run_record(solved), input_rows(case)
    if solved.tree is None:
        return Findings(None, None, None, summarise_unproven(record), inputs, case.sources)
    tell("evaluate")
    start = perf_counter()
    found = _evaluate(Reader(solved.tree))
    record["timings_s"]["evaluate"] = perf_counter() - start
    summary = summarise(Reader(solved.tree), *found, record)
    return Findings(with_record(solved.tree, record), *found, summary, inputs, case.sources)


def findings_from_result(folder: Path) -> Findings:
    """Return the findings of a stored result, without solving; the summary is made anew from the tree.

    Parameters
    ----------
    folder : Path
        Folder that `energy_model.results.save` has written.

    Raises
    ------
    FileNotFoundError
        If the folder holds no complete result.
    """
    tree, _, inputs, sources = load(folder)
    found = _evaluate(Reader(tree))
    return Findings(tree, *found, summarise(Reader(tree), *found, record_of(tree)), inputs, sources)


def input_rows(case: Case) -> pd.DataFrame:
    """Return the rows of all input tables as they were used, with the name of the table."""
    frames = [table.rows.assign(table=name) for name, table in case.tables.items()]
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled or frames[:1], ignore_index=True)


def _evaluate(reader: Reader) -> tuple[Tables, Verification]:
    """Return tables and verification of a labelled tree."""
    return tabulate(reader), verify(reader)
