"""The workbook and the document of a result on disk, and the document as PDF where LibreOffice is present."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from energy_model.errors import EnergyModelError
from energy_model.write.document import document
from energy_model.write.pictures import Picture
from energy_model.write.standard import Facts, chapters
from energy_model.write.workbook import workbook

WORKBOOK, DOCUMENT, PRINT = "report.xlsx", "report.docx", "report.pdf"
OFFICE = ("soffice", "libreoffice")
PATIENCE = 180  # seconds


def write_standard(folder: Path, known: Facts, drawn: Iterable[Picture]) -> None:
    """Write workbook and document, which holds the figures, into a folder that exists.

    Raises
    ------
    SumError
        If the parts of a table do not add up; nothing is written then.
    """
    told = chapters(known)
    book, text = workbook(known, told), document(known, told, drawn)
    (folder / WORKBOOK).write_bytes(book)
    (folder / DOCUMENT).write_bytes(text)


def write_pdf(folder: Path) -> Path | None:
    """Write the document of a folder as PDF with LibreOffice; None where it is not installed.

    Raises
    ------
    EnergyModelError
        If LibreOffice is there and does not make the file.
    """
    office = next((found for name in OFFICE if (found := shutil.which(name))), None)
    if office is None:
        return None
    with tempfile.TemporaryDirectory() as place:
        # A profile of its own, so that an office that is open does not stand in the way.
        profile = f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", place, str(folder / DOCUMENT)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired as error:
            raise EnergyModelError(f"LibreOffice did not finish {DOCUMENT} within {PATIENCE} s") from error
        made = Path(place) / PRINT
        if not made.is_file():
            raise EnergyModelError(f"LibreOffice did not make {PRINT}: {done.stderr.strip()}")
        shutil.copyfile(made, folder / PRINT)
    return folder / PRINT
