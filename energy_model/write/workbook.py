"""The report as a workbook: a cover with the verdict, a sheet for each standard table, native charts."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from energy_model.errors import Language
from energy_model.write.report import TONES, key_figures, warning_words
from energy_model.write.sheet_charts import add_chart
from energy_model.write.sheets import LINE, for_print, row_height, text_width
from energy_model.write.standard import Chapter, Facts, StandardTable
from energy_model.write.words import say

FONTS = {"zh": "宋体", "en": "Calibri"}
COLOURS = {"good": "#1b7f4b", "bad": "#b3261e"}
HEAD, TOTAL, BAD = "#dce6f1", "#f2f2f2", "#f8d7d4"
WIDEST, NARROWEST, HEADING_WIDTH = 48, 9, 16  # signs
COVER = 84  # signs
LONG = 40  # rows; a longer table can be filtered
SHEET_NAME = 31
#: Text from users never becomes a formula, a number or a link; links are written where they are meant.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


class _Styles:
    """Formats of a workbook, each made once."""

    def __init__(self, book: Workbook, language: Language):
        self._book, self._font = book, FONTS[language]
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        """Return a format."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": self._font, "font_size": 11, **properties})
        return self._made[key]

    def cell(self, digits: int | None, tone: str, wrap: bool = False) -> Format:
        """Return the format of a cell of a table; `digits` is None for words."""
        look: dict[str, Any] = {"border": 1, "border_color": "#bfbfbf", "valign": "vcenter"}
        if tone == "total":
            look |= {"bold": True, "bg_color": TOTAL}
        elif tone == "bad":
            look |= {"bg_color": BAD}
        if digits is None:
            look["indent"] = 1
        else:
            look["num_format"] = "#,##0" + (f".{'0' * digits}" if digits else "")
        return self.get(**look, **({"text_wrap": True} if wrap else {}))


def workbook(facts: Facts, chapters: tuple[Chapter, ...]) -> bytes:
    """Return the report as an Excel workbook.

    Parameters
    ----------
    facts : Facts
        Findings and language.
    chapters : tuple of Chapter
        Of `energy_model.write.standard.chapters`.
    """
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    styles = _Styles(book, facts.language)
    origin = facts.findings.summary["provenance"]
    title = origin[f"title_{facts.language}"] or origin["case"]
    book.set_properties({"title": title, "created": datetime.fromisoformat(origin["created"]).replace(tzinfo=None)})
    cover = book.add_worksheet(say("sheet_cover", facts.language))
    sheets = _sheets(chapters)
    for name, tables in sheets.items():
        _write_sheet(book, book.add_worksheet(name), tables, styles)
    _write_cover(cover, facts, title, sheets, styles)
    cover.activate()
    book.close()
    return buffer.getvalue()


def _sheets(chapters: tuple[Chapter, ...]) -> dict[str, list[StandardTable]]:
    """Return the tables of each sheet by its name; the stages of a table share a sheet."""
    sheets: dict[str, list[StandardTable]] = {}
    for chapter in chapters:
        for made in (*chapter.tables, *chapter.long):
            sheets.setdefault(_sheet_name(say(f"std_{made.name}", made.language)), []).append(made)
    return sheets


def _sheet_name(title: str) -> str:
    """Return a title as Excel takes it for a sheet: without some signs, and short."""
    for sign in "[]:*?/\\":
        title = title.replace(sign, " ")
    return title[:SHEET_NAME].strip()


def _write_sheet(book: Workbook, sheet: Worksheet, tables: list[StandardTable], styles: _Styles) -> None:
    """Write the tables of a sheet one below the other; the headings of the first stay in view."""
    widths = _column_widths(tables)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    row = 0
    for number, made in enumerate(tables):
        sheet.write_string(row, 0, made.title, styles.get(bold=True, font_size=14))
        headings = made.headings()
        _write_note(sheet, row + 1, made.note, len(headings), sum(widths[: len(headings)]), styles)
        first = row + 2
        if number == 0:
            sheet.freeze_panes(first + 1, 1)
        look = styles.get(bold=True, border=1, bg_color=HEAD, text_wrap=True, align="center", valign="vcenter")
        for column, heading in enumerate(headings):
            sheet.write_string(first, column, heading, look)
        sheet.set_row(first, row_height(headings, widths))
        _write_rows(sheet, made, first + 1, widths, styles)
        row = add_chart(book, sheet, made, first) + 1
        if len(tables) == 1 and len(made.frame) > LONG:
            sheet.autofilter(first, 0, first + len(made.frame), len(headings) - 1)
    for_print(sheet)
    sheet.repeat_rows(2)


def _column_widths(tables: list[StandardTable]) -> list[int]:
    """Return the width of each column of a sheet in signs: as wide as its cells, within bounds."""
    widths: dict[int, int] = {}
    for made in tables:
        for column, heading in enumerate(made.headings()):
            widths[column] = max(widths.get(column, NARROWEST), min(text_width(heading) + 2, HEADING_WIDTH))
        for row in made.texts():
            for column, text in enumerate(row):
                widths[column] = max(widths[column], min(text_width(text) + 2, WIDEST))
    return [widths[column] for column in sorted(widths)]


def _write_note(sheet: Worksheet, row: int, note: str, columns: int, width: int, styles: _Styles) -> None:
    """Write a note across the columns of its table, as high as its words need."""
    look = styles.get(italic=True, font_color="#555555", text_wrap=True, valign="top")
    sheet.merge_range(row, 0, row, columns - 1, "", look)
    sheet.write_string(row, 0, note, look)
    sheet.set_row(row, row_height([note], [width]))


def _write_rows(sheet: Worksheet, made: StandardTable, first: int, widths: list[int], styles: _Styles) -> None:
    """Write the rows of a table from a row on; long texts are wrapped."""
    for i, (cells, texts, tone) in enumerate(zip(made.rows(), made.texts(), made.tones, strict=True)):
        height = row_height(texts, widths)
        if height > LINE:
            sheet.set_row(first + i, height)
        for column, (value, digits) in enumerate(cells):
            if isinstance(value, float):
                sheet.write_number(first + i, column, value, styles.cell(digits, tone))
            else:
                sheet.write_string(first + i, column, value, styles.cell(None, tone, height > LINE))


def _write_cover(
    sheet: Worksheet, facts: Facts, title: str, sheets: dict[str, list[StandardTable]], styles: _Styles
) -> None:
    """Write the cover: title, question, verdict, figures to remember, list of sheets with links, provenance."""
    language, summary = facts.language, facts.findings.summary
    origin, verdict = summary["provenance"], summary["verdict"]
    wrap = {"text_wrap": True, "valign": "top"}
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, COVER)
    sheet.write_string(0, 0, title, styles.get(bold=True, font_size=18))
    colour = COLOURS[TONES[verdict["status"]]]
    scenario = say("scenario_is", language, name=origin["scenario"], sentence=origin[f"scenario_{language}"])
    lines: list[tuple[str, str, dict[str, Any]]] = [
        ("cover_question", origin[f"question_{language}"], {}),
        ("cover_scenario", scenario, {}),
        ("cover_verdict", verdict[f"sentence_{language}"], {"bold": True, "font_color": colour}),
        ("cover_warning", warning_words(summary, language), {"font_color": COLOURS["bad"]}),
    ]
    row = 2
    for key, text, look in lines:
        if text:
            sheet.write_string(row, 0, say(key, language), styles.get(bold=True, valign="top"))
            sheet.write_string(row, 1, text, styles.get(**wrap, **look))
            sheet.set_row(row, row_height([text], [COVER]))
            row += 1
    for label, value in key_figures(summary, language):
        sheet.write_string(row, 0, label, styles.get(border=1, border_color="#bfbfbf"))
        sheet.write_string(row, 1, value, styles.get(border=1, border_color="#bfbfbf", bold=True))
        row += 1
    row += 1
    sheet.write_string(row, 0, say("page_contents", language), styles.get(bold=True, font_size=13))
    for name, tables in sheets.items():
        row += 1
        sheet.write_url(
            row, 0, f"internal:'{name}'!A1", styles.get(font_color="#0563c1", underline=1, valign="top"), name
        )
        sheet.write_string(row, 1, tables[0].note, styles.get(**wrap, font_color="#555555"))
        sheet.set_row(row, row_height([tables[0].note], [COVER]))
    row += 2
    for key, text in (
        ("origin_case", f"{origin['case']} / {origin['scenario']}"),
        ("origin_fingerprint", origin["fingerprint"]),
        ("origin_created", origin["created"]),
    ):
        sheet.write_string(row, 0, say(key, language), styles.get(font_color="#555555"))
        sheet.write_string(row, 1, text, styles.get(font_color="#555555"))
        row += 1
    for_print(sheet)
