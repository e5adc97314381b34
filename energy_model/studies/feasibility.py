"""Is the plan feasible as required? A row for each requirement, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
import pandas as pd

from energy_model.model.requirement_kinds import KINDS
from energy_model.studies.reader import Reader
from energy_model.studies.requirement_values import Asked, local_demand, renewable_use
from energy_model.studies.verify_requirements import asked

TOLERANCE = 1e-6


class Verdict(Enum):
    """What the run says of the plan, each with its meaning."""

    FEASIBLE = "feasible"
    INFEASIBLE_AS_REQUIRED = "infeasible_as_required"
    UNPROVEN = "unproven"

    @property
    def meaning(self) -> str:
        """The meaning in words."""
        return {
            Verdict.FEASIBLE: "All requirements hold, and the plan is proven to be the cheapest that meets them.",
            Verdict.INFEASIBLE_AS_REQUIRED: "It is proven that no plan meets all requirements together.",
            Verdict.UNPROVEN: "No proof was found, or the independent check failed; the numbers are not to be used.",
        }[self]


@dataclass(frozen=True)
class Measure:
    """How a requirement is told: its unit, and what one unit of the row is worth in it.

    Attributes
    ----------
    unit : str
        Unit of limit and value.
    limit, value : float
        In that unit.
    per_step : float
        Change of the row [its unit] when the limit is tightened by one step of the price.
    price_unit : str
        Unit of the shadow price.
    """

    unit: str
    limit: float
    value: float
    per_step: float
    price_unit: str


def verdict(proven: bool, feasible: bool, verified: bool) -> Verdict:
    """Return the verdict.

    Parameters
    ----------
    proven : bool
        Whether the solution carries an accepted certificate.
    feasible : bool
        Whether all requirements can be met together.
    verified : bool
        Whether the independent check passed.
    """
    if not (proven and verified):
        return Verdict.UNPROVEN
    return Verdict.FEASIBLE if feasible else Verdict.INFEASIBLE_AS_REQUIRED


def requirement_table(reader: Reader) -> pd.DataFrame:
    """Return a row for each requirement and stage that has a limit.

    Parameters
    ----------
    reader : Reader
        The labelled tree.

    Returns
    -------
    pandas.DataFrame
        ``id, kind, subject, name_zh, name_en, stage, at_least, unit, limit, value, margin`` (in `unit`; the margin
        is less than zero where it fails), ``met, required``, ``price, price_unit`` (what tightening the limit by
        one unit of the price costs in a year; none where the requirement is only reported, or is "at most
        nothing", and none at all where a requirement that must hold is missed), ``pressure`` (price of the row times
        its size, for ranking) [MCNY].
    """
    rows = [
        _row(reader, one, y) for one in asked(reader) for y in range(len(reader.stages)) if not np.isnan(one.limit[y])
    ]
    columns = ["id", "kind", "subject", "name_zh", "name_en", "stage", "at_least", "unit", "limit", "value", "margin"]
    table = pd.DataFrame(rows, columns=[*columns, "met", "required", "price", "price_unit", "pressure"])
    if (table["required"] & ~table["met"]).any():
        # The plan weighs everything against what is missing, whose price is the model's own, not money.
        table[["price", "pressure"]] = np.nan
    return table


def _row(reader: Reader, one: Asked, y: int) -> dict[str, object]:
    """Return one row of the table."""
    node, i = "requirements", one.number
    at_least = KINDS[one.kind].at_least
    achieved, needed = reader.get(node, "achieved")[i, y], reader.get(node, "needed")[i, y]
    measure = _measure(reader, one, y, float(achieved), float(needed))
    missing = needed - achieved if at_least else achieved - needed
    size = max(abs(needed), abs(achieved), float(reader.get(node, "scale")[i]))
    required = bool(reader.get(node, "required")[i] > 0.5)
    # "At most nothing" cannot be tightened, and its dual is not unique: the parts of the sum are at zero anyway.
    priced = required and (at_least or needed > 0)
    dual = abs(float(reader.get(node, "dual_holds")[i, y])) / float(reader.stage_factor[y]) if priced else np.nan
    return {
        "id": reader.plants(node)[i],
        "kind": one.kind,
        "subject": one.subject,
        "name_zh": reader.words(node, "name_zh")[i],
        "name_en": reader.words(node, "name_en")[i],
        "stage": reader.stages[y],
        "at_least": _sense(one.kind, at_least),
        "unit": measure.unit,
        "limit": measure.limit,
        "value": measure.value,
        "margin": measure.value - measure.limit if _sense(one.kind, at_least) else measure.limit - measure.value,
        "met": bool(missing <= TOLERANCE * size),
        "required": required,
        "price": dual * measure.per_step,
        "price_unit": measure.price_unit,
        "pressure": dual * max(abs(needed), abs(achieved)),
    }


def _sense(kind: str, at_least: bool) -> bool:
    """Return whether the limit as told is a least value; the clean share is told so, though its row is not."""
    return at_least or kind == "export_clean_share"


def _measure(reader: Reader, one: Asked, y: int, achieved: float, needed: float) -> Measure:
    """Return limit and value in the unit in which the requirement is told."""
    if one.kind in ("utilisation", "export_clean_share", "local_green_use"):
        whole = _whole(reader, one, y)
        value = achieved / whole if whole > 0 else np.nan
        value = 1.0 - value if one.kind == "export_clean_share" else value
        return Measure("1", float(one.limit[y]), value, 0.01 * whole, "million CNY per percentage point")
    if one.kind == "export_energy":
        return Measure("TWh", needed / 1000.0, achieved / 1000.0, 1.0, "CNY/kWh")
    unit = KINDS[one.kind].unit
    # 1 MCNY/GW is 1 CNY/kW, 1 MCNY/GWh is 1 CNY/kWh, 1 MCNY/kt is 1000 CNY/t.
    factor, price_unit = {"GW": (1.0, "CNY/(kW·a)"), "GWh": (1.0, "CNY/kWh"), "kt": (1000.0, "CNY/t")}[unit]
    return Measure(unit, needed, achieved, factor, price_unit)


def _whole(reader: Reader, one: Asked, y: int) -> float:
    """Return the energy of which a share is required [GWh]."""
    if one.kind == "utilisation":
        return float(renewable_use(reader, tuple(one.subject.split("+")), one.zones)[1][y])
    if one.kind == "export_clean_share":
        p = reader.plants("export_line").index(one.subject)
        return float(reader.yearly(reader.get("export_line", "sent"))[p, y])
    return float(local_demand(reader)[y])
