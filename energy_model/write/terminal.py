"""What the command line shows: verdict, tables, problems and the clock of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.markup import escape
from rich.panel import Panel
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from energy_model.errors import Language
from energy_model.write.words import say

if TYPE_CHECKING:
    from energy_model.write.text_table import TextTable

# The least width of names and of the headings of numbers; what stands between two columns and at both edges [signs].
NAME, HEADING, GAP, EDGES = 16, 7, 3, 2
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
    """Show one table, in as many parts as it takes to show every number whole."""
    parts = _parts(table, console.width)
    for number, columns in enumerate(parts, start=1):
        title = table.title if len(parts) == 1 else f"{table.title} ({number}/{len(parts)})"
        shown = Table(
            title=escape(title), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
        )
        heading = _heading(table, columns, console.width)
        for i in columns:
            # Rich narrows what has no fixed width, and then cuts: a share of 90.98 % was shown as 9.
            width = _least(table, i, heading) if table.numeric[i] else None
            justify: JustifyMethod = "right" if table.numeric[i] else "left"
            shown.add_column(escape(table.headings[i]), justify=justify, width=width, overflow="fold")
        for row in table.rows:
            shown.add_row(*(escape(row.cells[i].text) for i in columns), style=STYLES.get(row.tone))
        console.print(shown)


def _parts(table: TextTable, room: int) -> list[list[int]]:
    """The columns, in so many parts that each has room side by side; every part begins with the first column."""
    parts = [[0]]
    for i in range(1, len(table.headings)):
        if len(parts[-1]) > 1 and _whole(table, [*parts[-1], i], HEADING) > room:
            parts.append([0])
        parts[-1].append(i)
    return parts


def _heading(table: TextTable, columns: list[int], room: int) -> int:
    """How wide the headings of numbers may be where columns stand side by side."""
    return next((width for width in range(room, HEADING, -1) if _whole(table, columns, width) <= room), HEADING)


def _whole(table: TextTable, columns: list[int], heading: int) -> int:
    """The width of columns side by side."""
    return EDGES + sum(_least(table, i, heading) for i in columns) + GAP * (len(columns) - 1)


def _least(table: TextTable, i: int, heading: int) -> int:
    """The width below which a column cannot be read: of a number its signs, of words some."""
    width = max((cell_len(row.cells[i].text) for row in table.rows), default=1)
    if not table.numeric[i]:
        return min(max(width, cell_len(table.headings[i])), NAME)
    longest = max(cell_len(word) for word in table.headings[i].split())
    return max(width, min(longest, heading))


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
