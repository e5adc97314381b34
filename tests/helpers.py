"""Miniature cases in memory, in base units, for tests that are solved by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from energy_model.case import Case, Label, Parameter, Schema, Settings, Table, TimeAxis
from energy_model.case.fill import frame
from energy_model.model import schemas

Value = float | str | ArrayLike
Tables = Mapping[str, Mapping[str, Mapping[str, Value]]]

NEUTRAL_TABLES: dict[str, dict[str, dict[str, Value]]] = {
    "zones": {"z": {}},
    "economy": {"economy": {"value_of_lost_load": 1000.0}},
    "requirements": {},
}
# What a required parameter is where a test does not speak of it: out of the way. Others are 0 or their lower bound.
NEUTRAL = {
    "available_share": 1.0,
    "backward_share": 1.0,
    "boiler_efficiency": 1.0,
    "charge_ratio_max": 1.0,
    "charge_yield": 1.0,
    "connection": 1e3,
    "duration_max": 1e3,
    "feed_in_max": 1.0,
    "gross_efficiency": 1.0,
    "heater_efficiency": 1.0,
    "kept": 1.0,
    "pump_yield": 1.0,
    "ramp": 10.0,
    "electrolyser_ramp": 10.0,
    "synthesis_ramp": 10.0,
    "required": 1.0,
    "reservoir_hours": 1e3,
    "scale": 1.0,
    "start_power": 1.0,
    "unserved_price": 1e3,
}


def miniature(
    tables: Tables,
    hours: int = 4,
    profiles: Mapping[str, ArrayLike] | None = None,
    stages: Sequence[int] = (2030,),
    weight: ArrayLike = 1.0,
    **settings: Any,
) -> Case:
    """Return a case of a few hours.

    Parameters
    ----------
    tables : mapping
        ``{table: {item: {parameter: value}}}`` in base units. A dated parameter takes a number or one per stage.
        A stock takes a number (there since the base year, so nothing is committed) or a pair: the stock in the
        stages and that at the end of the base year. What is not given takes its default, else a neutral value.
        The tables zones (one zone ``z``), economy and requirements may be left out.
    hours : int
        Steps of each slice, one hour long, from midnight of 1 January.
    profiles : mapping of str to array
        Hourly columns, one value per hour of a slice; ``flat`` (ones) is always there.
    stages : sequence of int
        Planning years.
    weight : float or array
        Weight of each step of a slice; 1 makes sums easy (they do not add up to 8760 then).
    **settings
        Fields of `Settings`, such as ``base_year``, ``slot_hours``, ``weather_years``.
    """
    chosen = _settings(tuple(stages), settings)
    axis = _axis(chosen, hours, weight)
    slices = len(chosen.stages) * len(chosen.weather_years)
    columns = {"flat": np.ones(hours), **(profiles or {})}
    whole = {**NEUTRAL_TABLES, **tables}
    zones = list(whole["zones"])
    known = schemas()
    _refuse_unknown(whole, known)
    return Case(
        name="miniature",
        scenario="base",
        scenario_zh="小算例",
        scenario_en="a miniature case",
        settings=chosen,
        axis=axis,
        tables={name: _table(name, items, known[name], chosen, zones[0]) for name, items in whole.items()},
        profiles={name: _hourly(name, values, hours, slices) for name, values in columns.items()},
        profile_units=dict.fromkeys(columns, "1"),
        sources=pd.DataFrame(
            {
                "title": ["assumption of the test"],
                "reference": "",
                "url": "",
                "date": "",
                "confidence": "estimate",
                "note": "",
            },
            index=pd.Index(["test"], name="id"),
        ),
        fingerprint="0" * 64,
    )


def _settings(stages: tuple[int, ...], given: Mapping[str, Any]) -> Settings:
    """Return the settings, neutral where not given."""
    neutral: dict[str, Any] = {field.name: "" for field in fields(Settings)}
    neutral |= {"base_year": 2025, "stages": stages, "weather_years": {1: 1.0}, "slot_hours": (0,)}
    return Settings(**{**neutral, **given})


def _axis(settings: Settings, hours: int, weight: ArrayLike) -> TimeAxis:
    """Return an axis of the first hours of the year."""
    years = len(settings.weather_years)
    slices = len(settings.stages) * years
    hour = np.tile(np.arange(hours), slices)
    stage_of = np.repeat(np.arange(len(settings.stages)), years * hours)
    month_of = hour // 730 % 12 + 1
    blocks = len(settings.slot_hours)
    block = np.searchsorted(settings.slot_hours, hour % 24, side="right") - 1
    slice_of = np.repeat(np.arange(slices), hours)
    probability = np.repeat(np.tile(list(settings.weather_years.values()), len(settings.stages)), hours)
    return TimeAxis(
        hours=np.ones(slices * hours),
        weight=np.tile(np.broadcast_to(np.asarray(weight, dtype=float), hours), slices) * probability,
        stage_of=stage_of,
        slice_of=slice_of,
        slot_of=(stage_of * 12 + month_of - 1) * blocks + block,
        month_of=month_of,
        hour_of_day=hour % 24,
        hour_of_year=hour,
        previous=slice_of * hours + (hour - 1) % hours,
        slots=len(settings.stages) * 12 * blocks,
    )


def _hourly(name: str, values: ArrayLike, hours: int, slices: int) -> np.ndarray:
    """Return a column on the axis; it may be given for one slice or for all."""
    array = np.asarray(values, dtype=float)
    if array.shape == (hours,):
        return np.tile(array, slices)
    if array.shape == (hours * slices,):
        return array
    raise ValueError(f"profile {name} has shape {array.shape}; give {hours} or {hours * slices} values")


def _refuse_unknown(tables: Tables, known: Mapping[str, Schema]) -> None:
    """Refuse tables and parameters that do not exist, so that no test rests on a misspelt name."""
    for table, items in tables.items():
        if table not in known:
            raise ValueError(f"table {table} is not known")
        for item, entries in items.items():
            wrong = [name for name in entries if name not in known[table].names]
            if wrong:
                raise ValueError(f"{table} {item}: {wrong} not known; known: {known[table].names}")


def _table(name: str, items: Mapping[str, Mapping[str, Value]], schema: Schema, settings: Settings, zone: str) -> Table:
    """Return one table."""
    count, stages = len(items), len(settings.stages)
    labels = {
        label.name: tuple(
            str(entries.get(label.name, _neutral_word(label, item, zone))) for item, entries in items.items()
        )
        for label in schema.labels
    }
    numbers, year_end, base_year = {}, {}, {}
    for parameter in schema.parameters:
        given = [entries.get(parameter.name, _neutral_number(parameter)) for entries in items.values()]
        if parameter.dating == "none":
            numbers[parameter.name] = np.array(given, dtype=float).reshape(count)
            continue
        if parameter.dating == "stock":
            pairs = [value if isinstance(value, tuple) else (value, value) for value in given]
            base_year[parameter.name] = np.array([np.ravel(pair[1])[0] for pair in pairs], dtype=float).reshape(count)
            given = [pair[0] for pair in pairs]
        over_stages = [np.broadcast_to(np.asarray(value, dtype=float), stages) for value in given]
        numbers[parameter.name] = np.array(over_stages).reshape(count, stages)
        if parameter.dating == "stock":
            year_end[parameter.name] = numbers[parameter.name].copy()
    return Table(name, tuple(items), labels, numbers, year_end, base_year, frame([]))


def _neutral_word(label: Label, item: str, zone: str) -> str:
    """Return the word of a label that a test does not give."""
    if label.default is not None:
        return label.default
    if isinstance(label.refers_to, tuple):
        return label.refers_to[0]
    references = {"zone": zone, "profile": "flat", None: item}
    return references[label.refers_to]


def _neutral_number(parameter: Parameter) -> float:
    """Return the number of a parameter that a test does not give."""
    if parameter.default is not None:
        return parameter.default
    return NEUTRAL.get(parameter.name, max(parameter.low, 0.0))
