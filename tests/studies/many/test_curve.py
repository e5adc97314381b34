"""A convex function known at a few places."""

import numpy as np
import pandas as pd
import pytest

from energy_model.studies.many.candidates import Axis
from energy_model.studies.many.curve import Bounds, Known
from energy_model.studies.many.plan import Line
from energy_model.studies.many.storage import Curve, StorageStudy, gains
from tests.helpers import miniature


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


def test_gains_compare_the_plan_with_nothing_and_a_store_outside_the_plan_with_the_most():
    """2 GW of the plan save 300 - 100 GWh for 2 x 50 MCNY: half a CNY for each kWh; a store of next to nothing in the
    plan is compared at its most, 4 GW, and saves no more than dust."""
    numbers = {"value": 0.0, "slope": 0.0, "error": 0.0, "marginal_cost": 50.0}
    places = [(0.0, 300.0, 0.90), (2.0, 100.0, 0.95), (4.0, 299.9, 0.96)]
    points = pd.DataFrame(
        [{**numbers, "at": at, "curtailed_gwh": lost, "utilisation": use} for at, lost, use in places]
    )
    bounds = Bounds.of([Known(0.0, 0.0, 0.0, 0.0), Known(4.0, 0.0, 0.0, 0.0)])
    line = Line((), (), ())
    curves = tuple(
        Curve(Axis("storage", item, "lfp", "z", "power", line, 0.0, 4.0, base, 0.0, 4.0), points, bounds, 0.0, 1.0)
        for item, base in (("planned", 2.0), ("dust", 1e-9))
    )
    planned, dust = gains(StorageStudy(miniature({}, 24), {}, curves, 3)).to_dict("records")
    assert (planned["size"], planned["cost"], planned["saved"]) == (2.0, 100.0, 200.0)
    assert planned["gain"] == pytest.approx(0.05)
    assert planned["saved_cost"] == pytest.approx(0.5)
    assert dust["size"] == 4.0
    assert np.isnan(dust["saved_cost"])
