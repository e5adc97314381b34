"""The parts of the summary that condense a table; of several stages, the last is told."""

from __future__ import annotations

from typing import Any

import pandas as pd

from energy_model.studies.burning import must_be_told
from energy_model.studies.causes import CAUSES
from energy_model.studies.curtailment import ENERGIES, Curtailment, with_rates
from energy_model.studies.plain import latest, rows, sums
from energy_model.studies.tables import Tables
from energy_model.studies.verify import TOLERANCE, Verification


def nested(table: pd.DataFrame, outer: str, inner: str, value: str) -> dict[str, dict[str, Any]]:
    """Return sums by two keys; what is zero is left out."""
    return {
        str(key): {k: v for k, v in sums(part, inner, value).items() if v}
        for key, part in table.groupby(outer, sort=False)
    }


def capacities(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return power by technology; of several stages, the last."""
    chosen = latest(table[table["is_power"]])
    values = chosen.groupby("technology", sort=False)[["base_year", "committed", "built", "mean", "year_end"]].sum()
    return {str(name): row.to_dict() for name, row in values.iterrows()}


def energies(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return energy in TWh and full-load hours by technology; of several stages, the last."""
    chosen = latest(table)
    values = chosen.groupby("technology", sort=False)[["available", "given", "curtailed", "capacity"]].sum()
    return {
        str(name): {
            "available": row["available"] / 1000.0,
            "given": row["given"] / 1000.0,
            "curtailed": row["curtailed"] / 1000.0,
            "hours": row["given"] / row["capacity"] if row["capacity"] > 0 else None,
            "hours_available": row["available"] / row["capacity"] if row["capacity"] > 0 else None,
        }
        for name, row in values.iterrows()
    }


def consumption(balance: pd.DataFrame) -> dict[str, Any]:
    """Return what each consumer took from the busbars [TWh]; of several stages, the last."""
    takers = balance["node"].isin(["demand", "direct_supply", "electric_heat", "hydrogen"])
    chosen = latest(balance[takers])
    return sums(chosen, "plant", "energy", -1e-3)


def curtailment_part(found: Curtailment, burnt: float) -> dict[str, Any]:
    """Return curtailment in total, by technology, zone, month and cause; burnt energy counts in the total."""
    kept = Curtailment(latest(found.cube), found.hourly)
    total = with_rates(kept.counted[list(ENERGIES)].sum().to_frame().T).iloc[0]
    available = total["available"]
    return {
        "available_twh": available / 1000.0,
        "curtailed_twh": total["curtailed"] / 1000.0,
        "rate": total["rate"],
        "utilisation": total["utilisation"],
        "with_hidden_burning_twh": (total["curtailed"] + burnt) / 1000.0,
        "rate_with_hidden_burning": (total["curtailed"] + burnt) / available if available > 0 else None,
        "by_cause_gwh": {cause: total[cause] for cause in CAUSES},
        "network_gwh": total["network"],
        "peak_shaving_gwh": total["peak_shaving"],
        "by_technology": rows(kept.by("technology", apart=True)),
        "by_zone": rows(kept.by("zone")),
        "by_month": rows(kept.by("month")),
        "by_hour": rows(kept.by("hour")),
    }


def export_part(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return the year of each line; of several stages, the last."""
    chosen = latest(table)
    return {
        str(row["line"]): {
            "energy_twh": row["energy"] / 1000.0,
            "energy_received_twh": row["energy_received"] / 1000.0,
            "contract_twh": row["contract"] / 1000.0,
            "undelivered_gwh": row["undelivered"],
            "imported_twh": row["imported"] / 1000.0,
            "revenue_mcny": row["revenue"],
            **{k: row[k] for k in ("capacity", "hours", "clean_share", "power_max", "power_min", "curve", "zone")},
        }
        for _, row in chosen.iterrows()
    }


def coal(table: pd.DataFrame) -> dict[str, Any]:
    """Return energy, hours and fuel of coal; of several stages, the last."""
    coal = latest(table[table["technology"] == "coal"])
    capacity, energy = float(coal["capacity"].sum()), float(coal["energy"].sum())
    return {
        "capacity_gw": capacity,
        "energy_twh": energy / 1000.0,
        "hours": energy / capacity if capacity > 0 else None,
        "standard_coal_kt": float(coal["standard_coal"].sum()),
        "co2_mt": float(coal["co2"].sum()) / 1000.0,
    }


def burning_part(tables: Tables, burnt: float, unheld: dict[str, Any] | None) -> dict[str, Any]:
    """Return hidden burning by way, its share of the curtailed energy, whether it must be told, what was held.

    All years together: what burns in an early one must be told too.
    """
    curtailed = float(tables.curtailment.counted["curtailed"].sum())
    ways = tables.burning.assign(key=tables.burning["node"] + "." + tables.burning["way"])
    return {
        "by_way_gwh": sums(ways, "key", "wasted"),
        "at_positive_price_gwh": float(tables.burning["wasted_at_price"].sum()),
        "share_of_curtailed": burnt / curtailed if curtailed > 0 else None,
        "notable": must_be_told(burnt, curtailed),
        "before_directions_were_held": unheld,
    }


def verification_part(verification: Verification) -> dict[str, Any]:
    """Return whether all checks passed, the worst of them and all that failed."""
    checks = verification.checks.sort_values("relative", ascending=False)
    failed = checks[~checks["passed"]]
    return {
        "passed": verification.passed,
        "tolerance": TOLERANCE,
        "checks": len(checks),
        "worst": rows(checks.head(5)),
        "failed": rows(failed),
    }
