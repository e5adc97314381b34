"""The time axis: one slice of hours for each stage and weather year, one after the other."""

from __future__ import annotations

import numpy as np

from energy_model.case.case import FloatArray, IntArray, Settings, TimeAxis

YEAR = 8760
DAYS_OF_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def hours_fit(hours: int | None) -> bool:
    """Return whether a number of hours per slice is whole days, at least one and at most a year."""
    return hours is None or (hours % 24 == 0 and 24 <= hours <= YEAR)


def chosen_hours(hours: int | None) -> IntArray:
    """Return the hours of the year (0-8759) that a slice keeps.

    Parameters
    ----------
    hours : int, optional
        Number of hours to keep; whole days are taken, evenly spread over the year. None keeps all.
    """
    days = YEAR // 24 if hours is None else hours // 24
    first = np.floor((np.arange(days) + 0.5) * (YEAR / 24) / days).astype(np.int64) * 24
    return (first[:, None] + np.arange(24)).ravel()


def build_axis(settings: Settings, hours: int | None = None) -> TimeAxis:
    """Return the time axis of a case.

    Parameters
    ----------
    settings : Settings
        Stages, weather years with probabilities, blocks of the day.
    hours : int, optional
        Hours per slice for quick runs: a multiple of 24 from 24 to 8760.

    Returns
    -------
    TimeAxis
        Weights sum to 8760 in each stage.
    """
    kept, stages = chosen_hours(hours), len(settings.stages)
    years, steps = len(settings.weather_years), len(kept)
    slices = stages * years
    probability = np.tile(list(settings.weather_years.values()), stages)
    hour_of_year = np.tile(kept, slices)
    month_of = np.repeat(np.arange(1, 13), np.array(DAYS_OF_MONTH) * 24)[hour_of_year]
    stage_of = np.repeat(np.arange(stages), years * steps)
    blocks = len(settings.slot_hours)
    block = np.searchsorted(settings.slot_hours, hour_of_year % 24, side="right") - 1
    start = np.repeat(np.arange(slices) * steps, steps)
    return TimeAxis(
        hours=np.ones(slices * steps),
        weight=np.repeat(probability, steps) * (YEAR / steps),
        stage_of=stage_of,
        slice_of=np.repeat(np.arange(slices), steps),
        slot_of=(stage_of * 12 + month_of - 1) * blocks + block,
        month_of=month_of,
        hour_of_day=hour_of_year % 24,
        hour_of_year=hour_of_year,
        previous=start + np.tile(np.arange(-1, steps - 1) % steps, slices),
        slots=stages * 12 * blocks,
    )


def on_axis(yearly: FloatArray, settings: Settings, hours: int | None = None) -> FloatArray:
    """Return hourly values of the weather years, shape (weather years, 8760), on the time axis."""
    return np.tile(yearly[:, chosen_hours(hours)].ravel(), len(settings.stages))
