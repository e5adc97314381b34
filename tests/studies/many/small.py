"""A small case as files, made from the schema of the model, so that workers in other processes can read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from energy_model.model import schemas
from tests.helpers import NEUTRAL

TOML = """title_zh = "小算例"
title_en = "Small case"
question_zh = "行不行？"
question_en = "Does it work?"
base_year = 2025
stages = [2030]
slot_hours = [0]

[weather_years]
1 = 1.0
"""
TABLES: dict[str, dict[str, dict[str, Any]]] = {
    "zones": {"z": {}},
    "economy": {"economy": {"value_of_lost_load": 10.0, "discount_rate": 0.08, "carbon_price": 0.0}},
    "demand": {"city": {"energy": 8760.0}},
    "requirements": {"served": {"kind": "demand_served", "energy": 0.0, "scale": 100.0}},
    "renewable": {
        "pv": {
            "technology": "pv",
            "profile": "sun",
            "capacity_addition_max": 8.0,
            "capacity_investment": 3000.0,
            "lifetime": 25.0,
        }
    },
    "thermal": {
        "gas": {
            "technology": "gas",
            "capacity_existing": 2.0,
            "incremental_fuel": 2.0,
            "fuel_price": 0.3,
            "lifetime": 30.0,
        }
    },
    "storage": {
        "lfp": {
            "technology": "lfp",
            **{f"{size}_addition_max": 4.0 for size in ("charge_capacity", "discharge_capacity")},
            "energy_capacity_addition_max": 24.0,
            "charge_capacity_investment": 5.0,
            "discharge_capacity_investment": 400.0,
            "energy_capacity_investment": 450.0,
            "duration_max": 6.0,
            "charge_yield": 0.93,
            "discharge_draw": 1.08,
            "throughput_cost": 0.01,
            "lifetime": 15.0,
        },
        "sodium": {
            "technology": "sodium_ion",
            "charge_capacity_investment": 5.0,
            "energy_capacity_investment": 500.0,
            "discharge_capacity_investment": 500.0,
            "duration_max": 4.0,
            "charge_yield": 0.9,
            "discharge_draw": 1.1,
            "lifetime": 12.0,
        },
    },
}
HEADER = "item,parameter,from,value,low,high,unit,source,note\n"
# A closed store whose range says how far it may be opened; a fuel price with a range.
RANGES = {
    **{("storage", "sodium", f"{size}_addition_max"): (0.0, 1.0) for size in ("charge_capacity", "discharge_capacity")},
    ("storage", "sodium", "energy_capacity_addition_max"): (0.0, 4.0),
    ("thermal", "gas", "fuel_price"): (0.2, 0.4),
    ("renewable", "pv", "capacity_investment"): (2000.0, 4000.0),
}


def write_small(folder: Path) -> Path:
    """Write the small case and return its folder."""
    known = schemas()
    (folder / "hourly").mkdir(parents=True)
    (folder / "scenarios").mkdir()
    (folder / "case.toml").write_text(TOML, encoding="utf-8")
    (folder / "sources.csv").write_text(
        "id,title,reference,url,date,confidence,note\nguess,An estimate,,,2025,estimate,\n", encoding="utf-8"
    )
    for table, items in TABLES.items():
        lines = [line for item, given in items.items() for line in _lines(table, item, given, known[table])]
        (folder / f"{table}.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
    rows = [f"1,{hour},1,{_sun(hour)}" for hour in range(8760)]
    (folder / "hourly" / "shapes.csv").write_text(
        "weather_year,hour,flat,sun\n1,h,1,1\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )
    return folder


def _sun(hour: int) -> float:
    """Sun of a day that changes through the year, so that curves have many kinks."""
    day, of_day = hour // 24, hour % 24
    return round(max(0.0, 1.0 - ((of_day - 12.5) / 6.5) ** 2) * (0.5 + 0.5 * (day % 7) / 6), 4)


def _lines(table: str, item: str, given: dict[str, Any], schema: Any) -> list[str]:
    """Rows of one plant: what is given, and a neutral value for what has no default."""
    lines = []
    for label in schema.labels:
        word = given.get(label.name, label.default)
        if word is None:
            word = {"zone": "z", "profile": "flat"}.get(str(label.refers_to), item)
        if word:
            lines.append(f"{item},{label.name},,{word},,,text,,\n")
    for parameter in schema.parameters:
        ranged = RANGES.get((table, item, parameter.name))
        value = given.get(parameter.name, parameter.default)
        if value is None:
            value = NEUTRAL.get(parameter.name, max(parameter.low, 0.0))
        if parameter.name not in given and parameter.default is not None and ranged is None:
            continue
        low, high = ranged or (value, value)
        lines.append(f"{item},{parameter.name},,{value},{low},{high},{parameter.unit},guess,\n")
    return lines
