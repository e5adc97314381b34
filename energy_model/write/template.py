"""A case as a workbook to fill in: a sheet for each file, with units, ranges, drop-downs and notes.

`energy_model.case.workbook` reads it back; every value comes back as it was.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from energy_model.case.reading import decoded, number
from energy_model.case.schema import Schema
from energy_model.case.workbook import ASIDE, CASE, HOURLY, TEXTS
from energy_model.errors import Language
from energy_model.write.inputs import parameter_words
from energy_model.write.template_rules import Lists, add_rules, range_words
from energy_model.write.words import say, words

OPTIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
NUMBERS = ("value", "low", "high")
WIDTHS = {
    "item": 24,
    "parameter": 28,
    "from": 10,
    "unit": 14,
    "source": 24,
    "note": 60,
    "note_zh": 60,
    "title": 44,
    "title_zh": 44,
    "reference": 44,
    "reference_zh": 44,
    "url": 30,
}
HELP = 8


def write_template(path: Path, folder: Path, schemas: Mapping[str, Schema], language: Language) -> None:
    """Write the case of a folder as a workbook.

    Parameters
    ----------
    path : Path
        Workbook to write; it stands there only when complete.
    folder : Path
        Folder of the case.
    schemas : mapping of str to Schema
        What each table may hold.
    language : {"zh", "en"}
        Language of notes and help; names of parameters stay as the model knows them.
    """
    part = path.with_name(f".{path.name}")
    book = xlsxwriter.Workbook(str(part), OPTIONS)
    look = _looks(book)
    tables = {file.stem: _rows(file) for file in sorted(folder.glob("[!.~]*.csv"))}
    hourly = {file.stem: _rows(file) for file in sorted(folder.glob("hourly/[!.~]*.csv"))}
    _write_help(book, look, language)
    _write_settings(book.add_worksheet(CASE), folder / "case.toml", look, language)
    known = [stem for stem in tables if stem in schemas]
    sheets = {stem: book.add_worksheet(stem) for stem in [*known, *(stem for stem in tables if stem not in schemas)]}
    lists = Lists(book.add_worksheet("lists"), tables, hourly, schemas)
    for stem, sheet in sheets.items():
        _write_table(sheet, tables[stem], look, language, schemas.get(stem))
        if stem in schemas:
            add_rules(sheet, tables[stem], schemas[stem], stem, lists, language)
    for stem, rows in hourly.items():
        _write_hourly(book.add_worksheet(f"{HOURLY}{stem}"), rows, look)
    _write_texts(book.add_worksheet(TEXTS), folder, look)
    book.close()
    part.replace(path)


def _looks(book: Workbook) -> dict[str, Format]:
    """Return the formats."""
    return {
        "head": book.add_format({"bold": True, "bg_color": "#dce6f1", "border": 1}),
        "aside": book.add_format({"italic": True, "font_color": "#666666"}),
        "text": book.add_format({"num_format": "@"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _rows(file: Path) -> list[list[str]]:
    """Return the cells of a file; the case was not checked yet, so any text is taken."""
    text = decoded(file.read_bytes()) or ""
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]


def _write_help(book: Workbook, look: dict[str, Format], language: Language) -> None:
    """Write the sheet that says how to fill in the others."""
    sheet = book.add_worksheet("read_me")
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, say("help_title", language), look["title"])
    for i in range(1, HELP + 1):
        sheet.write_string(i, 0, say(f"help_{i}", language), look["wrap"])


def _write_settings(sheet: Worksheet, file: Path, look: dict[str, Format], language: Language) -> None:
    """Write what ``case.toml`` says: key, value, what it means."""
    said = tomllib.loads(decoded(file.read_bytes()) or "")
    lines: list[tuple[str, Any]] = []
    for key, value in said.items():
        lines += (
            [(f"{key}.{year}", share) for year, share in value.items()] if isinstance(value, dict) else [(key, value)]
        )
    for column, heading in enumerate(("key", "value", f"{ASIDE} {say('col_note', language)}")):
        sheet.write_string(0, column, heading, look["head"])
    for row, (key, value) in enumerate(lines, start=1):
        sheet.write_string(row, 0, key)
        _write_cell(sheet, row, 1, value, look["text"])
        meaning = f"setting_{key.partition('.')[0]}"
        sheet.write_string(row, 2, say(meaning, language) if meaning in words() else "", look["aside"])
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 70)
    sheet.set_column(2, 2, 60)
    sheet.freeze_panes(1, 1)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, text: Format) -> None:
    """Write a setting: a number as a number, a list as its members."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
        return
    sheet.write_string(row, column, ", ".join(map(str, value)) if isinstance(value, list) else str(value), text)


def _write_table(
    sheet: Worksheet, rows: list[list[str]], look: dict[str, Format], language: Language, schema: Schema | None
) -> None:
    """Write a table: numbers as numbers, all else as text; beside it what each parameter means and may be."""
    header = rows[0]
    for column, heading in enumerate(header):
        sheet.write_string(0, column, heading, look["head"])
        if f"about_{heading}" in words():
            sheet.write_comment(0, column, say(f"about_{heading}", language), {"x_scale": 2, "y_scale": 1.4})
        sheet.set_column(column, column, WIDTHS.get(heading, 12), look["text"] if heading not in NUMBERS else None)
    for i, cells in enumerate(rows[1:], start=1):
        line = dict(zip(header, cells, strict=False))
        for column, (heading, text) in enumerate(zip(header, cells, strict=False)):
            _write_text(sheet, i, column, text, heading in NUMBERS and line.get("unit") != "text", look["text"])
    if schema is not None:
        _write_asides(sheet, rows, schema, look, language)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows) - 1, 1), len(header) - 1)


def _write_text(sheet: Worksheet, row: int, column: int, text: str, is_number: bool, look: Format) -> None:
    """Write the text of a cell; a number that Excel would round in its last digit stays text."""
    value = number(text) if is_number else None
    if value is not None and float(f"{value:.16G}") == value:
        sheet.write_number(row, column, value)
    elif text:
        sheet.write_string(row, column, text, look)


def _write_asides(
    sheet: Worksheet, rows: list[list[str]], schema: Schema, look: dict[str, Format], language: Language
) -> None:
    """Write beside each row what its parameter means and may be; these columns are not read back."""
    first, header = len(rows[0]), rows[0]
    for column, key in enumerate(("col_parameter", "col_allowed")):
        sheet.write_string(0, first + column, f"{ASIDE} {say(key, language)}", look["head"])
    sheet.set_column(first, first + 1, 44)
    at = header.index("parameter")
    for i, cells in enumerate(rows[1:], start=1):
        name = cells[at] if len(cells) > at else ""
        if name in schema.names:
            sheet.write_string(i, first, parameter_words(name, language), look["aside"])
            sheet.write_string(i, first + 1, range_words(schema, name, language), look["aside"])


def _write_hourly(sheet: Worksheet, rows: list[list[str]], look: dict[str, Format]) -> None:
    """Write an hourly table: names, units, then numbers."""
    for i, cells in enumerate(rows):
        for column, text in enumerate(cells):
            _write_text(sheet, i, column, text, i > 1, look["head"] if i < 2 else look["text"])
    sheet.freeze_panes(2, 2)
    sheet.set_column(0, len(rows[0]) if rows else 1, 14)


def _write_texts(sheet: Worksheet, folder: Path, look: dict[str, Format]) -> None:
    """Write the files that stay text, a line in each row."""
    for column, heading in enumerate(("file", "text")):
        sheet.write_string(0, column, heading, look["head"])
    row = 1
    for file in [*sorted(folder.glob("scenarios/[!.~]*.toml")), *folder.glob("weather.toml")]:
        for line in (decoded(file.read_bytes()) or "").splitlines():
            sheet.write_string(row, 0, file.relative_to(folder).as_posix())
            sheet.write_string(row, 1, line, look["text"])
            row += 1
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 110)
    sheet.freeze_panes(1, 1)
