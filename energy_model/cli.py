"""The command ``energy-model``: run, check, scenarios and show here, every other command in a file of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from enum import IntEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console
from rich.markup import escape

from energy_model.cli_common import LangOption, find_case_or_workbook, refuse, tell
from energy_model.cli_compare import compare_results
from energy_model.cli_explain import register as register_explain
from energy_model.cli_export import export_pypsa
from energy_model.cli_report import add_commands
from energy_model.cli_study import study
from energy_model.cli_weather import weather_commands
from energy_model.errors import InputError, Language
from energy_model.write.terminal import clock
from energy_model.write.words import say

if TYPE_CHECKING:
    from energy_model.case import Case
    from energy_model.studies import Findings

app = typer.Typer(
    help="电力系统规划优化模型 / Open energy-system planning model",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(weather_commands, name="weather")
app.command(name="export-pypsa")(export_pypsa)
add_commands(app)
app.command("compare")(compare_results)
app.command()(study)
register_explain(app)


class Code(IntEnum):
    """What a run ends with; 2 is bad input (`cli_common.refuse`)."""

    FEASIBLE = 0
    INFEASIBLE = 1
    UNPROVEN = 3


Solver = Literal["auto", "bordered", "piqp", "clarabel", "hipo", "ipx", "simplex"]
CODES = {"feasible": Code.FEASIBLE, "infeasible_as_required": Code.INFEASIBLE, "unproven": Code.UNPROVEN}

CaseName = Annotated[
    str, typer.Argument(metavar="CASE", help="算例文件夹或 inputs 下的名称 / folder, or name below inputs")
]
Scenarios = Annotated[list[str], typer.Option("--scenario", "-s", help="情景,可重复 / scenario, may be repeated")]
OutOption = Annotated[Path | None, typer.Option("--out", help="结果文件夹 / folder of the results")]
SolverOption = Annotated[Solver, typer.Option("--solver", help="求解器 / solver")]
HoursOption = Annotated[
    int | None, typer.Option("--hours", help="每年只算若干小时(24的倍数) / hours of a year, whole days, for quick runs")
]

BASE = ["base"]


@app.command()
def run(
    case: CaseName,
    scenario: Scenarios = BASE,
    out: OutOption = None,
    lang: LangOption = "zh",
    solver: SolverOption = "auto",
    hours: HoursOption = None,
) -> None:
    """求解算例并生成报告 / Solve a case and write its report."""
    from energy_model.lean import run_folder
    from energy_model.optimise import SolverSettings

    folder, settings = find_case_or_workbook(case, lang), SolverSettings(solver=solver)
    first, *others = dict.fromkeys(scenario)
    # What is wrong with any of the scenarios is told before the first is solved.
    runs = [partial(run_folder, folder, first, hours, settings, others=tuple(others))]
    runs += [partial(run_folder, folder, other, hours, settings) for other in others]
    raise typer.Exit(max(_run_one(one, out, bool(others), lang) for one in runs))


@app.command()
def check(case: CaseName, scenario: Scenarios = BASE, lang: LangOption = "zh") -> None:
    """只检查输入数据 / Check the inputs only."""
    for read in _read_all(case, scenario, lang):
        plants = sum(len(table) for table in read.tables.values())
        words = say("checked", lang, case=read.name, scenario=read.scenario, plants=plants, hours=len(read.axis))
        tell(words)


@app.command()
def scenarios(case: CaseName, lang: LangOption = "zh") -> None:
    """列出算例的情景 / List the scenarios of a case."""
    from energy_model.case import list_scenarios

    try:
        found = list_scenarios(find_case_or_workbook(case, lang))
    except InputError as error:
        raise refuse(error.text(lang)) from error
    for name, sentence in zip(found["name"], found[f"sentence_{lang}"], strict=True):
        Console().print(f"[bold]{escape(name)}[/bold]  {escape(sentence)}")


@app.command()
def show(
    result: Annotated[Path, typer.Argument(help="结果文件夹 / folder of a result")], lang: LangOption = "zh"
) -> None:
    """显示已保存的结果 / Show a stored result."""
    from energy_model.studies import findings_from_result
    from energy_model.write.result import show_findings

    try:
        show_findings(Console(), findings_from_result(result), lang)
    except FileNotFoundError as error:
        raise refuse(say("no_result", lang, folder=result)) from error


def _read_all(name: str, scenario: list[str], language: Language) -> list[Case]:
    """Return the case with each scenario; where any cannot be read, tell all problems and end."""
    from energy_model.case import read_scenarios
    from energy_model.model import schemas

    try:
        return read_scenarios(find_case_or_workbook(name, language), schemas(), scenario)
    except InputError as error:
        raise refuse(error.text(language)) from error


def _place(out: Path | None, origin: Mapping[str, str], several: bool) -> Path:
    """Return the folder of a result: below ``results``, or as asked; one folder each where there are several."""
    if out is None:
        return Path("results") / origin["case"] / origin["scenario"]
    return out / origin["scenario"] if several else out


def _run_one(run: Callable[..., Findings], out: Path | None, several: bool, language: Language) -> Code:
    """Solve, evaluate, write and show one case."""
    from energy_model.optimise.process import NoAnswerError

    console = Console()
    try:
        with clock(console, language) as step:
            findings = run(progress=step)
    except InputError as error:
        raise refuse(error.text(language)) from error
    except NoAnswerError as error:
        if not error.killed:
            raise
        return _ended(say("not_built", language, reason=error))
    if findings.tree is None:
        return _unproven(findings.summary, language)
    # What draws is loaded when there is something to draw.
    from energy_model.write.result import show_findings, write_result
    from energy_model.write.standard import SumError

    try:
        with clock(console, language) as step:
            step("write")
            page = write_result(_place(out, findings.summary["provenance"], several), findings, language)
    except SumError as error:
        return _ended(str(error))
    show_findings(console, findings, language)
    tell(say("written", language, page=page))
    return CODES[findings.summary["verdict"]["status"]]


def _ended(words: str) -> Code:
    """Tell why a run wrote nothing, though its input is not to blame."""
    Console(stderr=True).print(escape(words), style="red", highlight=False, soft_wrap=True)
    return Code.UNPROVEN


def _unproven(summary: dict[str, Any], language: Language) -> Code:
    """Tell that no solver gave a proof, and what was tried."""
    console = Console(stderr=True)
    console.print(escape(say("unproven", language)), style="red")
    for attempt in summary["solver_chain"]:
        console.print(escape(f"- {attempt['solver']}: {attempt['outcome']} ({attempt['seconds']:.1f} s)"))
    return Code.UNPROVEN


def main() -> None:
    """Run the command; signs that a console cannot show are replaced instead of ending the run."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()


if __name__ == "__main__":
    main()
