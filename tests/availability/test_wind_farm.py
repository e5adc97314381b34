"""Wind: the corners of the power curve, thin air, height and losses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_model.availability import SettingsError
from energy_model.availability.wind import (
    PowerCurve,
    air_density,
    power_curve,
    to_height,
    turbine_output,
    wind_availability,
)

CURVE = power_curve("N131/3000", 110.0)
SEA = 1.225


def at(speed: float, density: float = SEA) -> float:
    """Output of one turbine at one speed [m/s] and density [kg/m3]."""
    return float(turbine_output(np.array([speed]), np.array([density]), CURVE)[0])


def test_corners_of_the_curve():
    """Nothing below cut-in, everything at rated speed, nothing above cut-out."""
    assert at(2.0) == 0.0
    assert at(13.0) == pytest.approx(1.0)
    assert at(20.0) == pytest.approx(1.0)
    assert at(20.1) == 0.0


def test_cut_out_stays_in_thin_air():
    """windpowerlib's density correction would let the turbine run to 24.6 m/s at Golmud's density."""
    assert at(19.9, 0.9) == pytest.approx(1.0)
    assert at(21.0, 0.9) == 0.0


def test_thin_air_takes_power_about_in_proportion():
    """Below rated speed power follows density: 0.74 of the air gives about 0.74 of the power."""
    assert at(6.0, 0.74 * SEA) / at(6.0) == pytest.approx(0.74, abs=0.05)
    assert at(20.0, 0.74 * SEA) == pytest.approx(1.0)


def test_density_at_golmud():
    """72.47 kPa and 5.3 degC: 72470 / (287.05 x 278.45) = 0.907 kg/m3, 0.74 of sea level; less aloft."""
    ground, hub = (air_density(np.array([5.3]), np.array([72_470.0]), height)[0] for height in (0.0, 110.0))
    assert ground == pytest.approx(0.907, abs=0.001)
    assert ground / SEA == pytest.approx(0.74, abs=0.01)
    assert 0.985 < hub / ground < 0.995


def test_power_law_of_height():
    """Ten times the height at an exponent of 0.1 is 10**0.1 = 1.259 times the wind."""
    assert to_height(np.array([5.0]), 10.0, 100.0, 0.1)[0] == pytest.approx(5.0 * 1.2589, abs=1e-3)


def test_losses_lower_the_farm(steady, settings):
    """In a strong steady wind the farm gives one less wake, outage and electrical losses."""
    design = settings.designs.wind
    kept = (1 - design.wake) * (1 - design.outage) * (1 - design.electrical)
    assert wind_availability(steady(wind_speed=15.0), design) == pytest.approx(kept)


def test_unknown_turbine_is_refused():
    with pytest.raises(SettingsError, match="no-such-turbine"):
        power_curve("no-such-turbine", 100.0)


@given(st.floats(0.0, 40.0), st.floats(0.7, 1.4))
def test_output_is_a_share_of_the_rating(speed, density):
    curve = PowerCurve(np.array([3.0, 10.0, 20.0]), np.array([0.0, 1.0, 1.0]))
    assert 0.0 <= turbine_output(np.array([speed]), np.array([density]), curve)[0] <= 1.0
