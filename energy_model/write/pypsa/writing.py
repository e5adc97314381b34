"""A case being written as a network: components, and beside them what PyPSA has no component for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from energy_model.case.case import Case, FloatArray, Table
from energy_model.write.pypsa.linear import Linear, Number, of

Span = Literal["hour", "slot", "year"]
Sense = Literal["<=", ">=", "=="]


class NotWritableError(ValueError):
    """The case holds something that the network cannot say; the message names it in English and in Chinese."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.words = {"en": en, "zh": zh}


@dataclass(frozen=True)
class Added:
    """A variable that is no component of PyPSA, from zero to `upper`; hourly costs count with the weight of a step."""

    name: str
    span: Span
    cost: Number
    upper: Number


@dataclass(frozen=True)
class Row:
    """A rule: left side against zero. In a row of the year, hourly variables count as energy (weighted sum)."""

    name: str
    left: Linear
    sense: Sense
    span: Span


@dataclass
class Writing:
    """A network in the making.

    Attributes
    ----------
    case : Case
        One stage, one weather year, without idle plants.
    network : pypsa.Network
        Components with a place in PyPSA.
    constant : float
        Cost that no decision changes [MCNY/a].
    added : dict
        Variables that are no components, by name.
    rows : list of Row
        Rules that PyPSA has no component for.
    notes : list
        What plants answer to the questions of requirements: question, tags, expression.
    """

    case: Case
    network: Any
    constant: float = 0.0
    added: dict[str, Added] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    notes: list[tuple[str, dict[str, str], Linear]] = field(default_factory=list)

    def bus(self, name: str, carrier: str) -> str:
        """Add a bus and return its name."""
        self.network.add("Bus", name, carrier=carrier)
        return name

    def add(self, component: str, name: str, **attributes: Any) -> Linear:
        """Add a component and return its power; arrays become hourly columns."""
        for key, value in attributes.items():
            if isinstance(value, np.ndarray):
                attributes[key] = pd.Series(value, index=self.network.snapshots)
        self.network.add(component, name, **attributes)
        return of(component, "p", name)

    def variable(self, name: str, span: Span = "hour", cost: Number = 0.0, upper: Number = np.inf) -> Linear:
        """Add a variable that is no component and return it."""
        self.added[name] = Added(name, span, cost, upper)
        return of("", "", name)

    def row(self, name: str, left: Linear, sense: Sense, right: Linear | Number = 0.0, span: Span = "hour") -> None:
        """Add a rule; one without variables is checked at once."""
        difference = left - right
        if difference.terms:
            self.rows.append(Row(name, difference, sense, span))
        elif not _holds(difference.constant, sense):
            raise NotWritableError(f"{name}: no plan can keep this rule", f"{name}：任何方案都无法满足该约束")

    def note(self, question: str, answer: Linear | Number, **tags: str) -> None:
        """Keep what a plant answers to a question."""
        self.notes.append((question, tags, answer if isinstance(answer, Linear) else Linear((), answer)))

    def asked(self, question: str, **tags: str | tuple[str, ...]) -> Linear:
        """Return the sum of the answers with these tags."""
        total = Linear()
        for word, known, answer in self.notes:
            if word == question and all(_matches(known[key], value) for key, value in tags.items()):
                total = total + answer
        return total

    def shape(self, table: Table, p: int, label: str = "profile") -> FloatArray:
        """Return the hourly column that a plant names, shape (steps,)."""
        return self.case.profiles[table.labels[label][p]]

    def scaled(self, table: Table, p: int, energy: float) -> FloatArray:
        """Return the shape of a plant scaled to an energy of the year [GWh], shape (steps,) [GW]."""
        shape = self.shape(table, p)
        return np.asarray(shape * (energy / float(self.case.axis.weight @ shape)))

    def energy(self, hourly: FloatArray) -> float:
        """Return the energy of the year of an hourly column."""
        return float(self.case.axis.weight @ hourly)


def _matches(known: str, asked: str | tuple[str, ...]) -> bool:
    """Return whether a tag is the one asked for, or one of them."""
    return known == asked if isinstance(asked, str) else known in asked


def _holds(value: Number, sense: Sense) -> bool:
    """Return whether a difference keeps its sense to a millionth."""
    worst = {"<=": np.max(value), ">=": -np.min(value), "==": np.max(np.abs(value))}[sense]
    return bool(worst <= 1e-6)


def number(table: Table, name: str, p: int) -> float:
    """Return a number of a plant in the single stage."""
    return float(np.ravel(table.numbers[name][p])[0])
