"""What an optimisation ends in: an outcome with its proof and the way it was reached."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import chain

from energy_model.optimise.certificate import Certificate
from energy_model.optimise.matrix import Floats


class Outcome(Enum):
    """How an optimisation ended, each with the sentence that says what it means."""

    OPTIMAL = "The plan is feasible and proven to be the cheapest within the tolerance."
    INFEASIBLE = "It is proven that no plan keeps all limits."
    UNBOUNDED = "The cost can fall without limit, so the model lacks a limit."
    UNPROVEN = "No solver gave an answer that could be proven."

    @property
    def sentence(self) -> str:
        """The meaning in words."""
        return self.value


@dataclass(frozen=True)
class SolverSettings:
    """How to solve.

    Attributes
    ----------
    solver : str
        auto, bordered, piqp, clarabel, hipo, ipx or simplex.
    time_limit : float
        Of each attempt [s].
    tolerance : float
        Largest relative residuals and gap of a proven optimum [-].
    vertex : bool
        End in a vertex (through HiGHS), for instance to count active limits.
    """

    solver: str = "auto"
    time_limit: float = 1800.0
    tolerance: float = 1e-6
    vertex: bool = False

    def __post_init__(self) -> None:
        """Refuse what is unknown or without sense."""
        known = ("auto", "bordered", "piqp", "clarabel", "hipo", "ipx", "simplex")
        if self.solver not in known:
            raise ValueError(f"solver is {self.solver!r}; known are {', '.join(known)}")
        if not (self.time_limit > 0 and 0 < self.tolerance < 1):
            raise ValueError(f"time_limit {self.time_limit} must be > 0, tolerance {self.tolerance} in 0 … 1")


@dataclass(frozen=True)
class Attempt:
    """One step of the chain.

    Attributes
    ----------
    solver : str
        Method, and in brackets what it was used for if not for the programme itself.
    outcome : str
        In words.
    seconds : float
        Including start and preparation.
    iterations : int
    why : str
        Why this step was taken.
    """

    solver: str
    outcome: str
    seconds: float
    iterations: int
    why: str


def summed(timings: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Seconds by stage of several solves together."""
    total: dict[str, float] = {}
    for stage, seconds in chain.from_iterable(one.items() for one in timings):
        total[stage] = total.get(stage, 0.0) + seconds
    return total


@dataclass(frozen=True)
class Solution:
    """An outcome with values, proof and history.

    Attributes
    ----------
    outcome : Outcome
    x, y, z : ndarray or None
        Columns, row duals, reduced costs (signs as in `solvers.raw`); of an infeasible programme `y` is the
        proof (Farkas vector). None where there is nothing to show.
    objective : float
        Cost; not a number without x.
    certificate : Certificate or None
    chain : tuple of Attempt
        What was tried, in order.
    timings : dict
        Seconds by stage.
    """

    outcome: Outcome
    x: Floats | None
    y: Floats | None
    z: Floats | None
    objective: float
    certificate: Certificate | None
    chain: tuple[Attempt, ...]
    timings: dict[str, float]
