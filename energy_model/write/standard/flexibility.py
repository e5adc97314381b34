"""调峰平衡表: need for and ability of peak shaving on typical days, and what the midday valley can take."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.case.case import FloatArray, IntArray
from energy_model.write.hourly import Hourly
from energy_model.write.standard.facts import Facts
from energy_model.write.standard.table import Field, StandardTable, must_agree, table

SUMMER, WINTER = (6, 7, 8), (11, 12, 1, 2)
#: Days of the year between which New Year of the lunar calendar falls: 21 January to 20 February.
FESTIVAL = (20, 51)
#: What the table of months has of a day.
MONTHLY = ("load_max", "load_min", "net_max", "net_min", "reserve", "needed", "able", "surplus", "valley_curtailed",
           "simulated")  # fmt: skip


def flexibility_balance(facts: Facts, stage: int) -> StandardTable:
    """Return the peak-shaving balance of a planning year: rows of 4.3 of the conventions, columns typical days [GW]."""
    y = facts.stages.index(stage)
    flows = facts.hourly[y]
    days = typical_days(flows)
    columns = {name: _day(facts, y, flows, steps) for name, steps in days.items()}
    keys = list(next(iter(columns.values())))
    rows = [
        {
            "item": facts.say(f"flex_{key}"),
            **{name: values[key] for name, values in columns.items()},
            "tone": "" if facts.say(f"flex_{key}").startswith(" ") else "total",
        }
        for key in keys
    ]
    fields = (
        Field("item", facts.say("col_row")),
        *(Field(name, f"{facts.say(f'day_{name}')} {_date(flows, steps)}", "power") for name, steps in days.items()),
    )
    return table("flexibility_balance", fields, pd.DataFrame(rows), facts.language, facts.year(stage))


def flexibility_by_month(facts: Facts, stage: int) -> StandardTable:
    """Return the peak-shaving balance of the day of each month that needs most, of a planning year [GW]."""
    y = facts.stages.index(stage)
    flows = facts.hourly[y]
    hardest: dict[int, tuple[IntArray, dict[str, float]]] = {}
    for steps in days_of(flows):
        month, values = int(flows.month[steps[0]]), _day(facts, y, flows, steps)
        if month not in hardest or values["needed"] > hardest[month][1]["needed"]:
            hardest[month] = steps, values
    rows = [
        {"item": f"{facts.say(f'month_{month}')} {_date(flows, steps)}", **values}
        for month, (steps, values) in sorted(hardest.items())
    ]
    fields = (
        Field("item", facts.say("col_month")),
        *(Field(key, facts.say(f"month_flex_{key}"), "power") for key in MONTHLY),
    )
    frame = pd.DataFrame(rows, columns=["item", *MONTHLY])
    return table("flexibility_by_month", fields, frame, facts.language, facts.year(stage))


def days_of(flows: Hourly) -> list[IntArray]:
    """Return the steps of each day that a run has."""
    return [np.flatnonzero(flows.start // 24 == day) for day in np.unique(flows.start // 24)]


def typical_days(flows: Hourly) -> dict[str, IntArray]:
    """Return the steps of each day: highest load of summer and winter, festival, most wind, sun and curtailment."""
    days = days_of(flows)
    month = np.array([flows.month[steps[0]] for steps in days])
    peak = np.array([flows.demand[steps].max() for steps in days])
    found = {}
    for name, months in (("summer", SUMMER), ("winter", WINTER)):
        inside = np.isin(month, months)
        found[name] = days[int(np.argmax(np.where(inside if inside.any() else True, peak, -np.inf)))]
    date = np.array([flows.start[steps[0]] // 24 % 365 for steps in days])
    festive = (date >= FESTIVAL[0]) & (date < FESTIVAL[1])
    if festive.any():
        found["spring_festival"] = days[int(np.argmin(np.where(festive, peak, np.inf)))]
    for name, series in (
        ("windy", flows.available.get("wind")),
        ("sunny", flows.available.get("pv")),
        ("curtailed", flows.curtailed),
    ):
        if series is not None:
            found[name] = days[int(np.argmax([(series * flows.hours)[steps].sum() for steps in days]))]
    return found


def _date(flows: Hourly, steps: IntArray) -> str:
    """Return month and day of a day of a year without leap day."""
    date = pd.Timestamp(2001, 1, 1) + pd.Timedelta(days=int(flows.start[steps[0]] // 24))
    return f"({date.month}-{date.day})"


def _day(facts: Facts, y: int, flows: Hourly, steps: IntArray) -> dict[str, float]:
    """Return the rows of one day."""
    demand = flows.demand[steps]
    sent = sum((line[steps] for line in flows.export.values()), np.zeros(len(steps)))
    weather = sum((power[steps] for power in flows.available.values()), np.zeros(len(steps)))
    load, net = demand + sent, demand + sent - weather
    peak, valley = int(np.argmax(net)), int(np.argmin(net))
    reserve = _reserve(facts, demand, flows, steps)
    ability = _ability(facts, y)
    needed, able = float(net.max() - net.min()) + reserve, sum(ability.values())
    must_run = _must_run(facts, y)[steps]
    charging = _charging(facts, y)
    room = float(load[valley] - must_run[valley]) + charging
    values = {
        "load_max": float(demand.max()),
        "load_min": float(demand.min()),
        "net_max": float(net[peak]),
        "net_min": float(net[valley]),
        "range": float(net[peak] - net[valley]),
        "reserve": reserve,
        "needed": needed,
        "able": able,
        **{f"by_{key}": value for key, value in ability.items()},
        "surplus": able - needed,
        "valley_load": float(load[valley]),
        "valley_must_run": float(must_run[valley]),
        "valley_charging": charging,
        "valley_room": room,
        "valley_weather": float(weather[valley]),
        "valley_curtailed": max(0.0, float(weather[valley]) - room),
        "simulated": float(flows.curtailed[steps].max()),
    }
    must_agree("peak shaving, need", values["range"] + values["reserve"], values["needed"], able)
    must_agree("peak shaving, ability", sum(values[f"by_{key}"] for key in ability), values["able"])
    must_agree("peak shaving, surplus", values["able"] - values["needed"], values["surplus"], able)
    return values


def _reserve(facts: Facts, demand: FloatArray, flows: Hourly, steps: IntArray) -> float:
    """Return the spinning reserve that the case asks for, at the highest load of the day [GW]; 0 if it asks none."""
    reader = facts.reader
    kinds = reader.words("requirements", "kind")
    if "spinning_reserve" not in kinds:
        return 0.0
    i = kinds.index("spinning_reserve")
    shares = {name: float(reader.get("requirements", f"{name}_share")[i]) for name in ("load", "wind", "pv")}
    hour = int(np.argmax(demand))
    weather = sum(shares[name] * float(power[steps][hour]) for name, power in flows.available.items())
    return shares["load"] * float(demand[hour]) + weather


def _ability(facts: Facts, y: int) -> dict[str, float]:
    """Return by how much each source can change its power within a day [GW]."""
    reader = facts.reader
    found = dict.fromkeys(("coal", "gas", "pumped_hydro", "new_storage", "csp", "interruptible"), 0.0)
    if reader.has("thermal"):
        floor = (
            reader.get("thermal", "min_share")
            - reader.get("thermal", "deep_share_1")
            - reader.get("thermal", "deep_share_2")
        )
        able = (reader.get("thermal", "available_share") - floor).clip(min=0.0) * reader.get("thermal", "capacity")[
            :, y
        ]
        for word, value in zip(reader.words("thermal", "technology"), able, strict=True):
            found[word] += float(value)
    if reader.has("pumped_hydro"):
        found["pumped_hydro"] = 2.0 * float(reader.get("pumped_hydro", "capacity")[:, y].sum())
    found["new_storage"] = _store_power(facts, y, ("charge_capacity", "discharge_capacity"), 2.0)
    if reader.has("csp"):
        able = (1.0 - reader.get("csp", "min_share")) * reader.get("csp", "block")[:, y]
        found["csp"] = float(able.sum())
    if reader.has("demand"):
        of_stage = reader.steps("stage_of") == y
        share = reader.get("demand", "interrupt_share")[:, None] * reader.get("demand", "demand")
        found["interruptible"] = float(share[:, of_stage].sum(axis=0).max(initial=0.0))
    return found


def _store_power(facts: Facts, y: int, sizes: tuple[str, ...], times: float) -> float:
    """Return the power of stores without pumped storage [GW]; a battery of direct supply counts `times`."""
    reader, total = facts.reader, 0.0
    if reader.has("storage"):
        total += sum(float(reader.get("storage", size)[:, y].sum()) for size in sizes)
    if reader.has("direct_supply"):
        total += times * float(reader.get("direct_supply", "battery")[:, y].sum())
    return total


def _charging(facts: Facts, y: int) -> float:
    """Return the most that all stores can take [GW]."""
    pumped = (
        float(facts.reader.get("pumped_hydro", "capacity")[:, y].sum()) if facts.reader.has("pumped_hydro") else 0.0
    )
    return pumped + _store_power(facts, y, ("charge_capacity",), 1.0)


def _must_run(facts: Facts, y: int) -> FloatArray:
    """Return the least power of fuel plants that are online, deep peak shaving used, in the steps of a stage [GW]."""
    reader = facts.reader
    of, slices = reader.steps("stage_of"), reader.steps("slice_of")
    steps = np.flatnonzero((of == y) & (slices == slices[of == y].min()))
    if not reader.has("thermal"):
        return np.zeros(len(steps))
    floor = (
        reader.get("thermal", "min_share")
        - reader.get("thermal", "deep_share_1")
        - reader.get("thermal", "deep_share_2")
    )
    return np.asarray((floor.clip(min=0.0)[:, None] * reader.get("thermal", "online")[:, steps]).sum(axis=0))
