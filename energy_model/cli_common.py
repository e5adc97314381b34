"""What the commands share: language, finding and reading a case, refusing with words.

Each command imports what it needs when it is called. Pyomo, Matplotlib, dask and pvlib take three seconds, for which
``--help`` has no use; a run holds none of them while its solver works.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from energy_model.errors import Language
from energy_model.write.words import say

if TYPE_CHECKING:
    from energy_model.case import Case

BAD_INPUT = 2
LangOption = Annotated[Language, typer.Option("--lang", help="输出语言 / language of all output")]


def tell(words: str) -> None:
    """Print a sentence; a long path in it is not broken."""
    Console().print(escape(words), soft_wrap=True)


def refuse(words: str) -> typer.Exit:
    """Print why a request is refused, and return the exit with code 2."""
    Console(stderr=True).print(escape(words), style="red", highlight=False, soft_wrap=True)
    return typer.Exit(BAD_INPUT)


def find_case_or_workbook(name: str, language: Language) -> Path:
    """Return a case as a workbook where the name is that of one, else the folder that `find_case` finds."""
    workbook = Path(name)
    return workbook if workbook.suffix.lower() == ".xlsx" and workbook.is_file() else find_case(name, language)


def find_case(name: str, language: Language) -> Path:
    """Return the folder of a case: a path, or a name below ``inputs`` of the working folder.

    Raises
    ------
    typer.Exit
        With code 2 where there is none, after saying which cases there are.
    """
    for folder in (Path(name), Path("inputs") / name):
        if (folder / "case.toml").is_file():
            return folder
    known = ", ".join(sorted(path.parent.name for path in Path("inputs").glob("*/case.toml"))) or "-"
    raise refuse(say("no_case", language, name=name, known=known))


def read_with(folder: Path, scenario: str, hours: int | None) -> Case:
    """Return a case as a scenario has it, with the tables of all technologies.

    Raises
    ------
    InputError
        With all that is wrong in its files.
    """
    from energy_model.case import read_case
    from energy_model.model import schemas

    return read_case(folder, schemas(), scenario, hours)
