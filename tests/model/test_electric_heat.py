"""Electrified steam: boiler, tank, steam demand."""

import numpy as np
import pytest

WIND = {"wind": {"technology": "wind", "profile": "gust", "capacity_existing": 100.0}}
GUST = {"gust": np.array([1.0, 0.0, 0.0, 0.0])}
PLANT = {"steam": 16.0, "boiler_existing": 100.0, "tank_existing": 100.0}


@pytest.mark.parametrize(
    ("change", "cost", "proves"),
    [
        ({}, 0.0, "free wind fills the tank for all hours"),
        ({"tank_existing": 4.0}, 80.0, "the tank holds one of three hours; without its limit the cost is 0"),
        ({"boiler_existing": 8.0}, 80.0, "the boiler makes 8 of 16 in the windy hour; without its limit 0"),
        ({"tank_existing": 0.0, "boiler_efficiency": 0.5}, 240.0, "12 GWh of steam take 24 of power; not 120"),
        ({"kept": 0.5}, 0.0, "more wind makes up for losses of the tank, up to the boiler: see the next case"),
        ({"kept": 0.5, "tank_existing": 4.0}, 100.0, "4 GWh are 2 an hour later: only 2 of 12 GWh are saved"),
        ({"boiler_cost": 1.0}, 16.0, "wear of 1 per GWh; without it the cost is 0"),
    ],
)
def test_wind_makes_steam(run, change, cost, proves):
    """Proves one part at a time: 4 GW of steam in each of four hours, wind is free in the first, backup at 10."""
    outcome = run({"electric_heat": {"steam": {**PLANT, **change}}, "renewable": WIND}, profiles=GUST)
    assert outcome.cost == pytest.approx(cost, abs=1e-6), proves


def test_steam_not_made_is_lost_at_its_worth(run):
    """Proves the shortfall: a boiler of 3 GW leaves 1 GW unserved in each hour: 4 · 1000 + 12 · 10."""
    plant = {**PLANT, "boiler_existing": 3.0, "tank_existing": 0.0}
    outcome = run({"electric_heat": {"steam": plant}})
    assert outcome.cost == pytest.approx(4120.0)
    assert outcome.of("electric_heat", "unserved_energy")[0] == pytest.approx(4.0)
