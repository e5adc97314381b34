"""One table over all runs of a study."""

from __future__ import annotations

from typing import Any

import pandas as pd

from energy_model.studies.many.runner import Runner

COLUMNS = ("run", "scenario", "weather_year", "changes", "question", "key", "status", "why")


def index_table(runner: Runner) -> pd.DataFrame:
    """Return one row per run: what was asked, where its summary stands, and its headline figures.

    Returns
    -------
    DataFrame
        ``run, scenario, weather_year, changes, question, key, status, why``, then figures: money in MCNY/a,
        energies in GWh, shares of 1; empty where a run does not have them.
    """
    rows = []
    for name, key in runner.keys.items():
        run, done = runner.runs[name], runner.store.has(key)
        question = "plan" if run.question is None else type(run.question).__name__.lower()
        changes = "; ".join(f"{c.table}/{c.item}/{c.parameter}={_words(c)}" for c in run.changes)
        status = "done" if done else "failed"
        line = (name, run.scenario, run.weather_year, changes, question, key, status, runner.failed.get(name, ""))
        figures = headline(runner.store.read(key)) if done else {}
        rows.append({**dict(zip(COLUMNS, line, strict=True)), **figures})
    return pd.DataFrame(rows).astype({"weather_year": "Int64"})


def headline(summary: dict[str, Any]) -> dict[str, Any]:
    """Return the headline figures of a run."""
    if "question" in summary:
        names = ("at", "value", "slope", "cost", "penalty", "utilisation", "curtailed_gwh", "change")
        return {name: summary[name] for name in names if name in summary}
    curtailed = summary["curtailment"]
    return {
        "verdict": summary["verdict"]["status"],
        "cost": summary["objective_mcny_per_year"],
        "utilisation": curtailed["utilisation"],
        "curtailed_gwh": 1000.0 * curtailed["curtailed_twh"],
        "exported_gwh": 1000.0 * sum(line["energy_twh"] for line in summary["export"].values()),
        "clean_gw": next((r["value"] for r in summary["requirements"] if r["kind"] == "clean_capacity"), float("nan")),
        "emissions_mt": summary["emissions_mt"],
        "storage_gw": sum(store["power"] for store in summary["storage"]),
        "storage_gwh": sum(store["energy"] for store in summary["storage"]),
    }


def _words(change: Any) -> str:
    """Return what a change does, in short."""
    ways = (("", change.value), ("x", change.multiply), ("+", change.add))
    return next((f"{sign}{number}" for sign, number in ways if number is not None), "")
