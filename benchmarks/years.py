"""The same system over any number of hours: part of a year, or several planning years."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PATH = "pathway_2026_2030"
YEAR = 8760
# Before the line (2026, 2027) PV cannot be used as required: asked for, that takes two more questions, and the growth
# would be that of the questions.
ONLY_REPORTED = """
[[change]]
table = "requirements"
item = "utilisation_pv"
parameter = "required"
value = 0
unit = "1"
source = "engineering_estimate"
"""


@contextmanager
def system_of(case: Path, hours: int) -> Iterator[dict[str, Any]]:
    """Give the arguments of a case of so many hours.

    Up to a year it is the base, thinned to whole days. Several years are the last of the path to 2030: its scenario
    file is copied with fewer stages, and the utilisation of PV is only reported.

    Parameters
    ----------
    case : Path
        Folder of the case.
    hours : int
        A multiple of 24 below a year, or whole years up to five.

    Yields
    ------
    dict
        ``case, scenario, hours``.
    """
    if hours <= YEAR:
        yield {"case": str(case), "scenario": "base", "hours": None if hours == YEAR else hours}
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder) / case.name
        shutil.copytree(case, copy)
        scenario = copy / "scenarios" / f"{PATH}.toml"
        text = scenario.read_text(encoding="utf-8")
        chosen = tomllib.loads(text)["stages"][-(hours // YEAR) :]
        text = re.sub(r"^stages = .*$", f"stages = {chosen}", text, flags=re.M) + ONLY_REPORTED
        scenario.write_text(text, encoding="utf-8")
        yield {"case": str(copy), "scenario": PATH, "hours": None}
