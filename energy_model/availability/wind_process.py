"""Hourly wind speed from standard normals: Weibull in every month, with a course over the day."""

from math import gamma

import numpy as np
from scipy.special import ndtr

from energy_model.availability.climate import Climate, per_hour
from energy_model.availability.weather import Array


def wind_speed(normals: Array, climate: Climate, site: str, months: np.ndarray) -> Array:
    """Return wind speed [m/s] at the height of the climate table.

    Parameters
    ----------
    normals : array
        Standard normal with memory, one per hour of the year.
    climate : Climate
        Monthly means, Weibull shape and course over the day.
    site : str
        Name of the site, for its factor.
    months : array
        Month number of each hour.
    """
    mean = per_hour(climate.of_month("wind", "mean_speed"), months) * climate.factor(site, "wind_factor")
    shape = climate.of_year("wind", "weibull_shape")
    return mean * _over_day(climate, len(months)) * unit_weibull(normals, shape)


def unit_weibull(normals: Array, shape: float) -> Array:
    """Map standard normals to a Weibull distribution of mean one."""
    exceeded = ndtr(-normals)
    return np.asarray((-np.log(exceeded)) ** (1.0 / shape) / gamma(1.0 + 1.0 / shape), dtype=float)


def _over_day(climate: Climate, hours: int) -> Array:
    """Return the factor of each hour for the time of day [1]; its mean over a day is one."""
    phase = np.arange(hours) % 24 + 0.5 - climate.of_year("wind", "hour_of_maximum")
    return 1.0 + climate.of_year("wind", "diurnal_amplitude") * np.cos(2 * np.pi * phase / 24)
