"""Workbook, document and IAMC file, opened for real."""

import gc
import shutil
import struct
import warnings
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from energy_model.model import schemas
from energy_model.studies import Findings, findings_from_result
from energy_model.write.document import document
from energy_model.write.iamc import NAMES, iamc, write_iamc
from energy_model.write.naming import Naming
from energy_model.write.pictures import pictures
from energy_model.write.result import rewrite_reports, write_result
from energy_model.write.standard import chapters, facts
from energy_model.write.standard.facts import SOURCE_OF
from energy_model.write.standard_files import write_pdf
from energy_model.write.workbook import workbook

FORMULA = '=HYPERLINK("http://example.org","x")'


def dangerous(findings: Findings, language: str):
    """Facts in which a plant is called like a formula."""
    known = facts(findings, language)
    return replace(known, names=Naming(language, {**known.names.names, ("renewable", "pv"): FORMULA}))


@pytest.fixture(scope="module", params=["zh", "en"])
def book(request, findings):
    """The workbook in each language, with its facts."""
    known = dangerous(findings, request.param)
    told = chapters(known)
    return known, told, openpyxl.load_workbook(BytesIO(workbook(known, told)))


@pytest.fixture(scope="module", params=["zh", "en"])
def text(request, findings):
    known = dangerous(findings, request.param)
    content = document(known, chapters(known), pictures(known))
    return known, content, Document(BytesIO(content))


def test_every_number_of_the_tables_stands_in_the_workbook(book):
    """Cells hold the rounded numbers of the report as numbers; a text that looks like one would not add up in Excel."""
    _, told, opened = book
    for chapter in told:
        for table in (*chapter.tables, *chapter.long):
            sheet = next(s for s in opened.worksheets[1:] if any(c.value == table.title for c in s["A"]))
            first = next(c.row for c in sheet["A"] if c.value == table.title) + 2
            assert [c.value for c in sheet[first]][: len(table.headings())] == table.headings()
            for i, cells in enumerate(table.rows(), start=first + 1):
                for j, (value, _) in enumerate(cells, start=1):
                    found = sheet.cell(i, j).value
                    assert (found or "") == value if isinstance(value, str) else found == value, (table.name, i, j)


def test_no_cell_of_the_workbook_is_a_formula(book):
    _, _, opened = book
    cells = [cell for sheet in opened.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(isinstance(cell.value, str) and cell.value.strip() == FORMULA for cell in cells)


def test_workbook_has_cover_charts_and_frozen_headings(book):
    known, _, opened = book
    cover = opened.worksheets[0]
    verdict = known.findings.summary["verdict"][f"sentence_{known.language}"]
    assert verdict in [cell.value for cell in cover["B"]]
    assert all(sheet.freeze_panes for sheet in opened.worksheets[1:])
    assert sum(len(sheet._charts) for sheet in opened.worksheets) >= 3
    assert len({sheet.title for sheet in opened.worksheets}) == len(opened.worksheets)


def test_document_numbers_tables_and_figures(text):
    """Captions are fields of Word, in one sequence without gaps; a caption typed by hand would not renumber."""
    known, _, opened = text
    word = {"zh": ("表", "图"), "en": ("Table", "Figure")}[known.language]
    captions = [p for p in opened.paragraphs if p.style.name == "Caption"]
    for kind in word:
        numbers = [p.text.split()[1] for p in captions if p.text.startswith(kind)]
        assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
        assert len(numbers) >= 5
    fields = [t.text for p in captions for t in p._p.iter(qn("w:instrText"))]
    assert len(fields) == len(captions)
    assert all("SEQ" in field for field in fields)


def test_document_figures_have_alt_text_and_300_dpi(text):
    _, content, opened = text
    shapes = list(opened.element.body.iter(qn("wp:docPr")))
    assert len(shapes) >= 5
    assert all(shape.get("descr") for shape in shapes)
    with ZipFile(BytesIO(content)) as archive:
        pictures = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    for png in pictures:
        at = png.index(b"pHYs") + 4
        assert struct.unpack(">I", png[at : at + 4])[0] == 11811  # pixels per metre


def test_document_holds_verdict_requirements_and_tables(text):
    known, _, opened = text
    words = [p.text for p in opened.paragraphs]
    summary = known.findings.summary
    assert summary["verdict"][f"sentence_{known.language}"] in words
    needed = [line[f"sentence_{known.language}"] for line in summary["requirements"] if line["required"]]
    assert set(needed) <= set(words)
    assert len(opened.tables) > 12
    assert all(table.rows[0]._tr.trPr is not None for table in opened.tables)


def test_reports_are_written_again_from_a_stored_result(findings, tmp_path):
    """The second language replaces the first; solution and summary stay byte for byte; nothing is left behind."""
    folder = tmp_path / "result"
    write_result(folder, findings, "zh")
    before = (folder / "solution.nc").read_bytes()
    assert {"report.html", "report.xlsx", "report.docx"} <= {path.name for path in folder.iterdir()}
    rewrite_reports(folder, findings_from_result(folder), "en")
    assert (folder / "solution.nc").read_bytes() == before
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]
    opened = openpyxl.load_workbook(folder / "report.xlsx")
    assert opened.sheetnames[0] == "Cover"


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_document_becomes_a_pdf(findings, tmp_path):
    known = facts(findings, "zh")
    (tmp_path / "report.docx").write_bytes(document(known, chapters(known), pictures(known)))
    made = write_pdf(tmp_path)
    assert made is not None
    assert made.read_bytes().startswith(b"%PDF")


def test_iamc_reads_with_pyam_and_adds_up(findings, tmp_path):
    """Parts add up to the total, zones to the region; 3.6 PJ per TWh."""
    file = tmp_path / "out.xlsx"
    write_iamc(file, findings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyam = pytest.importorskip("pyam", reason="pip install -e .[iamc]", exc_type=ImportError)
        frame = pyam.IamDataFrame(file)
        total = frame.filter(region="miniature", variable="Secondary Energy|Electricity").data["value"].sum()
        parts = frame.filter(region="miniature", variable="Secondary Energy|Electricity|*", level=0)
        made = parts.filter(variable="*Storage*", keep=False).data["value"].sum()
        zones = frame.filter(region="miniature|*", variable="Secondary Energy|Electricity").data["value"].sum()
        del frame, parts
        gc.collect()  # pyam leaves the file open, which Python would tell in another test
    given = findings.summary["energy_twh"]
    generated = sum(given[word]["given"] for word in ("pv", "wind", "csp", "coal", "gas"))
    assert total == pytest.approx(3.6e-3 * generated)
    assert made == pytest.approx(total)
    assert zones == pytest.approx(total)


def test_iamc_capacities_are_those_of_the_summary(findings):
    frame = iamc(findings).set_index(["region", "variable"])["value"]
    sizes = findings.summary["capacity_gw"]
    assert frame["miniature", "Capacity|Electricity|Solar|PV"] == pytest.approx(sizes["pv"]["year_end"])
    assert frame["miniature", "Capacity|Electricity"] == pytest.approx(sum(s["year_end"] for s in sizes.values()))


def test_every_technology_has_a_line_and_a_name():
    """A technology that no table knows would be missing in a report whose sums close without it."""
    labels = [schema.label("technology") for table, schema in schemas().items() if table != "export_line"]
    known = {word for label in labels if label is not None for word in label.refers_to} | {"battery"}
    assert known <= set(SOURCE_OF)
    assert known <= set(NAMES)
