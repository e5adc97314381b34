"""From base units to the units of planning reports: 万千瓦 and 亿千瓦时 in Chinese, GW and TWh in English."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from energy_model.errors import Language

Quantity = Literal[
    "power", "energy", "storage", "money", "price", "capacity_price", "investment", "mass", "mass_price", "hours",
    "share", "points", "intensity", "rate", "seconds", "number", "voltage", "apparent_power", "length",
    "storage_price", "small_mass", "mass_rate",
]  # fmt: skip


@dataclass(frozen=True)
class Unit:
    """A unit of a report: value in it = factor × value in base units; `digits` after the point."""

    symbol: str
    factor: float
    digits: int


#: Quantity → base unit, Chinese unit, English unit.
UNITS: dict[Quantity, tuple[str, Unit, Unit]] = {
    "power": ("GW", Unit("万千瓦", 100.0, 1), Unit("GW", 1.0, 3)),
    "energy": ("GWh", Unit("亿千瓦时", 0.01, 2), Unit("TWh", 0.001, 3)),
    "storage": ("GWh", Unit("万千瓦时", 100.0, 1), Unit("GWh", 1.0, 3)),
    "money": ("MCNY", Unit("亿元", 0.01, 2), Unit("billion CNY", 0.001, 3)),
    "price": ("MCNY/GWh", Unit("元/千瓦时", 1.0, 4), Unit("CNY/kWh", 1.0, 4)),
    "capacity_price": ("MCNY/GW/a", Unit("元/千瓦·年", 1.0, 1), Unit("CNY/kW·a", 1.0, 1)),
    "storage_price": ("MCNY/GWh/a", Unit("元/千瓦时·年", 1.0, 1), Unit("CNY/kWh·a", 1.0, 1)),
    "investment": ("MCNY/GW", Unit("元/千瓦", 1.0, 0), Unit("CNY/kW", 1.0, 0)),
    "mass": ("kt", Unit("万吨", 0.1, 2), Unit("Mt", 0.001, 3)),
    "small_mass": ("kt", Unit("吨", 1000.0, 1), Unit("t", 1000.0, 1)),
    "mass_rate": ("kt/h", Unit("吨/小时", 1000.0, 1), Unit("t/h", 1000.0, 1)),
    "mass_price": ("MCNY/kt", Unit("元/吨", 1000.0, 1), Unit("CNY/t", 1000.0, 1)),
    "hours": ("h", Unit("小时", 1.0, 0), Unit("h", 1.0, 0)),
    "share": ("1", Unit("%", 100.0, 2), Unit("%", 100.0, 2)),
    "points": ("1", Unit("个百分点", 100.0, 2), Unit("percentage points", 100.0, 2)),
    "intensity": ("kt/GWh", Unit("克/千瓦时", 1000.0, 0), Unit("g/kWh", 1000.0, 0)),
    "rate": ("1/a", Unit("次/年", 1.0, 0), Unit("1/a", 1.0, 0)),
    "seconds": ("s", Unit("秒", 1.0, 1), Unit("s", 1.0, 1)),
    "number": ("1", Unit("", 1.0, 2), Unit("", 1.0, 2)),
    "voltage": ("kV", Unit("千伏", 1.0, 0), Unit("kV", 1.0, 0)),
    "apparent_power": ("GVA", Unit("万千伏安", 100.0, 0), Unit("MVA", 1000.0, 0)),
    "length": ("km", Unit("公里", 1.0, 0), Unit("km", 1.0, 0)),
}

#: What stands where a value has no meaning.
NOTHING = "—"


def unit(quantity: Quantity, language: Language) -> Unit:
    """Return the unit in which a report in a language gives a quantity."""
    _, chinese, english = UNITS[quantity]
    return chinese if language == "zh" else english


def convert(values: ArrayLike, quantity: Quantity, language: Language) -> NDArray[np.float64]:
    """Return values in base units in the unit of the report."""
    return np.asarray(values, dtype=float) * unit(quantity, language).factor


def text(value: float, quantity: Quantity, language: Language, digits: int | None = None) -> str:
    """Return a value in base units as a number of the report, without its unit.

    Parameters
    ----------
    value : float
        In base units; what is not finite is shown as a dash.
    quantity : str
        What the value is.
    language : {"zh", "en"}
        Language of the report.
    digits : int, optional
        Digits after the point; those of the unit if not given.

    Examples
    --------
    >>> text(30.0, "power", "zh"), text(30.0, "power", "en", digits=0)
    ('3,000.0', '30')
    """
    if value is None or not isfinite(value):
        return NOTHING
    chosen = unit(quantity, language)
    places = chosen.digits if digits is None else digits
    rounded = round(value * chosen.factor, places)
    return f"{rounded + 0.0:,.{places}f}"  # + 0.0 turns -0.0 into 0.0


def with_unit(value: float, quantity: Quantity, language: Language, digits: int | None = None) -> str:
    """Return a value in base units as number and unit."""
    number, symbol = text(value, quantity, language, digits), unit(quantity, language).symbol
    return f"{number}{'' if symbol == '%' else ' '}{symbol}".strip()
