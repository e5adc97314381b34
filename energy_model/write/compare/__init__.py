"""Several results side by side: differences, why they differ, and which inputs differ."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from energy_model.errors import Language
from energy_model.results import complete_folder
from energy_model.write.compare.comparison import Comparison, compare
from energy_model.write.compare.document import write_document
from energy_model.write.compare.figures import explanation_picture, group_pictures
from energy_model.write.compare.page import comparison_page
from energy_model.write.compare.results import Result, read_results
from energy_model.write.compare.workbook import write_workbook
from energy_model.write.pictures import Picture, save_pictures

__all__ = ["Comparison", "Result", "compare", "read_results", "write_comparison"]

STEM = "comparison"


def write_comparison(folder: Path, results: Sequence[Result], language: Language) -> Path:
    """Write page, workbook, document and figures of a comparison; what stood in the folder is replaced as a whole.

    Parameters
    ----------
    folder : Path
        Where the comparison shall stand.
    results : sequence of Result
        Two or more; the first is what the others differ from.
    language : {"zh", "en"}
        Language of workbook, document and figures; the page opens in it and has both.

    Returns
    -------
    Path
        The page.
    """
    both: dict[Language, Comparison] = {"zh": compare(results, "zh"), "en": compare(results, "en")}
    made = both[language]
    drawn = _pictures(made)
    with complete_folder(folder) as place:
        (place / f"{STEM}.html").write_text(comparison_page(both, language), encoding="utf-8")
        write_workbook(place / f"{STEM}.xlsx", made)
        write_document(place / f"{STEM}.docx", made, {picture.name: picture for picture in drawn})
        save_pictures(place / "figures", drawn)
    return folder / f"{STEM}.html"


def _pictures(made: Comparison) -> list[Picture]:
    """Return all figures of a comparison for print."""
    groups = group_pictures(made.grids, made.results, made.names)
    waterfalls = [
        explanation_picture(one.found, made.results[0], one.second, one.labels, one.place, made.names)
        for one in made.explained
    ]
    return [*groups, *waterfalls]
