"""The arrays say what the Pyomo model says, read as templates or row by row."""

import numpy as np
import pyomo.environ as pyo
import pytest
from pyomo.common.errors import InfeasibleConstraintException

from energy_model.optimise.compile import compile_model
from energy_model.optimise.outcome import Outcome
from energy_model.optimise.portfolio import optimise
from tests.optimise.synthetic import System, build, templates


def small(templated):
    """Every form of row and column: equality, one limit, two limits, skipped, constant, scalar, in a block."""
    with templates(templated):
        m = pyo.ConcreteModel()
        m.hour = pyo.RangeSet(0, 2)
        m.unit = pyo.RangeSet(0, 1)
        m.size = pyo.Var(bounds=(1, None))
        m.unused = pyo.Var(m.hour)
        m.power = pyo.Var(m.unit, m.hour, within=pyo.NonNegativeReals)
        m.part = pyo.Block(m.unit)
        for unit in m.unit:
            m.part[unit].level = pyo.Var(m.hour, bounds=(-unit - 1, 5))
            m.part[unit].rise = pyo.Constraint(m.hour, rule=lambda b, t: (-1, 2 * b.level[t], 3))
        m.demand = pyo.Param(m.hour, initialize={0: 4.0, 1: 7.0, 2: 5.0})

        @m.Constraint(m.hour)
        def balance(m, t):
            return m.power[0, t] + m.power[1, t] == m.demand[t]

        @m.Constraint(m.unit, m.hour)
        def limit(m, u, t):
            return m.power[u, t] <= 0.5 * m.size + 3

        @m.Objective()
        def cost(m):
            return 3 * m.size + sum(m.power[u, t] for u in m.unit for t in m.hour) + 10 + m.part[0].level[1]

    return m


@pytest.mark.parametrize("templated", [True, False])
def test_labels_limits_and_coefficients_by_hand(templated):
    matrix = compile_model(small(templated))
    assert matrix.shape == (3 + 6 + 6, 1 + 6 + 6)
    assert matrix.offset == 10
    assert matrix.columns["size"].shape == ()
    assert matrix.columns["power"].shape == (2, 3)
    assert (matrix.columns["unused"] == -1).all()
    size, power = matrix.columns["size"], matrix.columns["power"]
    assert (matrix.column_low[size], matrix.column_high[size]) == (1, np.inf)
    np.testing.assert_array_equal(matrix.column_low[matrix.columns["part[1].level"]], -2)
    np.testing.assert_array_equal(matrix.row_low[matrix.rows["balance"]], [4, 7, 5])
    row = matrix.rows["limit"][1, 2]
    assert (matrix.row_low[row], matrix.row_high[row]) == (-np.inf, 3)
    assert matrix.a[row, size] == -0.5
    assert matrix.a[row, power[1, 2]] == 1
    assert matrix.cost[size] == 3
    assert matrix.cost[matrix.columns["part[0].level"][1]] == 1


@pytest.mark.parametrize("templated", [True, False])
def test_a_row_with_two_limits_is_one_row(templated):
    matrix = compile_model(small(templated))
    rows = matrix.rows["part[1].rise"]
    assert len(set(rows)) == 3
    np.testing.assert_array_equal(matrix.row_low[rows], -1)
    np.testing.assert_array_equal(matrix.row_high[rows], 3)


def same(one, other):
    assert one.shape == other.shape
    assert abs(one.a - other.a).max() == 0
    for name in ("cost", "row_low", "row_high", "column_low", "column_high", "offset"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    for name in ("columns", "rows"):
        left, right = getattr(one, name), getattr(other, name)
        assert left.keys() == right.keys()
        for key in left:
            np.testing.assert_array_equal(left[key], right[key], err_msg=key)


def test_templates_change_nothing():
    same(compile_model(small(True)), compile_model(small(False)))
    system = System(zones=2, hours=26)
    same(compile_model(build(system)), compile_model(build(system, templated=False)))


def test_every_column_and_row_has_exactly_one_label():
    matrix = compile_model(build(System(zones=3, hours=24)))
    for groups, count in ((matrix.rows, matrix.shape[0]), (matrix.columns, matrix.shape[1])):
        places = np.concatenate([g.ravel() for g in groups.values()])
        np.testing.assert_array_equal(np.sort(places[places >= 0]), np.arange(count))


def test_a_fixed_variable_stays_a_column_with_equal_limits_and_stays_fixed_in_the_model():
    m = small(True)
    m.size.fix(9.0)
    matrix = compile_model(m)
    place = matrix.columns["size"]
    assert (matrix.column_low[place], matrix.column_high[place]) == (9, 9)
    assert m.size.fixed
    assert optimise(matrix).x[place] == pytest.approx(9)


def test_a_skipped_member_has_no_place_and_moves_no_other():
    m = pyo.ConcreteModel()
    m.hour = pyo.RangeSet(0, 3)
    m.x = pyo.Var(m.hour, bounds=(0, 9))
    m.floor = pyo.Constraint(m.hour, rule=lambda m, t: pyo.Constraint.Skip if t == 1 else m.x[t] >= t)
    m.cost = pyo.Objective(expr=pyo.quicksum(m.x.values()))
    matrix = compile_model(m)
    np.testing.assert_array_equal(matrix.rows["floor"], [0, -1, 1, 2])
    assert optimise(matrix).objective == pytest.approx(0 + 2 + 3)


def test_an_index_set_with_gaps_is_labelled_flat():
    m = pyo.ConcreteModel()
    m.pair = pyo.Set(initialize=[(0, 1), (1, 0), (2, 2)])
    m.x = pyo.Var(m.pair, bounds=(1, 2))
    m.cost = pyo.Objective(expr=pyo.quicksum(m.x.values()))
    assert compile_model(m).columns["x"].shape == (3,)


def test_a_maximum_is_turned_into_a_minimum():
    m = pyo.ConcreteModel()
    m.x = pyo.Var(bounds=(0, 4))
    m.gain = pyo.Objective(expr=2 * m.x + 1, sense=pyo.maximize)
    solution = optimise(compile_model(m))
    assert solution.outcome is Outcome.OPTIMAL
    assert solution.objective == pytest.approx(-9)


def test_not_exactly_one_objective_is_refused():
    m = small(True)
    m.more = pyo.Objective(expr=m.size)
    with pytest.raises(ValueError, match="2 active objectives"):
        compile_model(m)


def test_a_constant_row_is_dropped_if_it_holds_and_named_if_not():
    m = small(False)
    m.size.setub(8)
    m.nothing = pyo.Constraint(expr=pyo.inequality(None, 0 * m.size + 1, 2))
    assert compile_model(m).rows["nothing"] == -1
    m.wrong = pyo.Constraint(expr=pyo.inequality(None, 0 * m.size + 3, 2))
    with pytest.raises(InfeasibleConstraintException, match="wrong"):
        compile_model(m)


def with_rule(rule, templated=True, **components):
    """A model of x over three hours and one family of rows."""
    with templates(templated):
        m = pyo.ConcreteModel()
        m.hour = pyo.RangeSet(0, 2)
        for name, component in components.items():
            m.add_component(name, component)
        m.x = pyo.Var(m.hour, bounds=(0, 9))
        m.rows = pyo.Constraint(m.hour, rule=rule)
        m.cost = pyo.Objective(expr=pyo.quicksum(m.x.values()))
    return m


def test_a_member_of_a_template_that_is_changed_or_left_out_is_seen():
    """A template stands for all members only as long as nobody touched one."""
    m = with_rule(lambda m, t: m.x[t] >= t + 1)
    m.rows[1].deactivate()
    np.testing.assert_array_equal(compile_model(m).rows["rows"], [0, -1, 1])
    m = with_rule(lambda m, t: m.x[t] >= 1)
    m.rows[1].set_value(m.x[1] >= 5)
    np.testing.assert_array_equal(compile_model(m).row_low, [1, 5, 1])


def test_a_parameter_that_may_change_counts_with_its_value():
    price = pyo.Param([0, 1, 2], initialize={0: 1.0, 1: 2.0, 2: 3.0}, mutable=True)
    m = with_rule(lambda m, t: m.price[t] * m.x[t] >= m.price[t], price=price)
    m.price[2] = 7.0
    np.testing.assert_array_equal(compile_model(m).row_low, [1, 2, 7])


def test_a_fixed_first_member_fixes_no_other_of_a_family_that_is_not_held():
    m = pyo.ConcreteModel()
    m.hour = pyo.RangeSet(0, 2)
    m.x = pyo.Var(m.hour, bounds=(0, 9), dense=False)
    m.x[0].fix(4)
    m.rows = pyo.Constraint(rule=lambda m: sum(m.x[t] for t in m.hour) >= 1)
    m.cost = pyo.Objective(expr=0)
    np.testing.assert_array_equal(compile_model(m).column_low, [4, 0, 0])
    np.testing.assert_array_equal(compile_model(m).column_high, [4, 9, 9])


def test_a_row_over_pairs_that_are_no_product_is_read_one_by_one():
    with templates():
        m = pyo.ConcreteModel()
        m.pair = pyo.Set(initialize=[(0, 1), (2, 2)])
        m.x = pyo.Var(m.pair)
        m.rows = pyo.Constraint(m.pair, rule=lambda m, i, j: m.x[i, j] >= i)
        m.cost = pyo.Objective(expr=m.x[0, 1])
    np.testing.assert_array_equal(compile_model(m).row_low, [0, 2])


def test_a_sum_over_nothing_is_zero():
    none = pyo.Set(initialize=[])
    m = with_rule(lambda m, t: m.x[t] + sum(m.y[k] + 1 for k in m.none) >= 1, none=none, y=pyo.Var(none))
    np.testing.assert_array_equal(compile_model(m).row_low, 1)


def test_a_division_by_zero_is_named():
    """A limit that is no number compares as no limit: the row would be gone without a word."""
    share = pyo.Param([0, 1, 2], initialize={0: 1.0, 1: 0.0, 2: 1.0})
    m = with_rule(lambda m, t: m.x[t] / m.share[t] >= 1, share=share)
    with np.errstate(all="ignore"), pytest.raises(ValueError, match=r"rows\[1\] .* no finite number"):
        compile_model(m)


def test_what_no_value_can_keep_is_named():
    """A demand of infinity was dropped as a row without a limit; contradictory limits took thirteen attempts."""
    need = pyo.Param([0, 1, 2], initialize={0: 1.0, 1: np.inf, 2: 1.0})
    with pytest.raises(ValueError, match=r"rows\[1\] .* no value between"):
        compile_model(with_rule(lambda m, t: m.x[t] >= m.need[t], need=need))
    m = with_rule(lambda m, t: m.x[t] >= 1)
    m.x[1].setlb(5)
    m.x[1].setub(3)
    with pytest.raises(ValueError, match=r"x has .* no value between"):
        compile_model(m)


def drawn(seed, m, p, t, depth):
    """A random linear expression over a plant, an hour, and sums over either, also of terms that lack the index."""
    rng = np.random.default_rng(seed)
    left, right = (int(number) for number in rng.integers(2**31, size=2))
    choice = rng.integers(4, 7) if depth else rng.integers(4)
    if choice == 0:
        return m.x[p, t]
    if choice == 1:
        return m.size[p] * m.weight[t]
    if choice == 2:
        return m.x[p, m.before[t]] / m.factor[p]
    if choice == 3:
        return m.weight[t] + 2.0
    if choice == 4:
        return drawn(left, m, p, t, depth - 1) - m.factor[p] * drawn(right, m, p, t, depth - 1)
    if choice == 5:
        return sum(drawn(left, m, q, t, depth - 1) * m.factor[p] for q in m.plant)
    return sum(drawn(left, m, p, s, depth - 1) + m.weight[s] * drawn(right, m, p, t, depth - 1) for s in m.hour)


@pytest.mark.parametrize("seed", range(40))
def test_random_expressions_are_the_same_as_templates_and_row_by_row(seed):
    """Proves the broadcasting: nested sums, repeated entries and terms without the summed index."""
    made = []
    for templated in (True, False):
        with templates(templated):
            m = pyo.ConcreteModel()
            m.plant, m.hour = pyo.RangeSet(0, 1), pyo.RangeSet(0, 2)
            m.x, m.size = pyo.Var(m.plant, m.hour), pyo.Var(m.plant)
            m.weight = pyo.Param(m.hour, initialize={0: 1.5, 1: 0.0, 2: -2.0})
            m.factor = pyo.Param(m.plant, initialize={0: 3.0, 1: 0.5})
            m.before = pyo.Param(m.hour, initialize={0: 2, 1: 0, 2: 1})
            m.rows = pyo.Constraint(
                m.plant, m.hour, rule=lambda m, p, t: m.x[p, t] + drawn(seed, m, p, t, 3) <= m.weight[t]
            )
            m.cost = pyo.Objective(expr=pyo.quicksum(m.x.values()) + m.size[0] + m.size[1])
            made.append(compile_model(m))
    fast, plain = made
    np.testing.assert_allclose(fast.a.toarray(), plain.a.toarray(), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(fast.row_high, plain.row_high, rtol=1e-12, atol=1e-12)
