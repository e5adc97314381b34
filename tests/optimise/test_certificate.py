"""A certificate accepts the optimum and refuses everything else."""

import numpy as np
import pytest

from energy_model.optimise.certificate import Limits, certify, certify_infeasible, certify_unbounded
from energy_model.optimise.solvers import SolverOptions, run
from tests.optimise.programmes import dispatch, programme, random_programme, sizing


def optimum(matrix):
    raw = run(matrix, SolverOptions("simplex"))
    return raw.x, raw.y


def test_the_hand_solved_dispatch_is_accepted():
    """Proves the sign convention: the price of demand is +50; with the other sign the bound would be -680."""
    found = certify(dispatch(), np.array([6.0, 4.0]), np.array([50.0]))
    assert found.accepted
    assert found.objective == pytest.approx(320)
    assert found.dual_objective == pytest.approx(320)


def test_the_constant_part_of_the_cost_is_in_both_objectives_but_not_in_the_scale():
    matrix = programme([[1, 1]], [20, 50], 10, 10, 0, [6, 8], offset=1e12)
    found = certify(matrix, np.array([5.99, 4.01]), np.array([50.0]))
    assert found.objective > 1e12
    assert not found.accepted


DAMAGES = {
    "primal moved": lambda x, y: (x + np.array([0.01, 0, 0, 0]), y),
    "primal scaled": lambda x, y: (x * 1.0001, y),
    "size too small": lambda x, y: (x - np.array([0, 0, 0, 1e-3]), y),
    "size too large": lambda x, y: (x + np.array([0, 0, 0, 1e-3]), y),
    "zero plan": lambda x, y: (x * 0, y),
    "duals swapped": lambda x, y: (x, y[::-1].copy()),
    "duals with the other sign": lambda x, y: (x, -y),
    "duals zero": lambda x, y: (x, y * 0),
    "duals scaled": lambda x, y: (x, y * 1.001),
    "one dual missing": lambda x, y: (x, y * np.array([1, 1, 1, 1, 0, 1])),
    "not a number in x": lambda x, y: (np.where(np.arange(4) == 2, np.nan, x), y),
    "not a number in y": lambda x, y: (x, np.where(np.arange(6) == 4, np.nan, y)),
    "infinite x": lambda x, y: (np.where(np.arange(4) == 3, np.inf, x), y),
    "infinite y": lambda x, y: (x, np.where(np.arange(6) == 0, np.inf, y)),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damaged_answers_are_refused(damage):
    matrix = sizing()
    x, y = np.array([4.0, 7, 5, 7]), np.array([1.0, 4, 1, 0, -3, 0])
    assert certify(matrix, x, y).accepted
    assert not certify(matrix, *damage(x, y)).accepted


def test_an_answer_to_another_programme_is_refused():
    matrix = sizing()
    x, y = optimum(matrix)
    assert not certify(matrix.with_cost(matrix.cost + np.array([0, 0, 0, 0.01])), x, y).accepted
    assert not certify(matrix.with_row_bounds([1], 7.01, 7.01), x, y).accepted
    assert not certify(matrix.with_column_bounds([3], 0.0, 6.9), x, y).accepted


def test_tiny_costs_do_not_make_everything_optimal():
    """Without the unit shrinking, any plan would pass when the whole cost is below the tolerance."""
    matrix = sizing()
    x, y = optimum(matrix)
    tiny = matrix.with_cost(matrix.cost * 1e-9)
    assert certify(tiny, x, y * 1e-9).accepted
    assert not certify(tiny, x, y * 0).accepted
    assert not certify(tiny, x + np.array([0, 0, 0, 1]), y * 1e-9).accepted


def test_errors_of_opposite_sign_do_not_cancel_in_the_gap():
    """Two rows, one held too high, one earned too little: the objectives agree, the plan is not optimal."""
    matrix = programme(np.eye(2), [1, 1], [1, 1], np.inf)
    found = certify(matrix, np.array([1.5, 0.5]), np.array([1.0, 1.0]), Limits(primal=1.0))
    assert found.objective == found.dual_objective
    assert not found.accepted


@pytest.mark.parametrize("seed", range(40))
def test_the_optimum_of_a_random_programme_is_accepted_and_its_bound_is_one(seed):
    matrix = random_programme(seed)
    x, y = optimum(matrix)
    found = certify(matrix, x, y)
    assert found.accepted
    assert found.gap * max(1, abs(found.objective)) >= abs(found.objective - found.dual_objective) - 1e-9


@pytest.mark.parametrize("seed", range(40))
def test_random_damage_is_refused_or_harmless(seed):
    """An accepted pair has the optimal cost, whatever was done to it."""
    rng = np.random.default_rng(seed)
    matrix = random_programme(seed)
    x, y = optimum(matrix)
    best = certify(matrix, x, y).objective
    moved = x + rng.normal(size=x.size) * 10.0 ** rng.integers(-9, 1) * (rng.random(x.size) < 0.3)
    turned = y + rng.normal(size=y.size) * 10.0 ** rng.integers(-9, 1) * (rng.random(y.size) < 0.3)
    found = certify(matrix, moved, turned)
    assert not found.accepted or found.objective == pytest.approx(best, rel=1e-5, abs=1e-5)


def test_a_farkas_direction_proves_infeasibility_and_others_do_not():
    """x + y >= 5 with x + y <= 3: the rows with weights 1 and -1 say 0 >= 2."""
    matrix = programme([[1, 1], [1, 1]], [1, 1], [5, -np.inf], [np.inf, 3])
    assert certify_infeasible(matrix, np.array([1.0, -1.0]))
    for false in ([1.0, 0.0], [-1.0, 1.0], [0.0, 0.0], [np.nan, 1.0], [1.0, -0.5]):
        assert not certify_infeasible(matrix, np.array(false))
    feasible = matrix.with_row_bounds([1], -np.inf, 5.0)
    assert not certify_infeasible(feasible, np.array([1.0, -1.0]))


def test_column_limits_take_part_in_the_proof():
    """x + y >= 5 with x, y <= 2: the row alone proves it."""
    matrix = programme([[1, 1]], [1, 1], 5, np.inf, 0, 2)
    assert certify_infeasible(matrix, np.array([1.0]))
    assert not certify_infeasible(matrix.with_column_bounds([0], 0, 4), np.array([1.0]))


def test_what_is_no_number_is_refused_where_nothing_sees_it():
    """A column without cost in no row had passed with any value: the largest of two figures hides what is none."""
    matrix = programme([[1, 0]], [1, 0], 1, np.inf)
    assert certify(matrix, np.array([1.0, 0.0]), np.array([1.0])).accepted
    assert not certify(matrix, np.array([1.0, np.nan]), np.array([1.0])).accepted


UNBOUNDED = programme([[1, -1], [1e-3, 0]], [-1, 0], [0, -np.inf], [5, np.inf])


@pytest.mark.parametrize(
    ("point", "direction", "proven"),
    [
        ([0, 0], [1, 1], True),
        ([0, 0], [3e9, 3e9], True),
        ([9, 0], [1, 1], False),
        ([0, 0], [1, 0.9], False),
        ([0, 0], [-1, -1], False),
        ([0, 0], [0, 0], False),
        ([0, np.nan], [1, 1], False),
        ([0, 0], [np.inf, 1], False),
    ],
)
def test_a_cost_without_limit_needs_a_point_and_a_direction_that_keeps_all_limits(point, direction, proven):
    assert certify_unbounded(UNBOUNDED, np.array(point, float), np.array(direction, float)) is proven


def test_a_row_of_small_numbers_bounds_a_direction():
    """Measured against one instead of its own coefficients it was passed over, and -1e10 called no limit."""
    matrix = programme([[1e-10]], 1, -1, np.inf, -np.inf)
    assert not certify_unbounded(matrix, np.zeros(1), -np.ones(1))
