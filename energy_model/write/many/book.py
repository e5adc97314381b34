"""All tables of a study in a workbook: one sheet each, numbers as numbers."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from energy_model.write.report import Report
from energy_model.write.sheets import for_print, row_height, text_width
from energy_model.write.text_table import TextTable
from energy_model.write.words import say

WIDEST, NARROWEST = 48, 9
FRONT = (36, 90)  # widths of the two columns of the first sheet
# Excel refuses these signs in the name of a sheet, and names above 31 signs.
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
NAME_LENGTH = 31


def write_book(path: Path, report: Report) -> None:
    """Write the tables of a report; the first sheet says what was asked and what was found.

    Parameters
    ----------
    path : Path
        File to write.
    report : Report
        In one language.
    """
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        front = book.add_worksheet(say("sheet_front", report.language))
        for column, width in enumerate(FRONT):
            front.set_column(column, column, width)
        lines = [(report.title, report.scenario), (report.question, report.verdict), ("", report.warning), *report.keys]
        for row, (label, words) in enumerate(lines):
            front.write_string(row, 0, label, wrapped)
            front.write_string(row, 1, words, wrapped)
            front.set_row(row, row_height((label, words), FRONT))
        for_print(front)
        tables = [b for section in report.sections for b in section.blocks if isinstance(b, TextTable)]
        for number, table in enumerate(tables, start=1):
            name = f"{number} {table.title}".translate(FORBIDDEN)[:NAME_LENGTH].strip()
            _sheet(book, book.add_worksheet(name), table, bold)


def _sheet(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, table: TextTable, bold: object) -> None:
    """Write one table with a heading that stays in sight."""
    formats = {0: book.add_format({"num_format": "#,##0"})}
    sheet.write_string(0, 0, table.title)
    widths = []
    for column, heading in enumerate(table.headings):
        sheet.write_string(1, column, heading.replace("\n", " "), bold)
        cells = [row.cells[column].text for row in table.rows]
        width = max([text_width(heading) // 2 + 2, *(text_width(cell) + 2 for cell in cells)], default=NARROWEST)
        widths.append(min(max(width, NARROWEST), WIDEST))
        sheet.set_column(column, column, widths[-1])
        for row, cell in enumerate(cells, start=2):
            number = _number(cell) if table.numeric[column] else None
            if number is None:
                sheet.write_string(row, column, cell)
            else:
                places = len(cell.partition(".")[2])
                style = formats.setdefault(places, book.add_format({"num_format": "#,##0." + "0" * places}))
                sheet.write_number(row, column, number, style)
    sheet.set_row(1, row_height(table.headings, widths))
    for_print(sheet)
    sheet.freeze_panes(2, 1)
    if table.rows:
        sheet.autofilter(1, 0, len(table.rows) + 1, len(table.headings) - 1)


def _number(text: str) -> float | None:
    """Return a text as a number, None where it is none."""
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None
