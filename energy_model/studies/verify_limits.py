"""Check of every limit: power within what stands and what the weather gives, ramps, curves, capacity sums."""

from __future__ import annotations

import numpy as np

from energy_model.case.case import FloatArray
from energy_model.studies.reader import Reader, before
from energy_model.studies.residual import Residual, at_most, equal

# Power that stays within another quantity: node → check → (power, limits that are multiplied).
WITHIN: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "renewable": {"power_within_weather": ("power", ("availability", "capacity"))},
    "thermal": {
        "online_within_capacity": ("online", ("available_share", "capacity")),
        "power_within_online": ("power", ("online",)),
    },
    "csp": {
        "field_within_sun": ("field_heat", ("dni_efficiency", "field")),
        "field_within_receiver": ("field_heat", ("receiver",)),
        "heater_within_size": ("heater_power", ("heater",)),
        "online_within_block": ("online", ("block",)),
        "power_within_online": ("power", ("online",)),
    },
    "electric_heat": {
        "boiler_within_size": ("boiler_power", ("boiler",)),
        "unserved_within_demand": ("unserved", ("steam_demand",)),
    },
    "hydrogen": {
        "electrolyser_within_size": ("electrolyser_power", ("electrolyser",)),
        "synthesis_within_size": ("ammonia", ("synthesis",)),
    },
    "direct_supply": {
        "pv_within_weather": ("pv_power", ("pv_availability", "pv")),
        "wind_within_weather": ("wind_power", ("wind_availability", "wind")),
    },
    "export_line": {
        "sent_within_capacity": ("sent", ("capacity",)),
        "undelivered_within_owed": ("undelivered", ("least_power",)),
        "import_within_share": ("imported", ("import_share", "capacity")),
    },
    "corridor": {
        "forward_within_limit": ("forward", ("capacity",)),
        "backward_within_limit": ("backward", ("backward_share", "capacity")),
    },
    "demand": {
        "interrupted_within_share": ("interrupted", ("interrupt_share", "demand")),
        "early_within_share": ("taken_early", ("shift_share", "demand")),
        "late_within_share": ("put_off", ("shift_share", "demand")),
    },
}
# Power that stays above a share of another quantity.
ABOVE: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "csp": {"power_above_minimum": ("power", ("min_share", "online"))},
    "hydrogen": {
        "electrolyser_above_minimum": ("electrolyser_power", ("electrolyser_min_share", "electrolyser")),
        "synthesis_above_minimum": ("ammonia", ("synthesis_min_share", "synthesis")),
    },
    "thermal": {"online_for_heat": ("online", ("heat_share", "capacity"))},
}


def limit_checks(reader: Reader) -> list[Residual]:
    """Return the residuals of all limits that the tree has the technologies for."""
    found = [*_listed(reader), *_not_negative(reader), *_capacities(reader)]
    if reader.has("thermal"):
        found += _thermal(reader)
    if reader.has("export_line"):
        found += _curves(reader)
    if reader.has("direct_supply"):
        found += _sites(reader)
    return found


def _product(reader: Reader, node: str, names: tuple[str, ...]) -> FloatArray:
    """Return the product of quantities over plants and steps."""
    result = np.ones((reader.count(node), len(reader.weight)))
    for name in names:
        result = result * reader.hourly(node, name)
    return result


def _listed(reader: Reader) -> list[Residual]:
    """Return the residuals of the two lists above."""
    found = []
    for node, checks in WITHIN.items():
        for check, (power, limits) in (checks if reader.has(node) else {}).items():
            found.append(at_most(check, node, reader.get(node, power), _product(reader, node, limits)))
    for node, checks in ABOVE.items():
        for check, (power, limits) in (checks if reader.has(node) else {}).items():
            found.append(at_most(check, node, _product(reader, node, limits), reader.get(node, power)))
    return found


def _not_negative(reader: Reader) -> list[Residual]:
    """Return by how much hourly flows are below zero."""
    flows = {
        "renewable": ("power",),
        "thermal": ("power", "online", "start"),
        "csp": ("power", "online", "start", "field_heat", "heater_power", "level"),
        "storage": ("charge", "discharge", "level"),
        "pumped_hydro": ("pumping", "generation", "level", "spill"),
        "export_line": ("sent", "undelivered", "imported"),
        "corridor": ("forward", "backward"),
        "balance": ("shed",),
    }
    return [
        at_most(f"{name}_not_negative", node, -reader.get(node, name), np.zeros(1), "GW")
        for node, names in flows.items()
        if reader.has(node)
        for name in names
    ]


def _capacities(reader: Reader) -> list[Residual]:
    """Return the sums of stock and what was built, and the limits of the pipeline."""
    found = []
    for node in reader.nodes:
        for size in reader.sizes(node):
            built = reader.get(node, f"{size}_built")
            standing = np.einsum("pvy,pv->py", _stands(reader, node), built) + reader.get(node, f"{size}_existing")
            found.append(equal(f"{size}_adds_up", node, reader.get(node, size), standing, "GW"))
            pipeline = reader.get(node, f"{size}_addition_max")
            found.append(at_most(f"{size}_within_pipeline", node, built.cumsum(axis=1), pipeline))
    return found


def _stands(reader: Reader, node: str) -> FloatArray:
    """Return 1 where a vintage still stands in a stage, from the years alone."""
    years = np.array(reader.stages, dtype=float)
    age = years[None, :] - years[:, None]
    return np.asarray((age[None] >= 0) & (age[None] < reader.get(node, "lifetime")[:, None, None]), dtype=float)


def _thermal(reader: Reader) -> list[Residual]:
    """Return minimum output with deep peak shaving, starts, ramps and yearly hours of fuel plants."""
    node = "thermal"
    power, online, start = (reader.get(node, name) for name in ("power", "online", "start"))
    deep = reader.get(node, "deep_1") + reader.get(node, "deep_2")
    ramp = reader.hourly(node, "ramp") * reader.hours
    jump = reader.hourly(node, "start_power")
    rise = power - before(reader, power)
    rise_room = ramp * before(reader, online) + jump * start
    fall_room = ramp * online + jump * (start - online + before(reader, online))
    steep = (reader.get(node, "ramp") * reader.hours.min() >= 1.0)[:, None]
    energy, hours = reader.yearly(power), reader.get(node, "hours_max")[:, None] * reader.get(node, "capacity")
    return [
        at_most("power_above_minimum", node, reader.hourly(node, "min_share") * online, power + deep),
        at_most("deep_1_within_step", node, reader.get(node, "deep_1"), reader.hourly(node, "deep_share_1") * online),
        at_most("deep_2_within_step", node, reader.get(node, "deep_2"), reader.hourly(node, "deep_share_2") * online),
        at_most("start_counts", node, online - before(reader, online), start),
        at_most("ramp_up", node, rise, np.where(steep, np.inf, rise_room)),
        at_most("ramp_down", node, -rise, np.where(steep, np.inf, fall_room)),
        at_most("hours_within_limit", node, energy, np.where(hours > 0, hours, 0.0), "GWh"),
    ]


def _curves(reader: Reader) -> list[Residual]:
    """Return the delivery curves of the export lines."""
    node = "export_line"
    sent, capacity = reader.get(node, "sent"), reader.hourly(node, "capacity")
    kinds = np.array(reader.words(node, "curve"))[:, None]
    step = reader.get(node, "step")[:, reader.steps("slot_of")]
    up, down = 1.0 + reader.hourly(node, "band_up"), 1.0 - reader.hourly(node, "band_down")
    top = np.where(kinds == "steps", up * step, np.where(kinds == "fixed", _edge(reader), 1.0) * capacity)
    low = np.where(kinds == "steps", down * step, 0.0)
    change = np.where(kinds == "free", np.abs(sent - before(reader, sent)), 0.0)
    return [
        at_most("sent_within_curve", node, sent, top),
        at_most("sent_above_curve", node, low, sent),
        at_most("sent_as_owed", node, reader.get(node, "least_power"), sent + reader.get(node, "undelivered")),
        at_most("ramp", node, change, reader.hourly(node, "ramp") * reader.hours * capacity),
    ]


def _edge(reader: Reader) -> FloatArray:
    """Return the upper edge of fixed curves per unit of capacity."""
    return reader.get("export_line", "upper_share")


def _sites(reader: Reader) -> list[Residual]:
    """Return the balance and the connection of the direct-supply projects."""
    node = "direct_supply"
    names = ("pv_power", "wind_power", "discharge", "charge", "drawn", "fed_in")
    pv, wind, discharge, charge, drawn, fed = (reader.get(node, name) for name in names)
    return [
        equal("site_balance", node, pv + wind + discharge - charge + drawn - fed, reader.get(node, "demand"), "GW"),
        at_most("connection_shared", node, fed + drawn, reader.hourly(node, "connection")),
    ]
