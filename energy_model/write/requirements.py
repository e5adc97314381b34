"""The table of requirements: limit, value, margin, met or not, and what tightening it would cost."""

from __future__ import annotations

from math import isfinite
from typing import Any

import pandas as pd

from energy_model.errors import Language
from energy_model.write.naming import Naming
from energy_model.write.text_table import Cell, Row, TextTable
from energy_model.write.units import NOTHING, Quantity, text, unit, with_unit
from energy_model.write.words import say

#: Unit of the findings → quantity, and the factor to its base unit.
QUANTITIES: dict[str, tuple[Quantity, float]] = {
    "GW": ("power", 1.0),
    "GWh": ("energy", 1.0),
    "TWh": ("energy", 1000.0),
    "kt": ("mass", 1.0),
    "1": ("share", 1.0),
}
#: Unit of a shadow price → row of ``words.csv``, and digits.
PRICES = {
    "million CNY per percentage point": ("unit_per_point", 3),
    "CNY/kWh": ("unit_per_kwh", 4),
    "CNY/(kW·a)": ("unit_per_kw", 1),
    "CNY/t": ("unit_per_t", 1),
}
HEADINGS = ("requirement", "limit", "reached", "margin", "met", "shadow_price")


def missed_first(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the requirements as they are shown: missed ones that must hold, others that must, those only reported."""
    marked = frame.assign(missed=frame["required"] & ~frame["met"])
    ordered = marked.sort_values(["missed", "required"], ascending=False, kind="stable", ignore_index=True)
    return ordered.drop(columns="missed")


def requirements(frame: pd.DataFrame, names: Naming, sentences: bool = True) -> TextTable:
    """Return the requirements in the order of `missed_first`.

    Parameters
    ----------
    frame : DataFrame
        As ``studies`` gives it: limit, value and margin in ``unit``.
    names : Naming
        Language.
    sentences : bool
        With the sentence that says each row in words.
    """
    language = names.language
    rows = tuple(_row(line, names, sentences) for line in missed_first(frame).to_dict("records"))
    keys = (*HEADINGS, "sentence") if sentences else HEADINGS
    numeric = tuple(key in ("limit", "reached", "margin", "shadow_price") for key in keys)
    title = say("title_requirements", language)
    return TextTable("requirements", title, tuple(say(f"col_{key}", language) for key in keys), numeric, rows)


def _row(line: dict[str, Any], names: Naming, sentences: bool) -> Row:
    """Return one requirement."""
    language = names.language
    cells = [
        Cell(str(line[f"name_{language}"]), names.link("requirements", str(line["id"]))),
        Cell(("≥ " if line["at_least"] else "≤ ") + _amount(line, "limit", language)),
        Cell(_amount(line, "value", language)),
        Cell(_margin(line, language)),
        Cell(_state(line, language)),
        Cell(_price(line, language)),
    ]
    if sentences:
        cells.append(Cell(str(line[f"sentence_{language}"])))
    fails = not line["met"]
    tone = ("bad" if fails else "") if line["required"] else "faint"
    return Row(tuple(cells), f"req-{line['id']}", tone)


def _amount(line: dict[str, Any], key: str, language: Language) -> str:
    """Return a value with its unit."""
    quantity, factor = QUANTITIES[str(line["unit"])]
    return with_unit(float(line[key]) * factor, quantity, language)


def _margin(line: dict[str, Any], language: Language) -> str:
    """Return the margin; that of a share is in percentage points."""
    if line["unit"] != "1":
        return _amount(line, "margin", language)
    return f"{text(float(line['margin']), 'share', language)} {say('points', language)}"


def _state(line: dict[str, Any], language: Language) -> str:
    """Return whether it is met, and whether it must be."""
    met = say("met" if line["met"] else "not_met", language)
    return met if line["required"] else met + say("only_reported", language)


def _price(line: dict[str, Any], language: Language) -> str:
    """Return the shadow price with its unit; none where the requirement does not bind.

    Where nothing may be missing (limit 0), any price from that of the first unit upwards is a dual, so none is told.
    """
    price = float("nan" if line["price"] is None else line["price"])
    key, digits = PRICES[str(line["price_unit"])]
    factor = unit("money", language).factor if key == "unit_per_point" else 1.0
    if line["limit"] == 0.0 or not isfinite(price) or round(price * factor, digits) == 0.0:
        return NOTHING
    return f"{price * factor:,.{digits}f} {say(key, language)}"
