"""Preparation changes the form of a programme and nothing else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_model.optimise.certificate import certify, certify_infeasible
from energy_model.optimise.compile import compile_model
from energy_model.optimise.prepare import PrepareOptions, prepare
from energy_model.optimise.reduce import reduce
from energy_model.optimise.scale import scale
from energy_model.optimise.solvers import SolverOptions, run
from energy_model.optimise.split import clock, split
from tests.optimise.programmes import programme, random_programme, sizing
from tests.optimise.synthetic import System, build


def solved(matrix):
    raw = run(matrix, SolverOptions("simplex"))
    return raw.x, raw.y


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4))
def test_optimum_and_duals_come_back_exactly(seed, chunk):
    """The restored pair is certified against the original: feasible, dual feasible, same cost."""
    matrix = random_programme(seed)
    before = certify(matrix, *solved(matrix))
    prepared = prepare(matrix, PrepareOptions(chunk=chunk))
    x, y = prepared.back.restore(*solved(prepared.matrix))
    after = certify(matrix, x, y)
    assert max(after.primal_residual, after.dual_residual, after.gap) < 1e-9
    assert after.objective == pytest.approx(before.objective, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("free", [True, False])
def test_an_energy_system_comes_back_exactly(free):
    matrix = compile_model(build(System(zones=2, hours=48, free_capacity=free)))
    prepared = prepare(matrix, PrepareOptions(chunk=24))
    assert prepared.matrix.shape != matrix.shape
    x, y = prepared.back.restore(*solved(prepared.matrix))
    assert certify(matrix, x, y).accepted
    assert certify(matrix, x, y).objective == pytest.approx(certify(matrix, *solved(matrix)).objective)


def test_rows_below_a_fixed_capacity_become_limits():
    """With c = 7 fixed only nothing is left to decide: demand fixes p, the rest follows."""
    matrix = sizing().with_column_bounds([3], 7.0, 7.0)
    small, reduction = reduce(matrix)
    assert small.shape == (0, 0)
    assert small.offset == pytest.approx(37)
    x, y = reduction.restore(np.zeros(0), np.zeros(0))
    np.testing.assert_allclose(x, [4, 7, 5, 7])
    assert certify(matrix, x, y).accepted


def test_several_rows_on_one_column_keep_the_tightest_and_it_earns_the_dual():
    matrix = programme([[1], [2], [-1]], [1], [2, 6, -np.inf], [np.inf, np.inf, -1])
    small, reduction = reduce(matrix)
    assert small.shape[0] == 0
    assert small.column_low[0] == 3
    _, y = reduction.restore(np.array([3.0]), np.zeros(0))
    np.testing.assert_allclose(y, [0, 0.5, 0])


def test_a_row_without_columns_that_does_not_hold_is_told():
    matrix = programme([[1, 0], [0, 0]], [1, 1], [1, 2], np.inf)
    assert prepare(matrix).back.conflict == 1
    assert prepare(matrix.with_row_bounds([1], -1, 1)).back.conflict == -1


def test_rows_that_leave_a_column_no_value_stay_and_the_proof_comes_back():
    matrix = programme([[1, 1], [1, 0], [1, 0]], 1, [0, 5, -np.inf], [np.inf, np.inf, 3])
    prepared = prepare(matrix)
    assert prepared.matrix.shape[0] == 3
    assert certify_infeasible(matrix, prepared.back.restore_ray(np.array([0.0, 1.0, -1.0])))


def test_a_proof_through_a_row_that_became_a_limit_comes_back():
    """x >= 5 as a row, x + y <= 3: the prepared programme has one row and the limit."""
    matrix = programme([[1, 0], [1, 1]], 1, [5, -np.inf], [np.inf, 3])
    prepared = prepare(matrix)
    assert prepared.matrix.shape[0] == 1
    ray = prepared.back.restore_ray(np.array([-1.0]))
    np.testing.assert_allclose(ray, [1, -1])
    assert certify_infeasible(matrix, ray)


def test_the_clock_follows_the_longest_axis():
    hours = np.arange(12).reshape(2, 6)
    days = np.array([12, 13])
    steps = clock({"hourly": hours, "daily": days, "one": np.array(14), "gaps": np.array([-1, 15])}, 16)
    np.testing.assert_array_equal(steps, [0, 1, 2, 3, 4, 5] * 2 + [0, 3, 0, 3])


def test_no_column_or_row_stays_long():
    matrix = compile_model(build(System(zones=2, hours=96)))
    rows, columns = clock(matrix.rows, matrix.shape[0]), clock(matrix.columns, matrix.shape[1])
    pieces, chains = split(matrix, rows, columns, 24)
    ties = 2
    assert np.diff(pieces.a.tocsc().indptr).max() <= 3 * 24 + ties
    assert np.diff(pieces.a.indptr).max() <= 2 * 2 * 24 + 2 * 2 + ties
    assert chains.rows == matrix.shape[0]


def test_a_programme_without_long_parts_is_left_alone():
    matrix = sizing()
    pieces, _ = split(matrix, np.arange(6), np.arange(4), 100)
    assert pieces.shape == matrix.shape
    assert abs(pieces.a - matrix.a).max() == 0


def test_units_are_powers_of_two_and_bring_the_mean_near_one():
    matrix = programme([[1, 1]], [2e5, 8e5], 3000, 3000, 0, [1000, 2000])
    scaled, units = scale(matrix)
    assert np.log2([units.quantity, units.price]) % 1 == pytest.approx(0)
    assert 0.5 < np.exp(np.mean(np.log(scaled.cost))) < 2
    x, y = solved(scaled)
    assert certify(matrix, *units.restore(x, y)).accepted


def test_a_chain_of_fixed_columns_leaves_none_fixed():
    """Each pass fixes one more; a column without any room would have no interior for the solver."""
    hours = 40
    a = np.eye(hours) - 0.9 * np.eye(hours, k=-1)
    start = np.zeros(hours)
    start[0] = 1.0
    matrix = programme(a, 1.0, start, start)
    small, reduction = reduce(matrix)
    assert np.all(small.column_low < small.column_high)
    assert reduction.columns.sum() == small.shape[1] < hours
    # The duals of what the last pass took out, too, find their way back.
    assert certify(matrix, *reduction.restore(*solved(small))).accepted


@pytest.mark.parametrize("chunk", [0, 24])
def test_a_residual_is_measured_by_the_unit_of_the_row_it_came_from(chunk):
    """With one unit for all rows a sum of a year, scaled by a thousand, might be missed by a thousand times too much."""
    matrix = compile_model(build(System(hours=72)))
    prepared = prepare(matrix, PrepareOptions(chunk=chunk))
    back, asked = prepared.back, 0
    for row in np.random.default_rng(4).integers(0, prepared.matrix.shape[0], 20):
        one = np.zeros(prepared.matrix.shape[0])
        one[row] = 1.0
        # A dual of 1 in a prepared row, brought back, is the unit of that row over that of the cost.
        entry = np.abs(back.restore_ray(one))
        if entry.any():  # ties have no row in the original
            assert entry.max() / back.row_unit[row] == pytest.approx(back.units.quantity, rel=1e-9)
            asked += 1
    assert asked > 5
