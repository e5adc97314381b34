"""What each kind of requirement reaches and needs, computed from the labelled arrays.

These are formulas of their own: the model's rows are not used, so that `verify` can compare the two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from energy_model.case.case import FloatArray
from energy_model.studies.reader import Reader

Values = tuple[FloatArray, FloatArray]

CLEAN = {"clean": ("pv", "wind", "hydro"), "new_energy": ("pv", "wind"), "with_storage": ("pv", "wind", "hydro")}


@dataclass(frozen=True)
class Asked:
    """A requirement as asked: number, kind, subject, zones and limit by stage."""

    number: int
    kind: str
    subject: str
    zones: tuple[str, ...]
    limit: FloatArray


def year_end(reader: Reader, node: str, size: str) -> FloatArray:
    """Return a size at the end of the year of each stage, shape (plants, stages)."""
    gap = reader.get(node, f"{size}_existing_year_end") - reader.get(node, f"{size}_existing")
    return reader.get(node, size) + gap


def _chosen(reader: Reader, node: str, technologies: tuple[str, ...], zones: tuple[str, ...] = ()) -> FloatArray:
    """Return 1 for plants of some technologies in some zones, shape (plants, 1)."""
    kind = np.isin(np.array(reader.words(node, "technology")), technologies)
    place = np.isin(np.array(reader.words(node, "zone")), zones or reader.zones)
    return np.asarray((kind & place)[:, None], dtype=float)


def _sum(reader: Reader, node: str, name: str, mask: FloatArray | float = 1.0) -> FloatArray:
    """Return the sum over plants of a yearly or hourly quantity, by stage."""
    zero = np.zeros(len(reader.stages))
    if not reader.has(node):
        return zero
    values = reader.get(node, name)
    if reader.is_hourly(node, name):
        values = reader.yearly(values)
    return np.asarray((values * mask).sum(axis=0)) if len(values) else zero


def counted_capacity(reader: Reader, count: str) -> FloatArray:
    """Return the clean capacity at the end of the year by a way of counting [GW], by stage."""
    parts = [("csp", "block"), ("direct_supply", "pv"), ("direct_supply", "wind")]
    if count == "with_storage":
        parts += [("storage", "discharge_capacity"), ("pumped_hydro", "capacity"), ("direct_supply", "battery")]
    total = np.zeros(len(reader.stages))
    for node, size in parts:
        if reader.has(node):
            total = total + year_end(reader, node, size).sum(axis=0)
    if reader.has("renewable"):
        total = total + (year_end(reader, "renewable", "capacity") * _chosen(reader, "renewable", CLEAN[count])).sum(0)
    return total


def fuel_energy_fed(reader: Reader, zones: tuple[str, ...] = ()) -> FloatArray:
    """Return the energy from fuel fed into zones [GWh], by stage."""
    if not reader.has("thermal"):
        return np.zeros(len(reader.stages))
    return _sum(reader, "thermal", "power", _chosen(reader, "thermal", ("coal", "gas"), zones))


def renewable_use(reader: Reader, technologies: tuple[str, ...], zones: tuple[str, ...]) -> Values:
    """Return energy given and energy available of wind, PV or hydro [GWh], by stage."""
    given, available = np.zeros(len(reader.stages)), np.zeros(len(reader.stages))
    if reader.has("renewable"):
        mask = _chosen(reader, "renewable", technologies, zones)
        could = reader.get("renewable", "availability") * reader.hourly("renewable", "capacity")
        given, available = _sum(reader, "renewable", "power", mask), (reader.yearly(could) * mask).sum(axis=0)
    if reader.has("direct_supply"):
        placed = np.isin(np.array(reader.words("direct_supply", "zone")), zones)[:, None].astype(float)
        for size in (s for s in ("pv", "wind") if s in technologies):
            could = reader.get("direct_supply", f"{size}_availability") * reader.hourly("direct_supply", size)
            given = given + _sum(reader, "direct_supply", f"{size}_power", placed)
            available = available + (reader.yearly(could) * placed).sum(axis=0)
    return given, available


def clean_energy(reader: Reader) -> FloatArray:
    """Return the clean energy given [GWh], by stage."""
    parts = (("renewable", "power"), ("csp", "power"), ("direct_supply", "pv_power"), ("direct_supply", "wind_power"))
    return np.asarray(np.sum([_sum(reader, node, name) for node, name in parts], axis=0))


def _line(reader: Reader, asked: Asked) -> int:
    """Return the number of the line that a requirement speaks of."""
    return reader.plants("export_line").index(asked.subject)


def _clean_capacity(reader: Reader, asked: Asked) -> Values:
    return counted_capacity(reader, asked.subject), asked.limit


def _export_energy(reader: Reader, asked: Asked) -> Values:
    p = _line(reader, asked)
    owed = reader.get("export_line", "contract_energy")[p]
    return reader.yearly(reader.get("export_line", "sent"))[p], asked.limit * owed


def _export_curve(reader: Reader, asked: Asked) -> Values:
    return reader.yearly(reader.get("export_line", "undelivered"))[_line(reader, asked)], asked.limit


def _export_clean_share(reader: Reader, asked: Asked) -> Values:
    p = _line(reader, asked)
    sent = reader.yearly(reader.get("export_line", "sent"))[p]
    return fuel_energy_fed(reader, (reader.words("export_line", "zone")[p],)), (1.0 - asked.limit) * sent


def _demand_served(reader: Reader, asked: Asked) -> Values:
    return _sum(reader, "balance", "shed") + _sum(reader, "electric_heat", "unserved"), asked.limit


def _product_served(reader: Reader, asked: Asked) -> Values:
    missing = _sum(reader, "hydrogen", "hydrogen_unserved") + _sum(reader, "hydrogen", "ammonia_unserved")
    return missing, asked.limit


def _utilisation(reader: Reader, asked: Asked) -> Values:
    given, available = renewable_use(reader, tuple(asked.subject.split("+")), asked.zones)
    return given, asked.limit * available


def _local_green_use(reader: Reader, asked: Asked) -> Values:
    sent = _sum(reader, "export_line", "sent")
    return clean_energy(reader) - sent + fuel_energy_fed(reader), asked.limit * local_demand(reader)


def local_demand(reader: Reader) -> FloatArray:
    """Return the demand of the city with steam, hydrogen and direct supply, as power [GWh/a], shape (stages,)."""
    demand = reader.get("demand", "energy").sum(axis=0)
    if reader.has("direct_supply"):
        demand = demand + reader.get("direct_supply", "demand_energy").sum(axis=0)
    if reader.has("electric_heat"):
        efficiency = reader.get("electric_heat", "boiler_efficiency")[:, None]
        demand = demand + (reader.get("electric_heat", "steam") / efficiency).sum(axis=0)
    if reader.has("hydrogen"):
        hydrogen, ammonia = (reader.get("hydrogen", f"{name}_demand") for name in ("hydrogen", "ammonia"))
        consumption, share, power = (
            reader.get("hydrogen", name)[:, None]
            for name in ("specific_consumption", "hydrogen_per_ammonia", "power_per_ammonia")
        )
        demand = demand + (consumption * (hydrogen + share * ammonia) + power * ammonia).sum(axis=0)
    return np.asarray(demand)


def _direct_supply(reader: Reader, asked: Asked) -> Values:
    rules = ("self_use_missing", "cover_missing", "feed_in_missing")
    return np.asarray(np.sum([_sum(reader, "direct_supply", rule) for rule in rules], axis=0)), asked.limit


def _emissions(reader: Reader, asked: Asked) -> Values:
    return emissions(reader).sum(axis=0), asked.limit


def emissions(reader: Reader) -> FloatArray:
    """Return the CO2 of each fuel plant [kt], shape (plants, stages), along its Willans line."""
    if not reader.has("thermal"):
        return np.zeros((0, len(reader.stages)))
    return reader.get("thermal", "emission_factor")[:, None] * fuel(reader)


def fuel(reader: Reader) -> FloatArray:
    """Return the fuel of each fuel plant [GWh], shape (plants, stages), along its Willans line."""
    uses = {"online": "no_load_fuel", "power": "incremental_fuel", "start": "start_fuel"}
    parts = [
        reader.get("thermal", use)[:, None] * reader.yearly(reader.get("thermal", flow)) for flow, use in uses.items()
    ]
    return np.asarray(np.sum(parts, axis=0))


def _coal_energy(reader: Reader, asked: Asked) -> Values:
    mask = _chosen(reader, "thermal", ("coal",)) if reader.has("thermal") else 1.0
    return _sum(reader, "thermal", "power", mask), asked.limit


def water(reader: Reader) -> dict[str, FloatArray]:
    """Return the water used by technology file [kt], by stage."""
    used = {}
    for node in (n for n in ("thermal", "csp") if reader.has(n)):
        used[node] = (reader.yearly(reader.get(node, "power")) * reader.get(node, "water_use")[:, None]).sum(axis=0)
    if reader.has("hydrogen"):
        made = reader.yearly(reader.get("hydrogen", "delivered"))
        bound = reader.get("hydrogen", "hydrogen_per_ammonia")[:, None]
        made = made + bound * reader.yearly(reader.get("hydrogen", "ammonia"))
        used["hydrogen"] = (made * reader.get("hydrogen", "water_use")[:, None]).sum(axis=0)
    return used


def _water(reader: Reader, asked: Asked) -> Values:
    return np.asarray(sum(water(reader).values(), np.zeros(len(reader.stages)))), asked.limit


VALUES: dict[str, Callable[[Reader, Asked], Values]] = {
    "clean_capacity": _clean_capacity,
    "export_energy": _export_energy,
    "export_curve": _export_curve,
    "export_clean_share": _export_clean_share,
    "demand_served": _demand_served,
    "product_served": _product_served,
    "utilisation": _utilisation,
    "local_green_use": _local_green_use,
    "direct_supply": _direct_supply,
    "emissions": _emissions,
    "coal_energy": _coal_energy,
    "water": _water,
}
