"""A result on disk and on the terminal: all files at once or none, and what was found in short."""

from __future__ import annotations

import shutil
from pathlib import Path

from rich.console import Console

from energy_model.errors import Language
from energy_model.results import complete_folder, save
from energy_model.results.store import INPUTS, SOLUTION, SOURCES, SUMMARY
from energy_model.studies import Findings
from energy_model.write.naming import naming
from energy_model.write.page import page
from energy_model.write.pictures import pictures, save_pictures
from energy_model.write.report import main_tables
from energy_model.write.standard import facts
from energy_model.write.standard_files import write_standard
from energy_model.write.terminal import show_tables, show_verdict

PAGE, FIGURES = "report.html", "figures"
REPORTS = ".reports"  # where reports stand until all of them are complete
STORED = (SOLUTION, SUMMARY, INPUTS, SOURCES)


def write_result(folder: Path, findings: Findings, language: Language) -> Path:
    """Write solution, summary, inputs, sources, page and figures; what stood in the folder is replaced as a whole.

    Parameters
    ----------
    folder : Path
        Where the result shall stand.
    findings : Findings
        Of a proven run.
    language : {"zh", "en"}
        Language in which the page opens, and of the figures.

    Returns
    -------
    Path
        The page.
    """
    if findings.tree is None:
        raise ValueError("nothing was proven, so there is nothing to write")
    with complete_folder(folder) as place:
        save(place, findings.tree, findings.summary, findings.inputs, findings.sources)
        _write_reports(place, findings, language)
    return folder / PAGE


def rewrite_reports(folder: Path, findings: Findings, language: Language) -> list[Path]:
    """Write page, figures, workbook and document of a stored result again; return the files.

    Parameters
    ----------
    folder : Path
        Folder of the result.
    findings : Findings
        Of `energy_model.studies.findings_from_result`.
    language : {"zh", "en"}
        Language of all files.
    """
    with complete_folder(folder / REPORTS) as place:
        files = _write_reports(place, findings, language)
    (folder / FIGURES).mkdir(exist_ok=True)
    written = [(folder / REPORTS / file).replace(folder / file) for file in files]
    shutil.rmtree(folder / REPORTS)
    return written


def _write_reports(place: Path, findings: Findings, language: Language) -> list[Path]:
    """Write page, figures, workbook and document into a folder that exists; return the files, relative to it."""
    (place / PAGE).write_text(page(findings, language), encoding="utf-8")
    known = facts(findings, language)
    drawn = pictures(known)
    save_pictures(place / FIGURES, drawn)
    write_standard(place, known, drawn)
    return sorted(path.relative_to(place) for path in place.rglob("*") if path.is_file() and path.name not in STORED)


def show_findings(console: Console, findings: Findings, language: Language) -> None:
    """Show verdict and main tables of a proven run."""
    if findings.tree is None:
        raise ValueError("nothing was proven, so there is nothing to show")
    verdict, origin = findings.summary["verdict"], findings.summary["provenance"]
    title = f"{origin['case']} / {origin['scenario']}"
    show_verdict(console, verdict[f"sentence_{language}"], verdict["status"] == "feasible", title)
    show_tables(console, main_tables(findings, naming(findings.tree, language)))
