"""The assumptions behind a result: every input used and every source, as tables to show."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from energy_model.errors import Language
from energy_model.write.text_table import Cell, Row, TextTable
from energy_model.write.words import say, words

NAMES = ("name_zh", "name_en")
PARTS = ("existing", "addition_max", "build_rate", "investment", "fixed_cost")
ESTIMATES = ("estimate", "")
HEADINGS = ("item", "parameter", "from", "value", "low", "high", "unit", "source", "place", "note")
NUMERIC = ("from", "value", "low", "high")


def anchor(table: str, item: str) -> str:
    """Return the name by which links find the inputs of a plant."""
    return f"in-{table}-{item}"


def in_language(line: Mapping[Hashable, object], column: str, language: Language) -> str:
    """Return a text of the inputs in a language; one without Chinese words stands as it was written."""
    chinese = line.get(f"{column}_zh", "") if language == "zh" else ""
    return str(chinese or line[column])


def parameter_words(name: str, language: Language) -> str:
    """Return what a parameter means."""
    for part in PARTS:
        if name.endswith(f"_{part}"):
            return say(f"size_{name.removesuffix(f'_{part}')}", language) + say("join", language) + say(
                f"part_{part}", language
            )  # fmt: skip
    return say(f"p_{name}", language)


def input_tables(inputs: pd.DataFrame, sources: pd.DataFrame, language: Language) -> list[TextTable]:
    """Return one folded table per input table: each row in use, with range, unit, source and note.

    Parameters
    ----------
    inputs, sources : DataFrame
        Rows of the inputs as they were used, and their sources by id.
    language : {"zh", "en"}
        Language.
    """
    if inputs.empty:
        return []
    confidence = sources["confidence"].to_dict() if "confidence" in sources else {}
    frame = inputs.assign(confidence=[confidence.get(source, "") for source in inputs["source"]])
    tables = []
    for name, rows in frame[~frame["parameter"].isin(NAMES)].groupby("table", sort=False):
        names = _item_names(frame[frame["table"] == name], language)
        seen: set[str] = set()
        lines = [_line(row, names, seen, language) for row in _filled(rows).to_dict("records")]
        headings = tuple(say(f"col_{heading}", language) for heading in HEADINGS)
        numeric = tuple(heading in NUMERIC for heading in HEADINGS)
        title = say(f"table_{name}", language)
        tables.append(TextTable(f"in-{name}", title, headings, numeric, tuple(lines), folded=True))
    return tables


def source_table(inputs: pd.DataFrame, sources: pd.DataFrame, language: Language) -> TextTable:
    """Return the sources that the inputs in use name."""
    used = set() if inputs.empty else set(inputs["source"])
    shown = _filled(sources[sources.index.isin(used)])
    rows = []
    for key, source in shown.to_dict("index").items():
        address = str(source["url"])
        link = address if address.startswith(("https://", "http://")) else ""
        cells = (
            Cell(str(key)),
            Cell(in_language(source, "title", language), link, outside=True),
            Cell(in_language(source, "reference", language)),
            Cell(str(source["date"])),
            Cell(_confidence(str(source["confidence"]), language)),
            Cell(in_language(source, "note", language)),
        )
        rows.append(Row(cells, f"src-{key}", "estimate" if source["confidence"] in ESTIMATES else ""))
    headings = ("source", "title", "reference", "date", "confidence", "note")
    named = tuple(say(f"col_{heading}", language) for heading in headings)
    return TextTable("sources", say("title_sources", language), named, (False,) * 6, tuple(rows), folded=True)


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with an empty text where it holds nothing."""
    return frame.astype(object).where(frame.notna(), "")


def _line(row: dict[Hashable, object], names: dict[str, str], seen: set[str], language: Language) -> Row:
    """Return one input as a row; the first of a plant carries the anchor of the plant."""
    item, source = str(row["item"]), str(row["source"])
    cells = (
        Cell(names.get(item, item)),
        Cell(f"{parameter_words(str(row['parameter']), language)} {row['parameter']}"),
        *(Cell(_shown(row[heading])) for heading in NUMERIC),
        Cell(_shown(row["unit"]) if row["unit"] != "text" else ""),
        Cell(source, f"#src-{source}" if source else ""),
        Cell(f"{row['file']}:{row['row']}"),
        Cell(_note(row, language)),
    )
    name = "" if item in seen else anchor(str(row["table"]), item)
    seen.add(item)
    tones = ["estimate"] if source and row["confidence"] in ESTIMATES else []
    return Row(cells, name, " ".join([*tones, *(["changed"] if row["changed_by"] else [])]))


def _note(row: dict[Hashable, object], language: Language) -> str:
    """Return the note of an input, and who changed it from what."""
    note = in_language(row, "note", language)
    if not row["changed_by"]:
        return note
    before = _shown(row.get("base_value", ""))
    return f"{note} [{say('changed_by', language, scenario=row['changed_by'], before=before or '—')}]".strip()


def _shown(value: object) -> str:
    """Return a value of an input as it stands in the file; numbers without a needless ``.0``."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _item_names(rows: pd.DataFrame, language: Language) -> dict[str, str]:
    """Return item → its name."""
    named = rows[rows["parameter"] == f"name_{language}"]
    return dict(zip(named["item"], named["value"], strict=True))


def _confidence(word: str, language: Language) -> str:
    """Return the confidence of a source in words."""
    return say(word, language) if word in words() else word
