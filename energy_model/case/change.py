"""Changes applied to the rows of a case, each with the check that it names something and changes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import inf

from energy_model.case.changed_rows import Change, concerns, differ, rows_moved, rows_set
from energy_model.case.reading import Reading, choice
from energy_model.case.rows import DATE, Row, check_range, check_source, check_unit, matches
from energy_model.case.schema import Label, Parameter, Schema
from energy_model.case.tables import Given, Rows
from energy_model.errors import Words

CORRECT: Words = ("correct the change or delete it", "改正或删除该项改动")


def apply_changes(
    reading: Reading,
    changes: Sequence[Change],
    tables: Mapping[str, Rows],
    given: Mapping[str, Given],
    schemas: Mapping[str, Schema],
    sources: Collection[str] | None,
) -> None:
    """Change the rows given out to the plants, in the order of the changes.

    Parameters
    ----------
    reading : Reading
        Takes the problems.
    changes : sequence of Change
        What is changed.
    tables : mapping of str to Rows
        The tables of the case.
    given : mapping of str to dict
        Rows by plant and parameter of each table; changed in place.
    schemas : mapping of str to Schema
        What the tables may hold.
    sources : collection of str or None
        Known sources; None where they could not be read.
    """
    for change in changes:
        items = _items(reading, change, tables, schemas)
        if not items or not _form_fits(reading, change, schemas[change.table]):
            continue
        if change.source:
            check_source(reading, change.source, change.place, sources)
        _apply(reading, change, items, given[change.table], schemas[change.table], sources)


def _tell(reading: Reading, change: Change, column: str, what: Words, allowed: Words) -> None:
    """Add a problem of a change."""
    reading.tell(change.place.at(column), what, allowed, CORRECT)


def _items(reading: Reading, change: Change, tables: Mapping[str, Rows], schemas: Mapping[str, Schema]) -> list[str]:
    """Return the plants that a change speaks of; tell if its table, item or parameter names nothing."""
    if change.table not in tables:
        what = (f"table {change.table!r} is not in the case", f"算例中没有表 {change.table!r}")
        _tell(reading, change, "table", what, choice(change.table, tables))
        return []
    schema = schemas[change.table]
    names = schema.names
    if change.parameter not in names:
        what = (f"parameter {change.parameter!r} is not known", f"未知参数 {change.parameter!r}")
        _tell(reading, change, "parameter", what, choice(change.parameter, names))
        return []
    known = tables[change.table].items
    items = [item for item in known if matches(change.item, item)]
    if not items:
        what = (f"item {change.item!r} matches nothing in {change.table}", f"{change.table} 中没有 {change.item!r}")
        _tell(reading, change, "item", what, choice(change.item, known))
    return items


def _form_fits(reading: Reading, change: Change, schema: Schema) -> bool:
    """Return whether value, unit and date of a change fit its parameter; tell if not."""
    before = len(reading.problems)
    ways = [name for name in ("value", "multiply", "add") if getattr(change, name) is not None]
    if len(ways) != 1:
        what = (f"the change has {', '.join(ways) or 'none'} of value, multiply, add", f"改动方式：{'、'.join(ways)}")
        _tell(reading, change, "value", what, ("exactly one of value, multiply, add", "value、multiply、add 三者之一"))
        return False
    idle = [] if change.value is not None else [name for name in ("low", "high") if getattr(change, name) is not None]
    idle += ["unit"] if change.multiply is not None and change.unit else []
    if idle:
        what = (f"{', '.join(idle)} has no meaning with {ways[0]}", f"{ways[0]} 不需要 {'、'.join(idle)}")
        _tell(
            reading,
            change,
            idle[0],
            what,
            ("unit with value and add, low and high with value", "unit 配合 value 或 add；low、high 配合 value"),
        )
    label, parameter = schema.label(change.parameter), schema.parameter(change.parameter)
    if label is not None:
        _check_word(reading, change, label)
    elif parameter is not None:
        _check_number(reading, change, parameter)
    return len(reading.problems) == before


def _check_word(reading: Reading, change: Change, label: Label) -> None:
    """Tell if a change of a word does not give a word that is allowed."""
    words = label.refers_to if isinstance(label.refers_to, tuple) else ()
    if not isinstance(change.value, str) or not change.value or (words and change.value not in words):
        what = (f"{label.name} is set to {change.value!r}", f"{label.name} 设为 {change.value!r}")
        _tell(reading, change, "value", what, (", ".join(words) or "a word", "、".join(words) or "文字"))
    if change.date or change.unit not in ("", "text"):
        what = (f"{label.name} has a date or unit", f"{label.name} 带有日期或单位")
        _tell(reading, change, "unit", what, ("neither", "均不得有"))


def _check_number(reading: Reading, change: Change, parameter: Parameter) -> None:
    """Tell if a change of a number gives no number, a wrong unit or a wrong date."""
    if isinstance(change.value, str):
        what = (f"{parameter.name} is set to the text {change.value!r}", f"{parameter.name} 设为文字 {change.value!r}")
        _tell(reading, change, "value", what, ("a number", "数字"))
    numbers = [v for v in (change.value, change.multiply, change.add, change.low, change.high) if v is not None]
    if any(isinstance(v, float | int) and not -inf < v < inf for v in numbers):
        what = (f"{parameter.name} is changed by no finite number", f"{parameter.name} 的改动不是有限数")
        _tell(reading, change, "value", what, ("a finite number", "有限数"))
    if change.multiply is None:
        check_unit(reading, change.unit, parameter, change.place)
    if change.date and (parameter.dating == "none" or not DATE.fullmatch(change.date)):
        what = (f"date {change.date!r} of {parameter.name}", f"{parameter.name} 的日期 {change.date!r}")
        allowed = ("none", "无") if parameter.dating == "none" else ("YYYY or YYYY-MM", "YYYY 或 YYYY-MM")
        _tell(reading, change, "from", what, allowed)


def _apply(
    reading: Reading,
    change: Change,
    items: Sequence[str],
    given: Given,
    schema: Schema,
    sources: Collection[str] | None,
) -> None:
    """Change the rows of the plants; tell if there is nothing to change or nothing changes."""
    parameter = schema.parameter(change.parameter)
    found = effective = False
    for item in items:
        old = given.get((item, change.parameter), ())
        new = rows_set(change, item, old, parameter) if change.value is not None else rows_moved(change, item, old)
        found |= change.value is not None or concerns(change, old)
        effective |= differ(old, new, schema)
        if new:
            given[item, change.parameter] = new
        for row in new:
            _check_row(reading, change, row, parameter, sources)
    if not found:
        what = (f"there is no row of {change.parameter} to change", f"没有可改动的 {change.parameter} 数据行")
        _tell(reading, change, "parameter", what, ("multiply and add act on rows that exist", "乘、加只作用于已有的行"))
    elif not effective:
        what = ("the change changes nothing", "该改动没有改变任何数值")
        _tell(reading, change, "value", what, ("a value other than that of the case", "与原值不同的数值"))


def _check_row(
    reading: Reading, change: Change, row: Row, parameter: Parameter | None, sources: Collection[str] | None
) -> None:
    """Tell if a row made by a change leaves its range or has no source."""
    if row.changed_by and parameter is not None:
        check_range(reading, row, parameter, change.place)
        check_source(reading, row.source, change.place, sources)
