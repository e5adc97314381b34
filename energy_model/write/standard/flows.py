"""Supply and use of electricity by kind, own plants of direct supply included; in every hour both sides are equal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from energy_model.case.case import FloatArray
from energy_model.studies.reader import Reader

Kind = Literal["generation", "store_gives", "store_takes", "import", "shed", "demand", "export", "own_use", "loss"]
SUPPLY: tuple[Kind, ...] = ("generation", "store_gives", "import", "shed")


@dataclass(frozen=True)
class Flow:
    """Power of one kind.

    Attributes
    ----------
    kind : str
        What it is to the balance; the kinds of `SUPPLY` give, all others take.
    node, key : str
        Technology file; technology, plant or a word of ``words.csv``.
    power : array, shape (steps,)
        Never of the other sign [GW].
    """

    kind: Kind
    node: str
    key: str
    power: FloatArray

    @property
    def sign(self) -> int:
        """1 for supply, -1 for use."""
        return 1 if self.kind in SUPPLY else -1


#: Kind, node, variable, key; an empty key: by technology.
PLAIN: tuple[tuple[Kind, str, str, str], ...] = (
    ("generation", "renewable", "power", ""),
    ("generation", "csp", "power", "csp"),
    ("generation", "thermal", "power", ""),
    ("generation", "direct_supply", "pv_power", "pv"),
    ("generation", "direct_supply", "wind_power", "wind"),
    ("store_gives", "pumped_hydro", "generation", "pumped_hydro"),
    ("store_takes", "pumped_hydro", "pumping", "pumped_hydro"),
    ("store_gives", "storage", "discharge", "new_storage"),
    ("store_takes", "storage", "charge", "new_storage"),
    ("store_gives", "direct_supply", "discharge", "new_storage"),
    ("store_takes", "direct_supply", "charge", "new_storage"),
    ("demand", "electric_heat", "boiler_power", "boiler"),
    ("demand", "hydrogen", "electrolyser_power", "electrolyser"),
    ("own_use", "csp", "heater_power", "csp_heater"),
    ("import", "export_line", "imported", "import"),
    ("shed", "balance", "shed", "shed"),
)


def system_flows(reader: Reader) -> list[Flow]:
    """Return all flows of a labelled tree."""
    found: list[Flow] = []
    if reader.has("demand"):
        taken = reader.get("demand", "demand").copy()
        for name, sign in (("taken_early", 1.0), ("put_off", -1.0), ("interrupted", -1.0)):
            taken += sign * reader.get("demand", name)
        found += _by_plant("demand", reader, "demand", taken)
    if reader.has("direct_supply"):
        found += _by_plant("demand", reader, "direct_supply", reader.get("direct_supply", "demand"))
    found += [
        flow
        for kind, node, name, key in PLAIN
        if reader.has(node, name)
        for flow in _plain(reader, kind, node, name, key)
    ]
    if reader.has("hydrogen"):
        power = reader.get("hydrogen", "power_per_ammonia")[:, None] * reader.get("hydrogen", "ammonia")
        found.append(Flow("demand", "hydrogen", "synthesis", power.sum(axis=0)))
    if reader.has("export_line"):
        found += _by_plant("export", reader, "export_line", reader.get("export_line", "sent"))
    if reader.has("corridor"):
        moved = reader.get("corridor", "forward") + reader.get("corridor", "backward")
        found.append(Flow("loss", "corridor", "corridor", (reader.hourly("corridor", "loss") * moved).sum(axis=0)))
    return found


def _plain(reader: Reader, kind: Kind, node: str, name: str, key: str) -> list[Flow]:
    """Return the sum of a variable by key."""
    values = reader.get(node, name)
    words = np.array([key] * len(values) if key else reader.words(node, "technology"))
    return [Flow(kind, node, str(word), values[words == word].sum(axis=0)) for word in dict.fromkeys(words)]


def _by_plant(kind: Kind, reader: Reader, node: str, values: FloatArray) -> list[Flow]:
    """Return a flow for each plant."""
    return [Flow(kind, node, plant, row) for plant, row in zip(reader.plants(node), values, strict=True)]
