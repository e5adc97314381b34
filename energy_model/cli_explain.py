"""The commands ``energy-model explain``, ``headroom`` and ``robustness``: the verdict explained."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from energy_model.cli_common import LangOption, find_case, read_with, refuse, tell
from energy_model.errors import InputError, Language
from energy_model.write.terminal import clock, show_tables, show_verdict
from energy_model.write.words import say

if TYPE_CHECKING:
    import pandas as pd

    from energy_model.case import Case
    from energy_model.write.report import Report
    from energy_model.write.text_table import TextTable

FEASIBLE, INFEASIBLE, UNPROVEN = 0, 1, 3

# Sections whose sentences are told in the terminal, and tables that are shown there; the page has all.
SAID = ("conflicts", "remedies", "pairs", "conditions")
TABLES = ("largest", "frontier", "pairs")

CaseName = Annotated[
    str, typer.Argument(metavar="CASE", help="算例文件夹或 inputs 下的名称 / folder, or name below inputs")
]
ScenarioOption = Annotated[str, typer.Option("--scenario", "-s", help="情景 / scenario")]
OutOption = Annotated[Path | None, typer.Option("--out", help="结果文件夹 / folder of the results")]
HoursOption = Annotated[
    int | None, typer.Option("--hours", help="每年只算若干小时(24的倍数) / hours of a year, whole days, for quick runs")
]
Made = tuple[Callable[[Language], "Report"], Mapping[str, "pd.DataFrame"], bool]


def explain(
    case: CaseName,
    scenario: ScenarioOption = "base",
    out: OutOption = None,
    hours: HoursOption = None,
    lang: LangOption = "zh",
) -> None:
    """解释结论:矛盾的要求与最小补救 / Explain the verdict: conflicts and least repairs."""

    def made(read: Case, step: Callable[[str], None]) -> Made:
        from energy_model.studies import explain as study
        from energy_model.write.explained import explanation_page

        found = study(read, progress=step)
        tables = {"conflicts": found.conflicts, "remedies": found.remedies, "pairs": found.pairs}
        return partial(explanation_page, found), tables, found.feasible

    _study("explain", case, scenario, out, hours, lang, made)


def headroom(
    case: CaseName,
    scenario: ScenarioOption = "base",
    out: OutOption = None,
    hours: HoursOption = None,
    lang: LangOption = "zh",
) -> None:
    """消纳能力:最大清洁能源装机与弃电率曲面 / Largest clean capacity and surfaces of curtailment."""

    def made(read: Case, step: Callable[[str], None]) -> Made:
        from energy_model.studies import headroom as study
        from energy_model.write.headroom_page import headroom_page

        found = study(read, progress=step)
        surface = found.surface.to_dataframe().reset_index()
        tables = {"largest": found.largest, "surface": surface, "frontier": found.frontier}
        return partial(headroom_page, read, found), tables, found.holds

    _study("headroom", case, scenario, out, hours, lang, made)


def robustness(
    case: CaseName,
    scenario: ScenarioOption = "base",
    out: OutOption = None,
    hours: HoursOption = None,
    lang: LangOption = "zh",
) -> None:
    """稳健性:哪项假设会改变结论 / Which assumption flips the verdict, and where."""

    def made(read: Case, step: Callable[[str], None]) -> Made:
        from energy_model.studies import robustness as study
        from energy_model.write.robust_page import robustness_page

        found = study(read, progress=step)
        return partial(robustness_page, read, found), {"tornado": found.tornado}, found.feasible

    _study("robustness", case, scenario, out, hours, lang, made)


def _study(
    name: str,
    case: str,
    scenario: str,
    out: Path | None,
    hours: int | None,
    lang: Language,
    made: Callable[[Case, Callable[[str], None]], Made],
) -> None:
    """Read, study, write page, tables and figures, show the tables, and end with the code of the verdict."""
    from energy_model.studies import NoProofError
    from energy_model.write.page import LANGUAGES

    console, read = Console(), _read(case, scenario, hours, lang)
    try:
        with clock(console, lang) as step:
            page_in, tables, feasible = made(read, step)
            step("write")
            reports = {language: page_in(language) for language in LANGUAGES}
            folder = out or Path("results") / read.name / f"{read.scenario}-{name}"
            written = write_study(folder, name, reports, lang, tables)
    except NoProofError as error:
        Console(stderr=True).print(escape(f"{say('unproven', lang)} ({error})"), style="red")
        raise typer.Exit(UNPROVEN) from error
    show_verdict(console, reports[lang].verdict, feasible, f"{read.name} / {read.scenario}")
    for sentence in (*filter(None, [reports[lang].warning]), *_sentences(reports[lang])):
        tell(sentence)
    show_tables(console, _short_tables(reports[lang]))
    tell(say("written", lang, page=written))
    raise typer.Exit(FEASIBLE if feasible else INFEASIBLE)


def _sentences(report: Report) -> list[str]:
    """Return what is said in the terminal: what conflicts, what repairs it, what must be true."""
    return [f"- {words}" for section in report.sections if section.name in SAID for words in section.text]


def _short_tables(report: Report) -> list[TextTable]:
    """Return the tables for the terminal: those that are narrow and whose sections are not told in sentences."""
    from energy_model.write.text_table import TextTable

    tables = [block for section in report.sections for block in section.blocks if isinstance(block, TextTable)]
    return [table for table in tables if table.name in TABLES]


def _read(name: str, scenario: str, hours: int | None, language: Language) -> Case:
    """Return the case, or end with all its problems told."""
    try:
        return read_with(find_case(name, language), scenario, hours)
    except InputError as error:
        raise refuse(error.text(language)) from error


def write_study(
    folder: Path, name: str, reports: Mapping[Language, Report], first: Language, tables: Mapping[str, pd.DataFrame]
) -> Path:
    """Write page, figures and tables of a study; what stood in the folder is replaced as a whole.

    Parameters
    ----------
    folder : Path
        Where they shall stand.
    name : str
        Name of the page.
    reports : mapping of language to Report
        What the page says, in both languages.
    first : {"zh", "en"}
        Language in which the page opens, and of the figures.
    tables : mapping of str to DataFrame
        Tables in base units, each written as ``<name>.csv``.

    Returns
    -------
    Path
        The page.
    """
    from energy_model.results import complete_folder
    from energy_model.write.pictures import save_pictures
    from energy_model.write.study_page import pictures_of, study_page

    with complete_folder(folder) as place:
        (place / f"{name}.html").write_text(study_page(reports, first), encoding="utf-8")
        save_pictures(place / "figures", pictures_of(reports[first]))
        for key, table in tables.items():
            _plain_cells(table).to_csv(place / f"{key}.csv", index=False, encoding="utf-8-sig", float_format="%.10g")
    return folder / f"{name}.html"


def _plain_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose dictionaries are text."""
    return table.map(_as_text) if len(table) else table


def _as_text(value: Any) -> Any:
    """Return a dictionary as JSON, anything else as it is."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (explain, headroom, robustness):
        app.command()(command)
