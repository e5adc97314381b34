"""Photovoltaics: where the sun is, what a known cell gives, what the inverter takes away."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_model.availability.solar import PvDesign, ac_power, plane_of_array, pv_availability, sun_position

LOSSLESS = PvDesign(
    tracking=False,
    tilt=34.0,
    azimuth=180.0,
    ground_cover=0.3,
    albedo=0.2,
    dc_ac_ratio=1.0,
    temperature_coefficient=-0.004,
    inverter_efficiency=1.0,
    soiling=0.0,
    mismatch_wiring=0.0,
    ageing=0.0,
    transformer=0.0,
    outage=0.0,
)


def test_sun_stands_highest_at_true_noon(steady):
    """Noon at 94.90 E is 13:40 on the clock of 120 E; a wrong sign of the offset would move it by hours."""
    sun = sun_position(steady())
    highest = sun["apparent_elevation"].groupby(sun.index.date).idxmax()
    assert set(highest.dt.hour) == {13}


def test_noon_elevation_at_the_solstices(steady):
    """90 - latitude ± 23.44 degrees, less than half a degree lost by looking at 13:30."""
    elevation = sun_position(steady())["elevation"]
    assert elevation["2005-06-21"].max() == pytest.approx(90 - 36.42 + 23.44, abs=0.6)
    assert elevation["2005-12-21"].max() == pytest.approx(90 - 36.42 - 23.44, abs=0.6)


def test_standard_conditions_give_the_rating():
    """1000 W/m2 and 25 degC are what a module is rated at."""
    output = ac_power(np.array([1000.0]), np.array([25.0]), LOSSLESS)
    assert output[0] == pytest.approx(1.0, abs=0.01)


def test_heat_lowers_the_output_by_the_coefficient():
    """Twenty kelvin above 25 degC at -0.4 %/K cost 8 %."""
    lossless = replace(LOSSLESS, dc_ac_ratio=0.5)
    cold, hot = ac_power(np.array([1000.0, 1000.0]), np.array([25.0, 45.0]), lossless)
    assert hot / cold == pytest.approx(0.92, abs=0.005)


def test_inverter_clips_and_later_losses_stay_visible():
    """More modules than inverter: 1.3 is cut to 1, then the transformer takes its share of the cut output."""
    design = replace(LOSSLESS, dc_ac_ratio=1.3, transformer=0.1)
    assert ac_power(np.array([1000.0]), np.array([25.0]), design)[0] == pytest.approx(0.9)


@given(st.just(0.0) | st.floats(1e-3, 1500.0), st.floats(-40.0, 90.0), st.floats(0.5, 2.0))
def test_output_is_a_share_of_the_rating(radiation, temperature, ratio):
    output = ac_power(np.array([radiation]), np.array([temperature]), replace(LOSSLESS, dc_ac_ratio=ratio))
    assert 0.0 <= output[0] <= 1.0


def test_night_gives_nothing_and_tracking_more_than_tilt(sixty_years, settings):
    """A tracker gains mornings and evenings; at night both are exactly zero."""
    weather = sixty_years[0]["golmud"]
    night = sun_position(weather)["apparent_elevation"].to_numpy() < 0.0
    tilted = plane_of_array(weather, settings.designs.pv_fixed)
    turned = plane_of_array(weather, settings.designs.pv_tracking)
    assert tilted[night].max() == turned[night].max() == 0.0
    assert turned.sum() > 1.05 * tilted.sum() > 1.05 * weather.table["ghi"].sum()


def test_wind_cools_the_modules(steady, settings):
    """Ten metres a second against one must raise the output in the sun."""
    calm = steady(dni=800.0, ghi=600.0, dhi=100.0, wind_speed=1.0)
    windy = steady(dni=800.0, ghi=600.0, dhi=100.0, wind_speed=10.0)
    design = settings.designs.pv_fixed
    assert pv_availability(windy, design, 0.1).sum() > 1.02 * pv_availability(calm, design, 0.1).sum()
