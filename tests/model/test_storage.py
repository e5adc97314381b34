"""Storage: level, limits, sizes, cycles."""

import numpy as np
import pytest

FREE_THEN_DEAR = {"gust": np.array([1.0, 0.0, 0.0, 0.0])}
WIND = {"wind": {"technology": "wind", "profile": "gust", "capacity_existing": 100.0}}
STORE = {
    "charge_capacity_existing": 20.0,
    "discharge_capacity_existing": 20.0,
    "energy_capacity_existing": 20.0,
    "charge_ratio_max": 1.0,
    "duration_min": 0.0,
    "duration_max": 100.0,
}


@pytest.mark.parametrize(
    ("change", "cost", "proves"),
    [
        ({}, 0.0, "20 GWh of free wind serve the third hour"),
        ({"charge_yield": 0.5}, 100.0, "of 20 GWh taken 10 are stored; without the loss the cost is 0"),
        ({"discharge_draw": 2.0}, 100.0, "of 20 GWh stored 10 are given; without the loss the cost is 0"),
        ({"kept": 0.5}, 150.0, "two hours keep a quarter; without standing loss the cost is 0"),
        ({"charge_capacity_existing": 5.0}, 150.0, "5 GW for one hour; without the limit the cost is 0"),
        ({"discharge_capacity_existing": 5.0, "charge_ratio_max": 4.0}, 150.0, "5 GW out; without the limit 0"),
        ({"energy_capacity_existing": 5.0}, 150.0, "5 GWh fit; without the limit the cost is 0"),
        ({"reserve_share": 0.25}, 50.0, "a quarter stays; without it the cost is 0"),
        ({"throughput_cost": 1.0}, 20.0, "wear of 1 per GWh; without it the cost is 0"),
        ({"cycles_max": 0.5}, 100.0, "half a cycle is 10 GWh; without the limit the cost is 0"),
    ],
)
def test_wind_is_carried_to_the_third_hour(run, change, cost, proves):
    """Proves one part at a time: free wind in the first hour, 20 GWh wanted in the third, backup at 10."""
    outcome = run(
        {"storage": {"store": {**STORE, **change}}, "renewable": WIND}, demand=(0, 0, 20, 0), profiles=FREE_THEN_DEAR
    )
    assert outcome.cost == pytest.approx(cost, abs=1e-6), proves


def test_store_is_cyclic(run):
    """Proves the cycle: nothing is in store for free; without it the store would serve the first hour at no cost."""
    outcome = run({"storage": {"store": STORE}}, demand=(20, 0, 0, 0))
    assert outcome.cost == pytest.approx(200.0)


@pytest.mark.parametrize(
    ("change", "sizes"),
    [
        ({}, (10.0, 10.0, 10.0)),
        ({"duration_min": 2.0}, (10.0, 10.0, 20.0)),
        ({"charge_ratio_max": 0.5}, (10.0, 20.0, 10.0)),
    ],
)
def test_sizes_are_tied(run, change, sizes):
    """Proves ratio and durations: what 10 GWh need, and what the kind adds to it."""
    free = {f"{size}_capacity_addition_max": 100.0 for size in ("charge", "discharge", "energy")}
    priced = {f"{size}_capacity_investment": 1.0 for size in ("charge", "discharge", "energy")}
    store = {**free, **priced, "lifetime": 1.0, "charge_ratio_max": 1.0, "duration_min": 0.0, "duration_max": 100.0}
    outcome = run(
        {"storage": {"store": {**store, **change}}, "renewable": WIND}, demand=(0, 0, 10, 0), profiles=FREE_THEN_DEAR
    )
    built = [outcome.of("storage", f"{size}_capacity")[0] for size in ("charge", "discharge", "energy")]
    assert built == pytest.approx(sizes)


def test_duration_has_a_most(run):
    """Proves the greatest duration: 10 GWh at 0.5 h need 20 GW, not 10."""
    free = {f"{size}_capacity_addition_max": 100.0 for size in ("charge", "discharge", "energy")}
    priced = {f"{size}_capacity_investment": 1.0 for size in ("charge", "discharge", "energy")}
    store = {**free, **priced, "lifetime": 1.0, "charge_ratio_max": 1.0, "duration_min": 0.0, "duration_max": 0.5}
    outcome = run({"storage": {"store": store}, "renewable": WIND}, demand=(0, 0, 10, 0), profiles=FREE_THEN_DEAR)
    assert outcome.of("storage", "discharge_capacity")[0] == pytest.approx(20.0)
