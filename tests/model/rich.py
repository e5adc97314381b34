"""A miniature with every technology, every option and every kind of requirement, for tests of structure."""

import numpy as np


def profiles(hours):
    """Sun, wind and a contract curve."""
    hour = np.arange(hours) % 24
    return {
        "sun": np.maximum(0.0, np.sin((hour - 6) / 12 * np.pi)),
        "wind": np.random.default_rng(0).random(hours),
        "curve": np.where((hour >= 10) & (hour < 22), 0.8, 0.3),
    }


LINE = {"capacity_existing": 2.0, "price": 0.2, "band_up": 0.1, "band_down": 0.1, "curve_profile": "curve", "ramp": 0.2}
RICH = {
    "zones": {"z": {}, "y": {}},
    "renewable": {
        "pv": {
            "technology": "pv",
            "profile": "sun",
            "capacity_existing": 1.0,
            "capacity_addition_max": 20.0,
            "capacity_investment": 10.0,
            "capacity_build_rate": 3.0,
        },
        "wind": {"technology": "wind", "profile": "wind", "capacity_existing": 2.0, "zone": "y"},
        "river": {"technology": "hydro", "profile": "wind", "capacity_existing": 0.1},
    },
    "csp": {
        "tower": {
            "profile": "sun",
            "block_existing": 0.35,
            "field_existing": 1.3,
            "receiver_existing": 1.0,
            "tank_existing": 10.0,
            "heater_existing": 0.1,
            "gross_efficiency": 0.44,
            "min_share": 0.2,
            "no_load": 0.03,
            "kept": 0.9996,
            "ramp": 0.5,
            "start_heat": 0.1,
        }
    },
    "thermal": {
        "coal": {
            "technology": "coal",
            "capacity_existing": 1.32,
            "min_share": 0.4,
            "deep_share_1": 0.1,
            "deep_price_1": 0.1,
            "ramp": 0.5,
            "start_power": 0.4,
            "no_load_fuel": 0.2,
            "incremental_fuel": 2.3,
            "fuel_price": 0.09,
            "emission_factor": 0.346,
            "up_time": 5.0,
            "down_time": 4.0,
            "hours_max": 5000.0,
            "heat_share": 0.1,
        },
        "gas": {"technology": "gas", "capacity_existing": 0.2, "incremental_fuel": 2.8, "fuel_price": 0.2, "ramp": 6.0},
    },
    "storage": {
        "lfp": {
            "discharge_capacity_existing": 1.0,
            "charge_capacity_existing": 1.0,
            "energy_capacity_existing": 2.0,
            "charge_yield": 0.93,
            "discharge_draw": 1 / 0.93,
            "reserve_share": 0.05,
            "energy_capacity_addition_max": 10.0,
            "energy_capacity_investment": 1.0,
            "charge_ratio_max": 1.0,
            "duration_max": 100.0,
            "cycles_max": 400.0,
        }
    },
    "pumped_hydro": {
        "plain": {
            "capacity_existing": 1.0,
            "reservoir_hours": 6.0,
            "pump_yield": 0.866,
            "generation_draw": 1.155,
            "reserve_share": 0.05,
        },
        "river": {"capacity_existing": 0.2, "reservoir_hours": 6.0, "inflow": 0.01},
    },
    "hydrogen": {
        "plant": {
            "electrolyser_existing": 0.3,
            "tank_existing": 0.1,
            "synthesis_existing": 0.02,
            "specific_consumption": 53.0,
            "hydrogen_per_ammonia": 0.178,
            "power_per_ammonia": 0.8,
            "hydrogen_demand": 0.1,
            "ammonia_demand": 0.2,
            "electrolyser_min_share": 0.1,
            "electrolyser_ramp": 0.5,
            "synthesis_min_share": 0.4,
            "synthesis_ramp": 0.2,
            "unserved_price": 30.0,
        }
    },
    "demand": {
        "city": {
            "energy": 40.0,
            "shift_share": 0.1,
            "shift_window": 4.0,
            "interrupt_share": 0.1,
            "interrupt_hours": 100.0,
        }
    },
    "electric_heat": {"steam": {"steam": 10.0, "boiler_existing": 5.0, "tank_existing": 2.0}},
    "direct_supply": {
        "site": {
            "pv_profile": "sun",
            "wind_profile": "wind",
            "pv_existing": 0.2,
            "wind_existing": 0.1,
            "battery_existing": 0.05,
            "duration": 2.0,
            "demand_energy": 10.0,
            "connection": 5.0,
            "self_use_min": 0.6,
            "cover_min": 0.3,
            "feed_in_max": 0.2,
        }
    },
    "export_line": {
        "dc": {**LINE, "technology": "dc_line", "curve": "fixed", "contract_hours": 10.0},
        "ac": {**LINE, "technology": "ac_section", "curve": "steps", "zone": "y"},
        "free": {**LINE, "technology": "ac_section", "curve": "free", "import_share": 0.1, "import_price": 0.5},
    },
    "corridor": {
        "link": {
            "from_zone": "z",
            "to_zone": "y",
            "capacity_existing": 2.0,
            "backward_share": 1.0,
            "loss": 0.01,
            "flow_cost": 0.001,
        }
    },
    "requirements": {
        name: {"scale": 1.0, "required": 1.0, **values}
        for name, values in {
            "clean": {"kind": "clean_capacity", "subject": "clean", "power": 20.0},
            "energy": {"kind": "export_energy", "subject": "dc", "share": 1.0},
            "curve": {"kind": "export_curve", "subject": "dc", "energy": 0.0},
            "share": {"kind": "export_clean_share", "subject": "dc", "share": 0.69},
            "served": {"kind": "demand_served", "energy": 0.0},
            "product": {"kind": "product_served", "mass": 0.0},
            "use": {"kind": "utilisation", "subject": "wind+pv", "share": 0.9},
            "firm": {"kind": "firm_capacity", "subject": "winter_evening", "share": 1.0, "reserve_margin": 0.14},
            "reserve": {
                "kind": "spinning_reserve",
                "energy": 0.0,
                "load_share": 0.05,
                "wind_share": 0.1,
                "pv_share": 0.05,
            },
            "strength": {"kind": "system_strength", "subject": "dc", "share": 0.1},
            "local": {"kind": "local_green_use", "share": 0.5},
            "direct": {"kind": "direct_supply", "energy": 0.0},
            "co2": {"kind": "emissions", "mass": 1e4},
            "coal": {"kind": "coal_energy", "energy": 1e4},
            "water": {"kind": "water", "mass": 1e4},
        }.items()
    },
}
