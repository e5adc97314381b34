"""典型日出力: the 24 hours of a typical day, all sources and uses, closing in every hour."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.case.case import FloatArray, IntArray
from energy_model.studies.renewables import COUNTED
from energy_model.write.hourly import SEASONS
from energy_model.write.standard.facts import Facts
from energy_model.write.standard.table import Field, StandardTable, must_agree, table

ORDER = ("coal", "gas", "hydro", "csp", "wind", "pv", "pumped_hydro", "new_storage", "import", "shed")
LEAST = 1e-4  # GW


def typical_day(facts: Facts, season: str) -> StandardTable | None:
    """Return the day of a season whose wind and PV is the median, last planning year; None where the run has none.

    Columns: local demand, export by line, each source, charging, other uses and losses, curtailed [GW].
    """
    steps = _median_day(facts, season)
    if steps is None:
        return None
    columns = _columns(facts, steps)
    columns.append((facts.say("curtailed"), _curtailed(facts)[steps]))
    hours = facts.reader.steps("hour_of_day")[steps]
    frame = pd.DataFrame({str(i): values for i, (_, values) in enumerate(columns)})
    frame = frame.assign(item=[f"{hour}:00" for hour in hours])
    fields = (
        Field("item", facts.say("col_hour")),
        *(Field(str(i), name, "power") for i, (name, _) in enumerate(columns)),
    )
    date = pd.Timestamp(2001, 1, 1) + pd.Timedelta(days=int(facts.reader.steps("hour_of_year")[steps[0]] // 24))
    day = facts.say("day_of", season=facts.say(season), month=date.month, day=date.day, year=facts.stages[-1])
    return table("typical_day", fields, frame, facts.language, day)


def _curtailed(facts: Facts) -> FloatArray:
    """Return the curtailed power of wind and PV in every step [GW]."""
    found = facts.tables.curtailment.hourly
    total = np.zeros(len(facts.reader.weight))
    for key, power in zip(found.index, found.to_numpy(dtype=float), strict=True):
        total = total + power * (key[0] in COUNTED)
    return total


def _median_day(facts: Facts, season: str) -> IntArray | None:
    """Return the steps of the median day of a season, in the last stage."""
    reader, flows = facts.reader, facts.hourly[-1]
    of, slices = reader.steps("stage_of"), reader.steps("slice_of")
    last = of == of.max()
    chosen = np.flatnonzero(last & (slices == slices[last].min()))
    days = [np.flatnonzero(flows.start // 24 == day) for day in np.unique(flows.start // 24)]
    days = [steps for steps in days if flows.month[steps[0]] in SEASONS[season]]
    if not days:
        return None
    power = sum(flows.available.values(), np.zeros(len(flows.start))) * flows.hours
    order = np.argsort([power[steps].sum() for steps in days], kind="stable")
    return np.asarray(chosen[days[int(order[len(days) // 2])]])


def _columns(facts: Facts, steps: IntArray) -> list[tuple[str, FloatArray]]:
    """Return names and powers: use is given as positive numbers; charging and other uses below zero."""
    zero = np.zeros(len(steps))
    demand, other, loss, charging = zero, zero, zero, zero
    supply: dict[str, FloatArray] = {}
    export: list[tuple[str, FloatArray]] = []
    closing = zero
    for flow in facts.flows:
        power = flow.power[steps]
        closing = closing + flow.sign * power
        if flow.kind == "demand":
            demand = demand + power
        elif flow.kind == "export":
            export.append((facts.names.plant("export_line", flow.key), power))
        elif flow.kind == "store_takes":
            charging = charging - power
        elif flow.kind == "own_use":
            other = other - power
        elif flow.kind == "loss":
            loss = loss - power
        else:
            supply[flow.key] = supply.get(flow.key, zero) + power
    must_agree("typical day", closing, zero, float(np.abs(demand).max(initial=0.0)))
    named = [
        (facts.names.word(key), supply[key]) for key in ORDER if np.abs(supply.get(key, zero)).max(initial=0.0) > LEAST
    ]
    rest = [("col_charging", charging), ("csp_heater", other), ("loss_corridor", loss)]
    return [
        (facts.say("col_demand_all"), demand),
        *export,
        *named,
        *((facts.say(key), values) for key, values in rest if np.abs(values).max(initial=0.0) > LEAST),
    ]
