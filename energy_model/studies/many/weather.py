"""A case under another synthetic weather year: the same generator and seed, another draw."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from energy_model.availability import AvailabilityError, generated_year
from energy_model.case.axis import on_axis
from energy_model.case.case import Case, FloatArray
from energy_model.studies.many.plan import Setting


def with_weather_year(case: Case, setting: Setting, year: int) -> Case:
    """Return the case with wind, sun and temperature of one synthetic year in place of its own.

    Parameters
    ----------
    case : Case
        The case; only profiles that ``weather.toml`` makes are replaced.
    setting : Setting
        Folder and hours.
    year : int
        Number of the synthetic year, from 1.

    Raises
    ------
    energy_model.availability.AvailabilityError
        If the case has no ``weather.toml`` or uses several weather years at once.
    """
    if len(case.settings.weather_years) > 1:
        raise AvailabilityError("a weather year can only stand in for the single weather year of a case")
    made = _columns(setting.folder, year)
    profiles = {
        name: on_axis(made[name][None, :], case.settings, setting.hours) if name in made else values
        for name, values in case.profiles.items()
    }
    settings = replace(case.settings, weather_years={year: 1.0})
    return replace(case, profiles=profiles, settings=settings, fingerprint=f"{case.fingerprint}-weather-{year}")


@lru_cache(maxsize=64)
def _columns(folder: Path, year: int) -> dict[str, FloatArray]:
    """Return the hourly columns of a synthetic year by name, shape (8760,)."""
    table = generated_year(folder, year)
    return {str(name): np.asarray(table[name], dtype=float) for name in table.columns}
