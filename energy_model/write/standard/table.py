"""A standard table: numbers in base units, and how a report shows them; sums that do not close raise."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from energy_model.errors import EnergyModelError, Language
from energy_model.write.units import Quantity, text, unit
from energy_model.write.words import say

#: Parts and total of a table may differ by this share of the largest of them.
TOLERANCE = 1e-5
Shown = Quantity | Literal["row"]


class SumError(EnergyModelError):
    """A table whose parts do not add up to what they must: nothing is written from it."""


@dataclass(frozen=True)
class Field:
    """A column of a standard table.

    Attributes
    ----------
    name : str
        Column of the frame.
    heading : str
        Words above it, in the language of the table.
    quantity : str or None
        What the numbers are; None for words; ``row``: the frame's column ``quantity`` says it for each row, and a
        column with the unit follows.
    digits : int, optional
        Digits after the point.
    """

    name: str
    heading: str
    quantity: Shown | None = None
    digits: int | None = None


@dataclass(frozen=True)
class StandardTable:
    """A table that a planning report has.

    Attributes
    ----------
    name : str
        Key of the table.
    title, note : str
        In the language of the table.
    fields : tuple of Field
        Columns, in order; the first is the name of the row.
    frame : pandas.DataFrame
        Numbers in base units; a column ``tone`` is ``total``, ``head`` or empty.
    language : {"zh", "en"}
        Language of words and units.
    """

    name: str
    title: str
    note: str
    fields: tuple[Field, ...]
    frame: pd.DataFrame
    language: Language

    @property
    def unit_in_rows(self) -> bool:
        """Whether each row has a unit of its own."""
        return any(field.quantity == "row" for field in self.fields)

    @property
    def tones(self) -> list[str]:
        """How each row is shown."""
        return list(self.frame["tone"]) if "tone" in self.frame else [""] * len(self.frame)

    def headings(self) -> list[str]:
        """Return the headings with units, and one for the units of rows where they have their own."""
        found = []
        for field in self.fields:
            if field.quantity == "row" and say("col_unit", self.language) not in found:
                found.append(say("col_unit", self.language))
            symbol = (
                "" if field.quantity is None or field.quantity == "row" else unit(field.quantity, self.language).symbol
            )
            found.append(f"{field.heading} ({symbol})" if symbol else field.heading)
        return found

    def rows(self) -> list[list[tuple[float | str, int]]]:
        """Return the cells of each row in the units of the report, each with its digits after the point.

        A number without meaning is an empty word.
        """
        return [self._row(line) for line in self.frame.to_dict("records")]

    def _row(self, line: dict[Any, Any]) -> list[tuple[float | str, int]]:
        """Return the cells of one row."""
        cells: list[tuple[float | str, int]] = []
        has_unit = False
        for field in self.fields:
            quantity = line["quantity"] if field.quantity == "row" else field.quantity
            if field.quantity == "row" and not has_unit:
                cells.append((unit(quantity, self.language).symbol if quantity else "", 0))
                has_unit = True
            cells.append(_cell(line[field.name], quantity, self.language, field.digits))
        return cells

    def texts(self) -> list[list[str]]:
        """Return the cells of each row as text."""
        return [
            [value if isinstance(value, str) else f"{value:,.{digits}f}" for value, digits in row]
            for row in self.rows()
        ]

    def shown(self) -> pd.DataFrame:
        """Return the table in the units of the report, as a frame to work on."""
        return pd.DataFrame([[value for value, _ in row] for row in self.rows()], columns=self.headings())


def _cell(value: Any, quantity: Quantity | None, language: Language, digits: int | None) -> tuple[float | str, int]:
    """Return a value in the unit of the report, and its digits."""
    if isinstance(value, str) or quantity is None:
        return (str(value), 0)
    if value is None or not isfinite(value):
        return ("", 0)
    chosen = unit(quantity, language)
    places = chosen.digits if digits is None else digits
    # Rounded as the page rounds, so that all reports show the same digits.
    return (float(text(value, quantity, language, places).replace(",", "")), places)


def table(
    name: str, fields: tuple[Field, ...], frame: pd.DataFrame, language: Language, suffix: str = "", **values: object
) -> StandardTable:
    """Return a standard table whose title and note are the rows ``std_<name>`` and ``note_<name>`` of the words."""
    title = say(f"std_{name}", language) + suffix
    return StandardTable(name, title, say(f"note_{name}", language, **values), fields, frame, language)


def must_agree(what: str, parts: ArrayLike, total: ArrayLike, scale: float = 0.0) -> None:
    """Refuse a table whose parts do not add up.

    Parameters
    ----------
    what : str
        Table and row, for the message.
    parts, total : array
        Sums to compare.
    scale : float
        Size that a difference is measured by, where it is larger than both.

    Raises
    ------
    SumError
        If they differ by more than `TOLERANCE` of the largest.
    """
    one, other = np.asarray(parts, dtype=float), np.asarray(total, dtype=float)
    size = max(float(np.abs(one).max(initial=0.0)), float(np.abs(other).max(initial=0.0)), scale, 1e-3)
    worst = float(np.abs(one - other).max(initial=0.0))
    if not worst <= TOLERANCE * size:
        raise SumError(f"{what}: parts {one} and total {other} differ by {worst:g}")
