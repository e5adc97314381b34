"""One case from model to labelled solution: assemble, compile, optimise, label."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
import xarray as xr

from energy_model.case.active import without_idle_plants
from energy_model.case.case import Case
from energy_model.model.assemble import assemble
from energy_model.model.outline import Outline, outline
from energy_model.optimise import Matrix, SolverSettings, TwoPhase, optimise_two_phase
from energy_model.optimise.compile import compile_model
from energy_model.results.label import label
from energy_model.studies.directions import MOST_ROUNDS, held_to_one_way, wasted_and_notable
from energy_model.studies.reader import Reader

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Unheld:
    """The plan before directions were held.

    Attributes
    ----------
    feasible : bool
        Whether it met all requirements.
    cost : float
        Its objective [MCNY].
    wasted : float
        What it burned [GWh].
    rounds : int
        How often directions were held.
    proven : bool
        Whether the last of these programmes was solved with a proof; if not, the plan before it is told.
    """

    feasible: bool
    cost: float
    wasted: float
    rounds: int
    proven: bool


@dataclass(frozen=True)
class Solved:
    """A solved case.

    Attributes
    ----------
    case : Case
        The case.
    outline : Outline
        Names, units, cost terms.
    two_phase : TwoPhase
        Solution with certificate and solver chain, and whether all requirements can be met.
    tree : xarray.DataTree or None
        Labelled solution; None where no solver could certify one.
    timings : dict
        Seconds by stage.
    unheld : Unheld or None
        What was found before directions were held, where they had to be.
    """

    case: Case
    outline: Outline
    two_phase: TwoPhase
    tree: xr.DataTree | None
    timings: dict[str, float]
    unheld: Unheld | None = None


@dataclass(frozen=True)
class Answered:
    """A case whose programme has been built and solved elsewhere (`energy_model.lean`).

    Attributes
    ----------
    outline : Outline
        Names, units, cost terms.
    matrix : Matrix
        The programme.
    two_phase : TwoPhase
        Its solution.
    timings : dict
        Seconds by stage.
    """

    outline: Outline
    matrix: Matrix
    two_phase: TwoPhase
    timings: dict[str, float]


def prepare_matrix(case: Case) -> tuple[Outline, Matrix, dict[str, float]]:
    """Return outline and matrix of a case, and the seconds that building and compiling took."""
    start = perf_counter()
    model = assemble(case)
    built = perf_counter()
    outlined, matrix = outline(model), compile_model(model)
    return outlined, matrix, {"build": built - start, "compile": perf_counter() - built}


def shortfall_weights(case: Case, matrix: Matrix, outlined: Outline) -> tuple[np.ndarray, np.ndarray]:
    """Return columns of the shortfalls and the weight of each: one over its scale."""
    columns = np.asarray(matrix.columns["requirements.shortfall"]).ravel()
    family = next(f for f in outlined.families if f.component == "requirements.shortfall")
    scale = case.tables["requirements"].numbers["scale"]
    return columns, np.array([1.0 / scale[i] for i, _ in family.indices[0]])


def solve(
    case: Case,
    settings: SolverSettings | None = None,
    progress: Progress | None = None,
    answered: Answered | None = None,
) -> Solved:
    """Solve a case in two phases: the requirements first, the cost second.

    Where the plan burns surplus by running stores both ways at once, it is solved again with directions held
    (`energy_model.studies.directions`); what was found before is kept in `Solved.unheld`.

    Parameters
    ----------
    case : Case
        The case.
    settings : SolverSettings, optional
        Which solver, and how exact.
    progress : callable, optional
        Told a sentence before each step.
    answered : Answered, optional
        The first answer, where it is known.

    Returns
    -------
    Solved
        With the labelled tree where a solution was certified.
    """
    tell = progress or (lambda sentence: None)
    case = without_idle_plants(case)
    if answered is None:
        tell("build")
        outlined, matrix, timings = prepare_matrix(case)
        answered = _answered(case, outlined, matrix, timings, settings, tell)
    first = _labelled(case, answered)
    found, wasted = first, 0.0
    for rounds in range(1, MOST_ROUNDS + 1):
        if found.tree is None or found.two_phase.solution.x is None:
            break
        reader = Reader(found.tree)
        burnt, notable = wasted_and_notable(reader)
        wasted = wasted or burnt
        if not notable:
            break
        tell("hold")
        matrix = held_to_one_way(answered.matrix, answered.outline, found.two_phase.solution.x, reader)
        answered = _answered(case, answered.outline, matrix, answered.timings, settings, tell)
        again = _labelled(case, answered)
        if again.tree is None:
            # The plan before stands, and its burning is told with it.
            return replace(found, unheld=Unheld(first.two_phase.feasible, _cost(first), wasted, rounds, proven=False))
        found = replace(again, unheld=Unheld(first.two_phase.feasible, _cost(first), wasted, rounds, proven=True))
    return found


def _cost(solved: Solved) -> float:
    """Return the objective of a plan [MCNY]."""
    return float(solved.two_phase.solution.objective)


def _answered(
    case: Case,
    outlined: Outline,
    matrix: Matrix,
    timings: dict[str, float],
    settings: SolverSettings | None,
    tell: Progress,
) -> Answered:
    """Return a programme with its solution; seconds are added to `timings`."""
    start = perf_counter()
    two_phase = optimise_two_phase(matrix, *shortfall_weights(case, matrix, outlined), settings, tell)
    timings["solve"] = timings.get("solve", 0.0) + perf_counter() - start
    return Answered(outlined, matrix, two_phase, timings)


def _labelled(case: Case, answered: Answered) -> Solved:
    """Return a solution with its labels, where it is proven; seconds are added to those of the answer."""
    start = perf_counter()
    solution = answered.two_phase.solution
    proven = solution.certificate is not None and solution.certificate.accepted
    tree = label(case, answered.outline, answered.matrix, solution) if proven and solution.x is not None else None
    answered.timings["label"] = answered.timings.get("label", 0.0) + perf_counter() - start
    return Solved(case, answered.outline, answered.two_phase, tree, answered.timings)
