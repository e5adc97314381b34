"""What every solver is given and what it hands back.

Signs, for all solvers and everywhere else: the cost is minimised; the dual ``y`` of a row is the change of the
optimal cost per unit of its limit (so a row ``a x >= low`` at its limit has ``y >= 0``); the reduced cost of a
column is ``z = cost - a.T @ y``, positive at a lower and negative at an upper limit.
"""

from dataclasses import dataclass
from enum import Enum

from energy_model.optimise.matrix import Floats


class Status(Enum):
    """What a solver says of itself; nobody believes it without a certificate."""

    SOLVED = "says it is optimal"
    INFEASIBLE = "says that no solution exists"
    UNBOUNDED = "says that the cost has no lower limit"
    STOPPED = "gave up"
    TIMED_OUT = "ran out of time"
    CRASHED = "died"


@dataclass(frozen=True)
class SolverOptions:
    """Options of one run.

    Attributes
    ----------
    method : str
        bordered, piqp, clarabel, hipo, ipx or simplex.
    time_limit : float
        Seconds.
    tolerance : float
        Relative tolerance that the certificate will ask for; solvers are set tighter.
    vertex : bool
        End in a vertex (HiGHS only).
    unit : float or ndarray
        What a residual of 1 in a row of the original programme is in that of the solver, for all rows or for each: the
        certificate measures by it.
    """

    method: str = "bordered"
    time_limit: float = 600.0
    tolerance: float = 1e-6
    vertex: bool = False
    unit: float | Floats = 1.0


@dataclass(frozen=True)
class RawSolution:
    """A solver's answer, unchecked.

    Attributes
    ----------
    x, y : ndarray or None
        Columns and row duals; None where the solver returned none. With the status INFEASIBLE `y` is the solver's
        proof if it gives one: a direction in which the duals grow without limit.
    status : Status
    iterations : int
    message : str
    """

    x: Floats | None
    y: Floats | None
    status: Status
    iterations: int = 0
    message: str = ""
