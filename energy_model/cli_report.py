"""The commands ``report``, ``iamc`` and ``template``: files of a stored result, and a case as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from energy_model.cli_common import LangOption, find_case, refuse, tell
from energy_model.errors import EnergyModelError
from energy_model.write.words import say

ResultFolder = Annotated[Path, typer.Argument(metavar="RESULT", help="结果文件夹 / folder of a result")]
WORKBOOK = ".xlsx"


def report(result: ResultFolder, lang: LangOption = "zh") -> None:
    """由已保存的结果重新生成报告 / Write the reports of a stored result again."""
    from energy_model.studies import findings_from_result
    from energy_model.write.result import rewrite_reports
    from energy_model.write.standard_files import write_pdf

    try:
        written = rewrite_reports(result, findings_from_result(result), lang)
        made = write_pdf(result)
    except FileNotFoundError as error:
        raise refuse(say("no_result", lang, folder=result)) from error
    except EnergyModelError as error:
        raise refuse(str(error)) from error
    for file in [path for path in written if path.parent == result] + ([made] if made else []):
        tell(say("written_file", lang, file=file))
    if made is None:
        tell(say("no_office", lang))


def iamc(
    result: ResultFolder,
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="输出文件 / file to write")],
    lang: LangOption = "zh",
) -> None:
    """按 IAMC 格式导出结果 / Export a result in the format of the IAMC."""
    from energy_model.studies import findings_from_result
    from energy_model.write.iamc import write_iamc

    _check_name(out, lang)
    try:
        write_iamc(out, findings_from_result(result))
    except FileNotFoundError as error:
        raise refuse(say("no_result", lang, folder=result)) from error
    tell(say("written_file", lang, file=out))


def template(
    case: Annotated[str, typer.Argument(metavar="CASE", help="算例文件夹或名称 / folder, or name below inputs")],
    out: Annotated[Path, typer.Argument(metavar="CASE.xlsx", help="输出文件 / file to write")],
    lang: LangOption = "zh",
) -> None:
    """把算例写成可填写的工作簿 / Write a case as a workbook to fill in."""
    from energy_model.model import schemas
    from energy_model.write.template import write_template

    _check_name(out, lang)
    write_template(out, find_case(case, lang), schemas(), lang)
    tell(say("written_file", lang, file=out))


def _check_name(out: Path, lang: LangOption) -> None:
    """Refuse a file to write that is no workbook, or stands in a folder that is not there."""
    if out.suffix.lower() != WORKBOOK or not out.resolve().parent.is_dir():
        raise refuse(say("bad_workbook_name", lang, file=out))


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (report, iamc, template):
        app.command()(command)
