"""Requirements first, cost second."""

from dataclasses import replace

import numpy as np
import pytest

from energy_model.optimise import phases
from energy_model.optimise.outcome import Outcome, SolverSettings
from energy_model.optimise.phases import optimise_two_phase
from tests.optimise.programmes import programme


def required(limit, cost=2.0, room=10.0):
    """Supply x at a cost within 0 … room; requirement x + shortfall >= limit."""
    return programme([[1, 1]], [cost, 0], limit, np.inf, 0, [room, np.inf])


@pytest.mark.parametrize("solver", ["auto", "bordered", "piqp", "clarabel"])
def test_a_feasible_case_is_answered_in_one_solve_with_true_cost_and_price(solver):
    """A penalty left in the cost would show as another objective; the price of the requirement is 2."""
    found = optimise_two_phase(required(8), [1], [1 / 8], SolverSettings(solver=solver))
    assert found.feasible
    assert found.phase_one is None
    assert found.solution.outcome is Outcome.OPTIMAL
    assert found.solution.objective == pytest.approx(16)
    assert found.solution.y[0] == pytest.approx(2, rel=1e-4)
    assert found.solution.x[1] == 0
    np.testing.assert_array_equal(found.shortfalls, [0])


@pytest.mark.parametrize("solver", ["auto", "bordered", "piqp", "clarabel"])
def test_an_infeasible_case_has_the_least_shortfall_and_then_the_least_cost(solver):
    """x at most 10 of 12 required, in two ways of which the second is cheap: shortfall 2, cost 6·1 + 4·3."""
    matrix = programme([[1, 1, 1], [1, 1, 0]], [3, 1, 0], [12, -np.inf], [np.inf, 10], 0, [10, 6, np.inf])
    found = optimise_two_phase(matrix, [2], [1 / 12], SolverSettings(solver=solver))
    assert not found.feasible
    assert found.phase_one is not None
    assert found.phase_one.objective == pytest.approx(2 / 12, rel=1e-5)
    assert found.shortfalls[0] == pytest.approx(2, rel=1e-4)
    assert found.solution.objective == pytest.approx(18, rel=1e-3)


@pytest.mark.parametrize(("limit", "penalty"), [(12, phases.PENALTY), (8, 1.0), (12, 1.0)])
def test_all_attempts_are_in_the_chain_once_and_in_order(monkeypatch, limit, penalty):
    """The second question had stood twice in the record of a run, dearer penalties not at all."""
    asked, whys = phases.optimise, []

    def counted(matrix, settings, progress):
        found = asked(matrix, settings, progress)
        whys.extend(attempt.seconds for attempt in found.chain)
        return found

    monkeypatch.setattr(phases, "optimise", counted)
    monkeypatch.setattr(phases, "PENALTY", penalty)
    monkeypatch.setattr(phases, "DEARER", (2.0 * penalty, 1000.0))
    found = optimise_two_phase(required(limit, cost=20.0), [1], [1 / limit])
    assert [attempt.seconds for attempt in found.solution.chain] == whys
    assert len(whys) > 1


def test_infeasible_is_said_only_where_the_duals_prove_it(monkeypatch):
    """An answer as loose as its tolerance allows had made a feasible case infeasible by a shortfall of 2e-5."""
    asked = phases.optimise

    def loose(matrix, settings, progress):
        found = asked(matrix, settings, progress)
        if matrix.cost[0] > 0:
            return found
        certificate = replace(found.certificate, objective=2e-5, dual_objective=-1e-5)
        return replace(found, objective=2e-5, certificate=certificate)

    monkeypatch.setattr(phases, "optimise", loose)
    monkeypatch.setattr(phases, "PENALTY", 1.0)
    found = optimise_two_phase(required(8, cost=20.0), [1], [1 / 8])
    assert found.feasible
    assert found.solution.objective == pytest.approx(160)


def test_a_penalty_that_is_too_small_is_found_out(monkeypatch):
    """With a penalty below the price of meeting it the first solve has a shortfall; the case is feasible."""
    monkeypatch.setattr(phases, "PENALTY", 1e-3)
    found = optimise_two_phase(required(8), [1], [1 / 8])
    assert found.feasible
    assert found.phase_one is not None
    assert found.solution.objective == pytest.approx(16)


def test_shortfalls_of_unlike_units_are_weighed_by_the_caller():
    """10 MW for two requirements of 10 and 20 MW: per share the first is worth twice as much and is met."""
    a = [[1, 0, 1, 0], [0, 1, 0, 1], [1, 1, 0, 0]]
    matrix = programme(a, [1, 1, 0, 0], [10, 20, -np.inf], [np.inf, np.inf, 10])
    found = optimise_two_phase(matrix, [2, 3], [1 / 10, 1 / 20])
    np.testing.assert_allclose(found.shortfalls, [0, 20], atol=1e-3)


def test_what_no_shortfall_can_mend_is_infeasible_without_a_plan():
    matrix = programme([[1, 1], [1, 0]], [2, 0], [8, 11], np.inf, 0, [10, np.inf])
    found = optimise_two_phase(matrix, [1], [1 / 8])
    assert found.solution.outcome is Outcome.INFEASIBLE
    assert not found.feasible
    assert np.isnan(found.shortfalls).all()


def test_without_requirements_it_is_one_plain_solve():
    found = optimise_two_phase(programme([[1]], [2], 3, np.inf), [], [])
    assert found.feasible
    assert found.solution.objective == pytest.approx(6)


@pytest.mark.parametrize(("columns", "weights"), [([-1], [1.0]), ([1], [0.0]), ([0], [1.0])])
def test_what_does_not_fit_the_definition_is_refused(columns, weights):
    with pytest.raises(ValueError, match="shortfall column"):
        optimise_two_phase(required(8), columns, weights)
