"""A comparison as a workbook: a sheet per table, numbers as numbers, native charts of the waterfalls."""

from __future__ import annotations

import re
from math import isfinite
from pathlib import Path
from typing import Any

import xlsxwriter

from energy_model.write.compare.comparison import Comparison
from energy_model.write.compare.grids import Amount, Grid
from energy_model.write.units import convert, unit
from energy_model.write.words import say

WIDTHS = (34, 16)
UP, DOWN = "#8a3b12", "#1d7a5a"


def write_workbook(path: Path, made: Comparison) -> None:
    """Write the tables of a comparison; no cell that begins like a formula becomes one."""
    settings = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    with xlsxwriter.Workbook(str(path), settings) as book:
        formats = _formats(book, made)
        language = made.names.language
        cover = book.add_worksheet(say("sheet_cover", language))
        cover.set_column(0, 0, 110)
        cover.write_string(0, 0, say("compare_title", language), formats["title"])
        for i, sentence in enumerate(made.sentences):
            cover.write_string(2 + i, 0, sentence, formats["text"])
        used: set[str] = set()
        for grid in (*made.grids, *made.inputs):
            _sheet(book, grid, grid.title, made, formats, used)
        for one in made.explained:
            title = f"{say('sheet_' + one.grid.name, language)} {one.place}"
            _chart(book, _sheet(book, one.grid, title, made, formats, used), one.grid)


def _formats(book: Any, made: Comparison) -> dict[str, Any]:
    """Return the formats of texts by name and of numbers by pattern."""
    tables = (*made.grids, *made.inputs, *(one.grid for one in made.explained))
    amounts = [cell for grid in tables for row in grid.rows for cell in row if isinstance(cell, Amount)]
    patterns = {_pattern(cell, made) for cell in amounts}
    return {pattern: book.add_format({"num_format": pattern}) for pattern in patterns} | {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2}),
        "bold": book.add_format({"bold": True}),
    }


def _sheet(book: Any, grid: Grid, title: str, made: Comparison, formats: dict[str, Any], used: set[str]) -> Any:
    """Write a table on a sheet of its own with frozen headings."""
    sheet = book.add_worksheet(_sheet_name(title, used))
    sheet.write_string(0, 0, grid.title, formats["bold"])
    sheet.set_column(0, 0, WIDTHS[0])
    sheet.set_column(1, max(len(grid.headings) - 1, 1), WIDTHS[1])
    for column, heading in enumerate(grid.headings):
        sheet.write_string(1, column, heading, formats["head"])
    for i, row in enumerate(grid.rows):
        for column, cell in enumerate(row):
            _cell(sheet, (i + 2, column), cell, made, formats)
    sheet.freeze_panes(2, 1)
    return sheet


def _cell(sheet: Any, place: tuple[int, int], cell: str | Amount, made: Comparison, formats: dict[str, Any]) -> None:
    """Write a text as text, an amount as a number in the unit of the language; what is no number is left empty."""
    if isinstance(cell, str):
        sheet.write_string(*place, cell)
    elif isfinite(cell.value):
        value = float(convert(cell.value, cell.quantity, made.names.language))
        sheet.write_number(*place, value, formats[_pattern(cell, made)])


def _pattern(cell: Amount, made: Comparison) -> str:
    """Return how Excel shows an amount."""
    chosen = unit(cell.quantity, made.names.language)
    digits = "." + "0" * chosen.digits if chosen.digits else ""
    return f"#,##0{digits}" + (f' "{chosen.symbol}"' if cell.alone and chosen.symbol else "")


def _chart(book: Any, sheet: Any, grid: Grid) -> None:
    """Add a chart of the steps of an explanation beside its table."""
    last = len(grid.rows) + 1
    chart = book.add_chart({"type": "bar"})
    series = {
        "categories": [sheet.name, 2, 0, last, 0],
        "values": [sheet.name, 2, 1, last, 1],
        "fill": {"color": UP},
        "invert_if_negative": True,
        "invert_if_negative_color": DOWN,
        "gap": 40,
    }
    chart.add_series(series)
    chart.set_title({"name": grid.title, "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    chart.set_size({"width": 640, "height": 130 + 28 * len(grid.rows)})
    sheet.insert_chart(1, 3, chart)


def _sheet_name(title: str, used: set[str]) -> str:
    """Return a name that Excel takes: no reserved signs, 31 characters at most, none twice."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "-"
    name, i = plain, 2
    while name.lower() in used:
        name, i = f"{plain[:28]} {i}", i + 1
    used.add(name.lower())
    return name
