"""From the name of a study to its pages: run it, write index, page and workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from energy_model.errors import Language
from energy_model.studies.many.answer import case_of
from energy_model.studies.many.index import index_table
from energy_model.studies.many.near_optimal import alternatives_study
from energy_model.studies.many.plan import Run
from energy_model.studies.many.read import read_study
from energy_model.studies.many.runner import Runner
from energy_model.studies.many.sensitivity import sensitivity_study
from energy_model.studies.many.storage import storage_study
from energy_model.studies.many.years import weather_study
from energy_model.write.many.alternatives import alternatives_report
from energy_model.write.many.listed import listed_report
from energy_model.write.many.parts import LANGUAGES, write_reports
from energy_model.write.many.storage import storage_report
from energy_model.write.many.tornado import tornado_report
from energy_model.write.many.weather import weather_report
from energy_model.write.report import Report

Reports = Callable[[Language], Report]


def _storage(runner: Runner, scenario: str) -> Reports:
    found = storage_study(runner, scenario)
    return lambda language: storage_report(found, language)


def _tornado(runner: Runner, scenario: str) -> Reports:
    found = sensitivity_study(runner, scenario)
    return lambda language: tornado_report(found, language)


def _alternatives(runner: Runner, scenario: str) -> Reports:
    found = alternatives_study(runner, scenario)
    return lambda language: alternatives_report(found, language)


def _weather(runner: Runner, scenario: str) -> Reports:
    found = weather_study(runner, scenario)
    return lambda language: weather_report(found, language)


def _listed(runner: Runner, file: Path, scenario: str) -> Reports:
    study = read_study(file, runner.setting, scenario)
    runner.run(study.runs)
    case = case_of(runner.setting, Run("", scenario))
    titles: dict[Language, str] = {"zh": study.title_zh, "en": study.title_en}
    index = index_table(runner)
    return lambda language: listed_report(case, titles, index, language)


STUDIES: dict[str, Callable[[Runner, str], Reports]] = {
    "storage": _storage,
    "tornado": _tornado,
    "alternatives": _alternatives,
    "weather": _weather,
}


def run_study(runner: Runner, what: str, scenario: str) -> dict[Language, Path]:
    """Run a study and write what it found; return the page in each language.

    Parameters
    ----------
    runner : Runner
        Takes the runs.
    what : str
        Name of a built-in study, or path of a study file.
    scenario : str
        Scenario of the case.

    Raises
    ------
    energy_model.case.InputError, ValueError, RuntimeError
        As the study says.
    """
    reports = STUDIES[what](runner, scenario) if what in STUDIES else _listed(runner, Path(what), scenario)
    runner.store.write_index(index_table(runner))
    return write_reports(runner.store.folder, {language: reports(language) for language in LANGUAGES})
