"""Check of every store: what is in it changes by what comes in and what goes out."""

from __future__ import annotations

from energy_model.studies.reader import Reader, before, change_over_step
from energy_model.studies.residual import Residual, at_most, equal


def store_checks(reader: Reader) -> list[Residual]:
    """Return the level balances and level limits of all stores."""
    checks = {
        "storage": _battery,
        "direct_supply": _battery,
        "pumped_hydro": _pumped_hydro,
        "csp": _salt_tank,
        "electric_heat": _heat_tank,
        "hydrogen": _hydrogen_tank,
        "demand": _shifted_demand,
    }
    return [residual for node, check in checks.items() if reader.has(node) for residual in check(reader, node)]


def _battery(reader: Reader, node: str) -> list[Residual]:
    """Return the level balance and the limits of an electric store."""
    level, kept = reader.get(node, "level"), reader.hourly(node, "kept")
    stored = reader.hourly(node, "charge_yield") * reader.get(node, "charge")
    drawn = reader.hourly(node, "discharge_draw") * reader.get(node, "discharge")
    gained = change_over_step(reader, level, kept)
    found = [equal("level_balance", node, gained, reader.hours * (stored - drawn), "GWh")]
    if node == "direct_supply":
        room = reader.hourly(node, "duration") * reader.hourly(node, "battery")
        used = reader.get(node, "charge") + reader.get(node, "discharge")
        return [
            *found,
            at_most("level_within_battery", node, level, room, "GWh"),
            at_most("converter_shared", node, used, reader.hourly(node, "battery")),
        ]
    room = reader.hourly(node, "energy_capacity")
    reserve = reader.hourly(node, "reserve_share") * room
    return [
        *found,
        at_most("level_within_capacity", node, level, room, "GWh"),
        at_most("level_above_reserve", node, reserve, level, "GWh"),
        at_most("charge_within_capacity", node, reader.get(node, "charge"), reader.hourly(node, "charge_capacity")),
        at_most(
            "discharge_within_capacity", node, reader.get(node, "discharge"), reader.hourly(node, "discharge_capacity")
        ),
    ]


def _pumped_hydro(reader: Reader, node: str) -> list[Residual]:
    """Return the level balance and the limits of pumped storage."""
    level, kept = reader.get(node, "level"), reader.hourly(node, "kept")
    pumping, generation = reader.get(node, "pumping"), reader.get(node, "generation")
    came = reader.hourly(node, "inflow") + reader.hourly(node, "pump_yield") * pumping
    went = reader.hourly(node, "generation_draw") * generation + reader.get(node, "spill")
    room = reader.hourly(node, "reservoir_hours") * reader.hourly(node, "capacity")
    reserve = reader.hourly(node, "reserve_share") * room
    return [
        equal("level_balance", node, change_over_step(reader, level, kept), reader.hours * (came - went), "GWh"),
        at_most("level_within_reservoir", node, level, room, "GWh"),
        at_most("level_above_reserve", node, reserve, level, "GWh"),
        at_most("units_shared", node, pumping + generation, reader.hourly(node, "capacity")),
    ]


def _salt_tank(reader: Reader, node: str) -> list[Residual]:
    """Return the heat balance and the level limit of the salt tank."""
    level, kept = reader.get(node, "level"), reader.hourly(node, "kept")
    heat = reader.get(node, "field_heat")
    heat = heat + reader.hourly(node, "heater_efficiency") * reader.get(node, "heater_power")
    lost = reader.hourly(node, "no_load") * reader.get(node, "online")
    used = (reader.get(node, "power") + lost) / reader.hourly(node, "gross_efficiency")
    started = reader.hourly(node, "start_heat") * reader.get(node, "start")
    expected = reader.hours * (heat - used) - started
    return [
        equal("level_balance", node, change_over_step(reader, level, kept), expected, "GWh"),
        at_most("level_within_tank", node, level, reader.hourly(node, "tank"), "GWh"),
    ]


def _heat_tank(reader: Reader, node: str) -> list[Residual]:
    """Return the heat balance and the level limit of the steam tank."""
    level, kept = reader.get(node, "level"), reader.hourly(node, "kept")
    made = reader.hourly(node, "boiler_efficiency") * reader.get(node, "boiler_power")
    served = reader.get(node, "steam_demand") - reader.get(node, "unserved")
    return [
        equal("level_balance", node, change_over_step(reader, level, kept), reader.hours * (made - served), "GWh"),
        at_most("level_within_tank", node, level, reader.hourly(node, "tank"), "GWh"),
    ]


def _hydrogen_tank(reader: Reader, node: str) -> list[Residual]:
    """Return the hydrogen balance and the level limit of the tank."""
    level = reader.get(node, "level")
    made = reader.get(node, "electrolyser_power") / reader.hourly(node, "specific_consumption")
    used = reader.hourly(node, "hydrogen_per_ammonia") * reader.get(node, "ammonia") + reader.get(node, "delivered")
    gained = level - before(reader, level)
    return [
        equal("level_balance", node, gained, reader.hours * (made - used), "kt"),
        at_most("level_within_tank", node, level, reader.hourly(node, "tank"), "kt"),
    ]


def _shifted_demand(reader: Reader, node: str) -> list[Residual]:
    """Return the balance of demand taken early and put off, and its window."""
    ahead, room = reader.get(node, "ahead"), reader.hourly(node, "shift_room")
    moved = reader.hourly(node, "shift_yield") * reader.get(node, "taken_early") - reader.get(node, "put_off")
    return [
        equal("shift_balance", node, ahead - before(reader, ahead), reader.hours * moved, "GWh"),
        at_most("shift_within_window", node, abs(ahead), room, "GWh"),
    ]
