"""One file per solver, each with ``solve(matrix, options) -> RawSolution``; the bordered method begins first."""

from collections.abc import Callable
from functools import partial

from energy_model.optimise.matrix import Matrix
from energy_model.optimise.solvers import bordered, clarabel, highs, piqp
from energy_model.optimise.solvers.raw import RawSolution, SolverOptions, Status

__all__ = ["RawSolution", "SolverOptions", "Status", "begin", "run"]

_SOLVERS = {
    "piqp": piqp.solve,
    "clarabel": clarabel.solve,
    "hipo": highs.solve,
    "ipx": highs.solve,
    "simplex": highs.solve,
}


def run(matrix: Matrix, options: SolverOptions) -> RawSolution:
    """Solve with the method that the options name."""
    return begin(matrix, options)()


def begin(matrix: Matrix, options: SolverOptions) -> Callable[[], RawSolution]:
    """The solve that the options name, still to be called; what it needs of the matrix it holds itself."""
    if options.method == "bordered":
        return bordered.begin(matrix, options)
    if options.method not in _SOLVERS:
        raise ValueError(f"solver {options.method!r} is unknown; known are bordered, {', '.join(_SOLVERS)}")
    return partial(_SOLVERS[options.method], matrix, options)
