"""One plan asked of many weather years: how much cost, use of wind and sun, and verdict depend on the weather."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from energy_model.case.case import Case
from energy_model.studies.many.answer import case_of
from energy_model.studies.many.index import headline
from energy_model.studies.many.plan import Run
from energy_model.studies.many.runner import Runner

YEARS = 10


@dataclass(frozen=True)
class WeatherStudy:
    """What the study found.

    Attributes
    ----------
    case : Case
        The case.
    base : dict
        Summary of the plan for the weather of the case.
    years : DataFrame
        One row per weather year: ``year, sun, wind`` (mean availability of PV and wind, each profile alike), and the
        figures of `headline`.
    capacities : DataFrame
        ``year, technology, gw``.
    """

    case: Case
    base: dict[str, Any]
    years: pd.DataFrame
    capacities: pd.DataFrame


def weather_study(runner: Runner, scenario: str = "base", count: int = YEARS) -> WeatherStudy:
    """Return the plan of each of a number of synthetic weather years, all from the seed of the case.

    Parameters
    ----------
    runner : Runner
        Takes the runs.
    scenario : str
        Scenario of the case.
    count : int
        Number of years; year 1 is that of the shipped hourly table.

    Raises
    ------
    RuntimeError
        If the plan for the weather of the case could not be solved.
    """
    runs = {year: Run(f"weather year {year}", scenario, weather_year=year) for year in range(1, count + 1)}
    plan = Run("plan", scenario)
    found = runner.run([plan, *runs.values()])
    if "plan" not in found:
        raise RuntimeError(runner.failed["plan"])
    rows, capacities = [], []
    for year, run in runs.items():
        if run.name in found:
            summary = found[run.name]
            rows.append({"year": year, **_means(case_of(runner.setting, run)), **headline(summary)})
            sizes = summary["capacity_gw"].items()
            capacities += [{"year": year, "technology": name, "gw": size["year_end"]} for name, size in sizes]
    return WeatherStudy(case_of(runner.setting, plan), found["plan"], pd.DataFrame(rows), pd.DataFrame(capacities))


def _means(case: Case) -> dict[str, float]:
    """Return the mean availability of PV and of wind, each profile alike."""
    weight = case.axis.weight / case.axis.weight.sum()
    means = {name: float(weight @ values) for name, values in case.profiles.items()}
    kinds = {"sun": "pv_", "wind": "wind_"}
    return {
        kind: sum(v for name, v in means.items() if name.startswith(prefix))
        / max(1, sum(n.startswith(prefix) for n in means))
        for kind, prefix in kinds.items()
    }
