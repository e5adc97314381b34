"""An interactive figure as plain data: traces, layout, words, and the numbers behind it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from energy_model.case.case import FloatArray
from energy_model.errors import Language
from energy_model.write.theme import RESULT_LOOKS, look
from energy_model.write.units import Quantity, convert, unit
from energy_model.write.words import say

#: Hatch of the printed figures → pattern of the interactive ones.
PATTERNS = {"": "", "///": "/", "//": "/", "////": "/", "...": ".", "xx": "x", "\\\\": "\\"}
FAINT = "#5a5a5a"


@dataclass(frozen=True)
class Words:
    """What a figure shows, how to read it, and what it says to those who cannot see it."""

    title: str
    caption: str
    alt: str


@dataclass(frozen=True)
class Chart:
    """A figure of the page.

    Attributes
    ----------
    name : str
        Name for links.
    words : Words
        Title, caption and alternative text.
    traces : tuple of dict
        As plotly reads them; arrays of the year are references (`Series.of`).
    layout : dict
        As plotly reads it, without what all figures share.
    columns : tuple of (heading, values)
        The numbers behind the figure, column by column, as they are downloaded.
    hourly : bool
        Whether it runs over the hours of the year and has a range slider.
    week : (int, int) or None
        Steps to show first, of an hourly figure.
    """

    name: str
    words: Words
    traces: tuple[dict[str, Any], ...]
    layout: dict[str, Any]
    columns: tuple[tuple[str, Any], ...]
    hourly: bool = False
    week: tuple[int, int] | None = None


@dataclass
class Series:
    """Arrays in base units that the figures of both languages share."""

    arrays: dict[str, FloatArray] = field(default_factory=dict)

    def of(self, name: str, values: ArrayLike, quantity: Quantity | None, language: Language) -> dict[str, Any]:
        """Keep an array and return a reference to it in the unit of a language."""
        self.arrays[name] = np.asarray(values, dtype=float)
        return {"of": name, "times": unit(quantity, language).factor if quantity else 1.0}

    def packed(self) -> dict[str, str]:
        """Return each array as base64 of little-endian 32-bit floats (seven digits)."""
        return {name: b64encode(values.astype("<f4").tobytes()).decode("ascii") for name, values in self.arrays.items()}


def listed(values: ArrayLike, quantity: Quantity, language: Language) -> list[Any]:
    """Return values in base units as numbers of the report, seven digits; what is no number is None."""
    shown = convert(values, quantity, language).ravel()
    return [float(f"{value:.7g}") if np.isfinite(value) else None for value in shown]


def heading(words: str, quantity: Quantity, language: Language) -> str:
    """Return the heading of a column with its unit."""
    return f"{words} ({unit(quantity, language).symbol})"


def safe(name: str) -> str:
    """Return a name that plotly shows as it is: it would read markup in it."""
    return escape(name, quote=False)


def paint(key: str) -> dict[str, Any]:
    """Return colour and pattern of bars of a technology or cause."""
    colour, hatch = look(key)
    return {"color": colour, "pattern": {"shape": PATTERNS[hatch], "fgcolor": "#ffffff", "bgcolor": colour, "size": 6}}


def paint_place(place: int) -> dict[str, Any]:
    """Return colour and pattern of bars of the i-th of several results."""
    colour, hatch = RESULT_LOOKS[place % len(RESULT_LOOKS)]
    return {"color": colour, "pattern": {"shape": PATTERNS[hatch], "fgcolor": "#ffffff", "bgcolor": colour, "size": 6}}


def axis(title: str = "", **more: Any) -> dict[str, Any]:
    """Return an axis with a title."""
    shared = {"gridcolor": "#dddddd", "zerolinecolor": "#888888", "automargin": True}
    return {**shared, **({"title": {"text": title}} if title else {}), **more}


def value_axis(key: str, quantity: Quantity, language: Language, **more: Any) -> dict[str, Any]:
    """Return an axis whose title names quantity and unit."""
    return axis(say(key, language, unit=unit(quantity, language).symbol), **more)


def panels(titles: Sequence[str], gap: float = 0.06) -> tuple[list[list[float]], list[dict[str, Any]]]:
    """Return the domains of panels from top to bottom and their titles as annotations."""
    count = len(titles)
    height = (1.0 - gap * (count - 1)) / max(count, 1)
    tops = [1.0 - i * (height + gap) for i in range(count)]
    domains = [[max(top - height, 0.0), top] for top in tops]
    return domains, [note(title, 0.0, top) for title, top in zip(titles, tops, strict=True)]


def note(text: str, x: float, y: float) -> dict[str, Any]:
    """Return a title of a panel at its upper left corner."""
    place = {"xref": "paper", "yref": "paper", "x": x, "y": y, "xanchor": "left", "yanchor": "bottom"}
    return {**place, "text": f"<b>{safe(text)}</b>", "showarrow": False, "font": {"size": 13}}


def number(i: int) -> str:
    """Return the suffix of the i-th axis of plotly, counted from 0."""
    return "" if i == 0 else str(i + 1)


def words_of(chart: str, language: Language, **values: object) -> Words:
    """Return title, caption and alternative text of a figure."""
    return Words(
        say(f"figure_{chart}", language), *(say(f"{part}_{chart}", language, **values) for part in ("caption", "alt"))
    )
