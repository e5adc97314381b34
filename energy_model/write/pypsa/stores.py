"""Stores: a bus of their own with a store and a link each way, as PyPSA's users write them."""

from __future__ import annotations

from energy_model.case.case import Table
from energy_model.write.pypsa.linear import of
from energy_model.write.pypsa.sizes import added_size, count, credit, nominal
from energy_model.write.pypsa.writing import Writing, number

SYNCHRONOUS = ("compressed_air", "liquid_air", "molten_salt")


def add_storage(w: Writing, table: Table) -> None:
    """Add storage of all kinds."""
    for p in range(len(table)):
        _add_store(w, table, p)


def _add_store(w: Writing, table: Table, p: int) -> None:
    """Add one store, sized apart for charging, discharging and energy."""
    item, zone, draw = table.items[p], table.labels["zone"][p], number(table, "discharge_draw", p)
    inside = w.bus(f"{item} inside", "storage")
    rated, charging = nominal(w, table, "charge_capacity", p, "Link", f"{item} charge")
    taken = w.add(
        "Link", f"{item} charge", bus0=zone, bus1=inside, efficiency=number(table, "charge_yield", p), **rated
    )
    rated, discharging = nominal(w, table, "discharge_capacity", p, "Link", f"{item} discharge", draw)
    wear = number(table, "throughput_cost", p) / draw
    drawn = w.add(
        "Link", f"{item} discharge", bus0=inside, bus1=zone, efficiency=1.0 / draw, marginal_cost=wear, **rated
    )
    rated, energy = nominal(w, table, "energy_capacity", p, "Store", f"{item} store")
    loss, least = 1.0 - number(table, "kept", p), number(table, "reserve_share", p)
    w.add("Store", f"{item} store", bus=inside, e_cyclic=True, standing_loss=loss, e_min_pu=least, **rated)
    w.row(f"{item}: charging ratio", charging, "<=", discharging * number(table, "charge_ratio_max", p), "year")
    w.row(f"{item}: least duration", energy, ">=", discharging * number(table, "duration_min", p), "year")
    w.row(f"{item}: most duration", energy, "<=", discharging * number(table, "duration_max", p), "year")
    if number(table, "cycles_max", p) < float("inf"):
        w.row(f"{item}: cycles", drawn, "<=", energy * number(table, "cycles_max", p), "year")
    given = drawn * (1.0 / draw)
    count(w, table, "discharge_capacity", p, discharging, ("with_storage",))
    credit(w, table, p, discharging)
    w.note("headroom", discharging - given + taken)
    w.note("synchronous", given if table.labels["technology"][p] in SYNCHRONOUS else 0.0, zone=zone)


def add_pumped_hydro(w: Writing, table: Table) -> None:
    """Add pumped storage."""
    for p in range(len(table)):
        _add_pumped(w, table, p)


def _add_pumped(w: Writing, table: Table, p: int) -> None:
    """Add one plant; pumping and generating share its units, its reservoir goes with their power."""
    item, zone, draw = table.items[p], table.labels["zone"][p], number(table, "generation_draw", p)
    upper = w.bus(f"{item} reservoir", "water")
    rated, capacity = nominal(w, table, "capacity", p, "Link", f"{item} pumping")
    pumped = w.add("Link", f"{item} pumping", bus0=zone, bus1=upper, efficiency=number(table, "pump_yield", p), **rated)
    hours, most = number(table, "reservoir_hours", p), 1e3
    drawn = w.add(
        "Link",
        f"{item} generation",
        bus0=upper,
        bus1=zone,
        efficiency=1.0 / draw,
        marginal_cost=number(table, "throughput_cost", p) / draw,
        p_nom=most,
    )
    w.add("Store", f"{item} store", bus=upper, e_cyclic=True, standing_loss=1.0 - number(table, "kept", p), e_nom=most)
    level, generated = of("Store", "e", f"{item} store"), drawn * (1.0 / draw)
    w.row(f"{item}: level within reservoir", level, "<=", capacity * hours)
    if number(table, "reserve_share", p) > 0:
        w.row(f"{item}: level above reserve", level, ">=", capacity * (hours * number(table, "reserve_share", p)))
    w.row(f"{item}: units shared", pumped + generated, "<=", capacity)
    inflow = number(table, "inflow", p)
    if inflow > 0:
        w.add("Generator", f"{item} inflow", bus=upper, carrier="water", p_nom=inflow, p_min_pu=1.0)
        w.add("Generator", f"{item} spill", bus=upper, carrier="water", sign=-1.0, p_nom=most)
    count(w, table, "capacity", p, capacity, ("with_storage",))
    credit(w, table, p, capacity)
    w.note("headroom", capacity - generated + pumped)
    w.note("synchronous", generated + pumped, zone=zone)


def add_direct_supply(w: Writing, table: Table) -> None:
    """Add direct-supply projects."""
    for p in range(len(table)):
        _add_project(w, table, p)


def _add_project(w: Writing, table: Table, p: int) -> None:
    """Add one project: a bus of its own behind a shared connection, and its three rules of the year."""
    item, zone = table.items[p], table.labels["zone"][p]
    site, demand = w.bus(f"{item} site", "AC"), number(table, "demand_energy", p)
    w.add("Load", f"{item} demand", bus=site, p_set=w.scaled(table, p, demand))
    own = of("Generator", "p", f"{item} pv") + of("Generator", "p", f"{item} wind")
    for kind in ("pv", "wind"):
        rated, size = nominal(w, table, kind, p, "Generator", f"{item} {kind}")
        availability = w.shape(table, p, f"{kind}_profile")
        power = w.add("Generator", f"{item} {kind}", bus=site, carrier=kind, p_max_pu=availability, **rated)
        w.note("given", power, technology=kind, zone=zone)
        w.note("available", size * w.energy(availability), technology=kind, zone=zone)
        w.note("reserve_need", power, technology=kind)
        count(w, table, kind, p, size, ("clean", "new_energy", "with_storage"))
    connection = number(table, "connection", p)
    fed = w.add("Link", f"{item} fed in", bus0=site, bus1=zone, p_nom=connection)
    drawn = w.add("Link", f"{item} drawn", bus0=zone, bus1=site, p_nom=connection)
    w.row(f"{item}: connection shared", fed + drawn, "<=", connection)
    _add_battery(w, table, p, site)
    rules = ("self use", "cover", "feed in")
    missing = [w.variable(f"{item}: {rule} missing", "year") for rule in rules]
    least, most = number(table, "self_use_min", p), number(table, "feed_in_max", p)
    if least > 1.0 - most:
        w.row(f"{item}: self use", own - fed + missing[0], ">=", own * least, "year")
    w.row(f"{item}: cover", own - fed + missing[1], ">=", number(table, "cover_min", p) * demand, "year")
    w.row(f"{item}: feed in", fed - missing[2], "<=", own * most, "year")
    w.note("missing", sum(missing[1:], missing[0]))
    w.note("clean_energy", own)
    w.note("local_demand", demand)


def _add_battery(w: Writing, table: Table, p: int, site: str) -> None:
    """Add the battery of a project, with one converter for both ways."""
    item, draw, most = table.items[p], number(table, "discharge_draw", p), 1e3
    size = added_size(w, table, "battery", p)
    count(w, table, "battery", p, size, ("with_storage",))
    if not size.terms and not size.constant:
        return
    inside = w.bus(f"{item} battery", "storage")
    taken = w.add(
        "Link",
        f"{item} charge",
        bus0=site,
        bus1=inside,
        p_nom=most,
        efficiency=number(table, "charge_yield", p),
    )
    drawn = w.add(
        "Link",
        f"{item} discharge",
        bus0=inside,
        bus1=site,
        p_nom=most,
        efficiency=1.0 / draw,
        marginal_cost=number(table, "throughput_cost", p) / draw,
    )
    w.add("Store", f"{item} store", bus=inside, e_cyclic=True, standing_loss=1.0 - number(table, "kept", p), e_nom=most)
    w.row(f"{item}: converter shared", taken + drawn * (1.0 / draw), "<=", size)
    level = of("Store", "e", f"{item} store")
    w.row(f"{item}: level within battery", level, "<=", size * number(table, "duration", p))
