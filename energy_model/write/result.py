"""A result on disk and on the terminal: all files at once or none, and what was found in short."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from energy_model.case.errors import Language
from energy_model.results import complete_folder, save
from energy_model.studies import Findings
from energy_model.write.naming import naming
from energy_model.write.page import page
from energy_model.write.pictures import pictures, save_pictures
from energy_model.write.report import main_tables
from energy_model.write.terminal import show_tables, show_verdict

PAGE, FIGURES = "report.html", "figures"


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
    text = page(findings, language)
    drawn = pictures(findings, language)
    with complete_folder(folder) as place:
        save(place, findings.tree, findings.summary, findings.inputs, findings.sources)
        (place / PAGE).write_text(text, encoding="utf-8")
        save_pictures(place / FIGURES, drawn)
    return folder / PAGE


def show_findings(console: Console, findings: Findings, language: Language) -> None:
    """Show verdict and main tables of a proven run."""
    if findings.tree is None:
        raise ValueError("nothing was proven, so there is nothing to show")
    verdict, origin = findings.summary["verdict"], findings.summary["provenance"]
    title = f"{origin['case']} / {origin['scenario']}"
    show_verdict(console, verdict[f"sentence_{language}"], verdict["status"] == "feasible", title)
    show_tables(console, main_tables(findings, naming(findings.tree, language)))
