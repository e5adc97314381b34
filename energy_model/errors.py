"""What can go wrong, as one small tree of exceptions, and one sentence for each problem of the inputs.

::

    EnergyModelError          anything this package refuses to do
    └── InputError            the inputs of a case cannot be used; carries all their problems
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Words = tuple[str, str]
"""A phrase in English and in Chinese."""

Language = Literal["zh", "en"]


class EnergyModelError(Exception):
    """Anything that this package refuses to do, with the reason."""


class InputError(EnergyModelError):
    """The inputs of a case cannot be used.

    Attributes
    ----------
    problems : tuple of Problem
        Everything that is wrong, in the order of files and rows.
    """

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.row or 0)))
        super().__init__(self.text("en", beside="zh"))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        """Return how to make the error again in another process."""
        return InputError, (self.problems,)

    def text(self, language: Language, beside: Language | None = None) -> str:
        """Return all problems, numbered, in one language and if wanted in a second beside it."""
        count = len(self.problems)
        head = {"en": f"{count} problem(s) in the inputs:", "zh": f"输入数据有 {count} 处问题："}
        lines = [head[language]]
        for number, problem in enumerate(self.problems, start=1):
            lines.append(f"{number}. {problem.text(language)}")
            lines.extend([f"   {problem.text(beside)}"] if beside else [])
        return "\n".join(lines)


@dataclass(frozen=True)
class Place:
    """Where something stands: file, row of the file (1 is its first line) and column."""

    file: str
    row: int | None = None
    column: str | None = None

    def at(self, column: str) -> Place:
        """Return the same row at another column."""
        return Place(self.file, self.row, column)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the inputs.

    Attributes
    ----------
    file : str
        File, relative to the folder of the case.
    row : int or None
        Row of the file, the header being row 1.
    column : str or None
        Column or key.
    what, allowed, remedy : tuple of str
        What is wrong, what is allowed, what to do; each in English and Chinese.
    """

    file: str
    row: int | None
    column: str | None
    what: Words
    allowed: Words
    remedy: Words

    def text(self, language: Language) -> str:
        """Return the problem as one line in one language."""
        if language == "zh":
            place = self.file + (f" 第{self.row}行" if self.row else "") + (f" {self.column}列" if self.column else "")
            return f"{place}：{self.what[1]}。允许：{self.allowed[1]}。处理：{self.remedy[1]}。"
        row, column = f", row {self.row}" if self.row else "", f", column {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: {self.what[0]}. Allowed: {self.allowed[0]}. Remedy: {self.remedy[0]}."


def problem_at(place: Place, what: Words, allowed: Words, remedy: Words) -> Problem:
    """Return a problem at a place."""
    return Problem(place.file, place.row, place.column, what, allowed, remedy)
