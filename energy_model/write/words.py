"""The words of all output in Chinese and English, read from one table: ``words.csv``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from energy_model.errors import Language

__all__ = ["Language", "say", "words"]


@cache
def words() -> Mapping[str, tuple[str, str]]:
    """Return key → Chinese, English."""
    text = files("energy_model.write").joinpath("words.csv").read_text(encoding="utf-8")
    return {row["key"]: (row["zh"], row["en"]) for row in csv.DictReader(text.splitlines())}


def say(key: str, language: Language, **values: object) -> str:
    """Return the words of a key in a language, with values put in their places.

    Parameters
    ----------
    key : str
        Row of ``words.csv``.
    language : {"zh", "en"}
        Language.
    **values : object
        What the words leave open in braces.

    Raises
    ------
    KeyError
        If there is no such row.
    """
    chosen = words()[key][0 if language == "zh" else 1]
    return chosen.format(**values) if values else chosen
