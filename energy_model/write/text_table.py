"""A table of text in one language, ready for page and terminal."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from energy_model.errors import Language
from energy_model.write.units import Quantity, text, unit
from energy_model.write.words import say

Tone = str


@dataclass(frozen=True)
class Cell:
    """A text, and where it links to; `outside` marks an address of the web."""

    text: str
    href: str = ""
    outside: bool = False


@dataclass(frozen=True)
class Row:
    """Cells, the name by which links find the row, and how it is shown (total, bad, faint, estimate, changed)."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    tone: Tone = ""


@dataclass(frozen=True)
class TextTable:
    """A titled table; `numeric` says which columns are numbers; a folded one is shown on demand."""

    name: str
    title: str
    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[Row, ...]
    note: str = ""
    folded: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a frame: `quantity` of a number in base units, or empty for words.

    `heading` is a row of ``words.csv``.
    """

    name: Hashable
    heading: str
    quantity: Quantity | None = None
    digits: int | None = None


@dataclass(frozen=True)
class Links:
    """What turns the first cell of a line into a link, and a line into a tone."""

    href: Callable[[Mapping[Hashable, object]], str] = field(default=lambda line: "")
    tone: Callable[[Mapping[Hashable, object]], Tone] = field(default=lambda line: "")


def text_table(
    name: str, frame: pd.DataFrame, columns: Sequence[Column], language: Language, links: Links | None = None
) -> TextTable:
    """Return a frame in base units as a table of text; its title is the row ``title_<name>`` of ``words.csv``.

    Parameters
    ----------
    name : str
        Name of the table; links find it by this.
    frame : DataFrame
        Numbers in base units; words are shown as they are.
    columns : sequence of Column
        What to show, in order; the first is the name of the line.
    language : {"zh", "en"}
        Language.
    links : Links, optional
        Link and tone of each line.
    """
    links = links or Links()
    rows = [_row(line, columns, language, links) for line in frame.to_dict("records")]
    return TextTable(
        name,
        say(f"title_{name}", language),
        tuple(_heading(column, language) for column in columns),
        tuple(column.quantity is not None for column in columns),
        tuple(rows),
    )


def words_table(
    name: str, title: str, headings: Sequence[str], lines: Iterable[Sequence[str]], numeric: Sequence[int] = ()
) -> TextTable:
    """Return a table of what is words already; `numeric` are the positions of columns of numbers."""
    rows = tuple(Row(tuple(Cell(word) for word in line)) for line in lines)
    flags = tuple(i in numeric for i in range(len(headings)))
    return TextTable(name, title, tuple(headings), flags, rows)


def _heading(column: Column, language: Language) -> str:
    """Return the heading of a column, with its unit in a second line."""
    words = say(column.heading, language)
    symbol = unit(column.quantity, language).symbol if column.quantity else ""
    return f"{words}\n({symbol})" if symbol else words


def _row(line: Mapping[Hashable, Any], columns: Sequence[Column], language: Language, links: Links) -> Row:
    """Return a line of a frame as cells."""
    cells = []
    for i, column in enumerate(columns):
        value = line[column.name]
        shown = text(float(value), column.quantity, language, column.digits) if column.quantity else str(value)
        cells.append(Cell(shown, links.href(line) if i == 0 else ""))
    return Row(tuple(cells), tone=links.tone(line))
