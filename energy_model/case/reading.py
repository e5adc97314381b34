"""Files as text, numbers as numbers, and the list of problems met on the way."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import Any

from energy_model.errors import Place, Problem, Words, problem_at

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass
class Reading:
    """The folder of a case while it is read.

    Attributes
    ----------
    folder : Path
        Folder of the case.
    problems : list of Problem
        What was found to be wrong so far.
    digests : dict of str to str
        SHA-256 of each file that was read.
    """

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)

    def tell(self, place: Place, what: Words, allowed: Words, remedy: Words) -> None:
        """Add a problem."""
        self.problems.append(problem_at(place, what, allowed, remedy))

    def text(self, name: str) -> str | None:
        """Return the text of a file, or None with a problem told."""
        try:
            content = (self.folder / name).read_bytes()
        except OSError:
            self.tell(
                Place(name),
                ("the file cannot be read", "文件无法读取"),
                ("a file of that name in the folder of the case", "算例文件夹中的同名文件"),
                ("add the file, or close the program that holds it", "补充该文件，或关闭正在占用它的程序"),
            )
            return None
        self.digests[name] = sha256(content).hexdigest()
        text = decoded(content)
        if text is None:
            self.tell(
                Place(name),
                ("the text is neither UTF-8 nor GB18030", "文本编码既不是 UTF-8 也不是 GB18030"),
                ("UTF-8 with or without BOM, GB18030", "UTF-8（有无 BOM 均可）或 GB18030"),
                ("save it as 'CSV UTF-8'", "另存为“CSV UTF-8”"),
            )
        return text

    def toml(self, name: str) -> tuple[dict[str, Any], list[str]] | None:
        """Return what a TOML file says and its lines, or None with a problem told."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return tomllib.loads(text), text.splitlines()
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            self.tell(
                Place(name, int(found.group(1)) if found else None),
                (f"not valid TOML ({error})", f"不是有效的 TOML（{error}）"),
                ("key = value, text in quotes", "键 = 值，文字加引号"),
                ("correct the line", "改正该行"),
            )
            return None


def decoded(content: bytes) -> str | None:
    """Return bytes as text: UTF-8 with or without BOM, else GB18030, else None."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def records(
    reading: Reading, name: str, columns: tuple[str, ...], optional: tuple[str, ...] = ()
) -> list[tuple[int, dict[str, str], bool]] | None:
    """Return the rows of a CSV file with their row numbers; None where its columns are not those wanted.

    Parameters
    ----------
    reading : Reading
        Takes the problems.
    name : str
        File in the folder of the case.
    columns : tuple of str
        Columns that it must have, in any order.
    optional : tuple of str
        Columns that it may have; where it has not, their cells are empty.

    Returns
    -------
    list of (int, dict, bool) or None
        Row of the file (the header is row 1), its cells, stripped, and whether it is no wider than the header.
        Empty rows are left out.
    """
    text = reading.text(name)
    lines = None if text is None else _lines(reading, name, text)
    if lines is None:
        return None
    header = lines[0][1] if lines else []
    if not _header_fits(reading, name, header, columns, optional):
        return None
    found = []
    for row, cells in lines[1:]:
        fits = not any(cells[len(header) :])
        if not fits:
            _tell_width(reading, Place(name, row), len(cells), len(header))
        padded = cells + [""] * (len(header) - len(cells))
        found.append((row, dict.fromkeys(optional, "") | dict(zip(header, padded, strict=False)), fits))
    return [record for record in found if any(record[1].values())]


def _lines(reading: Reading, name: str, text: str) -> list[tuple[int, list[str]]] | None:
    """Return the cells of each row with the line at which it begins, or None where quotes are not in pairs."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            lines.append((start, [cell.strip() for cell in cells]))
            start = reader.line_num + 1
    except csv.Error as error:
        reading.tell(
            Place(name, start),
            (f"a double quote stands alone ({error})", f"双引号不成对（{error}）"),
            ("double quotes around a whole cell, doubled within it", "双引号包住整个单元格，格内双引号写两次"),
            ("close or remove the quote", "补全或删除双引号"),
        )
        return None
    return lines


def _header_fits(
    reading: Reading, name: str, header: list[str], columns: tuple[str, ...], optional: tuple[str, ...]
) -> bool:
    """Return whether the header names every column once; tell what is missing and what is not known."""
    known = (*columns, *optional)
    missing = [column for column in columns if column not in header]
    extra = [column or "(empty)" for column in header if column not in known or header.count(column) > 1]
    if not missing and not extra:
        return True
    wanted = ",".join(known)
    gaps = f"missing columns: {', '.join(missing) or 'none'}; not known or double: {', '.join(extra) or 'none'}"
    gaps_zh = f"缺少的列：{'、'.join(missing) or '无'}；未知或重复的列：{'、'.join(extra) or '无'}"
    separators = ("use commas between the columns", "列之间用英文逗号分隔")
    names = ("name the columns as allowed", "按允许的列名书写")
    remedy = separators if len(header) == 1 and re.search(r"[;\t，；]", header[0]) else names
    reading.tell(Place(name, 1), (gaps, gaps_zh), (wanted, wanted), remedy)
    return False


def _tell_width(reading: Reading, place: Place, cells: int, columns: int) -> None:
    """Tell that a row has more cells than the header."""
    reading.tell(
        place,
        (f"the row has {cells} cells", f"该行有 {cells} 个单元格"),
        (f"{columns} cells as in the header", f"与表头一致的 {columns} 个单元格"),
        ("put texts that contain a comma in double quotes", "含逗号的文字请加英文双引号"),
    )


def number(text: str) -> float | None:
    """Return the number that a text says, or None where it says none or could mean two.

    Full-width digits are read, and so are thousands separators where they cannot be a decimal comma
    (``1,234.5`` and ``1,234,567``, but not ``1,234``).
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if THOUSANDS.fullmatch(plain) and (plain.count(",") > 1 or "." in plain):
        plain = plain.replace(",", "")
    if not NUMBER.fullmatch(plain):
        return None
    value = float(plain)
    return value if isfinite(value) else None


def near(word: str, words: Iterable[str]) -> tuple[str, ...]:
    """Return the words most like a word: those that differ by capitals alone, else the closest three."""
    known = list(words)
    same = tuple(other for other in known if other.casefold() == word.casefold())
    return same or tuple(get_close_matches(word, known, n=3, cutoff=0.5))


def choice(word: str, words: Iterable[str]) -> Words:
    """Return what is allowed instead of a word: the nearest words, or all of them where none is near."""
    known = list(words)
    close = near(word, known)
    if close:
        return f"perhaps {', '.join(close)}", f"是否为 {'、'.join(close)}"
    return ", ".join(known), "、".join(known)
