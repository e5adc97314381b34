"""A case as a workbook: one sheet for each file of the folder that it stands for; problems are told by sheet and cell.

Sheets are named like the tables (``renewable``), ``hourly_<name>`` for the hourly tables, ``case`` for the settings and
``texts`` for what stays text (scenarios). Row and line numbers of a sheet and of the file made from it are the same.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from energy_model.errors import InputError, Language, Problem, Words

CASE, TEXTS, HOURLY = "case", "texts", "hourly_"
#: Sheets that are not read, besides those whose name begins with ``_``.
NOT_READ = ("read_me", "lists")
#: A heading that begins so marks a column for people, which is not read.
ASIDE = "※"
LISTS = ("stages", "slot_hours")
YEARS = "weather_years."
FILE_NAME = re.compile(r"\b(?:hourly/)?(\w+)\.(?:csv|toml)")


@dataclass(frozen=True)
class CellProblem(Problem):
    """A problem of a workbook: `file` is the workbook with the sheet, `cell` its address where it has one."""

    sheet: str = ""
    cell: str = ""

    def text(self, language: Language) -> str:
        """Return the problem as one line in one language."""
        workbook = self.file.partition("/")[0]
        if language == "zh":
            place = f"{workbook} 工作表 {self.sheet}" + (f" 单元格 {self.cell}" if self.cell else "")
            return f"{place}：{self.what[1]}。允许：{self.allowed[1]}。处理：{self.remedy[1]}。"
        place = f"{workbook}, sheet {self.sheet}" + (f", cell {self.cell}" if self.cell else "")
        return f"{place}: {self.what[0]}. Allowed: {self.allowed[0]}. Remedy: {self.remedy[0]}."


@dataclass
class _Sheet:
    """Where a file came from: its sheet, the letter of each column, and the row of each line where they differ."""

    name: str
    columns: dict[str, str] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)


@contextmanager
def as_folder(workbook: Path) -> Iterator[Path]:
    """Give the folder that a workbook stands for; problems told of its files come out with sheet and cell.

    Parameters
    ----------
    workbook : Path
        As `energy_model.write.template` writes it.

    Yields
    ------
    Path
        A temporary folder with the name of the workbook.

    Raises
    ------
    InputError
        If the file is no workbook, and for every problem that the block tells.
    """
    with TemporaryDirectory() as temporary:
        place = Path(temporary) / workbook.stem
        place.mkdir()
        sheets = _unpack(workbook, place)
        try:
            yield place
        except InputError as error:
            raise InputError(_in_cells(p, workbook.name, sheets) for p in error.problems) from error


def _unpack(workbook: Path, place: Path) -> dict[str, _Sheet]:
    """Write each sheet as the file it stands for; return the sheets by file."""
    try:
        book = load_workbook(workbook, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        what = (
            f"not an Excel workbook, or held by another program ({error})",
            f"不是 Excel 工作簿或正被占用（{error}）",
        )
        allowed = ("a file as `energy-model template` writes it", "energy-model template 写出的文件")
        remedy = ("save it as .xlsx and close it", "另存为 .xlsx 并关闭")
        raise InputError([Problem(workbook.name, None, None, what, allowed, remedy)]) from error
    sheets: dict[str, _Sheet] = {}
    try:
        for sheet in book.worksheets:
            if sheet.title in NOT_READ or sheet.title.startswith("_"):
                continue
            rows = [list(row) for row in sheet.iter_rows(values_only=True)]
            sheets |= _write(place, sheet.title, rows)
    finally:
        book.close()
    return sheets


def _write(place: Path, title: str, rows: list[list[Any]]) -> dict[str, _Sheet]:
    """Write one sheet as a file, or as many as it holds; return where they came from."""
    if title == CASE:
        (place / "case.toml").write_text("\n".join(_settings(rows)) + "\n", encoding="utf-8")
        return {"case.toml": _Sheet(CASE, {"value": "B"})}
    if title == TEXTS:
        return _write_texts(place, rows)
    hourly = title.startswith(HOURLY)
    name = f"hourly/{title.removeprefix(HOURLY)}.csv" if hourly else f"{title}.csv"
    read = [
        i
        for i, heading in enumerate(rows[0] if rows else [])
        if heading is not None and not str(heading).startswith(ASIDE)
    ]
    (place / name).parent.mkdir(exist_ok=True)
    with (place / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in rows:
            cells = [cell_text(row[i]) if i < len(row) else "" for i in read]
            writer.writerow(cells if any(cells) else [])
    return {name: _Sheet(title, {cell_text(rows[0][i]): get_column_letter(i + 1) for i in read})}


def _write_texts(place: Path, rows: list[list[Any]]) -> dict[str, _Sheet]:
    """Write the files of the sheet ``texts``: a line of a file in each row."""
    lines: dict[str, list[str]] = {}
    sheets: dict[str, _Sheet] = {}
    for number, row in enumerate(rows[1:], start=2):
        name, line = (cell_text(value) for value in [*row, None, None][:2])
        if not name or ".." in Path(name).parts or Path(name).is_absolute():
            continue
        lines.setdefault(name, []).append(line)
        sheets.setdefault(name, _Sheet(TEXTS)).rows.append(number)
    for name, text in lines.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("\n".join(text) + "\n", encoding="utf-8")
    return sheets


def _settings(rows: Iterable[list[Any]]) -> list[str]:
    """Return the sheet ``case`` as lines of TOML; the headings are a comment, so that rows and lines agree."""
    lines = []
    for number, row in enumerate(rows):
        key, value = [*row, None, None][:2]
        if number == 0 or key is None:
            lines.append("#" if number == 0 else "")
            continue
        name = str(key).strip()
        if name.startswith(YEARS):
            lines.append(f"weather_years.{json.dumps(name.removeprefix(YEARS))} = {_toml(value)}")
        elif name in LISTS:
            lines.append(f"{name} = [{cell_text(value).strip('[] ')}]")
        else:
            lines.append(f"{name} = {_toml(value)}")
    return lines


def _toml(value: Any) -> str:
    """Return a cell as a value of TOML: numbers as they are, all else as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return cell_text(value)
    return json.dumps(cell_text(value), ensure_ascii=False)


def cell_text(value: Any) -> str:
    """Return a cell as the text that stands in a file: whole numbers without a point, months as ``YYYY-MM``."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, date):  # Excel makes a date of 2030-06
        return f"{value:%Y-%m}" if value.day == 1 else f"{value:%Y-%m-%d}"
    return " ".join(str(value).split("\n")).replace("\r", "")


def _in_cells(problem: Problem, workbook: str, sheets: Mapping[str, _Sheet]) -> CellProblem:
    """Return a problem of a file as one of the sheet that it came from."""
    name = problem.file.partition(" (")[0]
    sheet = sheets.get(name) or _Sheet(FILE_NAME.sub(r"\1", name))
    row = problem.row
    if row is not None and sheet.rows:
        row = sheet.rows[min(row, len(sheet.rows)) - 1]
    letter = sheet.columns.get(problem.column or "", "B" if sheet.name in (CASE, TEXTS) else "A")
    cell = f"{letter}{row}" if row is not None else ""
    return CellProblem(
        f"{workbook}/{sheet.name}",
        problem.row,
        problem.column,
        _sheets_for_files(problem.what),
        _sheets_for_files(problem.allowed),
        _sheets_for_files(problem.remedy),
        sheet.name,
        cell,
    )


def _sheets_for_files(words: Words) -> Words:
    """Return words that speak of sheets where they spoke of files."""
    return FILE_NAME.sub(r"sheet \1", words[0]), FILE_NAME.sub(r"工作表 \1", words[1])
