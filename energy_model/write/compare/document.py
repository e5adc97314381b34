"""A comparison as a Word document: sentences, waterfalls, tables and the inputs that differ."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from energy_model.write.compare.comparison import Comparison
from energy_model.write.compare.grids import Grid, cell_text
from energy_model.write.naming import Naming
from energy_model.write.pictures import Picture
from energy_model.write.words import say

FONTS = ("Times New Roman", "SimSun")
WIDTH = Cm(16.5)


def write_document(path: Path, made: Comparison, drawn: Mapping[str, Picture]) -> None:
    """Write a comparison as a document.

    Parameters
    ----------
    path : Path
        Where to write.
    made : Comparison
        In the language of the document.
    drawn : mapping of str to Picture
        Figures by name.
    """
    document, language = Document(), made.names.language
    _fonts(document)
    document.add_heading(say("compare_title", language), level=0)
    for sentence in made.sentences:
        document.add_paragraph(sentence)
    document.add_heading(say("section_compare_explained", language), level=1)
    for i, one in enumerate(made.explained, start=1):
        _figure(document, drawn[f"{one.found.name}_{one.place}"], i, language)
    document.add_heading(say("section_compare_tables", language), level=1)
    for i, grid in enumerate(made.grids, start=1):
        _table(document, grid, i, made.names)
    document.add_heading(say("section_compare_inputs", language), level=1)
    document.add_paragraph(say("text_compare_inputs", language))
    for i, grid in enumerate(made.inputs, start=len(made.grids) + 1):
        _table(document, grid, i, made.names)
    document.save(str(path))


def _fonts(document: Any) -> None:
    """Set the fonts of both scripts: headings have their own in the template."""
    for name in ("Normal", "Title", "Heading 1", "Caption"):
        style = document.styles[name]
        style.font.name = FONTS[0]
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONTS[1])
    document.styles["Normal"].font.size = Pt(10.5)


def _figure(document: Any, picture: Picture, number: int, language: str) -> None:
    """Add a figure with its number, caption and alternative text."""
    shape = document.add_picture(BytesIO(picture.files["png"]), width=WIDTH)
    shape._inline.docPr.set("descr", picture.alt)
    caption = say("figure_number", "zh" if language == "zh" else "en", number=number)
    paragraph = document.add_paragraph(f"{caption} {picture.caption}", style="Caption")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(document: Any, grid: Grid, number: int, names: Naming) -> None:
    """Add a table with its number; numbers stand to the right."""
    if not grid.rows:
        return
    caption = document.add_paragraph(
        f"{say('table_number', names.language, number=number)} {grid.title}", style="Caption"
    )
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1 + len(grid.rows), cols=len(grid.headings), style="Table Grid")
    lines = [grid.headings, *(tuple(cell_text(cell, names) for cell in row) for row in grid.rows)]
    right = [grid.numeric(column) for column in range(len(grid.headings))]
    for row, line in zip(table.rows, lines, strict=True):
        for column, (cell, words) in enumerate(zip(row.cells, line, strict=True)):
            cell.text = words
            cell.paragraphs[0].runs[0].font.size = Pt(8.5)
            if right[column]:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()
