"""What the solvers and checks say of themselves, in the language of the report."""

from __future__ import annotations

import re
from functools import cache

from energy_model.errors import Language
from energy_model.write.words import say, words

#: How the name of a check is built: pattern → row of ``words.csv``, whose places are filled with nouns.
SHAPES = (
    ("(.+)_energy_adds_up", "check_energy_adds_up"),
    ("(.+)_adds_up", "check_adds_up"),
    ("(.+)_annuity", "check_annuity"),
    ("(.+)_committed_cost", "check_committed_cost"),
    ("(.+)_(carbon|fuel)_cost", "check_running_cost"),
    ("(.+)_not_negative", "check_not_negative"),
    ("(.+)_within_(.+)", "check_within"),
    ("(.+)_above_(.+)", "check_above"),
)


def chain_words(text: str, language: Language) -> str:
    """Return what a solver was asked for or answered; figures and names stay as they are."""
    if language == "en":
        return text
    for english, chinese in _phrases():
        text = text.replace(english, chinese)
    return text


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    """Return English and Chinese phrases, the longest first, so that none is cut by a shorter one."""
    rows = ((english, chinese) for key, (chinese, english) in words().items() if key.startswith("chain_"))
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def check_words(name: str, language: Language) -> str:
    """Return what an independent check tests.

    Examples
    --------
    >>> check_words("charge_within_capacity", "en")
    'charge within capacity'
    """
    if language == "en":
        return name.replace("_", " ")
    if f"check_{name}" in words():
        return say(f"check_{name}", language)
    for pattern, key in SHAPES:
        match = re.fullmatch(pattern, name)
        if match:
            nouns = [say(f"noun_{part}", language) for part in match.groups()]
            return say(key, language, **dict(zip(("of", "by"), nouns, strict=False)))
    return name
