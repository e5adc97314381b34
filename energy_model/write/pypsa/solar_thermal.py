"""Solar thermal plants: a bus of salt heat with field, tank, heater and turbine."""

from __future__ import annotations

from energy_model.case.case import Table
from energy_model.write.pypsa.linear import Linear
from energy_model.write.pypsa.sizes import added_size, count, credit, nominal, size_of
from energy_model.write.pypsa.writing import Writing, number

WAYS = ("clean", "new_energy", "with_storage")


def add_csp(w: Writing, table: Table) -> None:
    """Add solar thermal plants."""
    for p in range(len(table)):
        salt = w.bus(f"{table.items[p]} salt", "heat")
        _add_heat(w, table, p, salt)
        _add_turbine(w, table, p, salt)


def _add_heat(w: Writing, table: Table, p: int, salt: str) -> None:
    """Add field, receiver, heater and tank."""
    item, zone = table.items[p], table.labels["zone"][p]
    field, tank, heater = f"{item} field", f"{item} tank", f"{item} heater"
    rated, _ = nominal(w, table, "field", p, "Generator", field)
    heat = w.add("Generator", field, bus=salt, carrier="heat", p_max_pu=w.shape(table, p), **rated)
    w.row(f"{item}: receiver", heat, "<=", added_size(w, table, "receiver", p))
    rated, _ = nominal(w, table, "tank", p, "Store", tank)
    w.add("Store", tank, bus=salt, e_cyclic=True, standing_loss=1.0 - number(table, "kept", p), **rated)
    rated, _ = nominal(w, table, "heater", p, "Link", heater)
    efficiency, wear = number(table, "heater_efficiency", p), number(table, "heater_cost", p)
    w.add("Link", heater, bus0=zone, bus1=salt, efficiency=efficiency, marginal_cost=wear, **rated)


def _add_turbine(w: Writing, table: Table, p: int, salt: str) -> None:
    """Add the turbine with what is online and started; no-load loss and starts draw on the salt."""
    item, zone, efficiency = table.items[p], table.labels["zone"][p], number(table, "gross_efficiency", p)
    block = added_size(w, table, "block", p)
    drawn = w.add(
        "Link",
        f"{item} turbine",
        bus0=salt,
        bus1=zone,
        efficiency=efficiency,
        p_nom=size_of(w, table, "block", p).most / efficiency,
        marginal_cost=number(table, "variable_cost", p) * efficiency,
    )
    lost = w.add("Generator", f"{item} turbine losses", bus=salt, carrier="loss", sign=-1.0, p_nom=1e3)
    power = drawn * efficiency
    online = w.variable(f"{item}: online")
    start = w.variable(f"{item}: start", cost=number(table, "start_cost", p))
    standby = online * (number(table, "no_load", p) / efficiency)
    w.row(f"{item}: losses", lost, "==", standby + start * (number(table, "start_heat", p) / w.case.axis.hours))
    w.row(f"{item}: power above minimum", power, ">=", online * number(table, "min_share", p))
    w.row(f"{item}: power within online", power, "<=", online)
    w.row(f"{item}: online within block", online, "<=", block)
    w.row(f"{item}: start counts", start, ">=", online - online.before())
    _ramp(w, table, p, (power, online, start, block))
    count(w, table, "block", p, block, WAYS)
    credit(w, table, p, block)
    w.note("clean_energy", power)
    w.note("water", power * number(table, "water_use", p))
    w.note("headroom", online - power)
    w.note("synchronous", online, zone=zone)


def _ramp(w: Writing, table: Table, p: int, unit: tuple[Linear, Linear, Linear, Linear]) -> None:
    """Add the ramp of a turbine that is slower than from standstill to full power in a step."""
    power, online, start, block = unit
    item, change = table.items[p], number(table, "ramp", p) * w.case.axis.hours
    if change.min() >= 1.0:
        return
    w.row(f"{item}: start from offline", start + online.before(), "<=", block)
    begun = start * number(table, "min_share", p)
    w.row(f"{item}: ramp up", power - power.before(), "<=", online.before() * change + begun)
