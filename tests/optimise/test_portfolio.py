"""The chain ends in a proof or says that it has none."""

from contextlib import nullcontext
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

from energy_model.optimise import plan, portfolio
from energy_model.optimise.certificate import certify_infeasible
from energy_model.optimise.compile import compile_model
from energy_model.optimise.outcome import Outcome, SolverSettings
from energy_model.optimise.portfolio import optimise
from energy_model.optimise.solvers import RawSolution, SolverOptions, Status, run
from tests.optimise.programmes import dispatch, programme, random_programme, sizing
from tests.optimise.synthetic import System, build

SIMPLEX = SolverOptions("simplex")
METHODS = ["auto", "bordered", "piqp", "clarabel", "ipx", "simplex"]


@pytest.mark.parametrize("solver", METHODS)
def test_every_method_finds_the_hand_solved_size_and_its_duals(solver):
    """With a wrong sign of the duals the price of hour 1 would be -4, without the size 1."""
    solution = optimise(sizing(), SolverSettings(solver=solver))
    assert solution.outcome is Outcome.OPTIMAL
    assert solution.objective == pytest.approx(37, rel=1e-6)
    np.testing.assert_allclose(solution.x, [4, 7, 5, 7], rtol=1e-5)
    np.testing.assert_allclose(solution.y, [1, 4, 1, 0, -3, 0], atol=1e-4)
    np.testing.assert_allclose(solution.z, 0, atol=1e-4)
    assert solution.certificate.accepted


def test_the_reduced_cost_of_a_full_plant_is_its_gain():
    solution = optimise(dispatch())
    np.testing.assert_allclose(solution.y, [50])
    np.testing.assert_allclose(solution.z, [-30, 0], atol=1e-9)


@pytest.mark.parametrize("solver", METHODS)
def test_infeasible_is_said_only_with_a_direction_that_proves_it(solver):
    matrix = programme([[1, 1, 0], [0, 1, 1], [1, 2, 1]], 1, [2, 2, -np.inf], [np.inf, np.inf, 3])
    solution = optimise(matrix, SolverSettings(solver=solver))
    assert solution.outcome is Outcome.INFEASIBLE
    back = matrix.a.T @ solution.y
    assert back.max() <= 1e-5
    assert solution.y @ [2, 2, 3] > 0


def _proven_infeasible(matrix, solver):
    solution = optimise(matrix, SolverSettings(solver=solver))
    return solution.outcome is Outcome.INFEASIBLE and certify_infeasible(matrix, solution.y)


@pytest.mark.parametrize("solver", ["auto", "bordered", "piqp", "clarabel"])
def test_a_row_that_nothing_can_help_is_infeasible_with_its_proof(solver):
    """The "proof" had been +1 on the row alone, whichever of its limits was broken and whatever fixed its columns."""
    assert _proven_infeasible(programme([[1, 0], [0, 0]], 1, [1, 2], np.inf), solver)
    assert _proven_infeasible(programme([[1, 0], [0, 1], [1, 1]], 1, [1, 1, 5], [1, 1, np.inf]), solver)
    assert _proven_infeasible(programme([[1, 0], [0, 1], [1, 1]], 1, [1, 0, -np.inf], [1, 0, 0.5]), solver)


def test_a_row_that_holds_within_the_tolerance_is_no_conflict():
    """One method had called infeasible by 1e-8 what the next proved optimal."""
    matrix = programme([[3, 0], [0, 3], [1, 1]], 1, [0.9, 0.9, 0.6 + 1e-8], [0.9, 0.9, np.inf])
    for solver in ("piqp", "simplex"):
        assert optimise(matrix, SolverSettings(solver=solver)).outcome is Outcome.OPTIMAL, solver


@pytest.mark.parametrize("solver", METHODS)
def test_a_falling_cost_without_a_point_is_infeasible(solver):
    """A direction alone had been taken for the proof that the cost has no lower limit."""
    matrix = programme([[0, 1, 1], [0, 1, 1]], [-1, 0, 0], [2, -np.inf], [np.inf, 1])
    assert _proven_infeasible(matrix, solver)


def test_each_claim_is_examined_once(monkeypatch):
    """After a false "unbounded" nobody had asked any more whether a solution exists."""
    methods = ["piqp", "bordered", "clarabel", "ipx", "hipo"]
    matrix = programme([[1, 1], [1, 1]], 1, [2, -np.inf], [np.inf, 1])

    def wrong(asked):
        if asked is matrix:
            return RawSolution(None, None, Status.UNBOUNDED, 1, "made up")
        return run(asked, SolverOptions("simplex"))

    _instead(monkeypatch, dict.fromkeys(methods, wrong))
    monkeypatch.setattr(portfolio, "prepare", lambda matrix, _: SimpleNamespace(matrix=matrix, back=None))
    solution = optimise(matrix, SolverSettings(solver="clarabel"))
    assert solution.outcome is Outcome.INFEASIBLE
    assert any("lower limit: not proven" in a.outcome for a in solution.chain)
    assert sum("least violation" in a.solver for a in solution.chain) == 1, "the same programme was asked twice"


def test_where_no_cost_falls_no_point_is_asked_for(monkeypatch):
    """A false "unbounded" of a case with an optimum costs one programme, not two as large as the case."""
    _instead(monkeypatch, {"piqp": _says(Status.UNBOUNDED), "clarabel": lambda matrix: run(matrix, SIMPLEX)})
    solution = optimise(random_programme(3))
    assert solution.outcome is Outcome.OPTIMAL
    assert not any("least violation" in a.solver for a in solution.chain)


def test_what_simplex_refuses_is_passed_on():
    """A coefficient that HiGHS does not take had ended the program."""
    assert optimise(programme([[1e16, 1]], [1, 1], 1, np.inf)).chain[0].outcome.startswith("died")


@pytest.mark.parametrize("solver", ["auto", "simplex", "clarabel"])
def test_a_cost_without_lower_limit_is_told(solver):
    matrix = programme([[1, -1]], [-1, 0], 0, 5)
    assert optimise(matrix, SolverSettings(solver=solver)).outcome is Outcome.UNBOUNDED


def test_all_methods_agree_on_an_energy_system():
    matrix = compile_model(build(System(zones=2, hours=48)))
    found = [optimise(matrix, SolverSettings(solver=solver)) for solver in METHODS]
    assert {s.outcome for s in found} == {Outcome.OPTIMAL}
    np.testing.assert_allclose([s.objective for s in found], found[0].objective, rtol=1e-6)


def _instead(monkeypatch, answers):
    """Answers of the methods named, in place of the real ones."""

    def fake(matrix, options):
        answer = answers.get(options.method, lambda matrix: run(matrix, options))
        return nullcontext(partial(answer, matrix))

    monkeypatch.setattr(portfolio, "posted", fake)
    monkeypatch.setattr(plan, "SMALL", -1)


def _says(status, x=None, y=None):
    return lambda matrix: RawSolution(x, y, status, 5, "made up")


FAILURES = [s for s in Status if s is not Status.SOLVED]


@pytest.mark.parametrize("status", FAILURES)
def test_a_method_that_fails_or_lies_is_passed_over(monkeypatch, status):
    """A false claim of the first method must not end the search: that would call a feasible case infeasible."""
    _instead(monkeypatch, {"piqp": _says(status)})
    solution = optimise(random_programme(3))
    assert solution.outcome is Outcome.OPTIMAL
    names = [a.solver for a in solution.chain]
    assert names[0] == "PIQP"
    assert names[-1] == "bordered interior point"
    assert "made up" in solution.chain[0].outcome


def test_an_answer_that_is_not_optimal_is_refused_whatever_the_method_says(monkeypatch):
    def wrong(matrix):
        rows, columns = matrix.shape
        return RawSolution(np.ones(columns), np.zeros(rows), Status.SOLVED, 1, "sure")

    _instead(monkeypatch, dict.fromkeys(["bordered", "piqp", "clarabel", "ipx", "hipo"], wrong))
    solution = optimise(sizing())
    assert solution.outcome is Outcome.UNPROVEN
    assert solution.x is None
    assert all("refused" in a.outcome for a in solution.chain[:-1])
    assert "not proven" in solution.chain[-1].outcome


def test_where_time_was_too_short_nothing_as_large_is_asked(monkeypatch):
    """A run had taken twice to four times its limit: the least violation was asked for with the same limit."""
    methods = ["bordered", "piqp", "clarabel", "ipx", "hipo"]
    _instead(monkeypatch, dict.fromkeys(methods, _says(Status.TIMED_OUT)))
    solution = optimise(random_programme(3), SolverSettings(solver="bordered"))
    assert solution.outcome is Outcome.UNPROVEN
    assert [a.outcome[:15] for a in solution.chain] == ["ran out of time"] * 2


def test_progress_is_told_before_each_attempt():
    told = []
    solution = optimise(sizing(), SolverSettings(solver="clarabel"), told.append)
    assert told == ["Clarabel: asked for clarabel"]
    assert solution.chain[0].iterations > 0
    assert solution.chain[0].seconds > 0


def test_a_vertex_has_no_more_columns_between_limits_than_rows():
    matrix = programme([[1, 1, 1]], [1, 1, 1], 2, 2, 0, 1.5)
    solution = optimise(matrix, SolverSettings(vertex=True))
    assert np.sum((solution.x > 1e-9) & (solution.x < 1.5 - 1e-9)) <= 1


@pytest.mark.parametrize("wrong", [{"solver": "cplex"}, {"time_limit": 0.0}, {"tolerance": 0.0}])
def test_settings_refuse_what_makes_no_sense(wrong):
    with pytest.raises(ValueError, match=r"must be|known are"):
        SolverSettings(**wrong)
