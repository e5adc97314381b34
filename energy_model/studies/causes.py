"""Why energy was curtailed: each curtailed GWh gets one of five causes, and they add up exactly.

The algorithm, hour by hour:

1. **Regions.** Two zones belong to one region where a corridor between them is below its limit in both directions:
   what is curtailed in the one could flow to the other, so they share their causes. A corridor at its limit in
   either direction separates. The curtailed power of a region is the sum of its zones' (`c`).
2. **Measures of the region**, each the power that removing the cause would have absorbed:

   - ``section`` *S*: without bound where an export line of the region is at its capacity and would earn by sending
     more; and for each corridor that leaves the region at its limit towards dearer energy, what the region beyond
     could have used in that hour (`rooms.absorbable`);
   - ``export_curve`` *Q*: for each line held below its capacity by its contract curve (of a free line: by its ramp)
     and worth more, capacity less power sent;
   - ``minimum_output`` *M*: power of coal, gas and solar thermal plants that stand at their minimum;
   - ``storage_full`` *F*: of stores that are full, the charging power left; of stores at full charging power, the
     room left;
   - ``balancing``: no measure, takes the rest.
3. **Assignment** in the stated order. Power at its minimum stands on a full line in the place of clean energy, so
   section and curve are charged only with what would remain without it: with ``m = min(c, M)``,

   ``section = min(c - m, S)``, ``export_curve = min(c - m - section, Q)``,
   ``minimum_output = min(rest, M)``, ``storage_full = min(rest, F)``, ``balancing = rest``.

   (Ten of PV before a line of six: four by the line. With two of coal at its minimum on the same line, six are
   curtailed: four by the line, two by the coal.)
4. The amounts of a region go to its zones and plants in proportion to what each curtailed.

A project of direct supply that is at the limit of its own connection is curtailed by ``section``; where it curtails
although the zone would pay for its energy, its own yearly rules hold it back: ``balancing``.

Reports headline two groups: 断面 (section and export curve) and 调峰 (the rest). Charging may move between hours of
equal price, so the border between ``storage_full`` and ``balancing`` is softer than that between the two groups.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_model.case.case import FloatArray, IntArray
from energy_model.studies.reader import Reader
from energy_model.studies.renewables import Source, is_counted
from energy_model.studies.rooms import NEAR, WORTH, absorbable, blocked_stores, lines, must_run

CAUSES = ("section", "export_curve", "minimum_output", "storage_full", "balancing")
HEADLINES = {"section": "network", "export_curve": "network"}
UNBOUNDED = 1e9  # GW


@dataclass(frozen=True)
class _Corridors:
    """Corridors by hour: ends, whether they are open, and whether they hold back energy worth more beyond."""

    begins: IntArray
    ends: IntArray
    separates: FloatArray
    holds_forward: FloatArray
    holds_backward: FloatArray


def assign_causes(reader: Reader, sources: list[Source]) -> list[FloatArray]:
    """Return the curtailed power of each plant by cause.

    Parameters
    ----------
    reader : Reader
        The labelled tree.
    sources : list of Source
        What the weather drives.

    Returns
    -------
    list of array, shape (causes, plants, steps)
        One per source [GW]; zero for what is kept apart from wind and PV.
    """
    counted = [source.curtailed * is_counted(source) for source in sources]
    apart = [_of_projects(reader, source) for source in sources]
    shared = [c * (kept.sum(axis=0) == 0) for c, kept in zip(counted, apart, strict=True)]
    by_zone = np.zeros((len(reader.zones), len(reader.weight)))
    for source, curtailed in zip(sources, shared, strict=True):
        by_zone = by_zone + reader.by_zone(source.node, curtailed)
    causes = zone_causes(reader, by_zone)
    share = np.divide(causes, by_zone, out=np.zeros_like(causes), where=by_zone > 0)
    return [
        curtailed * share[:, _zone_numbers(reader, source)] + kept * own
        for source, curtailed, kept, own in zip(sources, shared, apart, counted, strict=True)
    ]


def _zone_numbers(reader: Reader, source: Source) -> list[int]:
    """Return the number of the zone of each plant."""
    return [reader.zones.index(zone) for zone in source.zones]


def _of_projects(reader: Reader, source: Source) -> FloatArray:
    """Return 1 for the cause of curtailment that a project of direct supply has of its own."""
    kept = np.zeros((len(CAUSES), *source.available.shape))
    if source.node == "direct_supply":
        limit = reader.hourly("direct_supply", "connection")
        at_limit = reader.get("direct_supply", "fed_in") >= limit * (1.0 - NEAR)
        wanted = reader.price()[_zone_numbers(reader, source)] > WORTH
        kept[CAUSES.index("section")] = at_limit
        kept[CAUSES.index("balancing")] = wanted & ~at_limit
    return kept


def zone_causes(reader: Reader, curtailed: FloatArray) -> FloatArray:
    """Return curtailed power by cause and zone.

    Parameters
    ----------
    reader : Reader
        The labelled tree.
    curtailed : array, shape (zones, steps)
        Curtailed power [GW].

    Returns
    -------
    array, shape (causes, zones, steps)
        Adds up to `curtailed`.
    """
    corridors = _corridors(reader)
    region = _regions(len(reader.zones), curtailed.shape[1], corridors)
    section, curve = _lines_of_zones(reader)
    section = _region_sum(section, region) + _beyond(reader, corridors, region)
    total = _region_sum(curtailed, region)
    measures = [section, *(_region_sum(x, region) for x in (curve, must_run(reader), blocked_stores(reader)))]
    amounts = _in_order(total, *measures)
    share = np.divide(amounts, total, out=np.zeros_like(amounts), where=total > 0)
    steps = np.arange(curtailed.shape[1])
    return np.asarray(curtailed * share[:, region, steps])


def _in_order(
    total: FloatArray, section: FloatArray, curve: FloatArray, minimum: FloatArray, stores: FloatArray
) -> FloatArray:
    """Return the curtailed power by cause, assigned in the stated order; the causes add up to the total."""
    rest = np.maximum(total - minimum, 0.0)
    by_section = np.minimum(rest, section)
    by_curve = np.minimum(rest - by_section, curve)
    rest = total - by_section - by_curve
    by_minimum = np.minimum(rest, minimum)
    by_stores = np.minimum(rest - by_minimum, stores)
    return np.stack([by_section, by_curve, by_minimum, by_stores, rest - by_minimum - by_stores])


def _corridors(reader: Reader) -> _Corridors | None:
    """Return the corridors by hour; None where there are none."""
    if not reader.has("corridor"):
        return None
    limit = reader.hourly("corridor", "capacity")
    back_limit = reader.hourly("corridor", "backward_share") * limit
    forward, backward = reader.get("corridor", "forward"), reader.get("corridor", "backward")
    begins, ends = (
        np.array([reader.zones.index(z) for z in reader.words("corridor", label)], dtype=np.int64)
        for label in ("from_zone", "to_zone")
    )
    # A direction without capacity is not what stops energy on the way back; only a used one can be full.
    full_forward = (forward >= limit * (1.0 - NEAR)) & (limit > 0)
    full_backward = (backward >= back_limit * (1.0 - NEAR)) & (back_limit > 0)
    price, kept = reader.price(), 1.0 - reader.hourly("corridor", "loss")
    worth = WORTH + reader.hourly("corridor", "flow_cost")
    dearer_there = kept * price[ends] - price[begins] > worth
    dearer_here = kept * price[begins] - price[ends] > worth
    separates = full_forward | full_backward | (limit <= 0)
    holds = (full_forward & dearer_there).astype(float), (full_backward & dearer_here).astype(float)
    return _Corridors(begins, ends, separates.astype(float), *holds)


def _regions(zones: int, steps: int, corridors: _Corridors | None) -> IntArray:
    """Return the number of the region of each zone in each step: the least number of its zones."""
    region = np.tile(np.arange(zones)[:, None], (1, steps))
    if corridors is None:
        return region
    for _ in range(zones):
        for k, (a, b) in enumerate(zip(corridors.begins, corridors.ends, strict=True)):
            joined = np.minimum(region[a], region[b])
            is_open = corridors.separates[k] == 0
            region[a] = np.where(is_open, joined, region[a])
            region[b] = np.where(is_open, joined, region[b])
    return region


def _region_sum(values: FloatArray, region: IntArray) -> FloatArray:
    """Return the sum over the zones of each region, at the region's number, shape (zones, steps)."""
    return np.array([(values * (region == r)).sum(axis=0) for r in range(len(region))])


def _lines_of_zones(reader: Reader) -> tuple[FloatArray, FloatArray]:
    """Return what the lines of each zone at their capacity, and held by their curve, would have taken."""
    zero = np.zeros((len(reader.zones), len(reader.weight)))
    if not reader.has("export_line"):
        return zero, zero
    found = lines(reader)
    return UNBOUNDED * reader.by_zone("export_line", found.full), reader.by_zone("export_line", found.held)


def _beyond(reader: Reader, corridors: _Corridors | None, region: IntArray) -> FloatArray:
    """Return what the regions beyond full corridors could have used, at the number of the region, (zones, steps)."""
    room = np.zeros(region.shape)
    if corridors is None:
        return room
    could = _region_sum(absorbable(reader), region)
    steps = np.arange(region.shape[1])
    for k, (a, b) in enumerate(zip(corridors.begins, corridors.ends, strict=True)):
        apart = region[a] != region[b]
        room[region[a], steps] += corridors.holds_forward[k] * apart * could[region[b], steps]
        room[region[b], steps] += corridors.holds_backward[k] * apart * could[region[a], steps]
    return room
