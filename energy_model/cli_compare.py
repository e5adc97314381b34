"""The command ``energy-model compare``: several results side by side, and why they differ."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from energy_model.cli_common import LangOption, refuse, tell
from energy_model.write.words import say


def compare_results(
    results: Annotated[
        list[Path],
        typer.Argument(metavar="RESULT...", help="结果文件夹,第一个为基准 / folders, the first is the reference"),
    ],
    out: Annotated[Path, typer.Option("--out", help="比较结果文件夹 / folder of the comparison")] = Path(
        "results/comparison"
    ),
    lang: LangOption = "zh",
) -> None:
    """比较若干结果并解释差异 / Compare results and explain their differences."""
    from energy_model.write.compare import read_results, write_comparison

    if len(results) < 2:
        raise refuse(say("compare_two", lang))
    if any(out.resolve() == result.resolve() or out.resolve() in result.resolve().parents for result in results):
        raise refuse(say("compare_out", lang, folder=out))
    try:
        found = read_results(results)
    except FileNotFoundError as error:
        raise refuse(say("no_result", lang, folder=str(error).partition(" holds")[0])) from error
    tell(say("compare_written", lang, page=write_comparison(out, found, lang)))
