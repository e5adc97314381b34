"""Why the result can be believed: certificate, solver chain, independent check, provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from energy_model.studies import Findings
from energy_model.write.naming import Naming
from energy_model.write.phrases import chain_words, check_words
from energy_model.write.text_table import TextTable, words_table
from energy_model.write.units import text
from energy_model.write.words import say

WORST = 12


def proof_tables(findings: Findings, names: Naming) -> list[TextTable]:
    """Return the tables of the proof: certificate, chain, checks, provenance."""
    summary = findings.summary
    return [
        _certificate(summary["certificate"] or {}, names),
        _chain(summary["solver_chain"], names),
        _checks(findings, names),
        _provenance(summary["provenance"], summary["timings_s"], names),
    ]


def _certificate(certificate: Mapping[str, Any], names: Naming) -> TextTable:
    """Return the certificate: residuals, gap and both objectives."""
    keys = ("primal_residual", "dual_residual", "gap", "objective", "dual_objective")
    lines = [(say(f"proof_{key}", names.language), _number(certificate[key])) for key in keys if key in certificate]
    return _table("certificate", ("col_quantity", "col_value"), lines, names, (1,))


def _chain(chain: list[Mapping[str, Any]], names: Naming) -> TextTable:
    """Return which solvers were asked, why, and what came of it."""
    lines = [
        (
            chain_words(str(step["solver"]), names.language),
            chain_words(str(step["outcome"]), names.language),
            text(float(step["seconds"]), "seconds", names.language),
            str(step["iterations"]),
            chain_words(str(step["why"]), names.language),
        )
        for step in chain
    ]
    return _table(
        "chain", ("col_solver", "col_outcome", "col_seconds", "col_iterations", "col_why"), lines, names, (2, 3)
    )


def _checks(findings: Findings, names: Naming) -> TextTable:
    """Return the independent checks: those that failed and the worst others."""
    if findings.verification is None:
        return _table("checks", (), [], names)
    checks = findings.verification.checks.sort_values(["passed", "relative"], ascending=[True, False])
    failed = int((~checks["passed"]).sum())
    lines = [
        (
            f"{names.word('table_' + str(row['node']))} · {check_words(str(row['check']), names.language)}",
            names.plant(str(row["node"]), str(row["plant"])),
            f"{_number(row['worst'])} {row['unit']}",
            _number(row["relative"]),
            say("met" if row["passed"] else "not_met", names.language),
        )
        for row in checks.head(max(WORST, failed)).to_dict("records")
    ]
    headings = ("col_check", "col_item", "col_residual", "col_relative", "col_met")
    note = say("checks_note", names.language, count=len(checks), failed=failed, shown=len(lines))
    return replace(_table("checks", headings, lines, names, (2, 3)), note=note)


def _provenance(origin: Mapping[str, Any], timings: Mapping[str, float], names: Naming) -> TextTable:
    """Return case, scenario, fingerprint, versions and timings."""
    language = names.language
    libraries = ", ".join(f"{name} {version}" for name, version in origin["libraries"].items() if version)
    seconds = say("page_comma", language).join(
        f"{names.word(f'timing_{name}')} {text(float(value), 'seconds', language)}" for name, value in timings.items()
    )
    lines = [
        (say("origin_case", language), f"{origin['case']} / {origin['scenario']}"),
        (say("origin_fingerprint", language), str(origin["fingerprint"])),
        (
            say("origin_weather", language),
            ", ".join(f"{y}: {share:.0%}" for y, share in origin["weather_years"].items()),
        ),
        (say("origin_steps", language), f"{origin['steps']}"),
        (say("origin_libraries", language), f"Python {origin['python']}, {libraries}"),
        (say("origin_timings", language), seconds),
        (say("origin_created", language), str(origin["created"])),
    ]
    return _table("provenance", ("col_quantity", "col_value"), lines, names)


def _table(
    name: str, headings: tuple[str, ...], lines: list[Any], names: Naming, numeric: tuple[int, ...] = ()
) -> TextTable:
    """Return a table of words with its title."""
    title = say(f"title_{name}", names.language)
    return words_table(name, title, [say(heading, names.language) for heading in headings], lines, numeric)


def _number(value: Any) -> str:
    """Return a residual in three digits, an amount in full."""
    return f"{float(value):.3g}" if abs(float(value)) < 1.0 else f"{float(value):,.3f}"
