"""Solve with the fastest method that gives a proof: a chain of attempts, each checked, none believed."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np

from energy_model.optimise.certificate import Certificate, Limits, certify, certify_infeasible
from energy_model.optimise.child import posted
from energy_model.optimise.doubt import elastic, falling
from energy_model.optimise.matrix import Floats, Matrix
from energy_model.optimise.outcome import Attempt, Outcome, Solution, SolverSettings
from energy_model.optimise.plan import Step, plan
from energy_model.optimise.prepare import PrepareOptions, WayBack, prepare
from energy_model.optimise.solvers import RawSolution, SolverOptions, Status, run

log = logging.getLogger(__name__)

Progress = Callable[[str], None]

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
    doubted: bool = False
    ended: bool = False

    def run(self) -> Solution:
        """Go through the plan; at its end ask whether the reason is that no solution exists.

        That is not asked where every method ran out of time: the programme that tells is as large as this one.
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
            return self._empty_row(back.conflict)
        asked = self.settings
        unit = 1.0 if back is None else back.row_unit
        options = SolverOptions(step.method, asked.time_limit, asked.tolerance, asked.vertex, unit)
        begun = perf_counter()
        if step.apart:
            with posted(matrix, options) as answer:
                del matrix  # 54 MB on a year, while this process only waits
                raw = answer()
        else:
            raw = run(matrix, options)
        self._time("solve", begun)
        self.ended |= raw.status is not Status.TIMED_OUT
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
        """Prove or refute the first claim that there is no optimum, by a programme that has one."""
        if self.doubted:
            return None
        self.doubted = True
        started = perf_counter()
        name, asked = (
            ("least violation", elastic(self.matrix))
            if claim is Status.INFEASIBLE
            else ("direction of falling cost", falling(self.matrix))
        )
        self.progress(f"check whether {claim.value}: {name}")
        settings = replace(self.settings, vertex=False)
        answer = _Search(asked, settings, self.progress, doubted=True).run()
        proof = self._proof(claim, answer)
        words = f"{claim.value.removeprefix('says ')}: {'not proven' if proof is None else 'proven'}"
        self.chain += [replace(a, solver=f"{a.solver} ({name})") for a in answer.chain]
        self.chain.append(Attempt(name, words, perf_counter() - started, 0, "no answer before it was proven"))
        return None if proof is None else replace(proof, chain=tuple(self.chain))

    def _proof(self, claim: Status, answer: Solution) -> Solution | None:
        """The claim as a solution, if the optimum of the programme asked about it proves it."""
        limit = self.settings.tolerance
        if answer.outcome is not Outcome.OPTIMAL or answer.y is None:
            return None
        if claim is Status.INFEASIBLE:
            ray = answer.y[: self.matrix.shape[0]]
            return self.end(Outcome.INFEASIBLE, y=_unit(ray)) if certify_infeasible(self.matrix, ray, limit) else None
        return self.end(Outcome.UNBOUNDED, x=answer.x) if answer.objective < -limit else None

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


def _unit(ray: Floats) -> Floats:
    """The same direction with a largest entry of 1."""
    scaled: Floats = ray / np.max(np.abs(ray))
    return scaled


def _figures(c: Certificate) -> str:
    return f"primal {c.primal_residual:.1e}, dual {c.dual_residual:.1e}, gap {c.gap:.1e}"
