"""The command ``energy-model study``: many runs of a case, built in or from a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from energy_model.cli_common import LangOption, find_case, read_with, refuse, tell
from energy_model.errors import InputError
from energy_model.write.words import Language, say

if TYPE_CHECKING:
    from energy_model.studies.many.runner import Progress, Tell

UNPROVEN = 3
BUILT_IN = ("storage", "tornado", "alternatives", "weather")


def study(
    case: Annotated[str, typer.Argument(metavar="CASE", help="算例文件夹或名称 / folder or name of a case")],
    what: Annotated[
        str, typer.Argument(metavar="NAME|FILE.toml", help=f"{', '.join(BUILT_IN)} 或研究文件 / or a study file")
    ],
    scenario: Annotated[str, typer.Option("--scenario", "-s", help="情景 / scenario")] = "base",
    hours: Annotated[int | None, typer.Option("--hours", help="每年只算若干小时(24的倍数) / hours of a year")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="结果文件夹 / folder of the results")] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="本机并行数 / local processes")] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="已有 dask 调度器地址 / address of a dask scheduler")
    ] = None,
    lang: LangOption = "zh",
) -> None:
    """多情景研究：储能价值、敏感性、近优方案、气象年 / Studies of many runs."""
    from energy_model.availability import AvailabilityError
    from energy_model.studies.many.cluster import open_client
    from energy_model.studies.many.plan import Setting
    from energy_model.studies.many.runner import Runner
    from energy_model.studies.many.store import RunStore
    from energy_model.write.many.study import run_study

    folder = find_case(case, lang).resolve()
    if what not in BUILT_IN and not Path(what).is_file():
        raise refuse(say("no_study", lang, name=what, known=", ".join(BUILT_IN)))
    name = Path(what).stem
    place = out or Path("results") / folder.name / "studies" / f"{name}_{scenario}"
    console = Console()
    try:
        read_with(folder, scenario, hours)
        with open_client(workers, scheduler, hours) as client, progress_bar(console, lang) as bar:
            runner = Runner(client, Setting(folder, hours), RunStore(place), bar)
            pages = run_study(runner, what, scenario)
    except InputError as error:
        raise refuse(error.text(lang)) from error
    except (AvailabilityError, ValueError, OSError) as error:
        raise refuse(str(error)) from error
    except RuntimeError as error:
        Console(stderr=True).print(escape(str(error)), style="red")
        raise typer.Exit(UNPROVEN) from error
    for run, why in runner.failed.items():
        console.print(escape(say("run_failed", lang, name=run, why=why)), style="red")
    tell(say("study_done", lang, runs=len(runner.keys), computed=runner.computed, failed=len(runner.failed)))
    tell(say("written", lang, page=pages[lang]))


@contextmanager
def progress_bar(console: Console, language: Language) -> Iterator[Tell]:
    """Show how far a study is: runs done, running, failed, to come, and the time left."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task(say("study_begins", language), total=None)

        def show(at: Progress) -> None:
            left = "—" if at.seconds_left is None else f"{at.seconds_left:.0f} s"
            words = say("study_progress", language, done=at.done, running=at.running, failed=at.failed,
                        waiting=at.waiting, left=left)  # fmt: skip
            total = at.done + at.running + at.failed + at.waiting
            bar.update(task, description=escape(words), completed=at.done + at.failed, total=total)

        yield show
