"""Coal and gas: commitment, fuel along a Willans line, deep peak shaving, least times."""

import numpy as np
import pytest

COAL = {"technology": "coal", "capacity_existing": 4.0, "incremental_fuel": 1.0, "fuel_price": 1.0}
SURPLUS = {"wind": {"technology": "wind", "profile": "gust", "capacity_existing": 4.0}}
GUST = {"gust": np.array([0.0, 1.0, 0.0, 0.0])}


def test_fuel_follows_the_willans_line(run):
    """Proves no-load and incremental fuel: 4 h · 4 GW · 0.5 + 8 GWh · 1 = 16, if online stays at 4; it shrinks to 2: 12."""
    outcome = run({"thermal": {"coal": {**COAL, "no_load_fuel": 0.5}}}, demand=(2, 2, 2, 2))
    assert outcome.cost == pytest.approx(12.0)
    assert outcome.of("thermal", "fuel_energy", plant=1)[0] == pytest.approx(12.0)


def test_start_costs_wear_fuel_and_carbon(run):
    """Proves the start: one start of 2 GW with wear 3, fuel 1 and CO2 0.5 · 2 per GW: 2 · (3 + 1 + 1) + 4 + 4 · 1 = 18.

    Incremental fuel of 4 GWh costs 4, its CO2 (0.5 kt/GWh at 2 MCNY/kt) 4; without start cost the sum is 8.
    """
    coal = {**COAL, "min_share": 1.0, "start_cost": 3.0, "start_fuel": 1.0, "emission_factor": 0.5}
    outcome = run(
        {"thermal": {"coal": coal}, "economy": {"e": {"carbon_price": 2.0, "value_of_lost_load": 1000.0}}},
        demand=(0, 2, 2, 0),
    )
    assert outcome.cost == pytest.approx(18.0)


def test_least_power_and_deep_peak_shaving(run):
    """Proves the least power and its deep steps against a start.

    Demand 4 in each hour; wind gives 4 in the second. Coal at least half of what is online: it stops and starts again
    (start cost 10 per GW: 40) or, with deep steps of 0.25 each at price 1 and 2, it cannot reach zero, and still stops.
    A price for lost wind does not exist, so with least power coal keeps 4 GW online at 2 GW and curtails wind: 12 + 2.
    """
    without = run(
        {"thermal": {"coal": {**COAL, "start_cost": 10.0, "min_share": 0.5}}, "renewable": SURPLUS},
        demand=(4, 4, 4, 4),
        profiles=GUST,
    )
    assert without.cost == pytest.approx(14.0)
    deep = {"deep_share_1": 0.25, "deep_price_1": 0.25, "deep_share_2": 0.25, "deep_price_2": 2.0}
    with_deep = run(
        {"thermal": {"coal": {**COAL, "start_cost": 10.0, "min_share": 0.5, **deep}}, "renewable": SURPLUS},
        demand=(4, 4, 4, 4),
        profiles=GUST,
    )
    # The first step saves 1 GWh of fuel at 0.25; the second would cost 2 per GWh and is not used: 14 - 1 + 0.25.
    assert with_deep.cost == pytest.approx(13.25)
    assert with_deep.of("thermal", "deep_1", plant=1)[1] == pytest.approx(1.0)
    assert with_deep.of("thermal", "deep_2", plant=1) == pytest.approx(np.zeros(4), abs=1e-9)


def test_heat_supply_keeps_units_online(run):
    """Proves the heat minimum: half of 4 GW stays online at half power although wind is free: 4 h · 1 GWh = 4, not 0."""
    wind = {"wind": {"technology": "wind", "profile": "flat", "capacity_existing": 4.0}}
    outcome = run(
        {"thermal": {"coal": {**COAL, "heat_share": 0.5, "min_share": 0.5}}, "renewable": wind}, demand=(4, 4, 4, 4)
    )
    assert outcome.cost == pytest.approx(4.0)


def test_available_share_derates(run):
    """Proves derating: 4 GW at 0.74 give 2.96 of 4 GW; the rest costs 10: 4 · (2.96 + 10.4) = 53.44, not 16."""
    outcome = run({"thermal": {"coal": {**COAL, "available_share": 0.74}}}, demand=(4, 4, 4, 4))
    assert outcome.cost == pytest.approx(53.44)


def test_ramp_up_and_down(run):
    """Proves both ramps: a start reaches a quarter, then a quarter more each hour; and the fall is as slow.

    Demand 0, 4, 4, 0 with least power zero: 1, 2 and no way down from 2 to 0 in an hour but by stopping: 0.25 of what
    stops. So the plant gives at most 1 GW in both hours: 2 · 1 + 6 · 10 = 62; without the way down 3 + 50 = 53.
    """
    outcome = run({"thermal": {"coal": {**COAL, "ramp": 0.25, "start_power": 0.25}}}, demand=(0, 4, 4, 0))
    assert outcome.of("thermal", "power", plant=1) == pytest.approx([0, 1, 1, 0])
    assert outcome.cost == pytest.approx(62.0)


def test_least_time_up(run):
    """Proves the least time up: started for one hour, 4 GW stay online three, at no-load fuel 0.1: 4 + 1.2, not 4.4."""
    outcome = run({"thermal": {"coal": {**COAL, "no_load_fuel": 0.1, "up_time": 3.0}}}, demand=(0, 0, 0, 4, 0, 0, 0, 0))
    assert outcome.cost == pytest.approx(5.2)


def test_least_time_down(run):
    """Proves the least time down: off in one hour means off in two, so staying online at no-load fuel 0.1 is cheaper.

    Demand 4, 0, 4, 4. Without least time down the plant stops for an hour: 12 + 3 · 0.4 = 13.2; with two hours it would
    miss 4 GWh at 10, so it stays: 12 + 4 · 0.4 = 13.6.
    """
    free = run({"thermal": {"coal": {**COAL, "no_load_fuel": 0.1}}}, demand=(4, 0, 4, 4))
    held = run({"thermal": {"coal": {**COAL, "no_load_fuel": 0.1, "down_time": 2.0}}}, demand=(4, 0, 4, 4))
    assert free.cost == pytest.approx(13.2)
    assert held.cost == pytest.approx(13.6)


def test_yearly_hours_are_limited(run):
    """Proves the energy limit: 2 h · 4 GW = 8 of 16 GWh; the rest by backup: 8 + 80, not 16."""
    outcome = run({"thermal": {"coal": {**COAL, "hours_max": 2.0}}}, demand=(4, 4, 4, 4))
    assert outcome.cost == pytest.approx(88.0)
