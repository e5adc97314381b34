"""What each technology gives to and takes from the busbar of each zone, hour by hour, as named flows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_model.case.case import FloatArray
from energy_model.studies.reader import Reader


@dataclass(frozen=True)
class Flow:
    """A flow at the busbars.

    Attributes
    ----------
    node, name : str
        Technology file and name of the flow.
    given : array, shape (plants, steps)
        Power given to the busbar; less than zero where it is taken [GW].
    zone_label : str
        Label of the zone whose busbar it is.
    """

    node: str
    name: str
    given: FloatArray
    zone_label: str = "zone"


# Flows that are one variable each, with their sign at the busbar.
PLAIN = {
    "renewable": {"power": 1},
    "thermal": {"power": 1},
    "csp": {"power": 1, "heater_power": -1},
    "storage": {"discharge": 1, "charge": -1},
    "pumped_hydro": {"generation": 1, "pumping": -1},
    "demand": {"demand": -1, "taken_early": -1, "put_off": 1, "interrupted": 1},
    "direct_supply": {"fed_in": 1, "drawn": -1},
    "electric_heat": {"boiler_power": -1},
    "hydrogen": {"electrolyser_power": -1},
    "export_line": {"sent": -1, "imported": 1},
}


def flows(reader: Reader) -> list[Flow]:
    """Return all flows at the busbars, shed included.

    Raises
    ------
    KeyError
        If the tree holds a technology that is not known here: its energy would be missing in every table.
    """
    unknown = set(reader.nodes) - set(PLAIN) - {"corridor"}
    if unknown:
        raise KeyError(f"supply.py does not know the flows of {', '.join(sorted(unknown))}; add them to PLAIN")
    found = [
        Flow(node, name, sign * reader.get(node, name))
        for node in reader.nodes
        for name, sign in PLAIN.get(node, {}).items()
    ]
    if reader.has("hydrogen"):
        per_ammonia = reader.get("hydrogen", "power_per_ammonia")[:, None]
        found.append(Flow("hydrogen", "synthesis_power", -per_ammonia * reader.get("hydrogen", "ammonia")))
    if reader.has("corridor"):
        found += _corridor_flows(reader)
    return [*found, Flow("balance", "shed", reader.get("balance", "shed"), "zone")]


def _corridor_flows(reader: Reader) -> list[Flow]:
    """Return what leaves and what arrives at both ends of the corridors."""
    yielded = 1.0 - reader.get("corridor", "loss")[:, None]
    forward, backward = reader.get("corridor", "forward"), reader.get("corridor", "backward")
    return [
        Flow("corridor", "outflow", -forward, "from_zone"),
        Flow("corridor", "inflow", yielded * backward, "from_zone"),
        Flow("corridor", "inflow", yielded * forward, "to_zone"),
        Flow("corridor", "outflow", -backward, "to_zone"),
    ]


def in_zones(reader: Reader, flow: Flow) -> FloatArray:
    """Return a flow summed by zone, shape (zones, steps) [GW]."""
    if flow.node == "balance":
        return flow.given
    return reader.by_zone(flow.node, flow.given, flow.zone_label)


def gross_supply(reader: Reader) -> FloatArray:
    """Return what is given to the busbar of each zone, shape (zones, steps) [GW]."""
    positive = [np.maximum(in_zones(reader, flow), 0.0) for flow in flows(reader)]
    return np.asarray(np.sum(positive, axis=0))
