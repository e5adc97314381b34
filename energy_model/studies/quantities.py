"""Numbers in words: planning units in Chinese, SI units in English."""

from __future__ import annotations

from math import isnan

# Unit of the tables → factor, unit and decimals of a Chinese planning report.
CHINESE = {
    "GW": (100.0, "万千瓦", 1),
    "GWh": (0.01, "亿千瓦时", 2),
    "TWh": (10.0, "亿千瓦时", 1),
    "kt": (0.1, "万吨", 2),
    "MCNY": (0.01, "亿元", 1),
    "h": (1.0, "小时", 0),
    "1": (100.0, "%", 1),
}
ENGLISH = {
    "GW": (1.0, "GW", 2),
    "GWh": (1.0, "GWh", 1),
    "TWh": (1.0, "TWh", 2),
    "kt": (1.0, "kt", 1),
    "MCNY": (1.0, "million CNY", 0),
    "h": (1.0, "h", 0),
    "1": (100.0, "%", 1),
}


def chinese(value: float, unit: str) -> str:
    """Return a quantity in the units of Chinese planning reports, for example ``3000.0 万千瓦``."""
    return _text(value, *CHINESE[unit])


def english(value: float, unit: str) -> str:
    """Return a quantity in SI units, for example ``30.00 GW``."""
    return _text(value, *ENGLISH[unit])


def _text(value: float, factor: float, unit: str, decimals: int) -> str:
    """Return number and unit; a number too small for the decimals is given with one digit, a trace as zero."""
    if isnan(value):
        return f"— {unit}"
    shown = factor * value
    if 1e-3 * 10.0**-decimals <= abs(shown) < 0.5 * 10.0**-decimals:
        return f"{shown:.1g}{_gap(unit)}{unit}"
    # Adding zero turns -0.0, left by rounding, into 0.0.
    return f"{round(shown, decimals) + 0.0:.{decimals}f}{_gap(unit)}{unit}"


def _gap(unit: str) -> str:
    """Return what stands between number and unit."""
    return "" if unit == "%" else " "
