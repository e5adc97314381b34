"""Demand: shape and energy, shifting, interrupting."""

import numpy as np
import pytest

WIND = {"wind": {"technology": "wind", "profile": "gust", "capacity_existing": 100.0}}
GUST = {"gust": np.array([1.0, 0.0, 0.0, 0.0])}


def test_shape_is_scaled_to_the_energy(run):
    """Proves the scaling: a shape of 1, 1, 1, 3 and 12 GWh is 2, 2, 2, 6; the backup gives just that."""
    outcome = run({"demand": {"load": {"energy": 12.0, "profile": "load"}}}, demand=(1, 1, 1, 3))
    assert outcome.of("thermal", "power") == pytest.approx([2, 2, 2, 6])
    assert outcome.cost == pytest.approx(120.0)


@pytest.mark.parametrize(
    ("change", "cost", "proves"),
    [
        ({}, 120.0, "nothing moves"),
        ({"shift_share": 0.5, "shift_window": 100.0}, 100.0, "2 GW are added in the windy hour; free it would be 0"),
        ({"shift_share": 0.25, "shift_window": 100.0}, 110.0, "a quarter may move: 1 GW is added"),
        ({"shift_share": 0.5, "shift_window": 0.25}, 110.0, "from 0.5 GWh behind to 0.5 ahead: 0.5 · 4 GW · 0.25 h"),
        ({"shift_share": 0.5, "shift_window": 100.0, "shift_yield": 0.5}, 110.0, "2 GWh taken early serve 1"),
        ({"shift_share": 0.5, "shift_window": 100.0, "shift_cost": 1.0}, 102.0, "2 GWh moved at 1 per GWh"),
    ],
)
def test_demand_moves_to_free_wind(run, change, cost, proves):
    """Proves shifting: 4 GW in each of four hours, wind is free in the first; each limit by itself."""
    outcome = run(
        {"demand": {"load": {"energy": 16.0, "profile": "load", **change}}, "renewable": WIND},
        demand=(4, 4, 4, 4),
        profiles=GUST,
    )
    assert outcome.cost == pytest.approx(cost), proves


@pytest.mark.parametrize(
    ("change", "cost", "proves"),
    [
        ({}, 160.0, "nothing is interrupted"),
        ({"interrupt_share": 0.5, "interrupt_price": 4.0, "interrupt_hours": 4.0}, 112.0, "half, at 4 for 10"),
        ({"interrupt_share": 0.5, "interrupt_price": 4.0, "interrupt_hours": 1.0}, 148.0, "2 GWh in the year"),
        ({"interrupt_share": 0.5, "interrupt_price": 12.0, "interrupt_hours": 4.0}, 160.0, "too dear"),
    ],
)
def test_demand_is_interrupted_at_its_price(run, change, cost, proves):
    """Proves interruption: 16 GWh at 10 by backup. The yearly room is share · hours · mean demand."""
    outcome = run({"demand": {"load": {"energy": 16.0, "profile": "load", **change}}}, demand=(4, 4, 4, 4))
    assert outcome.cost == pytest.approx(cost), proves


def test_unserved_demand_is_shed_at_its_worth(run):
    """Proves shedding: without any plant 16 GWh are lost at 1000 each."""
    outcome = run({}, demand=(4, 4, 4, 4), backup=False)
    assert outcome.cost == pytest.approx(16000.0)
    assert outcome.of("balance", "shed") == pytest.approx([4, 4, 4, 4])
