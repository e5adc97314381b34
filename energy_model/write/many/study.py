"""From the name of a study to its pages: run it, write index, page and workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from energy_model.case.errors import Language
from energy_model.studies.many.index import index_table
from energy_model.studies.many.runner import Runner
from energy_model.studies.many.storage import storage_study
from energy_model.write.many.parts import LANGUAGES, write_reports
from energy_model.write.many.storage import storage_report
from energy_model.write.report import Report

Reports = Callable[[Language], Report]


def _storage(runner: Runner, scenario: str) -> Reports:
    found = storage_study(runner, scenario)
    return lambda language: storage_report(found, language)


STUDIES: dict[str, Callable[[Runner, str], Reports]] = {"storage": _storage}


def run_study(runner: Runner, what: str, scenario: str) -> dict[Language, Path]:
    """Run a study and write what it found; return the page in each language.

    Parameters
    ----------
    runner : Runner
        Takes the runs.
    what : str
        Name of a study.
    scenario : str
        Scenario of the case.

    Raises
    ------
    ValueError, RuntimeError
        As the study says.
    """
    reports = STUDIES[what](runner, scenario)
    runner.store.write_index(index_table(runner))
    return write_reports(runner.store.folder, {language: reports(language) for language in LANGUAGES})
