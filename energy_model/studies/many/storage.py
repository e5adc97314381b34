"""What storage is worth: certified curves of cost against power and duration, marginal values, rates of exchange."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from energy_model.case.active import without_idle_plants
from energy_model.case.case import Case
from energy_model.studies.many.answer import case_of
from energy_model.studies.many.candidates import NEXT, Axis, axes_of, opened_stores
from energy_model.studies.many.curve import Bounds, Known
from energy_model.studies.many.plan import Place, Run, Total
from energy_model.studies.many.runner import Runner

# Curves are refined until their bounds lie as close as both a share of the cost before revenue and a share of the span
# of the curve; and until the size of least cost is known to a share of the range.
CLOSE, CLOSE_OF_SPAN, SHARP = 1e-3, 1e-2, 0.02
MOST_PLACES = 25
# A gap below this share of the tolerance is the dust of the solver.
EXACT = 1e-3
# Below this a store saves nothing that can be told from the tolerance of the solves [GWh/a].
SAVED = 1.0
# Money may only be compared in one planning year.
ONE_STAGE = "a storage study needs a case with one planning year"


@dataclass(frozen=True)
class Curve:
    """A finished curve.

    Attributes
    ----------
    axis : Axis
        What runs along it.
    points : DataFrame
        One row per place, ascending: ``at, value, slope, error, cost, penalty, marginal_value, marginal_cost,
        utilisation, curtailed_gwh, shortfall_share, cycles``.
    bounds : Bounds
        Certified bounds of the cost with the price of shortfalls [MCNY/a].
    gap, tolerance : float
        Widest gap that is left and the one asked for [MCNY/a].
    """

    axis: Axis
    points: pd.DataFrame
    bounds: Bounds
    gap: float
    tolerance: float


@dataclass(frozen=True)
class StorageStudy:
    """All that the study found; `base` is the cost of the plan, `solves` the number of places solved."""

    case: Case
    base: dict[str, Any]
    curves: tuple[Curve, ...]
    solves: int


def storage_study(
    runner: Runner, scenario: str = "base", wanted: Callable[[Axis], bool] = lambda axis: True
) -> StorageStudy:
    """Return the value of every store of a case.

    Parameters
    ----------
    runner : Runner
        Takes the runs.
    scenario : str
        Scenario of the case.
    wanted : callable
        Which lines to follow.

    Raises
    ------
    ValueError
        If the case has several planning years.
    RuntimeError
        If the plan itself or the ends of a curve could not be solved.
    """
    template = opened_stores(case_of(runner.setting, Run("", scenario)), scenario)
    case = without_idle_plants(case_of(runner.setting, template))
    if len(case.settings.stages) > 1:
        raise ValueError(ONE_STAGE)
    plan = runner.run([replace(template, name="plan", question=Total())])
    if "plan" not in plan:
        raise RuntimeError(runner.failed["plan"])
    found = [axis for axis in axes_of(case, plan["plan"]["sizes"]) if wanted(axis)]
    search = _Search(runner, template, plan["plan"]["gross_cost"], {axis.name: {} for axis in found})
    while asked := [run for axis in found for run in search.next(axis)]:
        search.take(runner.run(asked))
    curves = tuple(search.curve(axis) for axis in found)
    return StorageStudy(case, plan["plan"], curves, sum(len(curve.points) for curve in curves))


@dataclass
class _Search:
    """Places known so far by axis; a place that failed is not asked for again."""

    runner: Runner
    template: Run
    reference: float
    known: dict[str, dict[float, dict[str, Any]]]

    def next(self, axis: Axis) -> list[Run]:
        """Return the runs that a curve needs next: none where it is close enough."""
        known = self.known[axis.name]
        if not known:
            return [self._run(axis, at) for at in _first_places(axis)]
        bounds, tolerance = self.bounds(axis), self.tolerance(axis)
        low, high = bounds.least()
        blunt = high - low > SHARP * (axis.high - axis.low)
        # Every interval that is too wide must be split sooner or later, so all are split at once.
        wide = [
            gap
            for gap in sorted(bounds.gaps(), key=lambda gap: -gap.size)
            if gap.size > tolerance or (blunt and low < gap.at < high and gap.size > EXACT * tolerance)
        ]
        runs = [self._run(axis, gap.at) for gap in wide[: max(0, MOST_PLACES - len(known))]]
        return [run for run in runs if run.name not in self.runner.failed]

    def take(self, summaries: dict[str, dict[str, Any]]) -> None:
        """Take in what was found."""
        for name, summary in summaries.items():
            self.known[name.split(" ")[0]][summary["at"]] = summary

    def bounds(self, axis: Axis) -> Bounds:
        """Return the bounds of a curve as far as it is known."""
        known = self.known[axis.name]
        if len(known) < 2:
            raise RuntimeError(f"{axis.name}: the ends of the curve could not be solved")
        return Bounds.of([Known(at, s["value"], s["slope"], s["error"]) for at, s in known.items()])

    def tolerance(self, axis: Axis) -> float:
        """Return how close the bounds of a curve must lie [MCNY/a]."""
        values = [s["value"] for s in self.known[axis.name].values()]
        return float(min(CLOSE * self.reference, CLOSE_OF_SPAN * (max(values) - min(values))))

    def curve(self, axis: Axis) -> Curve:
        """Return the finished curve."""
        known = sorted(self.known[axis.name].items())
        points = pd.DataFrame([_point(axis, at, summary) for at, summary in known])
        return Curve(axis, points, self.bounds(axis), self._gap(axis), self.tolerance(axis))

    def _gap(self, axis: Axis) -> float:
        return self.bounds(axis).widest().size

    def _run(self, axis: Axis, at: float) -> Run:
        place = float(f"{at:.12g}")
        return replace(self.template, name=f"{axis.name} {place:g}", question=Place(axis.line, place))


def _first_places(axis: Axis) -> list[float]:
    """Return the ends of the range, the plan where it stands inside, and the next bit beyond it."""
    step = NEXT * (axis.high - axis.low)
    beside = [] if np.isnan(axis.base) else [axis.base, axis.next]
    inside = [at for at in beside if axis.low + step / 2 < at < axis.high - step / 2]
    return [axis.low, *inside, axis.high]


def _point(axis: Axis, at: float, summary: dict[str, Any]) -> dict[str, float]:
    """Return one row of the table of a curve."""
    numbers = ("value", "slope", "error", "cost", "penalty", "marginal_value", "marginal_cost", "utilisation")
    stores = [store for store in summary["storage"] if store["plant"] == axis.item]
    return {
        "at": at,
        **{name: summary[name] for name in numbers},
        "curtailed_gwh": summary["curtailed_gwh"],
        "shortfalls": float(len(summary["shortfall"])),
        "cycles": float(stores[0]["cycles"]) if stores else np.nan,
    }


def comparison(study: StorageStudy, measure: str) -> pd.DataFrame:
    """Return one row per store: what it costs, what the next unit is worth, and up to which size it pays.

    Parameters
    ----------
    study : StorageStudy
        The study.
    measure : {"power", "duration", "tank"}
        Which lines.

    Returns
    -------
    DataFrame
        ``table, item, technology, zone, held`` [h or GW], ``base`` (the plan), ``from_size, to_size`` (the proven range
        of the least cost), ``most`` [GW, h or GWh], ``marginal_cost, next_value`` [MCNY/a per GW or GWh] just beyond
        the plan and their ``ratio``, ``less_curtailed`` [GWh per unit of the line], ``cycles`` [1/a].
    """
    return pd.DataFrame([_compared(curve) for curve in study.curves if curve.axis.measure == measure])


def _compared(curve: Curve) -> dict[str, Any]:
    """Return the line of one store."""
    axis, after = curve.axis, _after_plan(curve)
    low, high = curve.bounds.least()
    first, last = curve.points.iloc[0], curve.points.iloc[-1]
    per_unit = axis.per_kwh or 1.0
    return {
        "table": axis.table,
        "item": axis.item,
        "technology": axis.technology,
        "zone": axis.zone,
        "held": axis.held,
        "base": axis.base,
        "from_size": low,
        "to_size": high,
        "most": axis.high,
        "marginal_cost": after["marginal_cost"] / per_unit,
        "next_value": after["marginal_value"] / per_unit,
        "ratio": after["marginal_value"] / after["marginal_cost"] if after["marginal_cost"] > 0 else np.nan,
        "less_curtailed": (first["curtailed_gwh"] - last["curtailed_gwh"]) / (last["at"] - first["at"]),
        "cycles": after["cycles"],
    }


def _after_plan(curve: Curve) -> pd.Series:
    """Return the place just beyond the plan; where the plan is an end or has none of it, the first inside."""
    points, axis = curve.points, curve.axis
    beyond = points[points["at"] > axis.base + 1e-6]
    inside = points.iloc[1:-1] if len(points) > 2 else points
    return (beyond if len(beyond) else inside).iloc[0]


def gains(study: StorageStudy) -> pd.DataFrame:
    """Return what each store does for wind and PV: the system with it and without it, all else chosen anew.

    Returns
    -------
    DataFrame
        ``table, item, technology, zone, held, size, cost, without, with, gain, saved, saved_cost``; power lines only.
        `size` [GW] is that of the plan, or the most that may stand where the plan has none; `cost` [MCNY/a] its annuity
        and fixed upkeep; the next three are utilisation and its gain [1]; `saved` [GWh/a] is no longer curtailed;
        `saved_cost` [MCNY/GWh] is `cost` over `saved`, missing where nothing is saved.
    """
    rows = []
    for curve in study.curves:
        if curve.axis.measure != "power":
            continue
        axis, without = curve.axis, curve.points.iloc[0]
        size = axis.base if axis.base > without["at"] + NEXT / 2 * (axis.high - axis.low) else axis.high
        chosen = curve.points.iloc[(curve.points["at"] - size).abs().argmin()]
        cost = chosen["marginal_cost"] * (chosen["at"] - without["at"])
        saved = without["curtailed_gwh"] - chosen["curtailed_gwh"]
        rows.append(
            {
                "table": axis.table,
                "item": axis.item,
                "technology": axis.technology,
                "zone": axis.zone,
                "held": axis.held,
                "size": chosen["at"],
                "cost": cost,
                "without": without["utilisation"],
                "with": chosen["utilisation"],
                "gain": chosen["utilisation"] - without["utilisation"],
                "saved": saved,
                "saved_cost": cost / saved if saved > SAVED else np.nan,
            }
        )
    return pd.DataFrame(rows)


def exchange(table: pd.DataFrame) -> pd.DataFrame:
    """Return how many kW of the kind of a column save as much cost as one more kW of the kind of a row.

    Parameters
    ----------
    table : DataFrame
        Of `comparison`, power; of each kind the store whose next kW is worth most stands for all.
    """
    values = table.groupby("technology", sort=False)["next_value"].max().clip(lower=0.0)
    safe = values.where(values > 1e-6)
    return pd.DataFrame({column: values / safe[column] for column in values.index}, index=values.index)
