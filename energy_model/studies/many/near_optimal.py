"""Plans that cost little more than the cheapest: how far each choice can move, and how different plans can be.

Ranges as in near-optimal alternatives (MGA); different plans in the manner of SPORES (Lombardi and others, Joule 2020)
with weights from the average of the plans so far: each new plan goes, within the ranges, to where they were not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from energy_model.case.active import without_idle_plants
from energy_model.case.case import Case
from energy_model.studies.many.answer import case_of
from energy_model.studies.many.budget import Choice, Side, follow, limits_of
from energy_model.studies.many.curve import Known
from energy_model.studies.many.plan import Run, Term, Total
from energy_model.studies.many.runner import Runner

WITHIN = (0.01, 0.02, 0.05, 0.10)
# Different plans are sought at this distance from the least cost, and so many of them.
PLANS, PLANS_WITHIN = 5, 0.05
# A choice is a must if more than this share of its size in the plan is built beyond the stock whatever is done.
MUST = 0.01
# A range narrower than this leaves no choice [GW].
MOVES = 1e-3
# Weight of the choice that a different plan is about; averages weigh a half at most.
FOCUS = 3.0
POWER = {"renewable": "capacity", "csp": "block", "thermal": "capacity", "pumped_hydro": "capacity"}
SINGLE = {"corridor": "capacity"}
NAMED = {"hydrogen": "electrolyser", "electric_heat": "boiler"}


@dataclass(frozen=True)
class Alternatives:
    """What the study found.

    Attributes
    ----------
    case : Case
        The case.
    base : dict
        The cheapest plan.
    choices : tuple of Choice
        What may move.
    ranges : DataFrame
        ``name, within, plan, stock, least, greatest`` (proven to be within a share of the gross cost), ``least_outer,
        greatest_outer`` (beyond them it is proven to cost more), and of the widest range ``left_least,
        left_greatest``: what is left of the budget where the end is fixed and solved again, as a share of the gross
        cost.
    kinds : DataFrame
        ``name, kind``: ``must``, ``free`` or ``fixed``, at the widest distance.
    plans : DataFrame
        Different plans: one row per plan and choice, ``plan, name, size``.
    """

    case: Case
    base: dict[str, Any]
    choices: tuple[Choice, ...]
    ranges: pd.DataFrame
    kinds: pd.DataFrame
    plans: pd.DataFrame


def choices_of(case: Case, sizes: Mapping[str, Mapping[str, float]]) -> list[Choice]:
    """Return the choices of a case: power by technology, energy of stores by kind, electrolysers, corridors."""
    found: list[Choice] = []
    for table, size in POWER.items():
        found += _by_technology(case, table, size, "power", sizes)
    found += _by_technology(case, "storage", "discharge_capacity", "power", sizes)
    found += _by_technology(case, "storage", "energy_capacity", "storage", sizes)
    for table, size in (*NAMED.items(), *SINGLE.items()):
        component = f"{table}.{size}"
        for item in sizes.get(component, {}):
            terms = (Term(component, item, 1.0),)
            found.append(Choice(f"{component}/{item}", table, item, "power", terms))
    return found


def _by_technology(
    case: Case, table: str, size: str, quantity: str, sizes: Mapping[str, Mapping[str, float]]
) -> list[Choice]:
    """Return a choice for each technology of a table."""
    component = f"{table}.{size}"
    members: dict[str, list[Term]] = {}
    for item in sizes.get(component, {}):
        data = case.tables[table]
        members.setdefault(data.labels["technology"][data.items.index(item)], []).append(Term(component, item, 1.0))
    return [Choice(f"{component}/{key}", table, key, quantity, tuple(terms)) for key, terms in members.items()]


def alternatives_study(runner: Runner, scenario: str = "base") -> Alternatives:
    """Return the ranges of all choices near the least cost, and a set of different plans.

    Parameters
    ----------
    runner : Runner
        Takes the runs.
    scenario : str
        Scenario of the case.

    Raises
    ------
    RuntimeError
        If the cheapest plan could not be solved.
    """
    case = without_idle_plants(case_of(runner.setting, Run("", scenario)))
    template = Run("", scenario)
    found = runner.run([replace(template, name="plan", question=Total())])
    if "plan" not in found:
        raise RuntimeError(runner.failed["plan"])
    plan = found["plan"]
    choices = choices_of(case, plan["sizes"])
    ranges = _ranges(runner, template, case, choices, plan)
    plans = _plans(runner, template, case, choices, plan, ranges)
    return Alternatives(case, plan, tuple(choices), ranges, _kinds(ranges), plans)


def _ranges(runner: Runner, template: Run, case: Case, choices: list[Choice], plan: dict[str, Any]) -> pd.DataFrame:
    """Return the least and the greatest of each choice at each distance, each end between two proven limits."""
    budgets = {within: plan["value"] + within * plan["gross_cost"] for within in WITHIN}
    known = Known(0.0, plan["value"], 0.0, plan["error"])
    sides = [
        Side(choice, end, tuple(budgets.values()), replace(known, at=choice.of(plan["sizes"])))
        for choice in choices
        for end in limits_of(case, choice)
    ]
    follow(runner, template, sides)
    rows = []
    for low, high in zip(sides[::2], sides[1::2], strict=True):
        for within, budget in budgets.items():
            least, least_outer = low.reached(budget)
            greatest, greatest_outer = high.reached(budget)
            ends = {"least": least, "greatest": greatest, "least_outer": least_outer, "greatest_outer": greatest_outer}
            told = {"name": low.choice.name, "within": within, "plan": low.start.at, "stock": low.end}
            rows.append({**told, **ends})
    frame = pd.DataFrame(rows)
    return frame.merge(_checks(runner, template, choices, frame, budgets, plan["gross_cost"]), on=["name", "within"])


def _checks(
    runner: Runner,
    template: Run,
    choices: list[Choice],
    ranges: pd.DataFrame,
    budgets: Mapping[float, float],
    gross: float,
) -> pd.DataFrame:
    """Return what is left of the budget where the choice is fixed at the ends of its widest range and solved again."""
    by_name, widest = {choice.name: choice for choice in choices}, max(budgets)
    chosen = ranges[ranges["within"] == widest]
    ends = ("least", "greatest")
    runs = {
        (row["name"], end): replace(
            template, name=f"check {row['name']} {end}", question=Total(by_name[row["name"]].terms, float(row[end]))
        )
        for _, row in chosen.iterrows()
        for end in ends
    }
    found = runner.run(list(runs.values()))
    rows = []
    for _, row in ranges.iterrows():
        left = {}
        for end in ends:
            summary = found.get(runs[row["name"], end].name) if row["within"] == widest else None
            left[f"left_{end}"] = float("nan") if summary is None else (budgets[widest] - summary["value"]) / gross
        rows.append({"name": row["name"], "within": row["within"], **left})
    return pd.DataFrame(rows)


def _kinds(ranges: pd.DataFrame) -> pd.DataFrame:
    """Return for each choice whether it is a must, free, or fixed by what stands, at the widest distance."""
    widest = ranges[ranges["within"] == max(WITHIN)]
    rows = []
    for _, row in widest.iterrows():
        moves = row["greatest"] - row["least"] > 1e-3 * max(1.0, row["plan"])
        must = row["least"] > row["stock"] + max(MUST * row["plan"], 1e-3)
        rows.append((row["name"], "fixed" if not moves else "must" if must else "free"))
    return pd.DataFrame(rows, columns=["name", "kind"])


def _plans(
    runner: Runner, template: Run, case: Case, choices: list[Choice], plan: dict[str, Any], ranges: pd.DataFrame
) -> pd.DataFrame:
    """Return plans that are as different from one another as the budget lets them be."""
    budget = plan["value"] + PLANS_WITHIN * plan["gross_cost"]
    known = ranges[ranges["within"] == PLANS_WITHIN].set_index("name")
    # The energy of a store follows its power: the two pushed apart would leave the durations there are.
    moving = [
        c for c in choices if c.quantity == "power" and known.at[c.name, "greatest"] - known.at[c.name, "least"] > MOVES
    ]
    found = [plan["sizes"]]
    for number in range(1, PLANS + 1):
        pulls = _pulls(known, {choice.name: [choice.of(sizes) for sizes in found] for choice in moving})
        terms = tuple(Term(t.component, t.item, t.weight * pulls[c.name]) for c in moving for t in c.terms)
        avoided = Choice(f"plan {number}", "", "", "power", terms)
        start = Known(avoided.of(plan["sizes"]), plan["value"], 0.0, plan["error"])
        side = Side(avoided, limits_of(case, avoided)[0], (budget,), start)
        follow(runner, template, [side])
        furthest = replace(template, name=f"plan {number}", question=Total(terms, side.reached(budget)[0]))
        solved = runner.run([furthest])
        if furthest.name not in solved:
            break
        found.append(solved[furthest.name]["sizes"])
    rows = [(str(i), choice.name, choice.of(sizes)) for i, sizes in enumerate(found) for choice in choices]
    return pd.DataFrame(rows, columns=["plan", "name", "size"])


def _pulls(ends: pd.DataFrame, sizes: Mapping[str, list[float]]) -> dict[str, float]:
    """Return the weight of each choice in the sum that the next plan makes small.

    Above zero where the plans so far were large on average. The choice whose range they cover least weighs most, and
    goes to the end that is further from them: averages alone would swing between two plans.
    """
    pulls, covered = {}, {}
    for name, found in sizes.items():
        least, greatest = ends.at[name, "least"], ends.at[name, "greatest"]
        pulls[name] = float((np.mean(found) - (least + greatest) / 2) / (greatest - least) ** 2)
        covered[name] = (max(found) - min(found)) / (greatest - least)
    if covered:
        name = min(covered, key=lambda one: covered[one])
        least, greatest, found = ends.at[name, "least"], ends.at[name, "greatest"], sizes[name]
        down = min(found) - least > greatest - max(found)
        pulls[name] = FOCUS / float(greatest - least) * (1 if down else -1)
    return pulls
