"""Solve with the fastest method that gives a proof: a chain of attempts, each checked, none believed."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np

from energy_model.optimise.certificate import Certificate, Limits, certify, certify_infeasible
from energy_model.optimise.child import solve_apart
from energy_model.optimise.doubt import elastic, falling
from energy_model.optimise.matrix import Floats, Matrix
from energy_model.optimise.outcome import Attempt, Outcome, Solution, SolverSettings
from energy_model.optimise.prepare import Prepared, PrepareOptions, prepare
from energy_model.optimise.solvers import RawSolution, SolverOptions, Status, run
from energy_model.optimise.solvers.highs import hipo_installed

log = logging.getLogger(__name__)

Progress = Callable[[str], None]

# Below this many coefficients HiGHS' simplex needs less than the second that a child process takes to start.
SMALL = 10_000

_NAMES = {"piqp": "PIQP", "clarabel": "Clarabel", "hipo": "HiGHS HiPO", "ipx": "HiGHS IPX", "simplex": "HiGHS simplex"}


@dataclass(frozen=True)
class Step:
    """A planned attempt: which method, how prepared (None: the programme as it is), and why."""

    method: str
    prepare: PrepareOptions | None
    why: str
    apart: bool = True


def optimise(matrix: Matrix, settings: SolverSettings | None = None, progress: Progress | None = None) -> Solution:
    """The proven optimum of a linear programme, or the proof that there is none.

    An answer is accepted only with its certificate; a claim that no solution exists only with a direction that
    proves it (Farkas), the solver's own or that of the elastic programme. Where a claim turns out false, or an
    answer cannot be proven, the next method is asked.

    Parameters
    ----------
    matrix : Matrix
    settings : SolverSettings, optional
    progress : callable, optional
        Told in a sentence before each attempt.
    """
    settings = settings or SolverSettings()
    search = _Search(matrix, settings, progress or _silent)
    for step in plan(matrix, settings):
        solution = search.attempt(step)
        if solution is not None:
            return solution
    return search.end(Outcome.UNPROVEN)


def plan(matrix: Matrix, settings: SolverSettings) -> list[Step]:
    """The attempts in order."""
    small = matrix.a.nnz <= SMALL
    if settings.vertex and settings.solver in ("auto", "piqp", "clarabel"):
        return [Step("simplex", None, "a vertex is wanted", apart=not small)] if small else [
            Step("hipo" if hipo_installed() else "ipx", None, "a vertex is wanted")
        ]
    first = PrepareOptions()
    again = replace(first, price_factor=32.0)
    named = f"asked for {settings.solver}"
    chains = {
        "piqp": [Step("piqp", first, named), Step("piqp", again, "again with another scale of costs")],
        "clarabel": [Step("clarabel", first, named)],
        "hipo": [Step("hipo", None, named)],
        "ipx": [Step("ipx", None, named)],
        "simplex": [Step("simplex", None, named, apart=not small)],
    }
    if settings.solver != "auto":
        return chains[settings.solver]
    steps = [Step("simplex", None, "small", apart=False)] if small else []
    steps += [replace(chains["piqp"][0], why="fastest on systems of many hours"), chains["piqp"][1]]
    steps += [replace(chains["clarabel"][0], why="PIQP gave no proof")]
    rest = ["hipo"] * hipo_installed() + ["ipx"]
    return steps + [replace(chains[name][0], why="no interior point before it gave a proof") for name in rest]


def _silent(_: str) -> None:
    """Say nothing."""


@dataclass
class _Search:
    """The chain while it is made."""

    matrix: Matrix
    settings: SolverSettings
    progress: Progress
    chain: list[Attempt] = field(default_factory=list)
    prepared: dict[PrepareOptions, Prepared] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)
    doubted: bool = False

    def attempt(self, step: Step) -> Solution | None:
        """Make one attempt; a solution if it ends the search."""
        self.progress(f"{_NAMES[step.method]}: {step.why}")
        started = perf_counter()
        prepared = self._prepare(step.prepare)
        if prepared is not None and prepared.conflict >= 0:
            return self._empty_row(prepared.conflict)
        raw = self._solve(step, self.matrix if prepared is None else prepared.matrix)
        solution, words = self._judge(raw, prepared)
        self._record(step, words, perf_counter() - started, raw.iterations)
        if solution is None and raw.status in (Status.INFEASIBLE, Status.UNBOUNDED):
            solution = self._examine(raw.status)
        return None if solution is None else self._finished(solution)

    def end(self, outcome: Outcome, x: Floats | None = None, y: Floats | None = None) -> Solution:
        """The solution in its final form."""
        return Solution(outcome, x, y, None, float("nan"), None, tuple(self.chain), dict(self.timings))

    def _prepare(self, options: PrepareOptions | None) -> Prepared | None:
        if options is None:
            return None
        started = perf_counter()
        made = prepare(self.matrix, options)
        self._time("prepare", started)
        return made

    def _solve(self, step: Step, matrix: Matrix) -> RawSolution:
        options = SolverOptions(
            step.method, self.settings.time_limit, self.settings.tolerance, self.settings.vertex
        )
        started = perf_counter()
        raw = solve_apart(matrix, options) if step.apart else run(matrix, options)
        self._time("solve", started)
        return raw

    def _judge(self, raw: RawSolution, prepared: Prepared | None) -> tuple[Solution | None, str]:
        """What an answer is worth, and the words for the chain."""
        started = perf_counter()
        said = f"{raw.status.value} ({raw.message})"
        if raw.status is Status.INFEASIBLE:
            ray = raw.y if prepared is None or raw.y is None else prepared.restore_ray(raw.y)
            if ray is not None and certify_infeasible(self.matrix, ray, self.settings.tolerance):
                return self.end(Outcome.INFEASIBLE, y=ray), f"{said}: proven by its own direction"
            return None, f"{said}: not proven by it"
        if raw.x is None or raw.y is None:
            return None, f"{said}: no answer to check"
        x, y = raw.x, raw.y
        if prepared is not None:
            x, y, _ = prepared.restore(x, y)
        certificate = certify(self.matrix, x, y, Limits(*[self.settings.tolerance] * 3))
        self._time("certify", started)
        if not certificate.accepted:
            return None, f"{said}: refused, {_figures(certificate)}"
        return self._optimal(x, y, certificate), f"proven optimal, {_figures(certificate)}"

    def _optimal(self, x: Floats, y: Floats, certificate: Certificate) -> Solution:
        z = self.matrix.cost - self.matrix.a.T @ y
        return replace(
            self.end(Outcome.OPTIMAL, x, y), z=z, objective=certificate.objective, certificate=certificate
        )

    def _examine(self, claim: Status) -> Solution | None:
        """Prove or refute the first claim that there is no optimum, by a programme that has one."""
        if self.doubted:
            return None
        self.doubted = True
        infeasible = claim is Status.INFEASIBLE
        name = "elastic programme" if infeasible else "direction of falling cost"
        self.progress(f"check of the claim: {name}")
        asked = elastic(self.matrix) if infeasible else falling(self.matrix)
        started = perf_counter()
        answer = optimise(asked, replace(self.settings, vertex=False), self.progress)
        proven = infeasible and answer.y is not None and certify_infeasible(
            self.matrix, answer.y[: self.matrix.shape[0]], self.settings.tolerance
        )
        falls = not infeasible and answer.outcome is Outcome.OPTIMAL and answer.objective < -self.settings.tolerance
        words = f"the claim is {'proven' if proven or falls else 'not proven'}"
        self.chain += [replace(a, solver=f"{a.solver} ({name})") for a in answer.chain]
        self.chain.append(Attempt(name, words, perf_counter() - started, 0, f"a solver {claim.value}"))
        if proven:
            assert answer.y is not None
            return self.end(Outcome.INFEASIBLE, y=answer.y[: self.matrix.shape[0]])
        return self.end(Outcome.UNBOUNDED, x=answer.x) if falls else None

    def _empty_row(self, row: int) -> Solution:
        """A row that no column can help is its own proof."""
        ray = np.zeros(self.matrix.shape[0])
        ray[row] = 1.0
        return self.end(Outcome.INFEASIBLE, y=ray)

    def _record(self, step: Step, words: str, seconds: float, iterations: int) -> None:
        self.chain.append(Attempt(_NAMES[step.method], words, seconds, iterations, step.why))
        log.info("%s (%s): %s, %.1f s, %d iterations", _NAMES[step.method], step.why, words, seconds, iterations)

    def _finished(self, solution: Solution) -> Solution:
        return replace(solution, chain=tuple(self.chain), timings=dict(self.timings))

    def _time(self, stage: str, started: float) -> None:
        self.timings[stage] = self.timings.get(stage, 0.0) + perf_counter() - started


def _figures(c: Certificate) -> str:
    return f"primal {c.primal_residual:.1e}, dual {c.dual_residual:.1e}, gap {c.gap:.1e}"
