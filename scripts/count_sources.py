"""Count what the numbers of a case rest on: rows of its tables by confidence of their source.

Run ``python scripts/count_sources.py inputs/golmud``. The README quotes the first two lines.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

LEVELS = ("documented", "literature", "estimate")


def records(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def count(folder: Path) -> dict[str, Counter[str]]:
    """Return the rows that hold a number, by table and by confidence of the source they name."""
    confidence = {row["id"]: row["confidence"] for row in records(folder / "sources.csv")}
    tables = {path.stem: records(path) for path in sorted(folder.glob("*.csv")) if path.stem != "sources"}
    return {
        stem: Counter(confidence[row["source"]] for row in rows if row["unit"] != "text")
        for stem, rows in tables.items()
    }


def line(name: str, found: Mapping[str, int]) -> str:
    """Return one line: how many, and the share of each level."""
    number = sum(found.values())
    shares = "  ".join(f"{level} {found.get(level, 0):4d} ({found.get(level, 0) / number:4.0%})" for level in LEVELS)
    return f"{name:15s} {number:5d}  {shares}\n"


def main(folder: Path) -> None:
    """Write the count of all tables, then one line for each."""
    found = count(folder)
    everything = sum(found.values(), Counter[str]())
    weighty = sum((rows for stem, rows in found.items() if stem != "climate"), Counter[str]())
    sys.stdout.write(line("all", everything) + line("without climate", weighty))
    sys.stdout.writelines(line(stem, rows) for stem, rows in found.items())


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "inputs/golmud"))
