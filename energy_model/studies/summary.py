"""The summary of a run: one dictionary with stable keys, written to ``summary.json`` (``docs/summary.md``)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from energy_model.studies.curtailment import ENERGIES, with_rates
from energy_model.studies.feasibility import Verdict, verdict
from energy_model.studies.plain import latest, plain, rows, sums
from energy_model.studies.reader import Reader
from energy_model.studies.sentences import FULL_WIDTH, Facts, requirement_sentences, verdict_sentences
from energy_model.studies.summary_parts import (
    burning_part,
    capacities,
    coal,
    consumption,
    curtailment_part,
    energies,
    export_part,
    nested,
    verification_part,
)
from energy_model.studies.tables import Tables
from energy_model.studies.verify import Verification

KEYS = (
    "verdict",
    "requirements",
    "objective_mcny_per_year",
    "cost_terms",
    "cost_by_technology",
    "investment_mcny",
    "capacity_gw",
    "energy_twh",
    "consumption_twh",
    "curtailment",
    "export",
    "sections",
    "storage",
    "prices",
    "firm_balance",
    "emissions_mt",
    "coal",
    "water_mt",
    "hidden_burning_gwh",
    "hidden_burning",
    "verification",
    "certificate",
    "solver_chain",
    "timings_s",
    "provenance",
)


def summarise(reader: Reader, tables: Tables, verification: Verification, record: dict[str, Any]) -> dict[str, Any]:
    """Return the summary of a proven run.

    Parameters
    ----------
    reader : Reader
        The labelled tree.
    tables : Tables
        Its tables.
    verification : Verification
        Outcome of the independent check.
    record : dict
        Of `energy_model.studies.provenance.run_record`.

    Returns
    -------
    dict
        Plain data with the keys of `KEYS`, in that order.
    """
    status = verdict(record["proven"], record["feasible"], verification.passed)
    objective = float(reader.tree.attrs["objective"])
    facts = _facts(reader, tables, verification, objective, record["unheld"])
    burnt = float(tables.burning["wasted"].sum())
    found: dict[str, Any] = {
        "verdict": _verdict(status, facts),
        "requirements": _requirements(tables.requirements),
        "objective_mcny_per_year": objective,
        "cost_terms": sums(tables.cost, "term", "cost"),
        "cost_by_technology": nested(tables.cost, "technology", "term", "cost"),
        "investment_mcny": nested(tables.investment, "technology", "kind", "investment"),
        "capacity_gw": capacities(tables.capacity),
        "energy_twh": energies(tables.generation),
        "consumption_twh": consumption(tables.balance),
        "curtailment": curtailment_part(tables.curtailment, float(latest(tables.burning)["wasted"].sum())),
        "export": export_part(tables.export),
        "sections": rows(tables.sections),
        "storage": rows(tables.storage),
        "prices": rows(tables.prices),
        "firm_balance": rows(tables.firm_balance),
        "emissions_mt": float(latest(tables.fuels)["co2"].sum()) / 1000.0,
        "coal": coal(tables.fuels),
        "water_mt": float(latest(tables.water)["water"].sum()) / 1000.0,
        "hidden_burning_gwh": burnt,
        "hidden_burning": burning_part(tables, burnt, record["unheld"]),
        "verification": verification_part(verification),
        **_of_record(record),
    }
    return {key: plain(found[key]) for key in KEYS}


def summarise_unproven(record: dict[str, Any]) -> dict[str, Any]:
    """Return the summary of a run without a proven solution: verdict and record, all else empty."""
    outcome = record["outcome"]
    sentences = {
        "sentence_zh": f"未获证明:没有求解器给出可证明的结果({outcome}),因此没有数字可引用。".translate(FULL_WIDTH),
        "sentence_en": f"Unproven: no solver gave an answer that could be proven ({outcome}); there are no figures.",
    }
    known = {"verdict": {"status": Verdict.UNPROVEN.value, **sentences}, **_of_record(record)}
    return {key: plain(known.get(key)) for key in KEYS}


def _of_record(record: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of the summary that the record of the run holds."""
    return {key: record[key] for key in ("certificate", "solver_chain", "timings_s", "provenance")}


def _facts(
    reader: Reader, tables: Tables, verification: Verification, objective: float, unheld: dict[str, Any] | None
) -> Facts:
    """Return what the sentence of the verdict is made of; of several stages the flows of the last are told."""
    last = reader.stages[-1]
    names = {}
    if reader.has("export_line"):
        lines = (reader.plants("export_line"), reader.words("export_line", "name_zh"))
        names = dict(zip(lines[0], zip(lines[1], reader.words("export_line", "name_en"), strict=True), strict=True))
    counted = tables.curtailment.counted
    curtailed = with_rates(counted[counted["stage"] == last][list(ENERGIES)].sum().to_frame().T).iloc[0]
    return Facts(
        tuple(reader.stages),
        tables.requirements,
        tables.export[tables.export["stage"] == last],
        curtailed,
        names,
        objective,
        verification.failed,
        float(tables.burning.loc[tables.burning["stage"] == last, "wasted"].sum()),
        unheld,
    )


def _verdict(status: Verdict, facts: Facts) -> dict[str, str]:
    """Return status and sentences."""
    zh, en = verdict_sentences(status, facts)
    return {"status": status.value, "sentence_zh": zh, "sentence_en": en}


def _requirements(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the requirements with their sentences."""
    found = []
    for _, row in table.iterrows():
        zh, en = requirement_sentences(row)
        found.append({**row.drop("pressure").to_dict(), "sentence_zh": zh, "sentence_en": en})
    return found
