"""The size of a part as a decision: stock, pipeline and site, what it costs, and how long it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from energy_model.case.case import Case, FloatArray, Table
from energy_model.case.schema import Parameter
from energy_model.model.declare import Coefficient, Cost, Equation, Variable


def annuity(rate: float, lifetime: FloatArray) -> FloatArray:
    """Return the yearly payment per unit of investment.

    Parameters
    ----------
    rate : float
        Discount rate [1/a].
    lifetime : array
        Lifetime [a].

    Returns
    -------
    array
        Capital recovery factor [1/a], as in any textbook of engineering economics.
    """
    years = np.asarray(lifetime, dtype=float)
    if rate == 0:
        return 1.0 / years
    factor: FloatArray = rate / (1.0 - (1.0 + rate) ** -years)
    return factor


def discount_rate(case: Case) -> float:
    """Return the discount rate of the case [1/a]."""
    return float(case.tables["economy"].numbers["discount_rate"][0])


def stage_factor(case: Case) -> FloatArray:
    """Return discount factor times years of each stage [a/a]; 1 where there is one stage only.

    A stage stands for the years until the next one; the last stage for as many as the one before.
    """
    stages = np.asarray(case.settings.stages, dtype=float)
    if len(stages) == 1:
        return np.ones(1)
    years = np.append(np.diff(stages), stages[-1] - stages[-2])
    factor: FloatArray = years / (1.0 + discount_rate(case)) ** (stages - stages[0])
    return factor


def alive(table: Table, case: Case) -> FloatArray:
    """Return 1 where a plant built in vintage v still stands in stage y, shape (plants, vintages, stages)."""
    stages = np.asarray(case.settings.stages, dtype=float)
    age = stages[None, :] - stages[:, None]
    lifetime = table.numbers["lifetime"][:, None, None]
    stands: FloatArray = ((age[None] >= 0) & (age[None] < lifetime)).astype(float)
    return stands


@dataclass(frozen=True)
class Sizing:
    """The inputs, variables, equations and costs that make a size a decision."""

    parameters: tuple[Parameter, ...]
    coefficients: tuple[Coefficient, ...]
    variables: tuple[Variable, ...]
    equations: tuple[Equation, ...]
    costs: tuple[Cost, ...]


def sizing(size: str, unit: str, symbol: str, meaning: str, meaning_zh: str) -> Sizing:
    """Return what lets the size of a part be chosen: stock, pipeline, site and cost.

    Parameters
    ----------
    size : str
        Name of the size, for example ``capacity`` or ``tank``.
    unit : str
        Its unit.
    symbol : str
        Its LaTeX symbol.
    meaning, meaning_zh : str
        One phrase in each language.

    Returns
    -------
    Sizing
        To be spliced into the tuples of a technology file.
    """
    existing, addition_max, build_rate = f"{size}_existing", f"{size}_addition_max", f"{size}_build_rate"
    investment, fixed_cost, built = f"{size}_investment", f"{size}_fixed_cost", f"{size}_built"
    parameters = (
        Parameter(existing, rf"\bar {{{symbol}}}", unit, f"{meaning}: stock and committed", "stock", default=0.0),
        Parameter(
            addition_max,
            rf"\hat {{{symbol}}}",
            unit,
            f"{meaning}: most that may be added by then",
            "latest",
            default=0.0,
        ),
        Parameter(
            build_rate,
            rf"r_{{{symbol}}}",
            f"{unit}/a",
            f"{meaning}: most that may be built in a year",
            default=np.inf,
        ),
        Parameter(
            investment,
            rf"i_{{{symbol}}}",
            f"MCNY/{unit}" if unit != "1" else "MCNY",
            f"{meaning}: investment",
            "latest",
        ),
        Parameter(fixed_cost, rf"f_{{{symbol}}}", f"MCNY/{unit}/a", f"{meaning}: fixed upkeep", "latest"),
    )
    coefficients = (
        Coefficient(
            f"{size}_annuity",
            rf"a_{{{symbol}}}",
            f"MCNY/{unit}/a",
            f"{meaning}: annuity, discounted",
            _annuity_of(investment),
            ("plant", "stage"),
        ),
        Coefficient(
            f"{size}_committed_cost",
            rf"A_{{{symbol}}}",
            "MCNY/a",
            f"{meaning}: annuity of the committed part",
            _committed_cost_of(existing, investment),
            ("plant", "stage"),
        ),
        Coefficient(
            f"{size}_alive",
            rf"\alpha_{{{symbol}}}",
            "1",
            "1 while a vintage stands",
            alive,
            ("plant", "stage", "stage"),
        ),
        Coefficient(
            f"{size}_built_limit",
            rf"R_{{{symbol}}}",
            unit,
            f"{meaning}: most that a stage may build",
            _built_limit_of(build_rate),
            ("plant", "stage"),
        ),
        Coefficient(
            f"{size}_year_end_gap",
            rf"\Delta_{{{symbol}}}",
            unit,
            f"{meaning}: stock at the end of the year less its mean over the year",
            lambda table, case: table.year_end[existing] - table.numbers[existing],
            ("plant", "stage"),
        ),
    )
    variables = (
        Variable(
            built,
            rf"{symbol}^{{+}}",
            unit,
            f"{meaning}: built in the stage",
            f"{meaning_zh}新增",
            ("plant", "stage"),
        ),
        Variable(size, symbol, unit, meaning, meaning_zh, ("plant", "stage")),
    )
    costs = (
        Cost("investment", built, f"{size}_annuity"),
        Cost("committed_investment", "", f"{size}_committed_cost"),
        Cost("fixed", size, fixed_cost),
    )
    return Sizing(parameters, coefficients, variables, _sizing_equations(size, unit, build_rate), costs)


def _sizing_equations(size: str, unit: str, build_rate: str) -> tuple[Equation, ...]:
    """Return the rows that tie a size to what is built."""

    def adds_up(m: Any, b: Any, p: int, y: int) -> Any:
        """What stands is the stock and what was built and is still alive."""
        built, standing = b.component(f"{size}_built"), b.component(f"{size}_alive")
        added = sum(standing[p, v, y] * built[p, v] for v in m.stages)
        return b.component(size)[p, y] == b.component(f"{size}_existing")[p, y] + added

    def within_pipeline(m: Any, b: Any, p: int, y: int) -> Any:
        """No more is built by a stage than its pipeline and its site allow."""
        built = b.component(f"{size}_built")
        return sum(m.not_after[v, y] * built[p, v] for v in m.stages) <= b.component(f"{size}_addition_max")[p, y]

    def within_build_rate(m: Any, b: Any, p: int, y: int) -> Any:
        """No more is built in a stage than the yearly rate allows."""
        return b.component(f"{size}_built")[p, y] <= b.component(f"{size}_built_limit")[p, y]

    for rule in (adds_up, within_pipeline, within_build_rate):
        rule.__name__ = f"{size}_{rule.__name__}"
    over = ("plant", "stage")
    return (
        Equation(adds_up, unit, over),
        Equation(within_pipeline, unit, over),
        Equation(within_build_rate, unit, over, where=lambda table, case: np.isfinite(table.numbers[build_rate])),
    )


def _annuity_of(investment: str) -> Callable[[Table, Case], FloatArray]:
    """Return the function that gives the annuity of a vintage over all stages in which it stands."""

    def function(table: Table, case: Case) -> FloatArray:
        yearly = annuity(discount_rate(case), table.numbers["lifetime"])[:, None] * table.numbers[investment]
        paid: FloatArray = yearly * (alive(table, case) * stage_factor(case)).sum(axis=2)
        return paid

    return function


def _committed_cost_of(existing: str, investment: str) -> Callable[[Table, Case], FloatArray]:
    """Return the function that gives the annuity of what is committed after the base year."""

    def function(table: Table, case: Case) -> FloatArray:
        added = np.maximum(table.numbers[existing] - table.base_year[existing][:, None], 0.0)
        rate = annuity(discount_rate(case), table.numbers["lifetime"])[:, None]
        return np.asarray(added * rate * table.numbers[investment])

    return function


def _built_limit_of(build_rate: str) -> Callable[[Table, Case], FloatArray]:
    """Return the function that gives the most that each stage may build."""

    def function(table: Table, case: Case) -> FloatArray:
        years = np.diff(np.array([case.settings.base_year, *case.settings.stages], dtype=float))
        return np.asarray(table.numbers[build_rate][:, None] * years[None, :])

    return function
