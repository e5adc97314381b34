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
