"""Solve with the fastest method that gives a proof: a chain of attempts, each checked, none believed."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np

from energy_model.optimise.certificate import (
    Certificate,
    Limits,
    certify,
    certify_infeasible,
    certify_unbounded,
    falls_for_ever,
)
from energy_model.optimise.child import posted
from energy_model.optimise.doubt import elastic, falling
from energy_model.optimise.matrix import Floats, Matrix
from energy_model.optimise.outcome import Attempt, Outcome, Solution, SolverSettings, summed
from energy_model.optimise.plan import Step, plan
from energy_model.optimise.prepare import PrepareOptions, WayBack, prepare
from energy_model.optimise.solvers import RawSolution, SolverOptions, Status, run

log = logging.getLogger(__name__)

Progress = Callable[[str], None]

# Size of a dual, relative to the largest, up to which it may be what an interior point leaves beside zero.
_DUST = 1e-8

_NAMES = {
    "bordered": "bordered interior point",
    "piqp": "PIQP",
    "clarabel": "Clarabel",
    "hipo": "HiGHS HiPO",
    "ipx": "HiGHS IPX",
    "simplex": "HiGHS simplex",
}


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
    return _Search(matrix, settings or SolverSettings(), progress or _silent).run()


def _silent(_: str) -> None:
    """Say nothing."""


@dataclass
class _Search:
    """The chain while it is made."""

    matrix: Matrix
    settings: SolverSettings
    progress: Progress
    chain: list[Attempt] = field(default_factory=list)
    timings: dict[str, float] = field(default_factory=dict)
    doubted: set[Status] = field(default_factory=set)
    violation: Solution | None = None
    ended: bool = False

    def run(self) -> Solution:
        """Go through the plan; at its end ask whether the reason is that no solution exists.

        That is not asked where no method came to an end: the programme that tells is as large as this one.
        """
        for step in plan(self.matrix, self.settings):
            solution = self.attempt(step)
            if solution is not None:
                return solution
        solution = self._examine(Status.INFEASIBLE) if self.ended else None
        return self.end(Outcome.UNPROVEN) if solution is None else solution

    def attempt(self, step: Step) -> Solution | None:
        """Make one attempt; a solution if it ends the search."""
        self.progress(f"{_NAMES[step.method]}: {step.why}")
        started = perf_counter()
        matrix, back = self._prepare(step.prepare)
        if back is not None and back.conflict >= 0:
            proven = self._examine(Status.INFEASIBLE)
            if proven is not None:
                return self._finished(proven)
        asked = self.settings
        unit = 1.0 if back is None else back.row_unit
        options = SolverOptions(step.method, asked.time_limit, asked.tolerance, asked.vertex, unit)
        begun = perf_counter()
        if step.apart:
            with posted(matrix, options) as answer:
                del matrix  # 54 MB on a year, while this process only waits
                raw = answer()
        else:
            raw = _here(matrix, options)
        self._time("solve", begun)
        self.ended |= raw.status not in (Status.TIMED_OUT, Status.CRASHED)
        solution, words = self._judge(raw, back)
        self._record(step, words, perf_counter() - started, raw.iterations)
        if solution is None and raw.status in (Status.INFEASIBLE, Status.UNBOUNDED):
            solution = self._examine(raw.status)
        return None if solution is None else self._finished(solution)

    def end(self, outcome: Outcome, x: Floats | None = None, y: Floats | None = None) -> Solution:
        """The solution in its final form."""
        return Solution(outcome, x, y, None, float("nan"), None, tuple(self.chain), dict(self.timings))

    def _prepare(self, options: PrepareOptions | None) -> tuple[Matrix, WayBack | None]:
        """What the solver is given, and the way back."""
        if options is None:
            return self.matrix, None
        started = perf_counter()
        made = prepare(self.matrix, options)
        self._time("prepare", started)
        return made.matrix, made.back

    def _judge(self, raw: RawSolution, back: WayBack | None) -> tuple[Solution | None, str]:
        """What an answer is worth, and the words for the chain."""
        started = perf_counter()
        said = f"{raw.status.value} ({raw.message})"
        if raw.status is Status.INFEASIBLE:
            ray = raw.y if back is None or raw.y is None else back.restore_ray(raw.y)
            if ray is not None and certify_infeasible(self.matrix, ray, self.settings.tolerance):
                return self.end(Outcome.INFEASIBLE, y=_unit(ray)), f"{said}: proven by its own direction"
            return None, f"{said}: not proven by it"
        if raw.x is None or raw.y is None:
            return None, f"{said}: no answer to check"
        x, y = raw.x, raw.y
        if back is not None:
            x, y = back.restore(x, y)
        certificate = certify(self.matrix, x, y, Limits(*[self.settings.tolerance] * 3))
        self._time("certify", started)
        if not certificate.accepted:
            return None, f"{said}: refused, {_figures(certificate)}"
        return self._optimal(x, y, certificate), f"proven optimal, {_figures(certificate)}"

    def _optimal(self, x: Floats, y: Floats, certificate: Certificate) -> Solution:
        z = self.matrix.cost - self.matrix.a.T @ y
        return replace(self.end(Outcome.OPTIMAL, x, y), z=z, objective=certificate.objective, certificate=certificate)

    def _examine(self, claim: Status) -> Solution | None:
        """Prove or refute the first claim of its kind that there is no optimum, by programmes that have one."""
        if claim in self.doubted:
            return None
        self.doubted.add(claim)
        if claim is Status.INFEASIBLE:
            return self._without_point()
        direction = self._other("direction of falling cost", falling(self.matrix)).x
        if direction is None or not falls_for_ever(self.matrix, direction, self.settings.tolerance):
            self._told("that the cost has no lower limit", False)
            return None
        return self._without_limit(direction) or self._examine(Status.INFEASIBLE)

    def _least_violation(self) -> Solution:
        """The point that violates the rows least, asked for once."""
        if self.violation is None:
            self.violation = self._other("least violation", elastic(self.matrix))
        return self.violation

    def _other(self, name: str, asked: Matrix) -> Solution:
        """The answer to a programme that tells about this one; it goes into the chain."""
        self.progress(f"check: {name}")
        settings = replace(self.settings, vertex=False)
        answer = _Search(asked, settings, self.progress, doubted={Status.INFEASIBLE, Status.UNBOUNDED}).run()
        self.chain += [replace(a, solver=f"{a.solver} ({name})") for a in answer.chain]
        self.timings = summed([self.timings, answer.timings])
        return answer

    def _without_point(self) -> Solution | None:
        """That no point keeps all limits, if the duals of the least violation prove it."""
        violation = self._least_violation()
        duals = None if violation.y is None else violation.y[: self.matrix.shape[0]]
        rays = [] if duals is None else [duals, _without_dust(duals)]
        proof = next((r for r in rays if certify_infeasible(self.matrix, r, self.settings.tolerance)), None)
        self._told("that no solution exists", proof is not None)
        return None if proof is None else self.end(Outcome.INFEASIBLE, y=_unit(proof))

    def _without_limit(self, direction: Floats) -> Solution | None:
        """That the cost has no lower limit, if there is a point that keeps all limits."""
        violation = self._least_violation()
        point = None if violation.x is None else violation.x[: self.matrix.shape[1]]
        proven = point is not None and certify_unbounded(self.matrix, point, direction, self.settings.tolerance)
        self._told("that the cost has no lower limit", proven)
        return self.end(Outcome.UNBOUNDED, x=direction) if proven else None

    def _told(self, claim: str, proven: bool) -> None:
        """Put into the chain whether a claim holds; the seconds stand with the programmes that were asked about it."""
        words = f"{claim}: {'proven' if proven else 'not proven'}"
        self.chain.append(Attempt("check of the claim", words, 0.0, 0, "no answer before it was proven"))

    def _record(self, step: Step, words: str, seconds: float, iterations: int) -> None:
        self.chain.append(Attempt(_NAMES[step.method], words, seconds, iterations, step.why))
        log.info("%s (%s): %s, %.1f s, %d iterations", _NAMES[step.method], step.why, words, seconds, iterations)

    def _finished(self, solution: Solution) -> Solution:
        return replace(solution, chain=tuple(self.chain), timings=dict(self.timings))

    def _time(self, stage: str, started: float) -> None:
        self.timings = summed([self.timings, {stage: perf_counter() - started}])


def _here(matrix: Matrix, options: SolverOptions) -> RawSolution:
    """Solve in this process; what the solver refuses is an answer, as it is from a process of its own."""
    try:
        return run(matrix, options)
    except RuntimeError as error:
        return RawSolution(None, None, Status.CRASHED, message=str(error))


def _without_dust(ray: Floats) -> Floats:
    """The same without what an interior point leaves beside zero: it is all that some columns meet of the ray."""
    kept: Floats = np.where(np.abs(ray) > _DUST * np.max(np.abs(ray), initial=0.0), ray, 0.0)
    return kept


def _unit(ray: Floats) -> Floats:
    """The same direction with a largest entry of 1."""
    scaled: Floats = ray / np.max(np.abs(ray))
    return scaled


def _figures(c: Certificate) -> str:
    return f"primal {c.primal_residual:.1e}, dual {c.dual_residual:.1e}, gap {c.gap:.1e}"
