"""Heliostat field: geometry by hand, the design point, low sun, and the yearly efficiency."""

from dataclasses import replace

import numpy as np
import pytest

from energy_model.availability.csp import (
    RINGS,
    cosine_efficiency,
    csp_availability,
    design_heat,
    receiver_heat,
)


def test_cosine_with_the_sun_overhead():
    """Sun at the zenith: every heliostat of ring r sees s.t = 1/sqrt(1+r2); rings count by circumference."""
    by_hand = np.average(np.sqrt((1 + 1 / np.sqrt(1 + RINGS**2)) / 2), weights=RINGS)
    assert cosine_efficiency(np.array([90.0]), np.array([180.0]), 0.0)[0] == pytest.approx(by_hand)


def test_north_field_likes_the_southern_sun():
    """With more mirrors in the north the noon sun in the south meets them better than a northern one."""
    south, north = cosine_efficiency(np.array([45.0, 45.0]), np.array([180.0, 0.0]), 0.5)
    assert south > north


def test_design_point_gives_one(settings):
    design = settings.designs.csp_field
    heat = receiver_heat(
        np.array([design.design_dni]),
        np.array([design.design_elevation]),
        np.array([design.design_azimuth]),
        design,
    )
    assert heat[0] / design_heat(design) == pytest.approx(1.0)
    assert 450.0 < design_heat(design) < 600.0


def test_weak_beam_only_covers_the_receiver_losses(settings):
    """Five per cent of the design beam is less than what the hot receiver loses."""
    design = settings.designs.csp_field
    weak = receiver_heat(np.array([0.05 * 900.0]), np.array([53.6]), np.array([180.0]), design)
    assert weak[0] == 0.0


def test_no_heat_at_night_even_with_a_faulty_beam(steady, settings):
    """A file with beam at night must not heat salt: shading closes the field at the horizon."""
    heat = csp_availability(steady(dni=900.0), settings.designs.csp_field)
    assert heat.reshape(-1, 24)[:, :6].max() == 0.0
    assert heat.max() < 1.15


def test_outage_is_a_plain_share(steady, settings):
    design = settings.designs.csp_field
    whole, part = (csp_availability(steady(dni=800.0), replace(design, outage=outage)).sum() for outage in (0.0, 0.1))
    assert part == pytest.approx(0.9 * whole)


def test_yearly_efficiency(sixty_years, settings):
    """Heat per beam on the mirrors over a year: 0.50, range 0.44 to 0.56 (optics 0.58, receiver 0.87)."""
    design = settings.designs.csp_field
    weather = sixty_years[0]["golmud"]
    heat = csp_availability(weather, design).sum() * design_heat(design)
    assert heat / weather.table["dni"].sum() == pytest.approx(0.50, abs=0.02)
