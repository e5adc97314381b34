"""What the command line shows: verdict, tables, problems and the clock of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from energy_model.errors import Language
from energy_model.write.words import say

if TYPE_CHECKING:
    from energy_model.write.text_table import TextTable

NAME_WIDTH = 16
STUDY_STEPS = {
    "conflicts": "stage_conflicts",
    "lever": "stage_lever",
    "levers": "stage_levers",
    "screen": "stage_screen",
    "assumption": "stage_robustness",
    "headroom": "stage_headroom",
}
STYLES = {"bad": "red", "total": "bold", "faint": "dim"}


def show_verdict(console: Console, sentence: str, feasible: bool, scenario: str) -> None:
    """Show the verdict in a frame, green where the requirements are met and red where not."""
    console.print(
        Panel(escape(sentence), title=escape(scenario), box=box.SQUARE, border_style="green" if feasible else "red")
    )


def show_table(console: Console, table: TextTable) -> None:
    """Show one table."""
    shown = Table(
        title=escape(table.title), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
    )
    for i, (heading, numeric) in enumerate(zip(table.headings, table.numeric, strict=True)):
        width = max((cell_len(row.cells[i].text) for row in table.rows), default=1)
        least = width if numeric else min(width, NAME_WIDTH)
        shown.add_column(escape(heading), justify="right" if numeric else "left", min_width=least, overflow="fold")
    for row in table.rows:
        shown.add_row(*(escape(cell.text) for cell in row.cells), style=STYLES.get(row.tone))
    console.print(shown)


def show_tables(console: Console, tables: Iterable[TextTable]) -> None:
    """Show tables one below the other."""
    for table in tables:
        show_table(console, table)


@contextmanager
def clock(console: Console, language: Language) -> Iterator[Callable[[str], None]]:
    """Show the stage of a run with a running clock.

    Yields
    ------
    callable
        To be told each step: ``build``, ``evaluate``, ``write``, or a sentence that begins with the name of a solver.
    """
    columns = (SpinnerColumn("line"), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(say("stage_build", language))

        def tell(step: str) -> None:
            progress.update(task, description=escape(step_words(step, language)))

        yield tell


def step_words(step: str, language: Language) -> str:
    """Return the words of a step of a run."""
    if step in ("build", "hold", "evaluate", "write"):
        return say(f"stage_{step}", language)
    kind, _, rest = step.partition(": ")
    if kind in STUDY_STEPS:
        return say(STUDY_STEPS[kind], language, name=rest)
    return say("stage_solve", language, solver=step.partition(":")[0])
