"""Which inputs the cost hangs on: estimates by duals from one solve, then solved again where it matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from energy_model.case.active import without_idle_plants
from energy_model.case.case import Case
from energy_model.studies.many.answer import case_of
from energy_model.studies.many.breakeven import breakeven
from energy_model.studies.many.candidates import axes_of, opened_stores
from energy_model.studies.many.inputs import Ranged, ranged_inputs
from energy_model.studies.many.plan import Estimate, Place, Run, Total
from energy_model.studies.many.runner import Runner

# How many inputs are solved again, how many of them get a spider line, and the steps of the map of the first two.
SOLVED, SPIDER = 12, 5
SHARES = (-1.0, -0.5, 0.5, 1.0)
MAP = (-1.0, -0.5, 0.0, 0.5, 1.0)


@dataclass(frozen=True)
class Sensitivity:
    """What the study found.

    Attributes
    ----------
    case : Case
        The case.
    base : dict
        The plan; its cost is what changes are told against [MCNY/a].
    tornado : DataFrame
        One row per input, the most weighty first: ``table, item, parameter, unit, value, low, high``, estimates of
        the change of cost ``estimate_low, estimate_high`` and what solving again gave, ``solved_low, solved_high``
        [MCNY/a]; NaN where there is none.
    spider : DataFrame
        ``name, share, change, utilisation``: share -1 is the low end, 1 the high end.
    map : DataFrame
        ``first, second`` (shares), ``change`` [MCNY/a], ``feasible``.
    inputs : tuple of Ranged
        All inputs with a range.
    breakeven : DataFrame
        See `breakeven`.
    """

    case: Case
    base: dict[str, Any]
    tornado: pd.DataFrame
    spider: pd.DataFrame
    map: pd.DataFrame
    inputs: tuple[Ranged, ...]
    breakeven: pd.DataFrame


def sensitivity_study(runner: Runner, scenario: str = "base") -> Sensitivity:
    """Return how the cost of the plan hangs on every input with a range.

    Parameters
    ----------
    runner : Runner
        Takes the runs.
    scenario : str
        Scenario of the case.

    Raises
    ------
    RuntimeError
        If the plan itself could not be solved.
    """
    case = case_of(runner.setting, Run("", scenario))
    found = runner.run([Run("plan", scenario)])
    if "plan" not in found:
        raise RuntimeError(runner.failed["plan"])
    inputs = {ranged.name: ranged for ranged in ranged_inputs(without_idle_plants(case))}
    table = _estimates(runner, scenario, list(inputs.values()))
    weighty = [inputs[name] for name in table["name"].head(SOLVED)]
    solved = runner.run([_moved(scenario, (ranged, share)) for ranged in weighty for share in (-1.0, 1.0)])
    base = found["plan"]["objective_mcny_per_year"]
    for column, share in (("solved_low", -1.0), ("solved_high", 1.0)):
        changes = {r.name: _change(solved.get(_moved(scenario, (r, share)).name), base) for r in weighty}
        table[column] = table["name"].map(changes)
        table[f"feasible_{column}"] = table["name"].map(
            {r.name: _feasible(solved.get(_moved(scenario, (r, share)).name)) for r in weighty}
        )
    table = _in_order(table)
    first = [inputs[name] for name in table["name"].head(SPIDER)]
    return Sensitivity(
        case,
        found["plan"],
        table,
        _spider(runner, scenario, first, base),
        _map(runner, scenario, first[:2], base),
        tuple(inputs.values()),
        _breakeven(runner, scenario),
    )


def _breakeven(runner: Runner, scenario: str) -> pd.DataFrame:
    """Return break-even prices: of what may be built from the duals, of stores that may not by their first kW."""
    opened = opened_stores(case_of(runner.setting, Run("", scenario)), scenario)
    case = without_idle_plants(case_of(runner.setting, opened))
    found = runner.run([replace(opened, name="prices", question=Total())])
    if "prices" not in found:
        raise RuntimeError(runner.failed["prices"])
    closed = {item for _, item in opened.closed}
    axes = [a for a in axes_of(case, found["prices"]["sizes"]) if a.measure == "power" and a.item in closed]
    first = {
        axis: replace(opened, name=f"first kW of {axis.item}", question=Place(axis.line, axis.next)) for axis in axes
    }
    places = runner.run(list(first.values()))
    known = [(axis, places[run.name]) for axis, run in first.items() if run.name in places]
    return breakeven(case, found["prices"], known)


def _estimates(runner: Runner, scenario: str, inputs: Sequence[Ranged]) -> pd.DataFrame:
    """Return the estimate of each input at both ends, from one end and the other by proportion.

    Where the case refuses the far end, because it contradicts other inputs, the other end is asked.
    """
    far = {r.name: 1.0 if abs(r.reach(1.0)) >= abs(r.reach(-1.0)) else -1.0 for r in inputs}
    found = _estimated(runner, scenario, inputs, far)
    refused = [r for r in inputs if found.get(r.name, {}).get("refused") and r.at(-far[r.name])]
    far |= {r.name: -far[r.name] for r in refused}
    found |= _estimated(runner, scenario, refused, far)
    rows = []
    for ranged in inputs:
        summary = found.get(ranged.name)
        change = np.nan if summary is None or summary["change"] is None else summary["change"]
        per_unit = change / ranged.reach(far[ranged.name])
        rows.append(
            {
                "name": ranged.name,
                "table": ranged.table,
                "item": ranged.item,
                "parameter": ranged.parameter,
                "unit": ranged.unit,
                "value": ranged.last.value,
                "low": ranged.last.low,
                "high": ranged.last.high,
                "estimate_low": per_unit * ranged.reach(-1.0),
                "estimate_high": per_unit * ranged.reach(1.0),
            }
        )
    return _in_order(pd.DataFrame(rows).assign(solved_low=np.nan, solved_high=np.nan))


def _estimated(
    runner: Runner, scenario: str, inputs: Sequence[Ranged], ends: Mapping[str, float]
) -> dict[str, dict[str, Any]]:
    """Return the summary of the estimate of each input at one end, by name of the input."""
    runs = {f"estimate {r.name}@{ends[r.name]:+g}": r for r in inputs}
    asked = [Run(name, scenario, question=Estimate(r.at(ends[r.name]))) for name, r in runs.items()]
    return {runs[name].name: summary for name, summary in runner.run(asked).items()}


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the widest swing first: as solved, else as estimated."""
    low = table["solved_low"].fillna(table["estimate_low"])
    high = table["solved_high"].fillna(table["estimate_high"])
    swing = pd.concat([low.abs(), high.abs()], axis=1).max(axis=1)
    solved = table["solved_low"].notna() | table["solved_high"].notna()
    return table.assign(swing=swing, solved=solved).sort_values(
        ["solved", "swing"], ascending=False, na_position="last", ignore_index=True
    )


def _moved(scenario: str, *moves: tuple[Ranged, float]) -> Run:
    """Return the run with inputs moved by shares of their ranges."""
    changes = tuple(change for ranged, share in moves for change in ranged.at(share))
    name = ", ".join(f"{ranged.name}@{share:+g}" for ranged, share in moves if share)
    return Run(name or "plan", scenario, changes)


def _change(summary: dict[str, Any] | None, base: float) -> float:
    """Return the change of cost of a run [MCNY/a]; NaN where it failed or leaves requirements unmet."""
    return float(summary["objective_mcny_per_year"]) - base if summary and _feasible(summary) else np.nan


def _feasible(summary: dict[str, Any] | None) -> bool:
    """Return whether a run is there and meets all requirements."""
    return summary is not None and summary["verdict"]["status"] == "feasible"


def _spider(runner: Runner, scenario: str, inputs: Sequence[Ranged], base: float) -> pd.DataFrame:
    """Return cost and use of wind and sun along the range of each input."""
    runs = {(r.name, share): _moved(scenario, (r, share)) for r in inputs for share in SHARES if r.at(share)}
    found = runner.run(list(runs.values()))
    rows = [
        {"name": name, "share": share, "change": _change(found[run.name], base),
         "utilisation": found[run.name]["curtailment"]["utilisation"]}
        for (name, share), run in runs.items() if run.name in found
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["name", "share", "change", "utilisation"])


def _map(runner: Runner, scenario: str, inputs: Sequence[Ranged], base: float) -> pd.DataFrame:
    """Return the change of cost over the ranges of two inputs together."""
    columns = ["first", "second", "change", "feasible"]
    if len(inputs) < 2:
        return pd.DataFrame(columns=columns)
    one, other = inputs
    runs = {(a, b): _moved(scenario, (one, a), (other, b)) for a in MAP for b in MAP}
    found = runner.run(list(runs.values()))
    rows = [(a, b, _change(found.get(run.name), base), _feasible(found.get(run.name))) for (a, b), run in runs.items()]
    return pd.DataFrame(rows, columns=columns)
