"""A convex function known at a few places."""

import numpy as np
import pytest

from energy_model.studies.many.curve import Bounds, Known


def hat(x):
    """The greatest of three lines: kinks at 1 (slope -4 to -1) and at 3 (slope -1 to 2); least value 3 at 3."""
    return np.maximum.reduce([9.0 - 4.0 * x, 6.0 - x, -3.0 + 2.0 * x])


def known(x, error=0.0):
    slopes = (-4.0, -1.0, 2.0)
    return Known(x, float(hat(x)), slopes[int(x >= 1) + int(x >= 3)], error)


def test_bounds_hold_the_function():
    """Betrayed by a value outside: the tangent at 4 gives -3 at 0, the chord from 0 to 4 gives 7 at 2."""
    bounds = Bounds.of([known(4.0), known(0.0)])
    x = np.linspace(0.0, 4.0, 81)
    assert np.all(bounds.lower(x) <= hat(x) + 1e-12)
    assert np.all(bounds.upper(x) >= hat(x) - 1e-12)
    assert float(bounds.upper(2.0)) == pytest.approx(7.0)
    assert float(bounds.lower(2.0)) == pytest.approx(1.0)


def test_bisection_at_the_crossing_closes_the_gap():
    """Betrayed by more places: two lines crossing at x=2 (9-4x and -3+2x), then at 1 and 3, so five places are exact."""
    places = [known(0.0), known(4.0)]
    for _ in range(3):
        gap = Bounds.of(places).widest()
        places.append(known(gap.at))
    assert gap.size > 0
    assert Bounds.of(places).widest().size == pytest.approx(0.0, abs=1e-9)


def test_error_of_a_value_widens_the_bounds():
    """Betrayed by a band of width 0 at a known place: it must be twice the error."""
    bounds = Bounds.of([known(0.0, 0.5), known(4.0, 0.5)])
    assert float(bounds.upper(0.0) - bounds.lower(0.0)) == pytest.approx(1.0)


def test_least_lies_where_tangents_allow_it():
    """Betrayed by an interval that misses 3: with 2 (slope -1, value 4) and 4 (value 5, slope 2), it is 2 … 3.5."""
    low, high = Bounds.of([known(0.0), known(2.0), known(4.0)]).least()
    assert low == pytest.approx(2.0)
    assert high == pytest.approx(3.5)
    assert low <= 3.0 <= high


def test_a_steep_end_does_not_move_the_least():
    """Betrayed by a least place of 0.1: at the end 0 any slope below is a subgradient, the value there is the least."""
    low, high = Bounds.of([Known(0.0, 1.0, -1e6), Known(0.1, 1.2, 2.0), Known(1.0, 3.0, 2.0)]).least()
    assert (low, high) == (0.0, pytest.approx(0.0, abs=1e-12))


def test_within_a_budget_is_bracketed():
    """Betrayed by a bracket without the truth: from 3 to the right hat = 2x-3 ≤ 6 up to x = 4.5."""
    bounds = Bounds.of([Known(3.0, 3.0, 0.0), known(6.0)])
    inner, outer = bounds.within(6.0, 3.0, 6.0)
    assert inner <= 4.5 + 1e-12
    assert outer == pytest.approx(4.5)
    inner, outer = Bounds.of([known(0.0), Known(3.0, 3.0, 0.0)]).within(5.0, 3.0, 0.0)
    assert outer <= 1.0 <= inner + 1e-12
