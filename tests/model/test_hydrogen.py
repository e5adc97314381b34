"""Hydrogen and ammonia: electrolyser, tank, synthesis loop, yearly products."""

import numpy as np
import pytest

PLANT = {
    "electrolyser_existing": 100.0,
    "tank_existing": 10.0,
    "synthesis_existing": 10.0,
    "specific_consumption": 50.0,
    "electrolyser_ramp": 10.0,
    "synthesis_ramp": 10.0,
    "unserved_price": 1e4,
}
WIND = {"wind": {"technology": "wind", "profile": "gust", "capacity_existing": 1000.0}}
GUST = {"gust": np.array([1.0, 0.0, 0.0, 0.0])}


def test_hydrogen_takes_its_power(run):
    """Proves the consumption: 2 kt at 50 GWh/kt by backup at 10: 1000; no conversion would cost 20."""
    outcome = run({"hydrogen": {"plant": {**PLANT, "hydrogen_demand": 2.0}}})
    assert outcome.cost == pytest.approx(1000.0)


def test_ammonia_takes_hydrogen_and_power(run):
    """Proves the loop: 10 kt take 2 kt of hydrogen (100 GWh) and 10 GWh of power: 1100."""
    plant = {**PLANT, "ammonia_demand": 10.0, "hydrogen_per_ammonia": 0.2, "power_per_ammonia": 1.0}
    assert run({"hydrogen": {"plant": plant}}).cost == pytest.approx(1100.0)


def test_tank_carries_hydrogen_to_the_loop(run):
    """Proves the tank: free wind in one hour makes hydrogen for a loop that runs at least at 40 % in every hour.

    8 kt of ammonia in four hours (2 a time) need 0.2 · 8 = 1.6 kt, 1.2 of it from the tank. With a tank of 0.8 kt the
    loop makes more in the first hour, 0.4 of 10 · 0.5 = 2 in the others: still 1.2; so 0.4 kt by backup: 200.
    """
    plant = {
        **PLANT,
        "ammonia_demand": 8.0,
        "hydrogen_per_ammonia": 0.2,
        "synthesis_existing": 5.0,
        "synthesis_min_share": 0.4,
    }
    free = run({"hydrogen": {"plant": {**plant, "tank_existing": 1.2}}, "renewable": WIND}, profiles=GUST)
    short = run({"hydrogen": {"plant": {**plant, "tank_existing": 0.8}}, "renewable": WIND}, profiles=GUST)
    assert free.cost == pytest.approx(0.0, abs=1e-6)
    assert short.cost == pytest.approx(200.0)


def test_electrolyser_has_a_least_power(run):
    """Proves the least power: a tenth of 100 GW in each of four hours costs 400 though nothing is asked for."""
    outcome = run({"hydrogen": {"plant": {**PLANT, "electrolyser_min_share": 0.1}}})
    assert outcome.cost == pytest.approx(400.0)


def test_electrolyser_is_limited(run):
    """Proves the size: 25 GW over four hours make 2 kt of 3 kt; the rest is unserved at 10 000 per kt."""
    outcome = run({"hydrogen": {"plant": {**PLANT, "electrolyser_existing": 25.0, "hydrogen_demand": 3.0}}})
    assert outcome.of("hydrogen", "hydrogen_unserved")[0] == pytest.approx(1.0)


def test_loop_is_limited(run):
    """Proves the loop's size: 1 kt/h over four hours leaves 2 of 6 kt unserved."""
    plant = {**PLANT, "synthesis_existing": 1.0, "ammonia_demand": 6.0}
    outcome = run({"hydrogen": {"plant": plant}})
    assert outcome.of("hydrogen", "ammonia_unserved")[0] == pytest.approx(2.0)


@pytest.mark.parametrize(("ramp", "made"), [(10.0, [100, 0, 0, 0]), (0.25, [25, 0, 0, 0])])
def test_electrolyser_ramps(run, ramp, made):
    """Proves both ramps: hydrogen sells at 100 per kt, that is 2 per GWh; wind is free in the gust, backup costs 10.

    Without a ramp all is made in the gust. At a quarter an hour, each GW above 25 needs one before and one after, at a
    loss of 8 each: so it stays at 25.
    """
    plant = {**PLANT, "electrolyser_ramp": ramp, "hydrogen_price": 100.0}
    outcome = run({"hydrogen": {"plant": plant}, "renewable": WIND}, profiles=GUST)
    assert outcome.of("hydrogen", "electrolyser_power") == pytest.approx(made)


def test_loop_ramps(run):
    """Proves the loop's ramps in the same way: ammonia worth 2 per kt, power 1 GWh/kt: 2.5, not 10, in the gust."""
    plant = {**PLANT, "power_per_ammonia": 1.0, "ammonia_price": 2.0, "synthesis_ramp": 0.25}
    outcome = run({"hydrogen": {"plant": plant}, "renewable": WIND}, profiles=GUST)
    assert outcome.of("hydrogen", "ammonia") == pytest.approx([2.5, 0, 0, 0])
