"""The interior point method of our own, from its factorisation to its answers."""

import numpy as np
import pytest
from scipy.sparse import csc_matrix, csr_array, eye_array, random_array
from scipy.sparse.linalg import splu

from energy_model.optimise import memory
from energy_model.optimise.bordered import factor, method, roles, threads, tree
from energy_model.optimise.bordered.degree import minimum_degree
from energy_model.optimise.bordered.factor import Factor
from energy_model.optimise.bordered.iterate import residuals
from energy_model.optimise.bordered.layout import lay_out
from energy_model.optimise.bordered.method import minimise
from energy_model.optimise.bordered.newton import Newton
from energy_model.optimise.bordered.normal import Normal, pattern
from energy_model.optimise.bordered.ordering import thin_order
from energy_model.optimise.bordered.roles import find_roles
from energy_model.optimise.bordered.sparse import against, part, times, whole
from energy_model.optimise.bordered.standard import equilibrate, standard
from energy_model.optimise.certificate import certify
from energy_model.optimise.compile import compile_model
from energy_model.optimise.prepare import PrepareOptions, prepare
from energy_model.optimise.solvers import SolverOptions, Status, run

from .programmes import programme, random_programme
from .synthetic import System, build


def _chain(hours=40, per_hour=3, border=2, seed=0):
    """Rows that touch their hour, the one before, and a border of long columns."""
    rng = np.random.default_rng(seed)
    rows, columns = hours * per_hour, hours * (per_hour + 2)
    dense = np.zeros((rows, columns + border))
    for t in range(hours):
        here = slice(t * per_hour, (t + 1) * per_hour)
        first = max(t - 1, 0) * (per_hour + 2)
        block = rng.normal(size=(per_hour, (t + 1) * (per_hour + 2) - first))
        block[rng.random(block.shape) < 0.4] = 0.0
        dense[here, first : (t + 1) * (per_hour + 2)] = block
    dense[:, columns:] = rng.normal(size=(rows, border))
    return csr_array(dense)


def _filled(made, border):
    """Give a factor the values of a border, on the pattern that it has after the factorisation."""
    row = np.repeat(np.arange(border.shape[0]), np.diff(made.border_start))
    made.border[:] = border[row, made.border_index]


def _some_border(rng, rows, columns):
    """A border with an entry in a third of its places."""
    return rng.normal(size=(rows, columns)) * (rng.random((rows, columns)) < 0.3)


def test_the_factor_of_a_chain_gives_back_its_matrix():
    """A wrong place of an entry, or a border one row late, would show as a difference in the first digits."""
    rng = np.random.default_rng(1)
    a = _chain(border=0)
    order, edges = thin_order(pattern(a))
    assert edges[0] == 0
    assert np.all(np.diff(edges) > 0)
    a = a[order]
    normal = Normal(whole(a), csr_array(a.T), pattern(a))
    weight, diagonal = rng.uniform(0.5, 2.0, a.shape[1]), rng.uniform(0.5, 2.0, a.shape[0])
    normal_matrix = (a * weight) @ a.T + np.diag(diagonal)
    border, small = _some_border(rng, a.shape[0], 3), np.zeros((3, 3))
    factor = Factor(normal.start, normal.index, edges, csr_array(border))
    _filled(factor, border)
    assert factor.factorise(normal.values(weight, diagonal), small) == 0
    np.testing.assert_allclose(-np.tril(small), np.tril(border.T @ np.linalg.solve(normal_matrix, border)), rtol=1e-8)
    right, of_border = rng.normal(size=a.shape[0]), rng.normal(size=3)
    x = right.copy()
    np.testing.assert_allclose(factor.forward(x), -border.T @ np.linalg.solve(normal_matrix, right), rtol=1e-8)
    factor.backward(x, of_border)
    np.testing.assert_allclose(normal_matrix @ x, right - border @ of_border, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("seed", range(30))
def test_threads_and_one_thread_give_the_same_bits_and_the_solution(monkeypatch, seed):
    """Random patterns, so trees of all forms: shares that met would differ from run to run, or from the dense answer."""
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(1, 120)), int(rng.integers(1, 150)))
    a = csr_array(
        random_array(shape, density=rng.uniform(0.005, 0.08), rng=rng, data_sampler=lambda size: rng.normal(size=size))
    )
    order, edges = thin_order(pattern(a))
    a_sorted = csr_array(a[order])
    normal = Normal(whole(a_sorted), csr_array(a_sorted.T), pattern(a_sorted))
    weight, diagonal = rng.uniform(0.5, 2.0, shape[1]), rng.uniform(0.5, 2.0, shape[0])
    border, right, of_border = _some_border(rng, shape[0], 2), rng.normal(size=shape[0]), rng.normal(size=2)
    made, found = Factor(normal.start, normal.index, edges, csr_array(border)), []
    for together in (factor.together, lambda kernel, calls: [kernel(*call) for call in calls], factor.together):
        monkeypatch.setattr(factor, "together", together)
        _filled(made, border)
        small, x = np.zeros((2, 2)), right.copy()
        assert made.factorise(normal.values(weight, diagonal), small) == 0
        sums = made.forward(x)
        made.backward(x, of_border)
        found.append(np.concatenate([small.ravel(), sums, x]))
    assert np.array_equal(found[0], found[1])
    assert np.array_equal(found[0], found[2])
    normal_matrix = ((a * weight) @ a.T).toarray()[order][:, order] + np.diag(diagonal)
    np.testing.assert_allclose(normal_matrix @ x, right - border @ of_border, rtol=1e-8, atol=1e-8)


def _entries(where, order):
    """Entries of the factor below its diagonal."""
    there = csr_array(csr_array(where)[order][:, order])
    return int(tree.elimination_tree(order.size, there.indptr, there.indices)[1].sum())


def _ordered(where):
    where = csr_array(where)
    return minimum_degree(where.indptr.astype(np.int64), where.indices)


@pytest.mark.parametrize("seed", range(5))
def test_a_tree_is_eliminated_without_fill(seed):
    """A tree has leaves at every stage; one entry more than its branches would show that the degrees are wrong."""
    rng = np.random.default_rng(seed)
    n = 300
    above = np.array([rng.integers(0, i) for i in range(1, n)])
    names = rng.permutation(n)
    where = np.zeros((n, n), dtype=bool)
    where[names[1:], names[above]] = True
    where |= where.T | np.eye(n, dtype=bool)
    assert _entries(where, _ordered(where)) == n - 1


@pytest.mark.parametrize("seed", range(20))
def test_an_order_takes_every_row_once_and_fills_about_as_little_as_that_of_superlu(seed):
    """Degrees of dead elements, or rows lost on the way, would fill the factor or break the permutation."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 400))
    half = random_array((n, n), density=rng.uniform(0.0, 4.0 / n), rng=rng)
    where = csc_matrix(half + half.T + eye_array(n))
    order = _ordered(where.astype(bool))
    assert np.array_equal(np.sort(order), np.arange(n))
    where.data[:] = 1.0
    factors = splu(csc_matrix(where + n * eye_array(n)), permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True})
    assert _entries(where, order) <= 1.15 * _entries(where, np.argsort(factors.perm_c)) + 5


def test_columns_with_the_same_rows_are_taken_together_and_give_the_same_factor():
    """A dense block between sparse rows: an entry of the run left behind in the work space would spoil later rows."""
    rng = np.random.default_rng(4)
    n, block = 90, np.arange(20, 60)
    dense = np.diag(rng.uniform(1.0, 2.0, n)) + 0.1 * np.diag(np.ones(n - 1), -1)
    dense[np.ix_(block, block)] += rng.normal(size=(40, 40))
    dense[70:, block] += rng.normal(size=(20, 40))
    s = csr_array(np.tril(dense @ dense.T + n * np.eye(n)))
    s.sort_indices()
    whole_matrix = np.tril(s.toarray()) + np.tril(s.toarray(), -1).T
    start = s.indptr.astype(np.int64)
    parent, count = tree.elimination_tree(n, start, s.indices)
    assert tree.runs(parent, count).max() > 20
    border, small, right = _some_border(rng, n, 3), np.zeros((3, 3)), rng.normal(size=n)
    made = Factor(start, s.indices, np.zeros(1, dtype=np.int64), csr_array(border))
    for _ in range(2):
        _filled(made, border)
        assert made.factorise(s.data, small) == 0
    np.testing.assert_allclose(
        -np.tril(small) / 2, np.tril(border.T @ np.linalg.solve(whole_matrix, border)), rtol=1e-9
    )
    x = right.copy()
    made.forward(x)
    made.backward(x, np.zeros(3))
    np.testing.assert_allclose(whole_matrix @ x, right, rtol=1e-9, atol=1e-9)


def test_a_part_of_a_matrix_is_its_block():
    """A bound one entry off would take a column of the neighbour into the product."""
    rng = np.random.default_rng(6)
    a = csr_array(random_array((70, 50), density=0.2, rng=rng))
    a.sort_indices()
    x = rng.normal(size=50)
    for rows, columns in ((slice(70), slice(50)), (slice(10, 40), slice(20, None)), (slice(5), slice(7, 8))):
        block = a.toarray()[rows, columns]
        np.testing.assert_allclose(times(part(a, rows, columns), x), block @ x[columns], rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(against(a, np.ones(70)), a.toarray().sum(axis=0), rtol=1e-12)


def test_a_row_that_repeats_another_is_left_out_and_the_rest_is_solved():
    """Without the guard its pivot of about 1e-17 would blow up every entry of the answer."""
    a = csr_array(np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]))
    normal = Normal(whole(a), csr_array(a.T), pattern(a))
    factor = Factor(normal.start, normal.index, np.zeros(2, dtype=np.int64), csr_array((3, 0)))
    assert factor.factorise(normal.values(np.ones(3), np.zeros(3)), np.zeros((0, 0))) == 1
    answer = np.array([2.0, 2.0, 2.0])
    factor.forward(answer)
    factor.backward(answer, np.zeros(0))
    np.testing.assert_allclose(a @ (a.T @ answer), 2.0, rtol=1e-12)


def test_shares_need_nothing_of_one_another():
    """A row in one share whose parent is in another would be changed by two threads at once."""
    a = _chain(hours=200, border=0)
    order, edges = thin_order(pattern(a))
    sorted_pattern = csr_array(pattern(a)[order][:, order])
    parent, count = tree.elimination_tree(order.size, sorted_pattern.indptr, sorted_pattern.indices)
    share = np.searchsorted(edges, np.arange(order.size), side="right") - 1
    inside = (share < edges.size - 1) & (parent >= 0)
    assert np.all((share[parent[inside]] == share[inside]) | (share[parent[inside]] == edges.size - 1))
    assert np.all(parent[inside] > np.flatnonzero(inside))
    cost = np.bincount(share, weights=(count + 4.0) * (count + 1.0))
    assert cost[:-1].max() < 3.0 * cost[:-1].mean()


def test_the_order_of_a_shuffled_chain_keeps_its_factor_thin():
    """In the shuffled order the factor has some ten times the entries; the count per row must not grow with hours."""
    per_row = []
    for hours in (50, 200):
        a = _chain(hours, border=0)
        shuffled = a[np.random.default_rng(2).permutation(a.shape[0])]
        order, _ = thin_order(pattern(shuffled))
        sorted_pattern = csr_array(pattern(shuffled)[order][:, order])
        _, count = tree.elimination_tree(order.size, sorted_pattern.indptr, sorted_pattern.indices)
        assert np.array_equal(np.sort(order), np.arange(order.size))
        per_row.append(count.sum() / order.size)
    assert per_row[1] < 1.2 * per_row[0] < 12


@pytest.mark.parametrize("long", [20, 300])
def test_the_equations_of_a_step_are_solved_with_and_without_a_border(monkeypatch, long):
    """Compared with a dense solution of the whole system; a sign error in the border shows at once."""
    monkeypatch.setattr(roles, "LONG", long)
    rng = np.random.default_rng(3)
    chain = _chain(30).toarray()
    limits = np.zeros((60, chain.shape[1]))
    limits[np.arange(60), rng.permutation(60)] = rng.uniform(0.5, 2.0, 60)
    limits[:30, -1] = -rng.uniform(0.1, 1.0, 30)
    yearly = rng.uniform(0.0, 1.0, (2, chain.shape[1]))
    ratio = np.zeros((1, chain.shape[1]))
    ratio[0, -2:] = [1.0, -2.0]
    a = csr_array(np.vstack([chain, limits, yearly, ratio]))
    inequality = np.arange(a.shape[0]) >= chain.shape[0]
    h, w = np.exp(rng.normal(size=a.shape[1])), np.exp(rng.normal(size=a.shape[0]))
    f, g = rng.normal(size=a.shape[1]), rng.normal(size=a.shape[0])
    layout = lay_out(a, inequality)
    a = csr_array(a[layout.rows][:, layout.columns])
    a.sort_indices()
    newton = Newton(a, csr_array(a.T), layout.blocks)
    newton.factorise(h, w, 0.0, exact=True)
    x, y = newton.solve(f, g)
    dense = np.block([[-np.diag(h), a.toarray().T], [a.toarray(), np.diag(w)]])
    np.testing.assert_allclose(np.append(x, y), np.linalg.solve(dense, np.append(f, g)), rtol=1e-7, atol=1e-9)
    assert newton.error < 1e-10


def test_a_layout_keeps_every_row_and_column_once_and_puts_limits_beside_their_columns(monkeypatch):
    """A row placed twice would be counted twice in every residual, and another not at all."""
    monkeypatch.setattr(roles, "LONG", 20)
    chain = _chain(30).toarray()
    limits = np.zeros((60, chain.shape[1]))
    limits[np.arange(60), np.random.default_rng(5).permutation(60)] = 1.0
    limits[:30, -1] = -1.0
    a = csr_array(np.vstack([chain, limits]))
    layout = lay_out(a, np.arange(a.shape[0]) >= chain.shape[0])
    assert np.array_equal(np.sort(layout.rows), np.arange(a.shape[0]))
    assert np.array_equal(np.sort(layout.columns), np.arange(a.shape[1]))
    assert (layout.blocks.core, layout.blocks.sums, layout.blocks.local) == (chain.shape[0], 0, chain.shape[1] - 2)
    sorted_rows = csr_array(a[layout.rows][:, layout.columns])
    assert np.all(np.diff(sorted_rows[layout.blocks.core :, : layout.blocks.local].tocsr().indices) > 0)
    first = [
        np.flatnonzero(column)[0] for column in sorted_rows[: layout.blocks.core, : layout.blocks.local].toarray().T
    ]
    assert np.all(np.diff(first) >= 0)


def test_roles_of_a_small_system(monkeypatch):
    """x1 <= c and x2 <= c are limits, the sum over both is a core row, and c, in many rows, is the border."""
    monkeypatch.setattr(roles, "LONG", 2)
    a = csr_array(np.array([[1.0, 0, -1], [0, 1.0, -1], [1.0, 1.0, 0], [0, 0, 1.0]]))
    found = find_roles(a, np.array([True, True, False, True]))
    assert found.border_columns.tolist() == [2]
    assert found.limit_rows.tolist() == [0, 1]
    assert found.core_rows.tolist() == [2]
    assert found.border_rows.tolist() == [3]


def test_equilibrated_entries_are_near_one():
    rng = np.random.default_rng(4)
    a = csr_array(random_array((60, 80), density=0.1, rng=rng))
    a = csr_array(np.diag(10.0 ** rng.uniform(-4, 4, 60)) @ a.toarray() @ np.diag(10.0 ** rng.uniform(-4, 4, 80)))
    row, column = equilibrate(a)
    top = abs(csr_array(np.diag(row) @ a.toarray() @ np.diag(column))).max(axis=1).toarray()
    assert np.all((top[top > 0] > 0.2) & (top[top > 0] < 5.0))
    assert np.all(np.log2(row) % 1 == 0)


def test_every_kind_of_limit_finds_its_way_back():
    """Columns with a lower, an upper, both and no limit; rows of all kinds, one of them without any limit."""
    matrix = programme(
        [[1, 1, 1, 1], [1, -1, 0, 0], [0, 0, 1, -1], [1, 0, 0, 1], [1, 1, 1, 1]],
        [1.0, -2.0, 0.5, 1.5],
        [4, -3, -1, -np.inf, -np.inf],
        [4, 3, np.inf, 6, np.inf],
        [1, -np.inf, -2, -np.inf],
        [np.inf, 5, 3, np.inf],
    )
    ended = minimise(form := standard(matrix), 1e-9, 60.0)
    x, y = form.origin.restore(ended.at.v, ended.at.y)
    other = run(matrix, SolverOptions("simplex"))
    assert ended.why == "solved"
    assert matrix.cost @ x == pytest.approx(matrix.cost @ other.x, rel=1e-8)
    assert certify(matrix, x, y).accepted


@pytest.mark.parametrize("seed", range(30))
def test_random_programmes_end_in_the_optimum_of_the_simplex(seed):
    matrix = random_programme(seed)
    prepared = prepare(matrix, PrepareOptions(chunk=0))
    raw = run(prepared.matrix, SolverOptions("bordered"))
    x, y = prepared.back.restore(raw.x, raw.y)
    assert raw.status is Status.SOLVED
    assert certify(matrix, x, y).accepted
    assert matrix.cost @ x == pytest.approx(matrix.cost @ run(matrix, SolverOptions("simplex")).x, rel=1e-6, abs=1e-6)


def test_an_energy_system_of_three_zones_ends_in_the_optimum_of_highs():
    matrix = compile_model(build(System(zones=3, hours=400)))
    prepared = prepare(matrix, PrepareOptions(chunk=0))
    raw = run(prepared.matrix, SolverOptions("bordered"))
    x, y = prepared.back.restore(raw.x, raw.y)
    assert certify(matrix, x, y).gap < 1e-7
    other = run(matrix, SolverOptions("ipx"))
    assert matrix.cost @ x == pytest.approx(matrix.cost @ other.x, rel=1e-6)


def test_loops_on_threads_end_in_the_same_bits(monkeypatch):
    """Only programmes of thousands of hours have loops long enough for threads: here all of them have."""
    form = standard(compile_model(build(System(zones=2, hours=60))))
    alone = minimise(form, 1e-8, 60.0)
    monkeypatch.setattr(threads, "_FEW", 0)
    together = minimise(form, 1e-8, 60.0)
    assert (alone.why, alone.steps) == (together.why, together.steps) == ("solved", alone.steps)
    assert np.array_equal(alone.at.v, together.at.v)
    assert np.array_equal(alone.at.y, together.at.y)


def test_steps_are_counted_to_the_last():
    """The last point had been made and never measured, and the count was that of the best."""
    form = standard(compile_model(build(System(hours=48))))
    ended = minimise(form, 1e-9, 60.0)
    assert minimise(form, 1e-9, 60.0, most=ended.steps).why == "solved"
    short = minimise(form, 1e-9, 60.0, most=ended.steps - 1)
    assert (short.why, short.steps) == ("out of steps", ended.steps - 1)


def test_the_best_point_is_the_one_whose_residuals_are_told(monkeypatch):
    """It is filed away once a worse one follows; had that one been filed, its residuals were others."""
    monkeypatch.setattr(memory, "_SMALL", 0)
    form = standard(compile_model(build(System(hours=48))))
    worst = []
    for most in range(1, 16):
        ended = minimise(form, 1e-9, 60.0, most=most)
        assert residuals(form, ended.at)[0] == ended.measured
        worst.append(ended.measured.worst)
    assert len(set(worst)) < len(worst), "in none of these steps a worse point followed"


def test_a_direction_found_with_more_weight_heads_for_the_same_aim(monkeypatch):
    """The first direction takes up the memory of its aim: a second from that memory heads elsewhere."""
    form = standard(compile_model(build(System(hours=48))))
    monkeypatch.setattr(method, "_MISSED", -1.0)  # no direction is ever good enough
    raised = method._Stepper(form)
    at, _ = raised.start()
    step = raised._predicted(at)
    monkeypatch.setattr(method, "_WEIGHT", method._LARGEST_WEIGHT)
    at_once = method._Stepper(form)
    at_once.start()
    assert raised._weight == pytest.approx(at_once._weight)
    np.testing.assert_allclose(step.v, at_once._predicted(at).v, rtol=1e-6, atol=1e-9)


def test_a_programme_without_rows_and_columns_is_solved():
    """What is left where preparation takes out everything."""
    nothing = programme(np.zeros((0, 0)), np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0))
    raw = run(nothing, SolverOptions("bordered"))
    assert raw.x.size == raw.y.size == 0


def test_no_time_means_no_claim():
    raw = run(random_programme(1), SolverOptions("bordered", time_limit=0.0))
    assert raw.status is Status.TIMED_OUT


def test_a_programme_without_end_is_told_as_such():
    """A division by zero in a compiled loop ended the process before the method could see where it went."""
    unbounded = programme([[1.0, -1.0]], [-1.0, 0.0], 0.0, 0.0)
    assert run(unbounded, SolverOptions("bordered")).status is Status.UNBOUNDED


@pytest.mark.parametrize("seed", range(10))
def test_columns_without_limits_leave_no_row_missed(seed):
    """Their two halves grow and their weights go to zero: the row that they settle was left 5e-6 short (its own size)."""
    rng = np.random.default_rng(seed)
    hours = 200
    flow, supply = np.eye(hours), rng.uniform(0.5, 1.5, (hours, hours)) * (rng.random((hours, hours)) < 0.02)
    a = np.block([[flow, -supply - np.eye(hours)], [np.roll(flow, 1, axis=1) - flow, np.zeros((hours, hours))]])
    low = np.append(np.zeros(hours), np.full(hours, -5.0))
    high = np.append(np.zeros(hours), np.full(hours, 5.0))
    cost = np.append(np.zeros(hours), rng.uniform(1.0, 2.0, hours) * rng.choice([-1.0, 1.0], hours))
    column_low = np.append(np.full(hours, -np.inf), np.zeros(hours))
    column_high = np.append(np.full(hours, np.inf), rng.uniform(1.0, 600.0, hours))
    matrix = programme(a, cost, low, high, column_low, column_high)
    raw = run(matrix, SolverOptions("bordered"))
    assert raw.status is Status.SOLVED
    assert certify(matrix, raw.x, raw.y).primal_residual < 1e-8
