"""Solving miniature cases once, and the tree of a case with all technologies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from energy_model.studies import Reader, Solved, solve
from tests.helpers import miniature

SUN = np.clip(np.sin((np.arange(24) - 6.0) / 12.0 * np.pi), 0.0, None)


def solved(tables: Mapping[str, Any], hours: int = 4, profiles: Mapping[str, Any] | None = None, **more: Any) -> Solved:
    """Solve a miniature case and insist on a proof."""
    result = solve(miniature(tables, hours, profiles, **more))
    assert result.tree is not None, result.two_phase.solution.chain
    return result


def reader_of(tables: Mapping[str, Any], hours: int = 4, profiles: Mapping[str, Any] | None = None) -> Reader:
    """Solve a miniature case and return its tree."""
    tree = solved(tables, hours, profiles).tree
    assert tree is not None
    return Reader(tree)


WHOLE: dict[str, Any] = {
    "zones": {"base": {"name_zh": "基地", "name_en": "base"}, "city": {"name_zh": "城区", "name_en": "city"}},
    "economy": {"economy": {"value_of_lost_load": 20.0, "discount_rate": 0.05, "carbon_price": 0.1}},
    "renewable": {
        "pv": {
            "technology": "pv",
            "profile": "sun",
            "capacity_existing": (3.0, 1.0),
            "capacity_addition_max": 6.0,
            "capacity_investment": 3000.0,
            "lifetime": 25.0,
            "zone": "base",
        },
        "wind": {"technology": "wind", "profile": "wind", "capacity_existing": 2.0, "lifetime": 20.0, "zone": "city"},
    },
    "csp": {
        "tower": {
            "profile": "sun",
            "zone": "base",
            "block_existing": 0.35,
            "field_existing": 1.3,
            "receiver_existing": 1.0,
            "tank_existing": 5.0,
            "heater_existing": 0.1,
            "gross_efficiency": 0.44,
            "min_share": 0.2,
            "no_load": 0.03,
            "kept": 0.9996,
            "heater_cost": 0.005,
            "lifetime": 25.0,
        }
    },
    "thermal": {
        "coal": {
            "technology": "coal",
            "zone": "base",
            "capacity_existing": 1.32,
            "min_share": 0.4,
            "deep_share_1": 0.1,
            "deep_price_1": 0.1,
            "ramp": 0.5,
            "no_load_fuel": 0.2,
            "incremental_fuel": 2.3,
            "fuel_price": 0.09,
            "emission_factor": 0.346,
            "start_cost": 0.1,
            "start_fuel": 1.0,
            "lifetime": 30.0,
        },
        "gas": {
            "technology": "gas",
            "zone": "city",
            "capacity_existing": 3.0,
            "incremental_fuel": 2.5,
            "fuel_price": 0.25,
            "emission_factor": 0.2,
            "lifetime": 25.0,
        },
    },
    "storage": {
        "battery": {
            "technology": "lfp",
            "zone": "base",
            "charge_capacity_existing": 0.5,
            "discharge_capacity_existing": 0.5,
            "energy_capacity_existing": 1.0,
            "charge_yield": 0.93,
            "discharge_draw": 1.07,
            "throughput_cost": 0.01,
            "lifetime": 15.0,
        }
    },
    "pumped_hydro": {
        "pumped": {
            "zone": "city",
            "capacity_existing": 0.6,
            "reservoir_hours": 6.0,
            "pump_yield": 0.87,
            "generation_draw": 1.15,
            "throughput_cost": 0.01,
            "lifetime": 50.0,
        }
    },
    "hydrogen": {
        "plant": {
            "zone": "city",
            "electrolyser_existing": 0.2,
            "tank_existing": 0.1,
            "synthesis_existing": 0.01,
            "specific_consumption": 53.0,
            "hydrogen_per_ammonia": 0.178,
            "power_per_ammonia": 0.8,
            "hydrogen_demand": 0.01,
            "ammonia_demand": 0.1,
            "synthesis_min_share": 0.3,
            "lifetime": 20.0,
        }
    },
    "electric_heat": {
        "steam": {"zone": "city", "steam": 3.0, "boiler_existing": 0.5, "tank_existing": 1.0, "lifetime": 20.0}
    },
    "demand": {
        "load": {
            "zone": "city",
            "energy": 36.0,
            "shift_share": 0.1,
            "shift_window": 3.0,
            "shift_yield": 0.97,
            "shift_cost": 0.05,
        }
    },
    "direct_supply": {
        "park": {
            "zone": "city",
            "pv_profile": "sun",
            "wind_profile": "wind",
            "pv_existing": 0.3,
            "wind_existing": 0.2,
            "battery_existing": 0.05,
            "duration": 2.0,
            "demand_energy": 4.0,
            "self_use_min": 0.6,
            "cover_min": 0.3,
            "feed_in_max": 0.2,
            "lifetime": 20.0,
        }
    },
    "export_line": {
        "dc": {
            "technology": "dc_line",
            "name_zh": "直流",
            "name_en": "DC line",
            "zone": "base",
            "curve": "steps",
            "capacity_existing": 2.0,
            "min_share": 0.1,
            "band_up": 0.1,
            "band_down": 0.1,
            "contract_hours": 12.0,
            "price": 0.3,
            "loss": 0.05,
            "lifetime": 30.0,
        }
    },
    "corridor": {
        "link": {
            "from_zone": "base",
            "to_zone": "city",
            "capacity_existing": 1.0,
            "backward_share": 1.0,
            "loss": 0.01,
            "flow_cost": 0.001,
            "lifetime": 40.0,
        }
    },
    "requirements": {
        "clean": {
            "kind": "clean_capacity",
            "subject": "clean",
            "power": 6.0,
            "name_zh": "清洁装机",
            "name_en": "clean",
        },
        "new": {"kind": "clean_capacity", "subject": "new_energy", "power": 99.0, "required": 0.0},
        "stores": {"kind": "clean_capacity", "subject": "with_storage", "power": 6.0, "required": 0.0},
        "energy": {"kind": "export_energy", "subject": "dc", "share": 1.0},
        "share": {"kind": "export_clean_share", "subject": "dc", "share": 0.5},
        "served": {"kind": "demand_served", "energy": 0.0},
        "use": {"kind": "utilisation", "subject": "wind+pv", "share": 0.5},
        "firm": {"kind": "firm_capacity", "subject": "winter_evening", "share": 1.0, "required": 0.0},
        "local": {"kind": "local_green_use", "share": 0.1},
        "carbon": {"kind": "emissions", "mass": 1000.0},
        "coal": {"kind": "coal_energy", "energy": 1000.0},
        "water": {"kind": "water", "mass": 1000.0},
    },
}
PROFILES = {"sun": SUN, "wind": 0.4 + 0.3 * np.cos(np.arange(24) / 24.0 * 2 * np.pi)}


@cache
def _whole() -> Solved:
    return solved(WHOLE, 24, PROFILES)


@pytest.fixture
def whole() -> Solved:
    """A solved day with every technology."""
    return _whole()


@pytest.fixture
def whole_reader(whole: Solved) -> Reader:
    assert whole.tree is not None
    return Reader(whole.tree)
