"""Our own interior point method for chains of hours with a thin border."""

from collections.abc import Callable

from energy_model.optimise.matrix import Matrix
from energy_model.optimise.solvers.raw import RawSolution, SolverOptions, Status

_STATUS = {
    "solved": Status.SOLVED,
    "out of time": Status.TIMED_OUT,
    "runaway dual": Status.INFEASIBLE,
    "runaway primal": Status.UNBOUNDED,
}


def begin(matrix: Matrix, options: SolverOptions) -> Callable[[], RawSolution]:
    """A solve with `optimise.bordered`; its own limits are a hundred times tighter than the certificate's.

    It holds the programme in its own form only, so that the matrix need not stay in memory beside it.
    """
    # Imported here: what only reads or shows a case must not wait for the compiler behind it.
    from energy_model.optimise.bordered.method import minimise
    from energy_model.optimise.bordered.standard import standard

    form = standard(matrix, options.unit)

    def solve() -> RawSolution:
        ended = minimise(form, options.tolerance * 1e-2, options.time_limit)
        x, y = form.origin.restore(ended.at.v, ended.at.y)
        return RawSolution(x, y, _STATUS.get(ended.why, Status.STOPPED), ended.steps, ended.why)

    return solve
