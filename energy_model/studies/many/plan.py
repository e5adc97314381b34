"""What a study asks: runs, each a scenario, changes of inputs, a weather year and, at times, a question of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from energy_model.case.changed_rows import Change

NO_INPUT = ("by", "file", "row", "source", "note")
CODE = ("availability", "case", "model", "optimise", "studies")
ANSWERS = ("plan.py", "answer.py", "questions.py", "variant.py", "weather.py")


@dataclass(frozen=True)
class Part:
    """A size of one plant, and what it is fixed at at a place s of a line.

    Attributes
    ----------
    component : str
        Full name of the variable, such as ``storage.discharge_capacity``.
    item : str
        Plant.
    at_zero, per_unit : float
        The size is ``at_zero + per_unit * s``.
    """

    component: str
    item: str
    at_zero: float
    per_unit: float


@dataclass(frozen=True)
class Scaled:
    """Rows in which the coefficient of a size is not what it is in the model.

    It is multiplied by ``1 + at_zero + per_unit * s``; as the size is fixed on the line, the limits of the rows move.

    Attributes
    ----------
    component, item : str
        Rows and plant.
    column : str
        Variable of the size.
    size : float
        Where the line fixes it.
    at_zero, per_unit : float
        Change of the coefficient as a share of itself.
    """

    component: str
    item: str
    column: str
    size: float
    at_zero: float
    per_unit: float


@dataclass(frozen=True)
class Line:
    """A line through the space of sizes: the cost along it is convex, as it is in any right-hand side.

    Attributes
    ----------
    columns : tuple of Part
        Sizes that are fixed.
    rows : tuple of Scaled
        Rows in which a coefficient of a fixed size changes.
    freed : tuple of (component, item)
        Rows that do not hold on the line, such as the pipeline that it leaves.
    """

    columns: tuple[Part, ...]
    rows: tuple[Scaled, ...] = ()
    freed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Place:
    """Asks what the system costs at a place of a line, and by how much that changes along it."""

    line: Line
    at: float


@dataclass(frozen=True)
class Term:
    """A size with its weight in a sum of sizes."""

    component: str
    item: str
    weight: float


@dataclass(frozen=True)
class Total:
    """Asks for the least cost where a weighted sum of sizes is fixed, and its slope; without terms, for the optimum.

    A limit on the cost itself would be a row of all columns, which no solver of sparse programmes takes well; so what
    a plan may be within a budget is read off the cost at fixed sums.
    """

    terms: tuple[Term, ...] = ()
    at: float = 0.0


@dataclass(frozen=True)
class Estimate:
    """Asks by how much the cost changes to first order where these inputs change."""

    changes: tuple[Change, ...]


Question = Place | Total | Estimate


@dataclass(frozen=True)
class Run:
    """One run of a study.

    Attributes
    ----------
    name : str
        Unique in the study; for people.
    scenario : str
        Scenario of the case.
    changes : tuple of Change
        Further changes of inputs.
    weather_year : int or None
        Number of the synthetic weather year (seed of the case); None keeps the years of the case.
    closed : tuple of (table, item)
        Plants that are in the model and may not be built.
    question : Question or None
        None asks for the plan, as ``energy-model run`` does.
    """

    name: str
    scenario: str = "base"
    changes: tuple[Change, ...] = ()
    weather_year: int | None = None
    closed: tuple[tuple[str, str], ...] = ()
    question: Question | None = None


@dataclass(frozen=True)
class Setting:
    """What all runs of a study share: folder of the case and hours of a year [h] (None: all)."""

    folder: Path
    hours: int | None = None


def key_of(run: Run, fingerprint: str) -> str:
    """Return the name of a run on disk: a hash of its inputs and of the code that answers it.

    Parameters
    ----------
    run : Run
        The run; its name does not count.
    fingerprint : str
        Of the case with the scenario and the hours of the run.
    """
    asked = {field.name: _plain(getattr(run, field.name)) for field in fields(run) if field.name != "name"}
    return sha256(json.dumps([asked, fingerprint, code_digest()], sort_keys=True).encode()).hexdigest()[:24]


def _plain(value: Any) -> Any:
    """Return a value as plain data; who made a change and where does not count."""
    if is_dataclass(value):
        kept = {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name not in NO_INPUT}
        return {"kind": type(value).__name__, **kept}
    return [_plain(v) for v in value] if isinstance(value, tuple) else value


@cache
def code_digest() -> str:
    """Return a digest of the code that makes results: a run of older code is not taken for one of today's."""
    package = Path(__file__).resolve().parents[2]
    digest = sha256()
    for path in sorted(path for folder in CODE for path in (package / folder).rglob("*.py")):
        if not {"many"} & set(path.parts) or path.name in ANSWERS:
            digest.update(path.read_bytes())
    return digest.hexdigest()
