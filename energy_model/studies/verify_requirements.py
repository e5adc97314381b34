"""Check of the requirements: both sides of each row computed anew, and the shortfall that closes it."""

from __future__ import annotations

import numpy as np

from energy_model.case.case import FloatArray
from energy_model.model.requirement_kinds import KINDS
from energy_model.studies.adequacy import firm_balance
from energy_model.studies.reader import Reader
from energy_model.studies.requirement_values import VALUES, Asked
from energy_model.studies.residual import Residual


def asked(reader: Reader) -> list[Asked]:
    """Return the requirements of the tree as asked."""
    node = "requirements"
    kinds, subjects, places = (reader.words(node, label) for label in ("kind", "subject", "zones"))
    return [
        Asked(i, kind, subjects[i], tuple(places[i].split("+")) if places[i] else reader.zones, limit_of(reader, i))
        for i, kind in enumerate(kinds)
    ]


def limit_of(reader: Reader, i: int) -> FloatArray:
    """Return the limit of a requirement by stage, NaN where it has none."""
    kind = KINDS[reader.words("requirements", "kind")[i]]
    return np.asarray(reader.get("requirements", kind.limit)[i])


def requirement_checks(reader: Reader) -> list[Residual]:
    """Return the residuals of what is achieved, what is needed, and of the shortfalls."""
    found = []
    for one in asked(reader):
        sides = _sides(reader, one)
        stages = ~np.isnan(one.limit)
        name = reader.plants("requirements")[one.number]
        if stages.any() and sides is not None:
            for side, expected in zip(("achieved", "needed"), sides, strict=True):
                labelled = reader.get("requirements", side)[one.number]
                found.append(_residual(f"{side}", name, labelled[stages], expected[stages], one, reader))
        if stages.any():
            found.append(_shortfall(reader, one, name, stages))
    return found


def _sides(reader: Reader, one: Asked) -> tuple[FloatArray, FloatArray] | None:
    """Return both sides of a requirement; None for hourly ones, which only the model's rows define."""
    if one.kind == "firm_capacity":
        margin = float(reader.get("requirements", "reserve_margin")[one.number])
        table = firm_balance(reader, one.subject, margin)
        firm, owed = table["firm"].to_numpy(), table["export"].to_numpy()
        return firm, one.limit * (table["needed"].to_numpy() - owed) + owed
    function = VALUES.get(one.kind)
    return None if function is None else function(reader, one)


def _residual(side: str, name: str, labelled: FloatArray, expected: FloatArray, one: Asked, reader: Reader) -> Residual:
    """Return the difference of one side, relative to the size of the requirement."""
    scale = np.maximum(np.abs(expected), reader.get("requirements", "scale")[one.number])
    return Residual(side, "requirements", np.abs(labelled - expected)[None], scale[None], KINDS[one.kind].unit, (name,))


def _shortfall(reader: Reader, one: Asked, name: str, stages: FloatArray) -> Residual:
    """Return by how much a requirement fails beyond its shortfall."""
    get = reader.get
    achieved, needed = get("requirements", "achieved")[one.number], get("requirements", "needed")[one.number]
    missing = needed - achieved if KINDS[one.kind].at_least else achieved - needed
    required = get("requirements", "required")[one.number] > 0.5
    stated = np.nan_to_num(get("requirements", "shortfall")[one.number]) if required else np.maximum(missing, 0.0)
    scale = np.maximum(np.abs(needed), get("requirements", "scale")[one.number])
    error = np.maximum(missing - stated, 0.0)
    unit = KINDS[one.kind].unit
    return Residual("shortfall", "requirements", error[stages][None], scale[stages][None], unit, (name,))
