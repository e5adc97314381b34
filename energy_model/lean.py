"""A run from the folder of a case to its findings that holds little memory while the solver works.

Reading and building a case loads 100 MB of libraries and leaves behind what a model was made of. Here both are the work
of a process that ends with it, and what evaluates the plan is loaded when there is one: of several scenarios in one
command, only the first runs so light.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from energy_model.optimise import SolverSettings, optimise_two_phase
from energy_model.optimise.memory import filed
from energy_model.optimise.portfolio import Progress
from energy_model.optimise.process import apart

if TYPE_CHECKING:
    from energy_model.studies import Findings

_BEGIN = "energy_model.studies.building:begin"


def run_folder(
    folder: Path,
    scenario: str = "base",
    hours: int | None = None,
    settings: SolverSettings | None = None,
    progress: Progress | None = None,
    others: tuple[str, ...] = (),
) -> Findings:
    """Read, build, solve and evaluate a case, each where it leaves nothing behind.

    Parameters
    ----------
    folder : Path
        The case.
    scenario : str
        Its scenario.
    hours : int, optional
        Hours of a year.
    settings : SolverSettings, optional
        Which solver, and how exact.
    progress : callable, optional
        Told a sentence before each step.
    others : tuple of str
        Scenarios that are read too, so that what is wrong with any of them is told now.

    Raises
    ------
    energy_model.case.InputError
        With all that is wrong in the files of the case.
    energy_model.optimise.process.NoAnswerError
        If the process that reads and builds dies.
    """
    tell = progress or (lambda sentence: None)
    tell("build")
    begun = perf_counter()
    built = apart(_BEGIN, folder.absolute(), scenario, hours, others)
    if isinstance(built, Exception):
        raise built
    matrix, columns, weights, rest = filed(built)
    del built
    posed = perf_counter()
    two_phase = optimise_two_phase(matrix, columns, weights, settings, tell)
    solved = perf_counter()

    from energy_model.studies import Answered, run_case

    case, outlined, seconds = pickle.loads(rest)
    timings = {"read": posed - begun - sum(seconds.values()), **seconds, "solve": solved - posed}
    return run_case(case, settings, tell, Answered(outlined, matrix, two_phase, timings))
