"""Reading and building a case as the work of a process of its own (`energy_model.lean`)."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from energy_model.case import Case, InputError, read_scenarios
from energy_model.case.active import without_idle_plants
from energy_model.model import schemas
from energy_model.studies.solve import prepare_matrix, shortfall_weights


def begin(
    folder: Path, scenario: str, hours: int | None, others: tuple[str, ...] = ()
) -> Callable[[], tuple[Any, ...] | InputError]:
    """Read a case; the work that is left is to build its programme.

    Parameters
    ----------
    folder : Path
        The case.
    scenario : str
        The scenario to be built.
    hours : int, optional
        Hours of a year.
    others : tuple of str
        Scenarios that are only read, so that what is wrong with any of them is told before the first is solved.

    Returns
    -------
    callable
        Returns matrix, shortfall columns and their weights, and the rest pickled, for which the solve has no use: case,
        outline, seconds. Where an input is wrong, returns the error with all problems of all scenarios.
    """
    try:
        return partial(_built, read_scenarios(folder, schemas(), (scenario, *others), hours)[0])
    except InputError as error:
        return partial(InputError, error.problems)


def _built(case: Case) -> tuple[Any, ...]:
    """Return what `begin` says."""
    active = without_idle_plants(case)
    outlined, matrix, timings = prepare_matrix(active)
    # An array, as those can lie in a file while the solver works: 14 MB on a year.
    rest = np.frombuffer(pickle.dumps((case, outlined, timings)), dtype=np.uint8)
    return matrix, *shortfall_weights(active, matrix, outlined), rest
