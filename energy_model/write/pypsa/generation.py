"""Wind, PV, water, coal and gas as generators; commitment of coal and gas as added variables and rules."""

from __future__ import annotations

import numpy as np

from energy_model.case.case import FloatArray, Table
from energy_model.write.pypsa.linear import Linear, of
from energy_model.write.pypsa.sizes import added_size, count, credit, size_of
from energy_model.write.pypsa.writing import Writing, number

COUNTED = {
    "pv": ("clean", "new_energy", "with_storage"),
    "wind": ("clean", "new_energy", "with_storage"),
    "hydro": ("clean", "with_storage"),
}


def add_renewable(w: Writing, table: Table) -> None:
    """Add one generator for the plants that nothing tells apart hour by hour: their pool."""
    pools: dict[tuple[str, str, str, float], list[int]] = {}
    for p in range(len(table)):
        zone, technology, profile = (table.labels[word][p] for word in ("zone", "technology", "profile"))
        pools.setdefault((zone, technology, profile, number(table, "variable_cost", p)), []).append(p)
    for (zone, technology, profile, cost), members in pools.items():
        _add_pool(w, table, members, (zone, technology, w.case.profiles[profile], cost))


def _add_pool(w: Writing, table: Table, members: list[int], said: tuple[str, str, FloatArray, float]) -> None:
    """Add the generator of a pool; where members may be built, its nominal power is their sum."""
    zone, technology, availability, cost = said
    name = table.items[members[0]]
    sizes = [added_size(w, table, "capacity", p) for p in members]
    capacity = sum(sizes, Linear())
    room = sum(size_of(w, table, "capacity", p).room for p in members)
    free = bool(capacity.terms)
    rated = {"p_nom_extendable": True, "p_nom_max": float(capacity.constant) + room} if free else {}
    power = w.add(
        "Generator",
        name,
        bus=zone,
        carrier=technology,
        p_max_pu=availability,
        marginal_cost=cost,
        p_nom=float(capacity.constant),
        **rated,
    )
    if free:
        nominal = of("Generator", "p_nom", name)
        w.row(f"{name}: pool adds up", nominal, "==", capacity, "year")
        capacity = nominal
    for p, size in zip(members, sizes, strict=True):
        count(w, table, "capacity", p, size, COUNTED[technology])
        credit(w, table, p, size)
    w.note("clean_energy", power)
    w.note("given", power, technology=technology, zone=zone)
    w.note("available", capacity * w.energy(availability), technology=technology, zone=zone)
    w.note("reserve_need", power, technology=technology)


def add_thermal(w: Writing, table: Table) -> None:
    """Add coal and gas plants."""
    for p in range(len(table)):
        _add_unit(w, table, p)


def _add_unit(w: Writing, table: Table, p: int) -> None:
    """Add one plant: a generator, what is online and started, and the rules that tie them."""
    name, zone = table.items[p], table.labels["zone"][p]
    fuel = number(table, "fuel_price", p)
    fuel += number(table, "emission_factor", p) * number(w.case.tables["economy"], "carbon_price", 0)
    capacity = added_size(w, table, "capacity", p)
    power = w.add(
        "Generator",
        name,
        bus=zone,
        carrier=table.labels["technology"][p],
        p_nom=size_of(w, table, "capacity", p).most,
        marginal_cost=number(table, "variable_cost", p) + fuel * number(table, "incremental_fuel", p),
    )
    online = w.variable(f"{name}: online", cost=fuel * number(table, "no_load_fuel", p))
    started_cost = number(table, "start_cost", p) + fuel * number(table, "start_fuel", p)
    start = w.variable(f"{name}: start", cost=started_cost)
    standing = capacity * number(table, "available_share", p)
    w.row(f"{name}: online within capacity", online, "<=", standing)
    w.row(f"{name}: power within online", power, "<=", online)
    w.row(f"{name}: start counts", start, ">=", online - online.before())
    if number(table, "heat_share", p) > 0:
        w.row(f"{name}: online for heat", online, ">=", capacity * number(table, "heat_share", p))
    w.row(
        f"{name}: power above minimum",
        power + _deep(w, table, p, online),
        ">=",
        online * number(table, "min_share", p),
    )
    _ramps(w, table, p, (power, online, start, standing))
    _least_times(w, table, p, online, start, standing)
    if number(table, "hours_max", p) < 8760.0:
        w.row(f"{name}: hours of the year", power, "<=", capacity * number(table, "hours_max", p), "year")
    credit(w, table, p, capacity)
    burnt = online * number(table, "no_load_fuel", p) + power * number(table, "incremental_fuel", p)
    burnt = burnt + start * number(table, "start_fuel", p)
    w.note("non_clean_energy", power, zone=zone)
    w.note("coal_energy", power if table.labels["technology"][p] == "coal" else 0.0)
    w.note("emissions", burnt * number(table, "emission_factor", p))
    w.note("water", power * number(table, "water_use", p))
    w.note("headroom", online - power)
    w.note("synchronous", online, zone=zone)


def _deep(w: Writing, table: Table, p: int, online: Linear) -> Linear:
    """Return the power below the least power that the steps of deep peak shaving allow."""
    total = Linear()
    for step in (1, 2):
        share = number(table, f"deep_share_{step}", p)
        if share <= 0:
            break
        name = f"{table.items[p]}: deep {step}"
        deep = w.variable(name, cost=number(table, f"deep_price_{step}", p))
        w.row(f"{name} within step", deep, "<=", online * share)
        total = total + deep
    return total


def _ramps(w: Writing, table: Table, p: int, unit: tuple[Linear, Linear, Linear, Linear]) -> None:
    """Add the ramps of a plant that is slower than from standstill to full power in a step."""
    power, online, start, standing = unit
    name, change = table.items[p], number(table, "ramp", p) * w.case.axis.hours
    if change.min() >= 1.0:
        return
    begun = number(table, "start_power", p)
    w.row(f"{name}: start from offline", start + online.before(), "<=", standing)
    w.row(f"{name}: ramp up", power - power.before(), "<=", online.before() * change + start * begun)
    stopped = start - online + online.before()
    w.row(f"{name}: ramp down", power.before() - power, "<=", online * change + stopped * begun)


def _least_times(w: Writing, table: Table, p: int, online: Linear, start: Linear, standing: Linear) -> None:
    """Add the least times up and down, where they are longer than a step."""
    name, step = table.items[p], w.case.axis.hours.min()
    up, down = (number(table, word, p) for word in ("up_time", "down_time"))
    if up > step:
        w.row(f"{name}: stays up", _within(start, up / step), "<=", online)
    if down > step:
        ended = online.before(int(np.ceil(down / step)))
        w.row(f"{name}: stays down", _within(start, down / step) + ended, "<=", standing)


def _within(start: Linear, steps: float) -> Linear:
    """Return what was started within the last steps."""
    return sum((start.before(lag) for lag in range(int(np.ceil(steps)))), Linear())
