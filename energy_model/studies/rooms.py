"""How much more power a zone could take in an hour, and what stands in the way; the measures behind the causes.

A quantity counts as at its limit when it is within `NEAR` of it, relative to the capacity: an interior point stops
a little before a limit. Energy counts as worth more elsewhere from `WORTH` on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_model.case.case import FloatArray
from energy_model.studies.reader import Reader, before

NEAR = 1e-4
WORTH = 1e-3  # MCNY/GWh, that is 1 CNY/MWh


@dataclass(frozen=True)
class Lines:
    """Export lines by hour, shape (lines, steps).

    Attributes
    ----------
    full : array of bool
        The line is at its capacity and would earn by sending more.
    held : array
        Power between what the curve (or the ramp of a free curve) admits and the capacity, where the curve holds
        the line and it would earn by sending more [GW].
    free : array
        Power that the line could still take [GW].
    """

    full: FloatArray
    held: FloatArray
    free: FloatArray


def lines(reader: Reader) -> Lines:
    """Return what the export lines could still take, and what holds them."""
    node = "export_line"
    sent, capacity = reader.get(node, "sent"), reader.hourly(node, "capacity")
    edge = np.minimum(_curve_edge(reader, sent, capacity), capacity)
    near = NEAR * capacity
    names = ("sent_within_capacity", "sent_within_curve", "sent_below_step", "ramp_up")
    earns = -np.sum([reader.dual(node, name) for name in names], axis=0) > WORTH
    at_capacity = sent >= capacity - near
    at_curve = (sent >= edge - near) & ~at_capacity
    held = np.where(at_curve & earns, np.maximum(capacity - sent, 0.0), 0.0)
    return Lines((at_capacity & earns & (capacity > 0)).astype(float), held, np.maximum(edge - sent, 0.0))


def _curve_edge(reader: Reader, sent: FloatArray, capacity: FloatArray) -> FloatArray:
    """Return the most that the curve of each line admits [GW]."""
    node = "export_line"
    kinds = np.array(reader.words(node, "curve"))[:, None]
    fixed = reader.get(node, "upper_share") * capacity
    steps = (1.0 + reader.hourly(node, "band_up")) * reader.get(node, "step")[:, reader.steps("slot_of")]
    ramped = before(reader, sent) + reader.hourly(node, "ramp") * reader.hours * capacity
    return np.where(kinds == "fixed", fixed, np.where(kinds == "steps", steps, ramped))


def must_run(reader: Reader) -> FloatArray:
    """Return the power of fuel and solar thermal plants that stand at their minimum, shape (zones, steps) [GW].

    An electrolyser or an ammonia loop at its minimum takes power; removing that minimum would absorb nothing, so
    it is no cause of curtailment.
    """
    total = np.zeros((len(reader.zones), len(reader.weight)))
    for node, size in (("thermal", "capacity"), ("csp", "block")):
        if reader.has(node):
            power = reader.get(node, "power")
            floor = reader.hourly(node, "min_share") * reader.get(node, "online")
            stands = power <= floor + NEAR * reader.hourly(node, size)
            total = total + reader.by_zone(node, np.where(stands, np.maximum(power, 0.0), 0.0))
    return total


@dataclass(frozen=True)
class _Store:
    """Charging and level of stores with their limits, shape (plants, steps)."""

    charge: FloatArray
    charge_limit: FloatArray
    level: FloatArray
    level_limit: FloatArray
    stored: FloatArray

    def power_room(self) -> FloatArray:
        """Return the charging power that is left [GW]."""
        return np.maximum(self.charge_limit - self.charge, 0.0)

    def energy_room(self) -> FloatArray:
        """Return the power that would fill the store within the step [GW]."""
        return np.maximum(self.level_limit - self.level, 0.0) / self.stored

    def blocked(self) -> FloatArray:
        """Return what more room would have taken: a full store by its power, one at full power by its room [GW]."""
        full = self.level >= self.level_limit * (1.0 - NEAR)
        at_power = self.charge >= self.charge_limit * (1.0 - NEAR)
        return np.where(full, self.power_room(), np.where(at_power, self.energy_room(), 0.0))


def _stores(reader: Reader) -> dict[str, _Store]:
    """Return all stores that take power from a zone or a project."""
    found = {}
    if reader.has("storage"):
        found["storage"] = _store(reader, "storage", "charge", "charge_capacity", "charge_yield", ("energy_capacity",))
    if reader.has("direct_supply"):
        found["direct_supply"] = _store(
            reader, "direct_supply", "charge", "battery", "charge_yield", ("duration", "battery")
        )
    if reader.has("pumped_hydro"):
        size = ("reservoir_hours", "capacity")
        found["pumped_hydro"] = _store(reader, "pumped_hydro", "pumping", "capacity", "pump_yield", size)
    if reader.has("electric_heat"):
        found["electric_heat"] = _store(
            reader, "electric_heat", "boiler_power", "boiler", "boiler_efficiency", ("tank",)
        )
    return found


def _store(reader: Reader, node: str, charge: str, limit: str, stored: str, size: tuple[str, ...]) -> _Store:
    """Return the stores of one node."""
    room = np.prod([reader.hourly(node, name) for name in size], axis=0)
    power = reader.hourly(node, limit)
    if node == "pumped_hydro":
        power = power - reader.get(node, "generation")
    filled = reader.hourly(node, stored) * reader.hours
    return _Store(reader.get(node, charge), power, reader.get(node, "level"), room, filled)


def blocked_stores(reader: Reader) -> FloatArray:
    """Return what stores that are full, or charge at full power, could not take, shape (zones, steps) [GW]."""
    total = np.zeros((len(reader.zones), len(reader.weight)))
    for node, store in _stores(reader).items():
        total = total + reader.by_zone(node, store.blocked())
    return total


def absorbable(reader: Reader) -> FloatArray:
    """Return how much more power each zone could use in each hour, shape (zones, steps) [GW].

    By plants above their minimum giving way, stores giving less or taking more, lines with room, import and
    demand that is not served.
    """
    total = reader.get("balance", "shed").copy()
    for node in (n for n in ("thermal", "csp") if reader.has(n)):
        floor = reader.hourly(node, "min_share") * reader.get(node, "online")
        total += reader.by_zone(node, np.maximum(reader.get(node, "power") - floor, 0.0))
    for node, store in _stores(reader).items():
        room = np.minimum(store.power_room(), store.energy_room())
        given = {"storage": "discharge", "pumped_hydro": "generation"}.get(node)
        room = room if given is None else room + reader.get(node, given)
        total += reader.by_zone(node, room)
    if reader.has("export_line"):
        total += reader.by_zone("export_line", lines(reader).free + reader.get("export_line", "imported"))
    return total
