"""One file per solver, each with ``solve(matrix, options) -> RawSolution``."""

from energy_model.optimise.matrix import Matrix
from energy_model.optimise.solvers import bordered, clarabel, highs, piqp
from energy_model.optimise.solvers.raw import RawSolution, SolverOptions, Status

__all__ = ["RawSolution", "SolverOptions", "Status", "run"]

_SOLVERS = {
    "bordered": bordered.solve,
    "piqp": piqp.solve,
    "clarabel": clarabel.solve,
    "hipo": highs.solve,
    "ipx": highs.solve,
    "simplex": highs.solve,
}


def run(matrix: Matrix, options: SolverOptions) -> RawSolution:
    """Solve with the method that the options name."""
    if options.method not in _SOLVERS:
        raise ValueError(f"solver {options.method!r} is unknown; known are {', '.join(_SOLVERS)}")
    return _SOLVERS[options.method](matrix, options)
