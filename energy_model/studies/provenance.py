"""What a run was: case, scenario, fingerprint, versions, proof and timings; kept in the root of the tree.

With it the tree alone holds all that a report needs, so that one can be written again without solving.
"""

from __future__ import annotations

import json
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import xarray as xr

from energy_model.case.case import Case
from energy_model.studies.solve import Solved

LIBRARIES = ("pyomo", "highspy", "piqp", "clarabel", "numba", "numpy", "scipy", "pandas", "xarray")


def run_record(solved: Solved) -> dict[str, Any]:
    """Return how a solved case was reached, as plain data.

    Returns
    -------
    dict
        ``proven, outcome, feasible, certificate, least_shortfall, unheld, solver_chain, timings_s, provenance``.
    """
    two_phase = solved.two_phase
    solution, first = two_phase.solution, two_phase.phase_one
    certificate = solution.certificate
    return {
        "proven": bool(certificate is not None and certificate.accepted),
        "outcome": solution.outcome.name.lower(),
        "feasible": bool(two_phase.feasible),
        "certificate": None if certificate is None else asdict(certificate),
        "least_shortfall": None if first is None else float(first.objective),
        "unheld": None if solved.unheld is None else asdict(solved.unheld),
        "solver_chain": [asdict(attempt) for attempt in solution.chain],
        "timings_s": {**solved.timings, **{f"solve_{name}": s for name, s in solution.timings.items()}},
        "provenance": provenance(solved.case),
    }


def provenance(case: Case) -> dict[str, Any]:
    """Return what was run, with which libraries, and when (UTC)."""
    return {
        "case": case.name,
        "scenario": case.scenario,
        "scenario_zh": case.scenario_zh,
        "scenario_en": case.scenario_en,
        "title_zh": case.settings.title_zh,
        "title_en": case.settings.title_en,
        "question_zh": case.settings.question_zh,
        "question_en": case.settings.question_en,
        "fingerprint": case.fingerprint,
        "base_year": case.settings.base_year,
        "stages": list(case.settings.stages),
        "weather_years": {str(year): float(share) for year, share in case.settings.weather_years.items()},
        "steps": len(case.axis),
        "hours": float(case.axis.hours.sum()),
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "created": datetime.now(tz=UTC).isoformat(timespec="seconds"),
    }


def _version(name: str) -> str:
    """Return the version of a library; empty where it is not there."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def with_record(tree: xr.DataTree, record: dict[str, Any]) -> xr.DataTree:
    """Return the tree with the record in its root."""
    marked = tree.copy()
    marked.attrs["run"] = json.dumps(record, ensure_ascii=False)
    return marked


def record_of(tree: xr.DataTree) -> dict[str, Any]:
    """Return the record that a tree carries.

    Raises
    ------
    KeyError
        If the tree carries none, so was not made by `evaluate`.
    """
    record: dict[str, Any] = json.loads(tree.attrs["run"])
    return record
