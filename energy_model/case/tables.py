"""The tables of a case as rows: read, and given out to the plants that they name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from energy_model.case.reading import Reading, choice, records
from energy_model.case.rows import COLUMNS, OPTIONAL, Row, matches, typed
from energy_model.case.schema import Schema
from energy_model.errors import Place

REQUIRED = ("zones", "economy", "demand", "requirements")
NOT_TABLES = ("sources", "climate")
SOURCE_COLUMNS = ("id", "title", "reference", "url", "date", "confidence", "note")
#: The same in Chinese; where a table has them not, the words above stand in both languages.
SOURCE_OPTIONAL = ("title_zh", "reference_zh", "note_zh")
CONFIDENCE = ("documented", "literature", "estimate")

Given = dict[tuple[str, str], tuple[Row, ...]]
"""The rows that hold for each plant and parameter, in the order of the file."""


@dataclass
class Rows:
    """The rows of one table.

    Attributes
    ----------
    items : list of str
        Plants, in order of first appearance.
    rows : list of Row
        Rows that can be used.
    spoiled : list of str
        Names or patterns of plants of which a row could not be used; what they lack is not told again.
    seen : dict
        The first row of each item, parameter and month.
    """

    items: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    spoiled: list[str] = field(default_factory=list)
    seen: dict[tuple[str, str, float], Row] = field(default_factory=dict)

    def add(self, reading: Reading, item: str, row: Row | None) -> None:
        """Add a row, or mark its plant as spoiled; a second row of the same date is told."""
        if item and "*" not in item and item not in self.items:
            self.items.append(item)
        twin = self.seen.setdefault((row.item, row.parameter, row.month), row) if row is not None else row
        if row is None or twin is not row:
            self.spoiled.append(item or "*")
        if row is not None and twin is not None and twin is not row:
            where = f"{twin.file} row {twin.row}"
            reading.tell(
                row.place.at("item"),
                (
                    f"{row.item} {row.parameter} {row.date} is given twice, first in {where}",
                    f"{row.item} {row.parameter} {row.date} 重复，首次见于 {where}",
                ),
                ("one row for each item, parameter and date", "每个项目、参数、日期只有一行"),
                ("delete one row; in a scenario use [[change]]", "删除其中一行；情景中请用 [[change]]"),
            )
        elif row is not None:
            self.rows.append(row)


def read_sources(reading: Reading) -> dict[str, dict[str, str]] | None:
    """Return the sources by id, or None where the file cannot be used."""
    found = records(reading, "sources.csv", SOURCE_COLUMNS, SOURCE_OPTIONAL)
    if found is None:
        return None
    sources: dict[str, dict[str, str]] = {}
    for row, cells, _ in found:
        place, known = Place("sources.csv", row), cells["id"]
        if not known or known in sources:
            reading.tell(
                place.at("id"),
                (f"id {known!r} is empty or given twice", f"id {known!r} 为空或重复"),
                ("one id for each source", "每个来源一个 id"),
                ("correct the id", "改正 id"),
            )
        if cells["confidence"] not in CONFIDENCE:
            reading.tell(
                place.at("confidence"),
                (f"confidence {cells['confidence']!r} is not known", f"未知的可信度 {cells['confidence']!r}"),
                (", ".join(CONFIDENCE), "、".join(CONFIDENCE)),
                ("say how sure the source is", "注明来源的可信度"),
            )
        sources[known] = {column: cells[column] for column in (*SOURCE_COLUMNS[1:], *SOURCE_OPTIONAL)}
    return sources


def read_tables(reading: Reading, schemas: Mapping[str, Schema], sources: Collection[str] | None) -> dict[str, Rows]:
    """Return the rows of every table in the folder, in the order of the alphabet."""
    stems = sorted(path.stem for path in reading.folder.glob("[!.~]*.csv") if path.stem not in NOT_TABLES)
    for stem in REQUIRED:
        if stem not in stems:
            reading.tell(
                Place(f"{stem}.csv"),
                ("the table is missing", "缺少该表"),
                ("every case has " + ", ".join(REQUIRED), "每个算例须有 " + "、".join(REQUIRED)),
                ("add the table", "补充该表"),
            )
    tables = {}
    for stem in stems:
        if stem in schemas:
            tables[stem] = _read_table(reading, stem, schemas[stem], sources)
        else:
            tell_unknown_table(reading, Place(f"{stem}.csv"), stem, schemas)
    return tables


def tell_unknown_table(reading: Reading, place: Place, stem: str, schemas: Mapping[str, Schema]) -> None:
    """Tell that no technology has a table of that name."""
    reading.tell(
        place,
        (f"table {stem!r} is not known", f"未知的表 {stem!r}"),
        choice(stem, sorted(schemas)),
        ("rename it, or move it out of the folder", "改名，或移出该文件夹"),
    )


def _read_table(reading: Reading, stem: str, schema: Schema, sources: Collection[str] | None) -> Rows:
    """Return the rows of one table."""
    name, table = f"{stem}.csv", Rows()
    found = records(reading, name, COLUMNS, OPTIONAL)
    for row, cells, fits in found or []:
        held = typed(reading, schema, cells, Place(name, row), sources) if fits else None
        table.add(reading, cells["item"], held)
    if found is None:
        table.spoiled.append("*")
    elif not table.items and stem != "requirements":
        reading.tell(
            Place(name),
            ("the table names no item", "该表没有任何项目"),
            ("at least one item without *", "至少一个不含 * 的项目"),
            ("add rows, or delete the file", "补充数据行，或删除该文件"),
        )
    return table


def give_out(reading: Reading, stem: str, table: Rows) -> Given:
    """Return the rows that hold for each plant and parameter; tell the rows that no plant uses.

    A row that names the plant beats a row with a pattern.
    """
    by_parameter: dict[str, list[Row]] = {}
    for row in table.rows:
        by_parameter.setdefault(row.parameter, []).append(row)
    given: Given = {}
    for parameter, rows in by_parameter.items():
        for item in table.items:
            exact = tuple(row for row in rows if row.item == item)
            held = exact or tuple(row for row in rows if "*" in row.item and matches(row.item, item))
            if held:
                given[item, parameter] = held
        _tell_rivals(reading, table.items, rows, given, parameter)
    _tell_unused(reading, table, given)
    return given


def _tell_rivals(reading: Reading, items: list[str], rows: list[Row], given: Given, parameter: str) -> None:
    """Tell pairs of patterns that both speak of the same plant."""
    first = {row.item: row for row in reversed(rows)}
    pairs: dict[tuple[str, str], str] = {}
    for item in items:
        patterns = dict.fromkeys(row.item for row in given.get((item, parameter), ()))
        for pair in combinations(patterns, 2):
            pairs.setdefault(pair, item)
    for (one, other), item in pairs.items():
        reading.tell(
            first[other].place.at("item"),
            (
                f"patterns {one!r} and {other!r} both give {parameter} of {item}",
                f"模式 {one!r} 与 {other!r} 都给出 {item} 的 {parameter}",
            ),
            ("one pattern for each item and parameter", "每个项目和参数只匹配一个模式"),
            (f"give {item} a row of its own, or narrow a pattern", f"为 {item} 单列一行，或缩小模式范围"),
        )


def _tell_unused(reading: Reading, table: Rows, given: Given) -> None:
    """Tell rows of the case that hold for no plant; those that a scenario's own rows replace are left in peace."""
    used = {id(row) for rows in given.values() for row in rows}
    added = [row for row in table.rows if row.changed_by]
    for row in table.rows:
        replaced = any(new.parameter == row.parameter and matches(row.item, new.item) for new in added)
        if id(row) in used or (replaced and not row.changed_by):
            continue
        some = any(matches(row.item, item) for item in table.items)
        nothing = (f"pattern {row.item!r} matches no item", f"模式 {row.item!r} 未匹配任何项目")
        shadowed = (
            f"no item uses this row: each has its own {row.parameter}",
            f"没有项目使用该行：各项目均另有 {row.parameter}",
        )
        if not some and "*" in table.spoiled:
            continue
        reading.tell(
            row.place.at("item"),
            shadowed if some else nothing,
            ("every row is used by at least one item", "每一行至少被一个项目使用"),
            ("correct the pattern or delete the row", "改正模式或删除该行"),
        )
