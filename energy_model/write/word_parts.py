"""Parts of a Word document: headings and text with Chinese fonts, numbered captions, tables, figures with alt text."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from energy_model.errors import Language
from energy_model.write.sheets import text_width
from energy_model.write.words import say

FONTS = {"zh": ("Times New Roman", "宋体", "黑体"), "en": ("Times New Roman", "宋体", "黑体")}
WIDTH = 17.0  # cm between the margins
MARGIN, PAGE = 2.0, (21.0, 29.7)
INK = RGBColor(0x1A, 0x1A, 0x1A)
HEAD = "DCE6F1"
SHADES = {"total": "F2F2F2", "bad": "F8D7D4"}
SMALL, SMALLEST = 9.0, 7.0
CELL_MARGIN = 1.6  # signs of a fixed font
CELL_SIDE = 40  # twentieths of a point, left and right of the words of a cell
SIGN = 0.0185  # cm, width of a sign of one point


def new_document(language: Language) -> Doc:
    """Return an empty A4 document with fonts for both scripts and page numbers."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Cm(side) for side in PAGE)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
    latin, text, heading = FONTS[language]
    for name in ("Normal", "Caption", "List Bullet", "Title", "Heading 1", "Heading 2"):
        style: Any = document.styles[name]
        style.font.name, style.font.color.rgb = latin, INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        fonts.set(qn("w:eastAsia"), heading if name.startswith(("Title", "Heading")) else text)
    for name, size in (("Normal", 10.5), ("Caption", 9.0), ("Heading 1", 15.0), ("Title", 22.0)):
        document.styles[name].font.size = Pt(size)
    document.styles["Caption"].font.bold = True
    document.styles["Normal"].element.get_or_add_rPr().append(_language(language))
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_field(footer, "PAGE", "1")
    return document


def _language(language: Language) -> Any:
    """Return the mark that tells Word the language of the text."""
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), "en-GB")
    mark.set(qn("w:eastAsia"), "zh-CN" if language == "zh" else "en-GB")
    return mark


def add_field(paragraph: Paragraph, code: str, shown: str) -> None:
    """Add a field that Word keeps up to date, with what it shows until then."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = text
            continue
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.set(qn("xml:space"), "preserve")
            part.text = f" {text} "
        run._r.append(part)


def add_text(document: Doc, text: str, size: float = 10.5, **look: Any) -> Paragraph:
    """Add a paragraph; `look` are ``bold``, ``italic``, ``color``."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.bold, run.italic = look.get("bold"), look.get("italic")
    if "color" in look:
        run.font.color.rgb = RGBColor.from_string(look["color"])
    paragraph.paragraph_format.space_after = Pt(4)
    return paragraph


class Captions:
    """Counts figures and tables, each in its own sequence."""

    def __init__(self, language: Language):
        self.language: Language = language
        self._count = {"table": 0, "figure": 0}

    def add(self, document: Doc, kind: str, text: str) -> None:
        """Add a caption that Word numbers (``SEQ``)."""
        self._count[kind] += 1
        word = say(f"caption_{kind}", self.language)
        paragraph = document.add_paragraph(style="Caption")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = kind == "table"
        paragraph.paragraph_format.space_before = Pt(6 if kind == "table" else 0)
        paragraph.paragraph_format.space_after = Pt(3)
        paragraph.add_run(f"{word} ")
        add_field(paragraph, f"SEQ {word} \\* ARABIC", str(self._count[kind]))
        paragraph.add_run(f"  {text}")


def add_figure(document: Doc, png: bytes, alt: str, width: float = WIDTH - 1.0) -> None:
    """Add a picture with a text for those who cannot see it."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(6), Pt(0)
    shape = paragraph.add_run().add_picture(BytesIO(png), width=Cm(width))
    shape._inline.docPr.set("descr", alt)


def add_table(
    document: Doc, headings: list[str], rows: list[list[str]], numeric: list[list[bool]], tones: list[str]
) -> None:
    """Add a Word table whose headings repeat on each page.

    Parameters
    ----------
    document : Document
        Where to add it.
    headings : list of str
        First row.
    rows, numeric : list of list
        Cells, and which of them are numbers.
    tones : list of str
        ``total``, ``bad`` or empty, by row.
    """
    size = SMALL if len(headings) <= 8 else SMALLEST
    made = document.add_table(rows=1 + len(rows), cols=len(headings))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _narrow_sides(made)
    widths = _widths(headings, rows, size)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
    flags = [[False] * len(headings), *numeric]
    for number, (line, cells, kinds) in enumerate(zip(made.rows, [headings, *rows], flags, strict=True)):
        _keep_whole(line, repeat=number == 0)
        shade = HEAD if number == 0 else SHADES.get(tones[number - 1], "")
        for cell, text, is_number, width in zip(line.cells, cells, kinds, widths, strict=True):
            cell.width = Cm(width)
            _fill(cell, text, size, shade, number == 0 or shade == SHADES["total"])
            align = WD_ALIGN_PARAGRAPH.CENTER if number == 0 else WD_ALIGN_PARAGRAPH.RIGHT if is_number else None
            cell.paragraphs[0].alignment = align


def _narrow_sides(made: Any) -> None:
    """Set the space left and right of the words of all cells of a table."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        mark = OxmlElement(f"w:{side}")
        mark.set(qn("w:w"), str(CELL_SIDE))
        mark.set(qn("w:type"), "dxa")
        margins.append(mark)
    look = made._tbl.tblPr.find(qn("w:tblLook"))
    (look.addprevious if look is not None else made._tbl.tblPr.append)(margins)


def _fill(cell: Any, text: str, size: float, shade: str, bold: bool) -> None:
    """Write a cell."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    plain = text.lstrip(" ")
    if plain != text:
        paragraph.paragraph_format.left_indent = Pt(size)
    run = paragraph.add_run(plain)
    run.font.size, run.bold = Pt(size), bold
    if shade:
        mark = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", shade)):
            mark.set(qn(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(mark)


def _keep_whole(line: Any, repeat: bool) -> None:
    """Keep a row on one page, and repeat it on each if asked."""
    properties = line._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if repeat else ())):
        properties.append(OxmlElement(name))


def _widths(headings: list[str], rows: list[list[str]], size: float) -> list[float]:
    """Return widths of columns [cm] that together fill the page.

    Each is as wide as its words. Where the page has no room for that, the widest give way first, then the words of
    headings are cut, and the numbers last.
    """
    cells = [max((_longest_part(row[i]) for row in rows), default=2) + CELL_MARGIN for i in range(len(headings))]
    # Headings are bold, so they take a little more room.
    words = [max(least, 1.15 * _longest_part(h) + CELL_MARGIN) for least, h in zip(cells, headings, strict=True)]
    whole = [
        max(least, min(max((text_width(row[i]) for row in rows), default=1), 40) + CELL_MARGIN, text_width(h) / 2.0)
        for i, (least, h) in enumerate(zip(words, headings, strict=True))
    ]
    room = WIDTH / (size * SIGN)
    chosen = _between(cells, words, room) if sum(words) > room else _between(words, whole, room)
    return [WIDTH * width / sum(chosen) for width in chosen]


def _between(low: list[float], high: list[float], room: float) -> list[float]:
    """Return widths from low to high that take the room there is, or all high where there is more."""
    spare = sum(high) - sum(low)
    part = min(1.0, max(0.0, (room - sum(low)) / spare)) if spare > 0 else 1.0
    return [least + part * (most - least) for least, most in zip(low, high, strict=True)]


def _longest_part(text: str) -> int:
    """Return the width of the longest part of a text that no line may break: a word, a number, a Chinese sign."""
    parts = re.split(r"[\s\u2e80-\uffff/_-]+", text)
    return max(2, *(len(part) for part in parts))
