"""Synthetic weather years of several sites at once, calibrated to a climate table.

Clouds dim a clear sky, wind follows a Weibull distribution with memory, and both are drawn jointly
for all sites. A year depends on the seed and its number only, so year 7 is the same whether one asks
for seven years or for forty.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from energy_model.availability.climate import Climate, per_hour
from energy_model.availability.clouds import Sky, draw_dull_days, prepare_sky, radiation
from energy_model.availability.settings import Site, WeatherSettings
from energy_model.availability.stochastic import blend, daily_means, joint_normals, with_memory
from energy_model.availability.weather import Array, Weather, hours_of_year
from energy_model.availability.wind import GRAVITY_OVER_GAS_CONSTANT, TEMPERATURE_LAPSE
from energy_model.availability.wind_process import wind_speed


def generate(settings: WeatherSettings, climate: Climate) -> Iterator[dict[str, Weather]]:
    """Yield the weather of every site for years 1, 2, ... up to `settings.years`.

    Parameters
    ----------
    settings : WeatherSettings
        Seed, number of years, sites and clock.
    climate : Climate
        What the years reproduce on average.
    """
    hours = hours_of_year(settings.calendar_year, settings.utc_offset)
    skies = {name: prepare_sky(name, site, climate, hours) for name, site in settings.sites.items()}
    for year in range(1, settings.years + 1):
        yield _one_year(settings, climate, skies, np.random.default_rng([settings.seed, year]))


def _one_year(
    settings: WeatherSettings, climate: Climate, skies: dict[str, Sky], rng: np.random.Generator
) -> dict[str, Weather]:
    """Return one synthetic year of every site."""
    wind, synoptic = _wind_normals(rng, climate, len(settings.sites))
    cloud = _cloud_normals(rng, climate, synoptic)
    dull = draw_dull_days(rng, climate)
    day_noise = _day_noise(rng, climate)
    result = {}
    for column, (name, site) in enumerate(settings.sites.items()):
        table = radiation(skies[name], cloud[:, column], dull)
        hours = pd.DatetimeIndex(table.index)
        table["temperature"] = _temperature(site, climate, hours, day_noise)
        table["pressure"] = _pressure(site, climate)
        table["wind_speed"] = wind_speed(wind[:, column], climate, name, hours.month.to_numpy())
        result[name] = _weather(table, site, settings, climate)
    return result


def _weather(table: pd.DataFrame, site: Site, settings: WeatherSettings, climate: Climate) -> Weather:
    """Wrap a generated table."""
    height = climate.of_year("wind", "height")
    return Weather(table, site.latitude, site.longitude, site.altitude, settings.utc_offset, height)


def _wind_normals(rng: np.random.Generator, climate: Climate, sites: int) -> tuple[Array, Array]:
    """Return hourly wind normals and the slow part of them, columns are sites."""
    slow_shocks = joint_normals(rng, 8760, sites, climate.of_year("wind", "synoptic_site_correlation"))
    fast_shocks = joint_normals(rng, 8760, sites, climate.of_year("wind", "local_site_correlation"))
    slow = with_memory(slow_shocks, climate.of_year("wind", "synoptic_persistence"))
    fast = with_memory(fast_shocks, climate.of_year("wind", "local_persistence"))
    return blend(slow, fast, climate.of_year("wind", "synoptic_share")), slow


def _cloud_normals(rng: np.random.Generator, climate: Climate, synoptic: Array) -> Array:
    """Return hourly cloud normals (high is clear), joined to the day's wind by a correlation."""
    sites = synoptic.shape[1]
    day_shocks = joint_normals(rng, 365, sites, climate.of_year("cloud", "day_site_correlation"))
    hour_shocks = joint_normals(rng, 8760, sites, climate.of_year("cloud", "hour_site_correlation"))
    own = with_memory(day_shocks, climate.of_year("cloud", "day_persistence"))
    windy = daily_means(synoptic, climate.of_year("wind", "synoptic_persistence"))
    link = climate.of_year("cloud", "wind_correlation")
    day = link * windy + np.sqrt(1.0 - link**2) * own
    hour = with_memory(hour_shocks, climate.of_year("cloud", "hour_persistence"))
    return blend(np.repeat(day, 24, axis=0), hour, climate.of_year("cloud", "day_share"))


def _day_noise(rng: np.random.Generator, climate: Climate) -> Array:
    """Return how much warmer each day is than its month [K]; one air mass covers all sites."""
    shocks = joint_normals(rng, 365, 1, 0.0)
    noise = with_memory(shocks, climate.of_year("temperature", "day_persistence"))
    return np.repeat(noise[:, 0], 24) * climate.of_year("temperature", "day_spread")


def _temperature(site: Site, climate: Climate, hours: pd.DatetimeIndex, day_noise: Array) -> Array:
    """Return hourly air temperature [degC]: month, hour of day, day-to-day noise, altitude."""
    mean = per_hour(climate.of_month("temperature", "mean"), hours.month.to_numpy())
    amplitude = climate.of_year("temperature", "daily_amplitude")
    phase = hours.hour.to_numpy() + 0.5 - climate.of_year("temperature", "hour_of_maximum")
    daily = amplitude * np.cos(2 * np.pi * phase / 24)
    higher = site.altitude - climate.of_year("pressure", "altitude")
    return np.asarray(mean + daily + day_noise - TEMPERATURE_LAPSE * higher, dtype=float)


def _pressure(site: Site, climate: Climate) -> float:
    """Return the mean pressure of a site [Pa] by the barometric formula from the station's."""
    kelvin = float(climate.of_month("temperature", "mean").mean()) + 273.15
    higher = site.altitude - climate.of_year("pressure", "altitude")
    ratio = 1.0 - TEMPERATURE_LAPSE * higher / kelvin
    return float(climate.of_year("pressure", "mean") * ratio ** (GRAVITY_OVER_GAS_CONSTANT / TEMPERATURE_LAPSE))
