"""The report as a Word document: title, one-page summary, chapters in the order of a planning report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO

from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt

from energy_model.write.pictures import Picture
from energy_model.write.report import TONES, key_figures, warning_words
from energy_model.write.standard import Chapter, Facts, StandardTable
from energy_model.write.units import unit
from energy_model.write.word_parts import Captions, add_field, add_figure, add_table, add_text, new_document
from energy_model.write.words import say

COLOURS = {"good": "1B7F4B", "bad": "B3261E"}
SUMMARY = ("curtailment_by_month", "capacity", "hardest_week")
FIGURES = {
    "absorption": ("curtailment_by_hour",),
    "days": ("typical_weeks",),
    "network": ("export_curve", "durations"),
    "storage": ("levels",),
    "money": ("cost",),
}
#: Chapters that have a set of tables for each stage: the document shows the last, the workbook all.
BY_STAGE = ("power", "energy", "flexibility")
#: Columns that need more room than a page has; the workbook has them.
LEFT_OUT = ("sentence", "id", "url", "note", "place", "changed_by")
#: A table with more columns, and few rows, is turned round.
TURN_COLUMNS, TURN_ROWS = 9, 8


def document(facts: Facts, chapters: tuple[Chapter, ...], drawn: Iterable[Picture]) -> bytes:
    """Return the report as a Word document.

    Parameters
    ----------
    facts : Facts
        Findings and language.
    chapters : tuple of Chapter
        Of `energy_model.write.standard.chapters`.
    drawn : iterable of Picture
        Of `energy_model.write.pictures`; one that the run has no data for is left out.
    """
    made, captions = new_document(facts.language), Captions(facts.language)
    figures = {picture.name: picture for picture in drawn}
    _title(made, facts, chapters)
    _summary(made, facts, figures, captions)
    for number, chapter in enumerate(chapters, start=1):
        made.add_heading(f"{number}  {say(f'chapter_{chapter.key}', facts.language)}", level=1)
        if chapter.key == "conclusion":
            _sentences(made, facts)
        for table in _chosen(chapter):
            _add_standard(made, table, captions)
        for name in FIGURES.get(chapter.key, ()):
            _add_figure(made, figures.get(name), captions, 16.0)
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _title(made: Doc, facts: Facts, chapters: tuple[Chapter, ...]) -> None:
    """Add the title page with the list of chapters."""
    origin, language = facts.findings.summary["provenance"], facts.language
    title = origin[f"title_{language}"] or origin["case"]
    created = datetime.fromisoformat(origin["created"])
    made.core_properties.title, made.core_properties.author = title, "energy-model"
    made.core_properties.created = created.replace(tzinfo=None)
    heading = made.add_heading(title, level=0)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.paragraph_format.space_before = Pt(120)
    scenario = say("scenario_is", language, name=origin["scenario"], sentence=origin[f"scenario_{language}"])
    for text in (say("document_kind", language), scenario, f"{created:%Y-%m-%d}"):
        add_text(made, text, 12.0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_text(made, say("page_contents", language), 13.0, bold=True).paragraph_format.space_before = Pt(48)
    names = [f"{n}  {say(f'chapter_{c.key}', language)}" for n, c in enumerate(chapters, start=1)]
    add_field(made.add_paragraph(), 'TOC \\o "1-1" \\h \\z', "\n".join([say("document_summary", language), *names]))
    made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _summary(made: Doc, facts: Facts, figures: Mapping[str, Picture], captions: Captions) -> None:
    """Add the summary of one page: question, verdict, figures to remember, three figures."""
    summary, language = facts.findings.summary, facts.language
    origin, verdict = summary["provenance"], summary["verdict"]
    made.add_heading(say("document_summary", language), level=1)
    add_text(made, origin[f"question_{language}"], 9.5, italic=True)
    add_text(made, verdict[f"sentence_{language}"], 9.5, bold=True, color=COLOURS[TONES[verdict["status"]]])
    warning = warning_words(summary, language)
    if warning:
        add_text(made, warning, 9.0, color=COLOURS["bad"])
    keys = key_figures(summary, language)
    add_table(made, [label for label, _ in keys], [[value for _, value in keys]], [[True] * len(keys)], [""])
    for name in SUMMARY:
        _add_figure(made, figures.get(name), captions, 13.0)
    made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _sentences(made: Doc, facts: Facts) -> None:
    """Say in words which requirements are missed, in any year, and which of the last planning year are met."""
    lines = [x for x in facts.findings.summary["requirements"] if x["required"] and x["value"] is not None]
    missed = [line for line in lines if not line["met"]]
    met = [line for line in lines if line["met"] and line["stage"] == facts.stages[-1]]
    for line in (*missed, *met):
        paragraph = made.add_paragraph(line[f"sentence_{facts.language}"], style="List Bullet")
        paragraph.paragraph_format.space_after = Pt(2)


def _chosen(chapter: Chapter) -> list[StandardTable]:
    """Return the tables of a chapter that the document shows."""
    if chapter.key in BY_STAGE:
        return list({table.name: table for table in chapter.tables}.values())
    return list(chapter.tables)


def _add_figure(made: Doc, figure: Picture | None, captions: Captions, width: float) -> None:
    """Add a figure with its caption; one that the run does not have is left out."""
    if figure is not None:
        add_figure(made, figure.files["png"], figure.alt, width)
        captions.add(made, "figure", say(f"print_{figure.name}", captions.language))


def _add_standard(made: Doc, table: StandardTable, captions: Captions) -> None:
    """Add a standard table with caption, the unit where all columns share one, and its note."""
    shown = StandardTable(
        table.name,
        table.title,
        table.note,
        tuple(field for field in table.fields if field.name not in LEFT_OUT),
        table.frame,
        table.language,
    )
    captions.add(made, "table", shown.title)
    symbol = _common_unit(shown)
    headings, texts = shown.headings(), shown.texts()
    if symbol:
        headings = [field.heading for field in shown.fields]
        line = add_text(made, say("unit_is", shown.language, unit=symbol), 9.0)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.keep_with_next = True
        line.paragraph_format.space_after = Pt(0)
    numeric = [[isinstance(value, float) for value, _ in row] for row in shown.rows()]
    if len(headings) > TURN_COLUMNS and len(texts) <= TURN_ROWS:
        grid = list(zip(headings, *texts, strict=True))
        flags = list(zip([False] * len(headings), *numeric, strict=True))
        add_table(
            made, list(grid[0]), [list(row) for row in grid[1:]], [list(row) for row in flags[1:]], [""] * len(grid)
        )
    else:
        add_table(made, headings, texts, numeric, shown.tones)
    if shown.note:
        add_text(made, say("note_is", shown.language, note=shown.note), 8.5)


def _common_unit(table: StandardTable) -> str:
    """Return the unit that all numbers share, or nothing."""
    first, *others = (field.quantity for field in table.fields[1:])
    if first is None or first == "row" or any(other != first for other in others):
        return ""
    return unit(first, table.language).symbol
