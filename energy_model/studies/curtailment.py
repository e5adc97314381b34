"""Curtailment by plant, technology, zone, month, hour and cause, and the utilisation that remains.

Curtailed is what wind and PV could have given and the system did not take (`renewables`), with its cause
(`causes`). Field heat of solar thermal plants and water of run-of-river plants stand apart, without cause.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from energy_model.case.case import FloatArray
from energy_model.studies.causes import CAUSES, HEADLINES, assign_causes
from energy_model.studies.reader import Reader
from energy_model.studies.renewables import COUNTED, Source, sources

ENERGIES = ("available", "given", "curtailed", *CAUSES)


@dataclass(frozen=True)
class Curtailment:
    """What was curtailed.

    Attributes
    ----------
    cube : pandas.DataFrame
        ``node, plant, technology, zone, stage, month, hour, available, given, curtailed`` and one column per cause
        [GWh]: the year of each plant by month and hour of the day.
    hourly : pandas.DataFrame
        ``technology, zone`` as index, one column per step: curtailed power [GW].
    """

    cube: pd.DataFrame
    hourly: pd.DataFrame

    @property
    def counted(self) -> pd.DataFrame:
        """The part of the cube that is wind and PV."""
        return self.cube[self.cube["technology"].isin(COUNTED)]

    def by(self, *keys: str, apart: bool = False) -> pd.DataFrame:
        """Return energies [GWh], rate and utilisation by some of the keys of the cube.

        Parameters
        ----------
        *keys : str
            Columns of the cube, for example ``technology``.
        apart : bool
            With field heat and run-of-river; without, wind and PV only.
        """
        table = (self.cube if apart else self.counted).groupby(list(keys), sort=False, observed=True)
        return with_rates(table[list(ENERGIES)].sum().reset_index())


def with_rates(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with curtailment rate, utilisation and the two headline groups [1, GWh]."""
    available = table["available"].where(table["available"] > 0)
    network = sum(table[cause] for cause in CAUSES if HEADLINES.get(cause) == "network")
    return table.assign(
        rate=table["curtailed"] / available,
        utilisation=1.0 - table["curtailed"] / available,
        network=network,
        peak_shaving=sum(table[cause] for cause in CAUSES if cause not in HEADLINES),
    )


def curtailment(reader: Reader) -> Curtailment:
    """Return what was curtailed, and why.

    Parameters
    ----------
    reader : Reader
        The labelled tree.
    """
    found = sources(reader)
    causes = assign_causes(reader, found)
    frames = [_cube(reader, source, amounts) for source, amounts in zip(found, causes, strict=True)]
    columns = ["node", "plant", "technology", "zone", "stage", "month", "hour", *ENERGIES]
    cube = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)
    return Curtailment(cube, _hourly(found))


def _cube(reader: Reader, source: Source, causes: FloatArray) -> pd.DataFrame:
    """Return the energies of the plants of one source by stage, month and hour of the day."""
    stage = np.array(reader.stages)[reader.steps("stage_of")]
    bins = pd.MultiIndex.from_arrays([stage, reader.steps("month_of"), reader.steps("hour_of_day")])
    numbers, found = bins.factorize()
    kinds = found.to_frame(index=False).set_axis(["stage", "month", "hour"], axis=1)
    measures = [source.available, source.given, source.curtailed, *causes]
    frames = []
    for p, plant in enumerate(source.plants):
        sums = {
            name: np.bincount(numbers, weights=measure[p] * reader.weight, minlength=len(kinds))
            for name, measure in zip(ENERGIES, measures, strict=True)
        }
        labels = {"node": source.node, "plant": plant, "technology": source.technologies[p], "zone": source.zones[p]}
        frames.append(kinds.assign(**labels, **sums))
    return pd.concat(frames, ignore_index=True)


def _hourly(found: list[Source]) -> pd.DataFrame:
    """Return curtailed power by technology and zone, one column per step [GW]."""
    rows: dict[tuple[str, str], FloatArray] = {}
    for source in found:
        for p, key in enumerate(zip(source.technologies, source.zones, strict=True)):
            rows[key] = rows.get(key, 0.0) + source.curtailed[p]
    index = pd.MultiIndex.from_tuples(list(rows), names=["technology", "zone"]) if rows else None
    return pd.DataFrame(list(rows.values()), index=index)
