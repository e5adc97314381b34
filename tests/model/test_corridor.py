"""Corridors: limits, losses, reinforcement, both directions."""

import pytest

TWO = {"zones": {"z": {}, "y": {}}}
CORRIDOR = {"from_zone": "y", "to_zone": "z", "capacity_existing": 2.0, "backward_share": 0.5}
WIND = {"wind": {"technology": "wind", "profile": "flat", "capacity_existing": 100.0, "zone": "y"}}


@pytest.mark.parametrize(
    ("change", "cost", "proves"),
    [
        ({}, 80.0, "2 of 4 GW come through; without the limit the cost is 0"),
        ({"loss": 0.5}, 120.0, "1 of 2 GW arrives; without the loss the cost is 80"),
        ({"flow_cost": 1.0}, 88.0, "8 GWh at 1; without it the cost is 80"),
        ({"from_zone": "z", "to_zone": "y"}, 120.0, "backward the limit is a half; forward the cost would be 80"),
        (
            {"capacity_addition_max": 1.0, "capacity_investment": 15.0, "lifetime": 1.0},
            55.0,
            "1 GW more costs 15 and saves 40",
        ),
    ],
)
def test_wind_of_the_other_zone(run, change, cost, proves):
    """Proves one part at a time: 4 GW of demand in z, free wind in y, backup at 10."""
    outcome = run({**TWO, "corridor": {"line": {**CORRIDOR, **change}}, "renewable": WIND}, demand=(4, 4, 4, 4))
    assert outcome.cost == pytest.approx(cost), proves
