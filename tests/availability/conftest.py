"""Shared pieces: the shipped case, sixty generated years, steady weather, and the real typical year."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from energy_model.availability import (
    Climate,
    Weather,
    WeatherSettings,
    generate,
    read_climate,
    read_settings,
    read_weather,
    repair,
)
from energy_model.availability.weather import hours_of_year

PROJECT = Path(__file__).parents[2]
SHARED = PROJECT.parent / "shared" / "data" / "weather"
GOLMUD = SHARED / "CHN_Qinghai.Golmud.528180_CSWD.epw"


@pytest.fixture(scope="session")
def case() -> Path:
    return PROJECT / "inputs" / "golmud"


@pytest.fixture(scope="session")
def settings(case: Path) -> WeatherSettings:
    return read_settings(case / "weather.toml")


@pytest.fixture(scope="session")
def climate(case: Path, settings: WeatherSettings) -> Climate:
    return read_climate(case / "climate.csv", tuple(settings.sites))


@pytest.fixture(scope="session")
def sixty_years(settings: WeatherSettings, climate: Climate) -> list[dict[str, Weather]]:
    return list(generate(replace(settings, years=60), climate))


@pytest.fixture(scope="session")
def typical_years() -> Path:
    """The folder of typical years that may lie beside the project, never in it."""
    return SHARED


@pytest.fixture(scope="session")
def epw() -> Weather:
    if not GOLMUD.exists():
        pytest.skip("the typical year of Golmud is not beside the project")
    return read_weather(GOLMUD)


@pytest.fixture(scope="session")
def repaired(epw: Weather) -> Weather:
    """The typical year with its radiation in step with the sun, its beam rebuilt, its wind at 100 m."""
    steps = {
        "shift_radiation": {"hours": 1.45},
        "rebuild_dni": {"share": 0.90},
        "smooth_wind": {"hours": 3},
        "scale_wind": {"mean": 6.0, "height": 100.0},
    }
    return repair(epw, steps)[0]


@pytest.fixture(scope="session")
def steady() -> Callable[..., Weather]:
    """Weather of the same values in every hour of 2005 at Golmud."""

    def make(**values: float) -> Weather:
        usual = {
            "ghi": 0.0,
            "dni": 0.0,
            "dhi": 0.0,
            "temperature": 10.0,
            "pressure": 72_500.0,
            "wind_speed": 5.0,
        }
        hours = hours_of_year(2005, 8.0)
        table = pd.DataFrame(
            {name: np.full(len(hours), value) for name, value in (usual | values).items()}, index=hours
        )
        return Weather(table, 36.42, 94.90, 2808.0, 8.0, 100.0)

    return make
