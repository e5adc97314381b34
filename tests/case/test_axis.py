"""The time axis by hand and by its laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_model.case import Settings, build_axis
from energy_model.case.axis import chosen_hours, on_axis


def the_settings(stages: int = 1, weather_years: dict[int, float] | None = None) -> Settings:
    years = tuple(2030 + i for i in range(stages))
    return Settings("", "", "", "", 2025, years, weather_years or {1: 1.0}, (0, 7, 17))


def test_a_full_year() -> None:
    axis = build_axis(the_settings())
    assert len(axis) == 8760
    assert axis.weight.tolist() == [1.0] * 8760
    assert axis.hours.tolist() == [1.0] * 8760
    assert axis.previous[[0, 1, 8759]].tolist() == [8759, 0, 8758]
    assert np.bincount(axis.month_of)[1:].tolist() == [744, 672, 744, 720, 744, 720, 744, 744, 720, 744, 720, 744]
    # 1 January 00:00 is block 0, 07:00 block 1, 17:00 block 2; 31 December 23:00 is the last slot.
    assert axis.slot_of[[0, 6, 7, 16, 17, 23, 24, 8759]].tolist() == [0, 0, 1, 1, 2, 2, 0, 35]
    assert axis.slots == 36


def test_two_stages_two_weather_years() -> None:
    axis = build_axis(the_settings(2, {3: 0.25, 7: 0.75}))
    first = np.arange(4) * 8760
    assert axis.stage_of[first].tolist() == [0, 0, 1, 1]
    assert axis.slice_of[first].tolist() == [0, 1, 2, 3]
    assert axis.weight[first].tolist() == [0.25, 0.75, 0.25, 0.75]
    assert axis.previous[first].tolist() == (first + 8759).tolist()
    assert axis.slot_of[first].tolist() == [0, 0, 36, 36]
    assert axis.slots == 72


def test_days_are_spread_evenly() -> None:
    assert chosen_hours(24)[0] == 182 * 24, "one day: the middle of the year"
    assert (chosen_hours(48)[[0, 24]] // 24).tolist() == [91, 273]
    assert np.array_equal(chosen_hours(8760), chosen_hours(None))
    assert set(build_axis(the_settings(), 12 * 24).month_of) == set(range(1, 13)), "twelve days see every month"


@settings(max_examples=50)
@given(st.integers(1, 365), st.integers(1, 3), st.integers(1, 3))
def test_laws(days: int, stages: int, years: int) -> None:
    given_settings = the_settings(stages, dict.fromkeys(range(years), 1 / years))
    axis = build_axis(given_settings, days * 24)
    steps = days * 24
    assert len(axis) == stages * years * steps
    for stage in range(stages):
        assert axis.weight[axis.stage_of == stage].sum() == pytest.approx(8760)
    assert np.array_equal(np.sort(axis.previous), np.arange(len(axis)))
    assert np.array_equal(axis.slice_of[axis.previous], axis.slice_of)
    assert len(set(axis.hour_of_year[:steps])) == steps
    assert np.array_equal(axis.hour_of_day, axis.hour_of_year % 24)
    assert axis.slot_of.min() >= 0
    assert axis.slot_of.max() < axis.slots
    yearly = np.arange(years)[:, None] * 10000.0 + np.arange(8760)[None, :]
    placed = on_axis(yearly, given_settings, steps)
    assert np.array_equal(placed % 10000, axis.hour_of_year)
    assert np.array_equal(placed // 10000, axis.slice_of % years)
