"""A question with a known answer, asked before integers are trusted to a solver.

HiGHS as shipped with highspy 1.14.0 answers 15 instead of 9 to the programme below.
"""

from functools import lru_cache

import numpy as np
from scipy.sparse import csr_array

from energy_model.optimise.matrix import Matrix
from energy_model.optimise.solvers import SolverOptions, Status
from energy_model.optimise.solvers.highs import solve

ANSWER = 9.0


@lru_cache(maxsize=1)
def solver_is_sound() -> bool:
    """Whether the integer solver answers min 2x + 3z, x + z >= 4.5, 0 <= x, z <= 10, z whole with 9.

    Asked once per process.
    """
    matrix = Matrix(
        a=csr_array(np.array([[1.0, 1.0]])),
        cost=np.array([2.0, 3.0]),
        row_low=np.array([4.5]),
        row_high=np.array([np.inf]),
        column_low=np.zeros(2),
        column_high=np.full(2, 10.0),
    )
    raw = solve(matrix, SolverOptions("simplex", time_limit=10.0), integer=np.array([False, True]))
    if raw.status is not Status.SOLVED or raw.x is None:
        return False
    return bool(abs(matrix.cost @ raw.x - ANSWER) < 1e-6)
