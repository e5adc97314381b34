"""Pumped storage: reservoir, units that pump or generate, inflow."""

import numpy as np
import pytest

WIND = {"wind": {"technology": "wind", "profile": "gust", "capacity_existing": 100.0}}
GUST = {"gust": np.array([1.0, 0.0, 0.0, 0.0])}
PLANT = {"capacity_existing": 8.0, "reservoir_hours": 1.0}


@pytest.mark.parametrize(
    ("change", "cost", "proves"),
    [
        ({}, 0.0, "8 GWh pumped in an hour serve the third"),
        ({"pump_yield": 0.75}, 20.0, "6 GWh are stored; without the loss the cost is 0"),
        ({"generation_draw": 2.0}, 40.0, "4 GWh are given; without the loss the cost is 0"),
        ({"reservoir_hours": 0.5}, 40.0, "4 GWh fit; without the limit the cost is 0"),
        ({"reserve_share": 0.5}, 40.0, "half stays; without it the cost is 0"),
        ({"kept": 0.5}, 60.0, "a quarter is left after two hours; without the loss the cost is 0"),
        ({"capacity_existing": 4.0, "reservoir_hours": 2.0}, 40.0, "4 GW pump; without the limit the cost is 0"),
        ({"throughput_cost": 1.0}, 8.0, "wear of 1 per GWh; without it the cost is 0"),
    ],
)
def test_wind_is_pumped(run, change, cost, proves):
    """Proves one part at a time: free wind in the first hour, 8 GWh wanted in the third, backup at 10."""
    outcome = run(
        {"pumped_hydro": {"plant": {**PLANT, **change}}, "renewable": WIND}, demand=(0, 0, 8, 0), profiles=GUST
    )
    assert outcome.cost == pytest.approx(cost, abs=1e-6), proves


def test_units_pump_or_generate(run):
    """Proves the shared units: with 4 GW pumping for another use, none can generate in that hour.

    Wind 4 GW in the first hour and demand 4 in each of the first two: the plant cannot serve hour one from its own
    pumping; the two flows together stay within 8 GW in every hour.
    """
    outcome = run({"pumped_hydro": {"plant": PLANT}, "renewable": WIND}, demand=(8, 8, 0, 0), profiles=GUST)
    both = outcome.of("pumped_hydro", "pumping") + outcome.of("pumped_hydro", "generation")
    assert both.max() <= 8.0 + 1e-9


def test_inflow_is_generated_or_spilled(run):
    """Proves inflow and spill: 2 GWh an hour serve 2 of 4 GWh in each hour: cost 80; in no hour is more than needed."""
    outcome = run({"pumped_hydro": {"plant": {**PLANT, "inflow": 2.0}}}, demand=(4, 4, 4, 4))
    assert outcome.cost == pytest.approx(80.0)
    idle = run({"pumped_hydro": {"plant": {**PLANT, "inflow": 2.0}}}, demand=(1, 1, 1, 1))
    assert idle.of("pumped_hydro", "spill").sum() == pytest.approx(4.0)
