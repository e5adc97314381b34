"""A changed matrix is a new one, and a dropped member cannot be changed in silence."""

import numpy as np
import pytest

from energy_model.optimise.portfolio import optimise
from tests.optimise.programmes import dispatch


def test_other_costs_limits_and_rows_do_not_touch_the_original():
    matrix = dispatch()
    assert optimise(matrix.with_cost([60, 50])).objective == pytest.approx(50 * 8 + 60 * 2)
    assert optimise(matrix.with_cost([20, 50], offset=5)).objective == pytest.approx(325)
    assert optimise(matrix.with_column_bounds([0], 0, 10)).objective == pytest.approx(200)
    assert optimise(matrix.with_row_bounds([0], 7, 7)).objective == pytest.approx(170)
    assert optimise(matrix.with_rows([[1.0, 0.0]], -np.inf, 4)).objective == pytest.approx(80 + 300)
    assert optimise(matrix).objective == pytest.approx(320)


def test_a_dropped_member_may_not_be_limited():
    with pytest.raises(ValueError, match="-1"):
        dispatch().with_column_bounds([-1], 0, 0)
    with pytest.raises(ValueError, match="shape"):
        dispatch().with_cost([1, 2, 3])
