"""Solar thermal: heat from mirrors and heater, salt tank, turbine."""

import numpy as np
import pytest

SUN = {"sun": np.array([1.0, 0.0, 0.0, 0.0])}
TOWER = {
    "profile": "sun",
    "field_existing": 10.0,
    "receiver_existing": 10.0,
    "tank_existing": 100.0,
    "block_existing": 4.0,
    "gross_efficiency": 0.5,
    "ramp": 10.0,
}


@pytest.mark.parametrize(
    ("change", "cost", "proves"),
    [
        ({}, 30.0, "10 GWh of heat give 5 of 8 GWh"),
        ({"receiver_existing": 8.0}, 40.0, "the receiver takes 8 GWh of heat; without its limit the cost is 30"),
        ({"tank_existing": 6.0}, 50.0, "the tank holds 6 GWh; without its limit the cost is 30"),
        ({"kept": 0.5}, 55.0, "half the heat is lost each hour; without the loss the cost is 30"),
        ({"no_load": 0.25}, 40.0, "a quarter of the online capacity is lost: 4 GWh; without it the cost is 30"),
        (
            {"start_heat": 1.0, "min_share": 1.0},
            40.0,
            "each GW started takes 1 GWh: 2 GW run two hours; without it the cost is 30",
        ),
        ({"block_existing": 2.0}, 40.0, "the block gives 2 GW; without its limit the cost is 30"),
    ],
)
def test_heat_becomes_power(run, change, cost, proves):
    """Proves one part at a time: sun in the first hour, 4 GW of demand in the second and third, backup at 10."""
    outcome = run({"csp": {"tower": {**TOWER, **change}}}, demand=(0, 4, 4, 0), profiles=SUN)
    assert outcome.cost == pytest.approx(cost), proves


def test_heater_stores_surplus(run):
    """Proves the heater: 4 GWh of surplus wind in the first hour give 0.9 · 4 · 0.5 = 1.8 GWh later: cost 22, not 40."""
    tower = {**TOWER, "field_existing": 0.0, "heater_existing": 4.0, "heater_efficiency": 0.9}
    outcome = run(
        {
            "csp": {"tower": tower},
            "renewable": {"wind": {"technology": "wind", "profile": "sun", "capacity_existing": 100.0}},
        },
        demand=(0, 4, 0, 0),
        profiles=SUN,
    )
    assert outcome.cost == pytest.approx(22.0)


def test_heater_is_limited(run):
    """Proves the heater's size: 2 GW store half as much: cost 31, not 22."""
    tower = {**TOWER, "field_existing": 0.0, "heater_existing": 2.0, "heater_efficiency": 0.9}
    outcome = run(
        {
            "csp": {"tower": tower},
            "renewable": {"wind": {"technology": "wind", "profile": "sun", "capacity_existing": 100.0}},
        },
        demand=(0, 4, 0, 0),
        profiles=SUN,
    )
    assert outcome.cost == pytest.approx(31.0)


def test_least_power_keeps_running(run):
    """Proves the least power with a cost of starting.

    Demand 4, 0, 4 with export of nothing: surplus in the gap is not possible, so a plant that must run at half power
    cannot stay online: it starts twice, at 4 each. Without least power it stays online all day and never starts.
    """
    tower = {**TOWER, "field_existing": 100.0, "receiver_existing": 100.0, "start_cost": 1.0, "min_share": 0.5}
    twice = run({"csp": {"tower": tower}}, demand=(0, 4, 0, 4), profiles=SUN)
    idle = run({"csp": {"tower": {**tower, "min_share": 0.0}}}, demand=(0, 4, 0, 4), profiles=SUN)
    assert twice.cost == pytest.approx(8.0)
    assert idle.cost == pytest.approx(0.0, abs=1e-9)


def test_ramp_limits_the_rise(run):
    """Proves the ramp: at 0.25 per hour and least power 0.25, a start gives 1 GW, then 2 GW: 5 of 8 GWh by backup."""
    tower = {**TOWER, "field_existing": 100.0, "receiver_existing": 100.0, "ramp": 0.25, "min_share": 0.25}
    outcome = run({"csp": {"tower": tower}}, demand=(0, 4, 4, 0), profiles=SUN)
    assert outcome.of("csp", "power") == pytest.approx([0, 1, 2, 0])
    assert outcome.cost == pytest.approx(50.0)
