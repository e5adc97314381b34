"""What all workbooks share: how wide a text is, how high its row, and how a sheet is printed."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from xlsxwriter.worksheet import Worksheet

LINE = 16  # height of a line [points]


def text_width(text: str) -> int:
    """Return how many columns of a fixed font a text takes; a Chinese sign takes two."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def row_height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Return how high a row must be for all of its texts [points]."""
    return max(LINE * ceil((text_width(text) + 2) / width) for text, width in zip(texts, widths, strict=False))


def for_print(sheet: Worksheet) -> None:
    """Print a sheet across A4, as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
