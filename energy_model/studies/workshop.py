"""What the search for remedies shares: a case in which every lever can be moved, and what was found of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil, floor, log10

import numpy as np

from energy_model.case.case import Case, FloatArray
from energy_model.optimise import SolverSettings
from energy_model.studies.levers import Lever, levers_of, moved
from energy_model.studies.programme import Programme, cheapest, compile_programme, paid_cost
from energy_model.studies.variation import Variation

Progress = Callable[[str], None]
# An amount is told with four digits, rounded up, so that what is printed is enough; it is known twice as well as the
# one per cent by which less must be too little.
DIGITS = 4


@dataclass(frozen=True)
class Remedy:
    """What one lever can do.

    Attributes
    ----------
    lever : Lever
        The lever.
    change : float
        Smallest sufficient change [unit of the lever]; NaN where the lever alone is not enough.
    left : float
        Least weighted shortfall left with the lever used as it helps most; zero where it is enough.
    missing : array
        What each requirement is then short of, in the unit of its row.
    lever_cost : float
        What the change and a hundredth more (just the change, where directions were held) costs beyond what the model
        counts [MCNY/a].
    cost : float
        How much more the year costs with it than the cheapest plan that falls short least, what is not served
        not counted [MCNY/a].
    way : str
        How it was found: ``column``, ``between`` or ``rebuilt``; ``dual`` where duals alone show that it is no help;
        ``held`` where it would be enough (or less of it) only if stores burned surplus, so that runs had to say.
    """

    lever: Lever
    change: float
    left: float
    missing: FloatArray
    lever_cost: float = np.nan
    cost: float = np.nan
    way: str = "dual"

    @property
    def suffices(self) -> bool:
        """Whether the lever alone is enough."""
        return bool(np.isfinite(self.change))


@dataclass
class Workshop:
    """What the search shares: the case, its programme, and what was learnt on the way.

    Attributes
    ----------
    case, widest : Case
        The case as read, and with all levers moved.
    programme : Programme
        The case without a lever.
    settings : SolverSettings or None
        Which solver.
    tell : callable
        Told a sentence before each step.
    reference : float
        Cost of the cheapest plan that falls short least, without the worth of what is not served [MCNY/a].
    short : float
        Least weighted shortfall without a lever, found on the way.
    variations : dict
        What each lever does to the matrix, by name.
    bounds : list of (lever, least shortfall, row duals, plan)
        What earlier questions prove of further ones.
    """

    case: Case
    widest: Case
    programme: Programme
    settings: SolverSettings | None
    tell: Progress
    reference: float
    short: float = np.nan
    variations: dict[str, Variation] = field(default_factory=dict)
    bounds: list[tuple[str, float, FloatArray, FloatArray]] = field(default_factory=list)

    @property
    def steps(self) -> int:
        """Number of steps of the case."""
        return len(self.case.axis)

    def rebuilt(self, lever: Lever, amount: float) -> Programme:
        """Return the case with a lever moved, built anew."""
        return compile_programme(moved(self.case, lever, amount), self.widest)


def open_workshop(case: Case, settings: SolverSettings | None = None, progress: Progress | None = None) -> Workshop:
    """Return the workshop of a case: every lever may be moved without the plants changing in number."""
    widest = case
    for lever in levers_of(case):
        widest = moved(widest, lever, lever.most) if lever.direction == "raise" else widest
    programme = compile_programme(case, widest)
    plan = cheapest(programme, settings).solution.x
    reference = np.nan if plan is None else paid_cost(programme, plan)
    return Workshop(case, widest, programme, settings, progress or (lambda sentence: None), reference)


def rounded_up(value: float) -> float:
    """Return a positive number with `DIGITS` digits that is not smaller, but for what the solver does not know."""
    if value <= 0:
        return 0.0
    place = 10.0 ** (floor(log10(value)) - DIGITS + 1)
    return float(f"{ceil(value * (1.0 - 1e-8) / place) * place:.{DIGITS}g}")
