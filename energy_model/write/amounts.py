"""Amounts of levers and of requirements in words."""

from __future__ import annotations

from math import floor, isfinite, log10
from typing import Any

from energy_model.errors import Language
from energy_model.write.units import NOTHING, Quantity, text, with_unit
from energy_model.write.units import unit as measure
from energy_model.write.words import say

DIGITS = 4
STORES = ("storage", "csp", "pumped_hydro", "electric_heat")
QUANTITIES: dict[str, Quantity] = {"GW": "power", "GWh": "energy", "h": "hours", "kt": "mass"}


#: Unit of an input row → factor and unit of a Chinese report.
CHINESE_INPUT = {
    "MW": (0.1, "万千瓦"),
    "GW": (100.0, "万千瓦"),
    "MW/a": (0.1, "万千瓦/年"),
    "GWh": (100.0, "万千瓦时"),
    "GWh/a": (0.01, "亿千瓦时/年"),
    "h": (1.0, "小时"),
    "h/a": (1.0, "小时/年"),
    "kt/a": (0.1, "万吨/年"),
}


def input_amount(value: float, unit: str, language: Language) -> str:
    """Return a value of an input row with its unit; in Chinese in the unit of planning reports."""
    if unit == "1":
        return f"{value:.4g}"
    factor, symbol = CHINESE_INPUT.get(unit, (1.0, unit)) if language == "zh" else (1.0, unit)
    return f"{value * factor:.4g} {symbol}"


def lever_amount(value: float, unit: str, table: str, language: Language) -> str:
    """Return an amount of a lever: energy of stores and energy of a year have units of their own.

    Parameters
    ----------
    value : float
        In `unit`.
    unit : str
        GW, GWh, 1, h or months.
    table : str
        Table whose numbers the lever moves.
    language : {"zh", "en"}
        Language.
    """
    if not isfinite(value):
        return NOTHING
    if unit == "months":
        return say("months", language, count=f"{value:.0f}")
    if unit == "1":
        return _points(value, language)
    if unit == "GWh" and table in STORES:
        return _with_digits(value, "storage", language)
    return _with_digits(value, QUANTITIES[unit], language)


def _with_digits(value: float, quantity: Quantity, language: Language) -> str:
    """Return an amount with four digits, as many as the search gives: fewer would print less than is enough."""
    shown = abs(value * measure(quantity, language).factor)
    places = max(0, DIGITS - 1 - floor(log10(shown))) if shown > 0 else 0
    return with_unit(value, quantity, language, places)


def requirement_amount(line: dict[Any, Any], language: Language) -> str:
    """Return what a requirement has to give: `yields` in `unit`, and in the unit of its row where it is a share."""
    value = float(line["yields"])
    if line["unit"] != "1":
        return with_unit(value, QUANTITIES[str(line["unit"])], language)
    of_row = with_unit(float(line["yields_row"]), QUANTITIES[str(line["row_unit"])], language)
    return f"{_points(value, language)}{say('in_brackets', language, words=of_row)}" if isfinite(value) else of_row


def _points(value: float, language: Language) -> str:
    """Return a difference of shares in percentage points."""
    return f"{text(value, 'share', language)} {say('points', language)}"
