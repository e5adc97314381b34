"""What the reports of all studies share: names, figures, sections, the two languages, the files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from energy_model.case.case import Case
from energy_model.errors import Language
from energy_model.results import complete_folder
from energy_model.write.many.book import write_book
from energy_model.write.pictures import Picture, save_pictures
from energy_model.write.pictures import picture as drawn_picture
from energy_model.write.report import Report, Section
from energy_model.write.study_page import pictures_of, study_page
from energy_model.write.text_table import Column, TextTable
from energy_model.write.theme import theme
from energy_model.write.words import say, words

LANGUAGES: tuple[Language, ...] = ("zh", "en")
REPORT = "report"
#: What the tables of runs say of each.
RESULT_COLUMNS = (
    Column("state", "col_state"),
    Column("cost", "col_cost", "money"),
    Column("utilisation", "col_utilisation", "share"),
    Column("curtailed_gwh", "col_curtailed", "energy"),
    Column("exported_gwh", "col_exported", "energy"),
    Column("clean_gw", "col_clean", "power"),
    Column("storage_gw", "col_storage_power", "power"),
    Column("storage_gwh", "col_storage_energy", "storage"),
)


#: Parts of the units of input files, Chinese and English, longer ones before what they hold.
UNIT_PARTS = (
    ("亿千瓦时", "100 GWh"),
    ("万千瓦", "10 MW"),
    ("亿元", "100 million CNY"),
    ("百万元", "million CNY"),
    ("万元", "10,000 CNY"),
    ("元", "CNY"),
    ("吉瓦时", "GWh"),
    ("兆瓦时", "MWh"),
    ("千瓦时", "kWh"),
    ("吉瓦", "GW"),
    ("兆瓦", "MW"),
    ("千瓦", "kW"),
    ("/年", "/a"),
)


def file_unit(unit: str, language: Language) -> str:
    """Return the unit of an input file in a language; a plain number has none."""
    for chinese, english in UNIT_PARTS:
        unit = unit.replace(english, chinese) if language == "zh" else unit.replace(chinese, english)
    return "—" if unit == "1" else unit


@dataclass(frozen=True)
class Naming:
    """Names of plants and words of a case in one language."""

    case: Case
    language: Language

    def plant(self, table: str, item: str) -> str:
        """Return the name of a plant; a pattern or a plant without a name stands as it is."""
        found = self.case.tables.get(table)
        names = found.labels.get(f"name_{self.language}", ()) if found is not None else ()
        if found is None or not names or item not in found.items:
            return self.word("all_plants") if item == "*" else item
        return names[found.items.index(item)] or item

    def zone(self, item: str) -> str:
        """Return the name of a zone."""
        return self.plant("zones", item)

    def word(self, key: str, **values: object) -> str:
        """Return the words of a key, the key itself where there are none."""
        return say(key, self.language, **values) if key in words() else key


def picture(
    name: str, size: tuple[float, float], language: Language, draw: Callable[[Figure], object], **values: object
) -> Picture:
    """Draw a figure in the theme of the house with its caption ``caption_<name>``."""
    caption = say(f"caption_{name}", language, **values)
    with theme():
        return drawn_picture(name, size, caption, caption, draw)


def section(name: str, language: Language, blocks: Sequence[TextTable | Picture], **values: object) -> Section:
    """Return a section with title ``section_<name>`` and words ``text_<name>``; empty tables are left out."""
    shown = tuple(block for block in blocks if isinstance(block, Picture) or block.rows)
    return Section(name, say(f"section_{name}", language), (say(f"text_{name}", language, **values),), shown, ())


def write_reports(folder: Path, reports: Mapping[Language, Report]) -> dict[Language, Path]:
    """Write page, workbook and figures of a study in each language; all at once or none.

    Returns
    -------
    dict
        Language → page.
    """
    place = folder / REPORT
    with complete_folder(place) as made:
        for language, report in reports.items():
            (made / f"study_{language}.html").write_text(study_page(reports, language), encoding="utf-8")
            write_book(made / f"study_{language}.xlsx", report)
            save_pictures(made / f"figures_{language}", pictures_of(report))
    return {language: place / f"study_{language}.html" for language in reports}
