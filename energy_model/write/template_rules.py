"""Drop-downs and ranges of a case as a workbook; they warn and do not forbid, as another unit has another range."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from energy_model.case.schema import Label, Parameter, Schema
from energy_model.case.units import UnitError, convert, examples
from energy_model.errors import Language
from energy_model.write.words import say

#: Empty rows below a table that have drop-downs, too.
SPARE = 200
#: Excel takes no longer list inside a rule.
LONGEST_LIST = 250


class Lists:
    """The sheet with the words of the drop-downs, hidden; each list stands in a column."""

    def __init__(
        self,
        sheet: Worksheet,
        tables: Mapping[str, list[list[str]]],
        hourly: Mapping[str, list[list[str]]],
        schemas: Mapping[str, Schema],
    ):
        self._sheet, self._at = sheet, {}  # type: tuple[Worksheet, dict[str, str]]
        sheet.hide()
        self._add("source", [row[0] for row in tables.get("sources", [[]])[1:] if row and row[0]])
        self._add(
            "zone", list(dict.fromkeys(row[0] for row in tables.get("zones", [[]])[1:] if row and "*" not in row[0]))
        )
        self._add("profile", [name for rows in hourly.values() for name in (rows[0] if rows else [])[2:]])
        for stem in tables:
            if stem in schemas:
                self._add(f"parameter {stem}", list(schemas[stem].names))

    def _add(self, name: str, words: list[str]) -> None:
        """Write a list."""
        column = len(self._at)
        self._sheet.write_string(0, column, name)
        for row, word in enumerate(words, start=1):
            self._sheet.write_string(row, column, word)
        letter = xl_col_to_name(column)
        self._at[name] = f"=lists!${letter}$2:${letter}${max(len(words), 1) + 1}"

    def of(self, name: str) -> str:
        """Return the range of a list."""
        return self._at[name]


def add_rules(
    sheet: Worksheet, rows: list[list[str]], schema: Schema, stem: str, lists: Lists, language: Language
) -> None:
    """Add drop-downs for parameter, source, unit and words, and ranges for numbers."""
    header = rows[0]
    at = {name: header.index(name) for name in ("parameter", "value", "low", "high", "unit", "source")}
    last = len(rows) + SPARE
    for name, key in (("parameter", f"parameter {stem}"), ("source", "source")):
        sheet.data_validation(1, at[name], last, at[name], _choice(lists.of(key), language))
    for i, cells in enumerate(rows[1:], start=1):
        line = dict(zip(header, cells, strict=False))
        parameter, label = schema.parameter(line.get("parameter", "")), schema.label(line.get("parameter", ""))
        if parameter is not None:
            units = _short([line["unit"], *examples(parameter.unit)])
            sheet.data_validation(i, at["unit"], i, at["unit"], _choice(units, language))
            rule = _range(parameter, line["unit"], language)
            if rule is not None:
                sheet.data_validation(i, at["value"], i, at["high"], rule)
        elif label is not None:
            source = _words(label, lists)
            if source is not None:
                sheet.data_validation(i, at["value"], i, at["value"], _choice(source, language))


def _short(words: list[str]) -> list[str]:
    """Return words without repeats, as many as a rule takes."""
    kept: list[str] = []
    for word in dict.fromkeys(words):
        if word and len(",".join([*kept, word])) < LONGEST_LIST:
            kept.append(word)
    return kept


def _choice(source: str | list[str], language: Language) -> dict[str, Any]:
    """Return a drop-down."""
    return {
        "validate": "list",
        "source": source,
        "error_type": "warning",
        "error_title": say("rule_title", language),
        "error_message": say("rule_choice", language),
    }


def _range(parameter: Parameter, unit: str, language: Language) -> dict[str, Any] | None:
    """Return the rule that a number keeps to its range in the unit of its row; None where there is no range."""
    try:
        low, high = (convert(x, parameter.unit, unit) if isfinite(x) else x for x in (parameter.low, parameter.high))
    except UnitError:
        return None
    rule: dict[str, Any] = {"validate": "decimal", "error_type": "warning", "error_title": say("rule_title", language)}
    rule["error_message"] = say("rule_range", language, low=f"{low:g}", high=f"{high:g}", unit=unit)
    if isfinite(low) and isfinite(high):
        return {**rule, "criteria": "between", "minimum": low, "maximum": high}
    return {**rule, "criteria": ">=", "value": low} if isfinite(low) else None


def _words(label: Label, lists: Lists) -> str | list[str] | None:
    """Return the words that a label may be."""
    if isinstance(label.refers_to, tuple):
        return _short(list(label.refers_to))
    return lists.of(label.refers_to) if label.refers_to in ("zone", "profile") else None


def range_words(schema: Schema, name: str, language: Language) -> str:
    """Return what a parameter or label may be, in words."""
    parameter, label = schema.parameter(name), schema.label(name)
    if parameter is not None:
        bounds = (
            f"{parameter.low:g} … {parameter.high:g} {parameter.unit}"
            if isfinite(parameter.high)
            else f"≥ {parameter.low:g} {parameter.unit}"
        )
        dated = say(f"dating_{parameter.dating}", language)
        return f"{bounds}; {dated}"
    if label is not None and isinstance(label.refers_to, tuple):
        return ", ".join(label.refers_to)
    return say(f"refers_{label.refers_to}", language) if label is not None and label.refers_to else ""
