"""Where the cheapest plan burns surplus by running both ways at once: each hour held to the way that it runs most.

A linear programme may charge and discharge a store in the same hour and so meet a floor of utilisation with losses
(`burning`). To forbid it takes a yes or no for every store and hour. Instead the hours in which a plan runs a store, a
corridor or a shift of demand are held to their larger direction, salt heaters are shut while mirrors are turned away,
and the case is solved again. What comes out is a plan that can be run; the best such plan may be cheaper.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from energy_model.case.case import Case, FloatArray, IntArray
from energy_model.model.outline import FamilyLabel, Outline
from energy_model.optimise import Matrix, Solution
from energy_model.results.label import label
from energy_model.studies.burning import burning, must_be_told
from energy_model.studies.reader import Reader
from energy_model.studies.renewables import COUNTED, sources

# What may not run in the same hour: technology, one way, the other way.
OPPOSED = (
    ("storage", "charge", "discharge"),
    ("direct_supply", "charge", "discharge"),
    ("pumped_hydro", "pumping", "generation"),
    ("pumped_hydro", "pumping", "spill"),
    ("demand", "taken_early", "put_off"),
    ("corridor", "forward", "backward"),
)
# Hours in which the plan before stood still are free, so that burning may move there; more rounds hold them too.
MOST_ROUNDS = 3
# Power up to this is the dust of an interior point [GW].
TRACE = 1e-6


def wasted_and_notable(reader: Reader) -> tuple[float, bool]:
    """Return the energy that a plan burns [GWh], and whether it is so much that it must be told."""
    wasted = float(burning(reader)["wasted"].sum())
    counted = [np.isin(s.technologies, COUNTED)[:, None] * s.curtailed for s in sources(reader)]
    return wasted, must_be_told(wasted, float(sum(reader.yearly(c).sum() for c in counted)))


def without_burning(
    case: Case, outline: Outline, matrix: Matrix, solution: Solution, ask: Callable[[Matrix], Solution]
) -> Solution:
    """Return the answer to a question with directions held, for a plan that burns; another answer stands as it is.

    Parameters
    ----------
    case, outline, matrix
        The programme that was asked, with the question's own cost and limits.
    solution : Solution
        Its answer, with a plan.
    ask : callable
        Gives the answer for a matrix.
    """
    for _ in range(MOST_ROUNDS):
        if solution.x is None or solution.y is None:
            break
        reader = Reader(label(case, outline, matrix, solution))
        if not wasted_and_notable(reader)[1]:
            break
        matrix = held_to_one_way(matrix, outline, solution.x, reader)
        solution = ask(matrix)
    return solution


def held_to_one_way(matrix: Matrix, outline: Outline, x: FloatArray, reader: Reader) -> Matrix:
    """Return the programme with the smaller of two opposed flows shut in every hour in which one of them runs.

    Parameters
    ----------
    matrix : Matrix
        The programme.
    outline : Outline
        Names of its columns.
    x : array
        The plan whose directions are held.
    reader : Reader
        The same plan, labelled.
    """
    families = {family.component: family for family in outline.families if family.is_variable}
    shut = [
        _smaller(matrix, families[f"{node}.{one}"], families[f"{node}.{other}"], x)
        for node, one, other in OPPOSED
        if f"{node}.{one}" in families and f"{node}.{other}" in families
    ]
    if "csp.heater_power" in families:
        field = next(source for source in sources(reader) if source.node == "csp")
        shut.append(_columns(matrix, families["csp.heater_power"])[field.curtailed > TRACE])
    closed = np.concatenate([np.zeros(0, dtype=np.int64), *shut])
    return matrix.with_column_bounds(closed[closed >= 0], 0.0, 0.0)


def _smaller(matrix: Matrix, one: FamilyLabel, other: FamilyLabel, x: FloatArray) -> IntArray:
    """Return the columns of the smaller flow, for plants that have both and hours in which they run."""
    both = [plant for plant in one.indices[0] if plant in other.indices[0]]
    columns = [_columns(matrix, family)[[family.indices[0].index(plant) for plant in both]] for family in (one, other)]
    first, second = (np.where(c >= 0, x[np.maximum(c, 0)], 0.0) for c in columns)
    runs = np.maximum(first, second) > TRACE
    return np.asarray(np.where(first >= second, columns[1], columns[0])[runs], dtype=np.int64)


def _columns(matrix: Matrix, family: FamilyLabel) -> IntArray:
    """Return the columns of a family, plants × steps."""
    return np.reshape(matrix.columns[family.component], [len(index) for index in family.indices])
