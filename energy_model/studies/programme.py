"""A case compiled once, and the questions that are asked of variants of its matrix: can these hold, by how much not."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from energy_model.case.active import without_idle_plants
from energy_model.case.case import Case, FloatArray, IntArray
from energy_model.errors import EnergyModelError
from energy_model.model.outline import Outline
from energy_model.optimise import Matrix, Outcome, Solution, SolverSettings, TwoPhase, optimise, optimise_two_phase
from energy_model.optimise.phases import NONE
from energy_model.studies.solve import prepare_matrix, shortfall_weights

# Up to this many steps PIQP is the quicker method (0.4 s against 10 s on 168 h of the Golmud case); beyond, the plan
# of the portfolio is followed.
SHORT = 2000
# Up to this many steps a case is small enough for the portfolio's own choice, simplex within this process.
TINY = 24
# What is asked next where that gave no proof: at the border between two verdicts there is no interior, and the vertex
# that simplex ends in (2 s on 168 h) is exact where interior points stall.
FURTHER = (SolverSettings(solver="simplex", time_limit=60.0), SolverSettings(solver="clarabel"), SolverSettings())


class NoProofError(EnergyModelError):
    """No solver could prove the answer that a study needs."""


class NoPlanError(NoProofError):
    """The limits of the plants exclude each other, whatever the requirements give."""


@dataclass(frozen=True)
class Programme:
    """A compiled case.

    Attributes
    ----------
    case : Case
        The case, with the plants that take part.
    outline : Outline
        Names of all that the matrix holds.
    matrix : Matrix
        True cost in every column; none in the shortfalls.
    columns : array of int
        Columns of the shortfalls.
    weights : array
        Weight of each shortfall: one over the scale of its requirement.
    requirement, stage : array of int
        Number of the requirement, and of the stage, of each shortfall.
    """

    case: Case
    outline: Outline
    matrix: Matrix
    columns: IntArray
    weights: FloatArray
    requirement: IntArray
    stage: IntArray

    @property
    def binding(self) -> tuple[int, ...]:
        """Numbers of the requirements that must hold."""
        return tuple(int(i) for i in np.unique(self.requirement))

    def with_matrix(self, matrix: Matrix) -> Programme:
        """Return the same programme with another matrix."""
        return replace(self, matrix=matrix)

    def of_requirements(self, members: frozenset[int] | None) -> np.ndarray:
        """Return True for the shortfalls of some requirements; of all where None."""
        if members is None:
            return np.ones(self.columns.size, dtype=bool)
        return np.isin(self.requirement, list(members))


def compile_programme(case: Case, widest: Case | None = None) -> Programme:
    """Return a case as a programme.

    Parameters
    ----------
    case : Case
        The case.
    widest : Case, optional
        As for `without_idle_plants`.
    """
    active = without_idle_plants(case, widest)
    outlined, matrix, _ = prepare_matrix(active)
    columns, weights = shortfall_weights(active, matrix, outlined)
    family = next(f for f in outlined.families if f.component == "requirements.shortfall")
    pairs = np.array(family.indices[0], dtype=np.int64).reshape(-1, 2)
    return Programme(active, outlined, matrix, columns, weights, pairs[:, 0], pairs[:, 1])


def solve_study(matrix: Matrix, steps: int, settings: SolverSettings | None = None) -> Solution:
    """Return the proven answer to one programme of a study.

    Raises
    ------
    NoProofError
        If there is none.
    """
    solution = optimise(matrix, study_settings(steps, settings))
    for further in FURTHER:
        if solution.outcome is Outcome.UNPROVEN and settings is None and steps <= SHORT:
            solution = optimise(matrix, further)
    if solution.outcome is Outcome.UNPROVEN:
        tried = ", ".join(f"{a.solver}: {a.outcome}" for a in solution.chain)
        raise NoProofError(f"{solution.outcome.sentence} / 没有得到证明 ({tried})")
    return solution


def study_settings(steps: int, settings: SolverSettings | None) -> SolverSettings:
    """Return the settings asked for, or the method that is quick for so many steps."""
    return settings or SolverSettings(solver="piqp" if TINY < steps <= SHORT else "auto")


def cost_of_holding(programme: Programme, settings: SolverSettings | None = None) -> float:
    """Return the least yearly cost with all requirements met, of a case that is known to hold [MCNY/a].

    Raises
    ------
    NoProofError
        If there is no proof.
    """
    held = programme.matrix.with_column_bounds(programme.columns, 0.0, 0.0)
    plan = solve_study(held, len(programme.case.axis), settings)
    if plan.outcome is not Outcome.OPTIMAL or plan.x is None:
        raise NoProofError("what was found to hold does not / 前后结论不一致")
    return paid_cost(programme, plan.x)


def paid_cost(programme: Programme, x: FloatArray) -> float:
    """Return the yearly cost of a plan without the worth of what is not served [MCNY/a].

    That worth is a price of the model on what is missing, not money that someone pays.
    """
    lost = 0.0
    for term in (t for t in programme.outline.cost_terms if t.term == "shed" and t.variable):
        columns = np.ravel(programme.matrix.columns[f"{term.node}.{term.variable}"])
        lost += float(np.ravel(term.coefficient) @ x[columns])
    return float(programme.matrix.cost @ x[: programme.matrix.cost.size]) + programme.matrix.offset - lost


def cheapest(programme: Programme, settings: SolverSettings | None = None) -> TwoPhase:
    """Return the cheapest plan with the least shortfall.

    Raises
    ------
    NoProofError
        If there is no proof.
    """
    chosen = study_settings(len(programme.case.axis), settings)
    found = optimise_two_phase(programme.matrix, programme.columns, programme.weights, chosen)
    if found.solution.outcome is not Outcome.OPTIMAL and settings is None:
        found = optimise_two_phase(programme.matrix, programme.columns, programme.weights)
    if found.solution.outcome is not Outcome.OPTIMAL:
        raise NoProofError(f"{found.solution.outcome.sentence} / 没有得到证明")
    return found


def phase_one(programme: Programme, members: frozenset[int] | None = None) -> Matrix:
    """Return the programme with the weighted shortfall of some requirements (of all where None) as its cost."""
    counted = programme.of_requirements(members)
    cost = np.zeros_like(programme.matrix.cost)
    cost[programme.columns[counted]] = programme.weights[counted]
    return programme.matrix.with_cost(cost, 0.0)


def least_shortfall(
    programme: Programme, members: frozenset[int] | None = None, settings: SolverSettings | None = None
) -> Solution:
    """Return the plan with the least weighted shortfall of some requirements, those left out not counted.

    Parameters
    ----------
    programme : Programme
        The case.
    members : frozenset of int, optional
        Requirements that count; all where not given.
    settings : SolverSettings, optional
        Which solver.

    Returns
    -------
    Solution
        Its objective is zero (up to `NONE`) where the requirements can hold together.

    Raises
    ------
    NoProofError
        If not even the shortfalls make the limits of the plants compatible, or nothing could be proven.
    """
    solution = solve_study(phase_one(programme, members), len(programme.case.axis), settings)
    if solution.x is None or solution.outcome is not Outcome.OPTIMAL:
        raise NoPlanError("the plants' own limits exclude each other / 设备自身的限值互相矛盾")
    return solution


def is_feasible(solution: Solution) -> bool:
    """Return whether a least shortfall is none."""
    return bool(solution.objective <= NONE)


def shortfalls(programme: Programme, solution: Solution) -> FloatArray:
    """Return the shortfall of each column in the unit of its requirement; a trace counts as none."""
    if solution.x is None:
        return np.full(programme.columns.size, np.nan)
    found = np.maximum(solution.x[programme.columns], 0.0)
    return np.where(found * programme.weights > NONE, found, 0.0)
