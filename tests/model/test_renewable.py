"""Wind, PV and hydro give what the weather allows, or less."""

import numpy as np
import pytest


def test_power_follows_the_weather(run):
    """Proves availability: 10 GW at (1, 0.5, 0, 0) serve 4 + 4 of 16 GWh; without the limit the backup costs 0, not 80."""
    outcome = run(
        {"renewable": {"pv": {"technology": "pv", "profile": "sun", "capacity_existing": 10.0}}},
        demand=(4, 4, 4, 4),
        profiles={"sun": np.array([1.0, 0.5, 0.0, 0.0])},
    )
    assert outcome.of("renewable", "power") == pytest.approx([4, 4, 0, 0])
    assert outcome.cost == pytest.approx(80.0)


def test_year_energy_adds_up(run):
    """Proves the yearly sum: 8 GWh given; a sum without weights would be the same only by luck, so weights are 2."""
    outcome = run(
        {"renewable": {"pv": {"technology": "pv", "profile": "sun", "capacity_existing": 10.0}}},
        demand=(4, 4, 4, 4),
        profiles={"sun": np.array([1.0, 0.5, 0.0, 0.0])},
        weight=2.0,
    )
    given = outcome.of("renewable", "power")
    assert outcome.of("renewable", "power_energy")[0] == pytest.approx(2.0 * given.sum())


def test_capacity_is_built_where_it_pays(run):
    """Proves sizing: 1 GW of flat power saves 40 and costs 30 a year, so all 2 GW allowed are built: 80 - 80 + 60."""
    outcome = run(
        {
            "renewable": {
                "wind": {
                    "technology": "wind",
                    "profile": "flat",
                    "capacity_addition_max": 2.0,
                    "capacity_investment": 30.0,
                    "lifetime": 1.0,
                }
            }
        },
        demand=(2, 2, 2, 2),
    )
    assert outcome.of("renewable", "capacity_built")[0] == pytest.approx(2.0)
    assert outcome.cost == pytest.approx(60.0)


def test_dear_capacity_is_not_built(run):
    """Proves the cost side of sizing: at 50 a year per GW the backup at 40 is cheaper."""
    outcome = run(
        {
            "renewable": {
                "wind": {
                    "technology": "wind",
                    "profile": "flat",
                    "capacity_addition_max": 2.0,
                    "capacity_investment": 50.0,
                    "lifetime": 1.0,
                }
            }
        },
        demand=(2, 2, 2, 2),
    )
    assert outcome.of("renewable", "capacity_built")[0] == pytest.approx(0.0, abs=1e-9)
    assert outcome.cost == pytest.approx(80.0)


def test_build_rate_limits_a_stage(run):
    """Proves the build rate: 0.2 GW a year from the end of 2025 to 2030 is 1 GW, not the 2 GW of the pipeline."""
    outcome = run(
        {
            "renewable": {
                "wind": {
                    "technology": "wind",
                    "profile": "flat",
                    "capacity_addition_max": 2.0,
                    "capacity_build_rate": 0.2,
                    "capacity_investment": 1.0,
                    "lifetime": 1.0,
                }
            }
        },
        demand=(2, 2, 2, 2),
    )
    assert outcome.of("renewable", "capacity_built")[0] == pytest.approx(1.0)


def test_committed_capacity_is_charged(run):
    """Proves the constant: 1 GW committed after the base year at 30 a year is in the cost: 40 + 30, not 40."""
    outcome = run(
        {
            "renewable": {
                "wind": {
                    "technology": "wind",
                    "profile": "flat",
                    "capacity_existing": (1.0, 0.0),
                    "capacity_investment": 30.0,
                    "lifetime": 1.0,
                }
            }
        },
        demand=(2, 2, 2, 2),
    )
    assert outcome.cost == pytest.approx(70.0)
