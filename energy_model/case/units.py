"""Planners' units and how they turn into the base units GW, h, a, MCNY, kt, m and degree.

The hour and the year are two dimensions: 1 GWh is 1 GW times 1 h, while h/a, GWh/a and MCNY/GW/a say
"per year" and convert only to their like.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import pint

BASE = {
    "GW": "power",
    "h": "time",
    "a": "year",
    "MCNY": "currency",
    "kt": "mass",
    "m": "length",
    "degree": "angle",
    "kV": "voltage",
    "GVA": "apparent_power",
}

# One line each: names = how much of what. A cubic metre is one of water; tce is a tonne of standard coal
# (29.3076 GJ, GB/T 2589-2020).
DEFINITIONS = """
kW 千瓦 = 1e-6 GW
MW 兆瓦 = 1e-3 GW
吉瓦 = 1 GW
TW = 1000 GW
万千瓦 = 0.01 GW
亿千瓦 = 100 GW
kWh 千瓦时 = 1e-6 GW*h
MWh 兆瓦时 = 1e-3 GW*h
GWh 吉瓦时 = 1 GW*h
TWh = 1000 GW*h
万千瓦时 = 0.01 GW*h
亿千瓦时 = 100 GW*h
GJ = 2.777777777777778e-4 GW*h
tce 吨标准煤 = 8.141e-3 GW*h
kgce 千克标准煤 = 8.141e-6 GW*h
gce 克标准煤 = 8.141e-9 GW*h
CNY 元 = 1e-6 MCNY
万元 = 0.01 MCNY
百万元 = 1 MCNY
亿元 = 100 MCNY
g 克 = 1e-9 kt
kg 千克 = 1e-6 kt
t 吨 = 1e-3 kt
万吨 = 10 kt
Mt 百万吨 = 1000 kt
m3 立方米 = 1e-3 kt
万m3 万立方米 = 10 kt
亿m3 亿立方米 = 1e5 kt
小时 = 1 h
min 分钟 = 0.016666666666666666 h
d = 24 h
年 = 1 a
米 = 1 m
km 公里 = 1000 m
deg = 1 degree
千伏 = 1 kV
MVA 兆伏安 = 1e-3 GVA
万千伏安 = 0.01 GVA
percent = 0.01
"""


class UnitError(ValueError):
    """A unit that is not known or does not fit; `unknown` names the part that is not known."""

    def __init__(self, unit: str, unknown: str | None = None):
        self.unknown = unknown
        super().__init__(unit)


def _registry() -> tuple[pint.UnitRegistry[float], frozenset[str]]:
    """Return Pint's registry with our units alone, and their names."""
    registry: pint.UnitRegistry[float] = pint.UnitRegistry(None)
    names = set(BASE)
    for unit, dimension in BASE.items():
        registry.define(f"{unit} = [{dimension}]")
    for line in DEFINITIONS.strip().splitlines():
        left, right = line.split(" = ")
        for name in left.split():
            registry.define(f"{name} = {right.replace(' ', ' * ')}")
            names.add(name)
    return registry, frozenset(names)


_REGISTRY, _NAMES = _registry()


def known_units() -> list[str]:
    """Return the names of all units that may be combined with ``/`` and ``*``."""
    return sorted(_NAMES - {"percent"} | {"%", "1"})


_NAME = r"[^/*()]+"
_SHAPE = re.compile(rf"{_NAME}([/*]({_NAME}|\({_NAME}(\*{_NAME})*\)))*")


@cache
def _parsed(unit: str) -> pint.Unit:
    """Return the unit that a text names: names joined by ``/`` and ``*``, a product may stand in brackets."""
    text = unicodedata.normalize("NFKC", unit).replace("·", "*").replace("%", "percent").strip()
    unknown = [part for part in re.split(r"[/*()]", text) if part not in _NAMES and part not in ("", "1")]
    if unknown or not _SHAPE.fullmatch(text):
        raise UnitError(unit, (unknown or [text])[0])
    return _REGISTRY.parse_units("" if text == "1" else text)


@cache
def factor(unit: str, base: str) -> float:
    """Return by how much a number in one unit is multiplied to stand in another.

    Parameters
    ----------
    unit : str
        Unit of the number, such as ``CNY/kWh`` or ``亿千瓦时``.
    base : str
        Unit wanted, such as ``MCNY/GWh``.

    Returns
    -------
    float
        The factor; ``factor("亿千瓦时", "GWh")`` is 100.

    Raises
    ------
    UnitError
        If a unit is unknown or the two are of different kinds.
    """
    try:
        exact = _REGISTRY.Quantity(1.0, _parsed(unit)).to(_parsed(base)).magnitude
    except pint.DimensionalityError as error:
        raise UnitError(unit) from error
    # Products of powers of ten leave dust such as 0.9999999999999999.
    return float(f"{exact:.13g}")


def convert(value: float, unit: str, base: str) -> float:
    """Return a number in another unit, to the last digit where the two differ by a power of ten."""
    scale = factor(unit, base)
    return value * scale if scale >= 1 else value / factor(base, unit)


@cache
def examples(base: str) -> tuple[str, ...]:
    """Return units that fit a base unit, the base unit first."""
    usual = (
        "MW",
        "万千瓦",
        "MWh",
        "亿千瓦时",
        "CNY/kW",
        "CNY/kWh",
        "CNY/kW/a",
        "CNY/kWh/a",
        "CNY/kg",
        "亿元",
        "t",
        "%",
    )
    more = ("t/MWh", "kWh/kg", "m3/MWh", "%/h", "亿千瓦时/a", "t/a", "MW/a")
    return (base, *(unit for unit in (*usual, *more) if _fits(unit, base)))


def _fits(unit: str, base: str) -> bool:
    """Return whether a unit converts to the base unit."""
    return unit != base and bool(_parsed(unit).is_compatible_with(_parsed(base)))
