"""Random series with memory: the building blocks of the weather generator.

All series are standard normal at every moment (mean 0, variance 1), so they can be mapped to any
distribution; columns are sites.
"""

import numpy as np
from scipy.signal import lfilter

from energy_model.availability.weather import Array


def joint_normals(rng: np.random.Generator, steps: int, sites: int, correlation: float) -> Array:
    """Return independent steps of standard normals, every pair of sites equally correlated.

    Parameters
    ----------
    rng : Generator
        Source of randomness.
    steps, sites : int
        Shape of the result.
    correlation : float
        Between any two sites [1], 0 to 1.
    """
    common = rng.standard_normal((steps, 1))
    own = rng.standard_normal((steps, sites))
    return np.asarray(np.sqrt(correlation) * common + np.sqrt(1.0 - correlation) * own, dtype=float)


def with_memory(shocks: Array, persistence: float) -> Array:
    """Return the stationary first-order autoregression driven by standard normal shocks.

    Parameters
    ----------
    shocks : array (steps, sites)
        Standard normal.
    persistence : float
        Correlation of neighbouring steps [1], 0 to below 1.
    """
    driven = np.sqrt(1.0 - persistence**2) * shocks
    driven[0] = shocks[0]
    return np.asarray(lfilter([1.0], [1.0, -persistence], driven, axis=0), dtype=float)


def blend(first: Array, second: Array, share: float) -> Array:
    """Return the standard normal series of which `share` [1] of the variance is the first's."""
    return np.asarray(np.sqrt(share) * first + np.sqrt(1.0 - share) * second, dtype=float)


def daily_means(hourly: Array, persistence: float) -> Array:
    """Return daily means of an hourly autoregression, scaled back to variance 1.

    The variance of the mean of `n` steps with correlation `persistence**lag` is
    ``(n + 2 * sum((n - lag) * persistence**lag)) / n**2``.
    """
    lags = np.arange(1, 24)
    variance = (24 + 2 * np.sum((24 - lags) * persistence**lags)) / 24**2
    means = hourly.reshape(-1, 24, hourly.shape[1]).mean(axis=1)
    return np.asarray(means / np.sqrt(variance), dtype=float)
