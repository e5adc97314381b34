"""Wind, PV and what else the weather gives: what each plant could have given and what it gave, hour by hour.

Unused headroom of a dispatchable plant is no curtailment: a turbine of a solar thermal plant, a coal unit or a
store that stands still has curtailed nothing. Of a solar thermal plant only the heat of mirrors turned away counts,
and it is kept apart from wind and PV, as is the water that a run-of-river plant lets pass.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_model.case.case import FloatArray
from energy_model.studies.reader import Reader

COUNTED = ("pv", "wind")


@dataclass(frozen=True)
class Source:
    """Plants of one technology of one file.

    Attributes
    ----------
    node : str
        Technology file.
    plants, technologies, zones : tuple of str
        One each per plant; `technologies` is ``pv``, ``wind``, ``hydro`` or ``csp_heat``.
    capacity : array, shape (plants, stages)
        Capacity, mean of the year [GW].
    available, given : array, shape (plants, steps)
        What the weather allows and what was taken [GW].
    """

    node: str
    plants: tuple[str, ...]
    technologies: tuple[str, ...]
    zones: tuple[str, ...]
    capacity: FloatArray
    available: FloatArray
    given: FloatArray

    @property
    def curtailed(self) -> FloatArray:
        """What was not taken [GW]; rounding below zero counts as zero."""
        return np.maximum(self.available - self.given, 0.0)


def sources(reader: Reader) -> list[Source]:
    """Return all plants that the weather drives.

    Parameters
    ----------
    reader : Reader
        The labelled tree.

    Returns
    -------
    list of Source
        Renewable table, own plants of the direct-supply projects, fields of the solar thermal plants.
    """
    found = []
    if reader.has("renewable"):
        available = reader.get("renewable", "availability") * reader.hourly("renewable", "capacity")
        technologies = reader.words("renewable", "technology")
        found.append(_source(reader, "renewable", technologies, "capacity", available, "power"))
    if reader.has("direct_supply"):
        for size in COUNTED:
            available = reader.get("direct_supply", f"{size}_availability") * reader.hourly("direct_supply", size)
            technologies = (size,) * reader.count("direct_supply")
            found.append(_source(reader, "direct_supply", technologies, size, available, f"{size}_power"))
    if reader.has("csp"):
        # What exceeds the receiver is lost by design and not by the system.
        sun = reader.get("csp", "dni_efficiency") * reader.hourly("csp", "field")
        heat = np.minimum(sun, reader.hourly("csp", "receiver"))
        found.append(_source(reader, "csp", ("csp_heat",) * reader.count("csp"), "field", heat, "field_heat"))
    return found


def _source(
    reader: Reader, node: str, technologies: tuple[str, ...], size: str, available: FloatArray, flow: str
) -> Source:
    """Return the plants of one node."""
    zones = reader.words(node, "zone")
    given = reader.get(node, flow)
    return Source(node, reader.plants(node), technologies, zones, reader.get(node, size), available, given)


def is_counted(source: Source) -> FloatArray:
    """Return 1 for wind and PV, 0 for what is kept apart, shape (plants, 1)."""
    return np.isin(np.array(source.technologies), COUNTED)[:, None].astype(float)
