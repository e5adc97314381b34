"""HiGHS: simplex for small problems, interior point (HiPO, IPX), crossover to a vertex, integers."""

from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from energy_model.optimise.matrix import Matrix
from energy_model.optimise.solvers.raw import RawSolution, SolverOptions, Status


def hipo_installed() -> bool:
    """Whether this HiGHS has its second interior point method, which comes with `highspy[extras]`."""
    return find_spec("highspy_extras") is not None


def solve(matrix: Matrix, options: SolverOptions, integer: NDArray[np.bool_] | None = None) -> RawSolution:
    """Solve with HiGHS.

    Parameters
    ----------
    matrix : Matrix
    options : SolverOptions
        Method hipo, ipx or simplex.
    integer : ndarray of bool, optional
        Columns that must be whole numbers.
    """
    import highspy

    solver = _silent(highspy)
    _set(solver, highspy, options)
    _must(solver.passModel(_model(matrix, highspy, integer)), highspy, "take the model")
    _must(solver.run(), highspy, "run")
    status = solver.modelStatusToString(solver.getModelStatus())
    solution, info = solver.getSolution(), solver.getInfo()
    iterations = max(info.ipm_iteration_count, 0) + max(info.simplex_iteration_count, 0)
    ray = _ray(solver, highspy) if status == "Infeasible" else None
    return RawSolution(
        x=np.array(solution.col_value) if solution.value_valid else None,
        y=ray if ray is not None else np.array(solution.row_dual) if solution.dual_valid else None,
        status=_STATUS.get(status, Status.STOPPED),
        iterations=int(iterations),
        message=status,
    )


_STATUS = {
    "Optimal": Status.SOLVED,
    "Infeasible": Status.INFEASIBLE,
    "Unbounded": Status.UNBOUNDED,
    "Time limit reached": Status.TIMED_OUT,
}


def _silent(highspy: Any) -> Any:
    """A HiGHS that prints nothing; 1.16 gives notice of its version once, when the first is made."""
    solver = highspy.Highs()
    for name in ("output_flag", "log_to_console"):
        solver.setOptionValue(name, False)
    return solver


def _must(status: Any, highspy: Any, what: str) -> None:
    """Stop where HiGHS refuses; by default it only returns a code."""
    if status == highspy.HighsStatus.kError:
        raise RuntimeError(f"HiGHS could not {what}")


def _set(solver: Any, highspy: Any, options: SolverOptions) -> None:
    """Options of one run; without crossover the interior point ends where its tolerance is met."""
    values: dict[str, Any] = {
        "solver": options.method,
        "time_limit": float(options.time_limit),
        "run_crossover": "on" if options.vertex else "off",
    }
    if options.method != "simplex":
        values["ipm_optimality_tolerance"] = options.tolerance * 1e-2
    for name, value in values.items():
        _must(solver.setOptionValue(name, value), highspy, f"set {name} to {value}")


def _model(matrix: Matrix, highspy: Any, integer: NDArray[np.bool_] | None) -> Any:
    """The arrays as HiGHS wants them."""
    a = csr_array(matrix.a)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_, model.offset_ = matrix.cost, matrix.offset
    model.col_lower_, model.col_upper_ = matrix.column_low, matrix.column_high
    model.row_lower_, model.row_upper_ = matrix.row_low, matrix.row_high
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = a.indptr, a.indices, a.data
    if integer is not None:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(whole)] for whole in integer]
    return model


def _ray(solver: Any, highspy: Any) -> Any:
    """The proof of infeasibility, if HiGHS has one: it has none where presolve found the conflict."""
    status, has_ray, ray = solver.getDualRay()
    return np.array(ray) if status == highspy.HighsStatus.kOk and has_ray else None
