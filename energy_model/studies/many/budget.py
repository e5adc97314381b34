"""How far a choice can move before the cost leaves a budget: its cost is convex, so few solves tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from energy_model.case.case import Case
from energy_model.studies.many.curve import Bounds, Known
from energy_model.studies.many.plan import Run, Term, Total
from energy_model.studies.many.runner import Runner

# An end is known well enough when its two proven limits lie this close, as a share of the way to the end.
CLOSE = 0.01
MOST_PLACES = 12


@dataclass(frozen=True)
class Choice:
    """A sum of sizes that a planner decides on.

    Attributes
    ----------
    name : str
        Name in the study.
    table, key : str
        Table, and the technology or the plant.
    quantity : {"power", "storage"}
        Power [GW] or energy [GWh].
    terms : tuple of Term
        What adds up to it.
    """

    name: str
    table: str
    key: str
    quantity: str
    terms: tuple[Term, ...]

    def of(self, sizes: Mapping[str, Mapping[str, float]]) -> float:
        """Return the choice in a plan."""
        return sum(term.weight * sizes[term.component].get(term.item, 0.0) for term in self.terms)


def limits_of(case: Case, choice: Choice) -> tuple[float, float]:
    """Return the least and the greatest that stock and pipeline let a choice be."""
    low = high = 0.0
    for term in choice.terms:
        table, size = term.component.split(".")
        data = case.tables[table]
        at = data.items.index(term.item)
        standing = float(data.numbers[f"{size}_existing"][at, -1])
        ends = (term.weight * standing, term.weight * (standing + float(data.numbers[f"{size}_addition_max"][at, -1])))
        low, high = low + min(ends), high + max(ends)
    return low, high


@dataclass
class Side:
    """The way from the plan to one end of a choice.

    Attributes
    ----------
    choice : Choice
        What moves.
    end : float
        Where stock or pipeline end it.
    budgets : tuple of float
        Costs that are asked for [MCNY/a].
    start : Known
        The plan.
    found : dict
        Place → summary.
    """

    choice: Choice
    end: float
    budgets: tuple[float, ...]
    start: Known
    found: dict[float, dict[str, Any]] = field(default_factory=dict)

    def reached(self, budget: float) -> tuple[float, float]:
        """Return how far the choice can move: proven to be within the budget, and proven to exceed it."""
        if abs(self.end - self.start.at) <= 1e-9:
            return self.start.at, self.start.at
        return self._bounds().within(budget, self.start.at, self.end)

    def next(self) -> list[float]:
        """Return the places to solve next; none where all ends are known well enough."""
        way = abs(self.end - self.start.at)
        if way <= 1e-6 or len(self.found) >= MOST_PLACES:
            return []
        if not self.found:
            return [self.end]
        # Halving: tangents at the ends are steep where a limit binds there, so their crossings would creep.
        limits = [self.reached(budget) for budget in self.budgets]
        asked = [(inner + outer) / 2 for inner, outer in limits if abs(outer - inner) > CLOSE * way]
        return [at for at in dict.fromkeys(asked) if not self._known(at)]

    def _known(self, at: float) -> bool:
        return any(abs(at - place) <= 1e-7 * max(1.0, abs(at)) for place in self.found)

    def _bounds(self) -> Bounds:
        known = [Known(at, s["value"], s["slope"], s["error"]) for at, s in self.found.items()]
        return Bounds.of([self.start, *known])


def follow(runner: Runner, template: Run, sides: Sequence[Side]) -> None:
    """Solve along all sides until their ends are known; a side whose run failed is left as it is."""
    while True:
        asked = {
            f"{side.choice.name} = {at:.10g}": (side, at)
            for side in sides
            for at in side.next()
            if f"{side.choice.name} = {at:.10g}" not in runner.failed
        }
        if not asked:
            return
        runs = [replace(template, name=n, question=Total(side.choice.terms, at)) for n, (side, at) in asked.items()]
        for name, summary in runner.run(runs).items():
            side, at = asked[name]
            side.found[at] = summary
