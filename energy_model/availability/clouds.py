"""Radiation under generated clouds: how clear each hour is, and what passes as beam.

The clear-sky index (radiation over that of a cloudless sky) follows a beta distribution whose mean
makes the month's sum right; beam is the clear-sky beam times a power of the index, and that power
makes the month's direct sum right. Both are solved from the table, so no year has to be rescaled.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pvlib
from scipy.optimize import brentq
from scipy.special import betaincinv, ndtr

from energy_model.availability.climate import Climate, per_hour
from energy_model.availability.settings import Site
from energy_model.availability.weather import Array, SettingsError, day_of_year

#: Points at which an expected value over a beta distribution is summed.
QUANTILES = (np.arange(1000) + 0.5) / 1000

#: Limits of the power that turns the clear-sky index into that of the beam; below 1 the diffuse
#: remainder could turn negative.
BEAM_POWERS = (1.0, 15.0)


@dataclass(frozen=True)
class Spread:
    """A beta distribution between `floor` and 1, with the usual shape numbers `a` and `b`."""

    a: float
    b: float
    floor: float

    def at(self, share: Array) -> Array:
        """Return the values below which the given shares [1] of all hours lie."""
        return np.asarray(self.floor + (1.0 - self.floor) * betaincinv(self.a, self.b, share), dtype=float)


@dataclass(frozen=True)
class Sky:
    """The cloudless sky of a site and its clouds, ready to be drawn.

    Attributes
    ----------
    clear : DataFrame
        Cloudless `ghi` and `dni` [W/m2] and `cosine` of the zenith [1] per hour of the year.
    usual : tuple of Spread
        Clear-sky index of ordinary days, one per month.
    dull : Spread
        Clear-sky index inside a dull spell.
    beam_power : array (12,)
        Power that turns the clear-sky index into that of the beam [1].
    """

    clear: pd.DataFrame
    usual: tuple[Spread, ...]
    dull: Spread
    beam_power: Array


def prepare_sky(name: str, site: Site, climate: Climate, hours: pd.DatetimeIndex) -> Sky:
    """Solve the cloud distributions of a site so that expected monthly sums equal the climate table."""
    clear = clear_sky(site, climate, hours)
    monthly = clear.groupby(hours.month)[["ghi", "dni"]].sum() / 1000.0
    ghi = climate.of_month("radiation", "ghi") * climate.factor(name, "ghi_factor") / monthly["ghi"].to_numpy()
    dni = climate.of_month("radiation", "dni") * climate.factor(name, "dni_factor") / monthly["dni"].to_numpy()
    rare = dull_share(climate)
    floor = climate.of_year("cloud", "floor")
    dull_mean = climate.of_year("dull_spell", "clearness")
    dull = _spread(dull_mean, climate.of_year("dull_spell", "spread"), floor, "dull_spell")
    usual = tuple(
        _spread((mean - rare * dull_mean) / (1.0 - rare), spread, floor, f"{name}, month {month}")
        for month, (mean, spread) in enumerate(zip(ghi, climate.of_month("cloud", "spread"), strict=True), 1)
    )
    powers = [
        _beam_power(share, usual[month], dull, rare, f"{name}, month {month + 1}") for month, share in enumerate(dni)
    ]
    return Sky(clear, usual, dull, np.array(powers))


def radiation(sky: Sky, normals: Array, dull_days: Array) -> pd.DataFrame:
    """Return ghi, dni and dhi [W/m2]; ghi closes with the other two exactly.

    Parameters
    ----------
    sky : Sky
        As prepared for the site.
    normals : array (8760,)
        Standard normal per hour, high is clear.
    dull_days : array (365,)
        1 for days inside a dull spell.
    """
    share = ndtr(normals)
    months = pd.DatetimeIndex(sky.clear.index).month.to_numpy()
    index = np.empty(len(share))
    for month, usual in enumerate(sky.usual, start=1):
        index[months == month] = usual.at(share[months == month])
    inside = np.repeat(dull_days, 24) > 0
    index[inside] = sky.dull.at(share[inside])
    ghi = sky.clear["ghi"].to_numpy() * index
    dni = sky.clear["dni"].to_numpy() * index ** per_hour(sky.beam_power, months)
    dhi = np.clip(ghi - dni * sky.clear["cosine"].to_numpy(), 0.0, None)
    return pd.DataFrame({"ghi": ghi, "dni": dni, "dhi": dhi}, index=sky.clear.index)


def draw_dull_days(rng: np.random.Generator, climate: Climate) -> Array:
    """Return 1 for the days of the year inside a dull spell, 0 for the others, all sites together."""
    dull = np.zeros(365)
    shortest = int(climate.of_year("dull_spell", "shortest"))
    longest = int(climate.of_year("dull_spell", "longest"))
    for _ in range(rng.poisson(climate.of_year("dull_spell", "per_year"))):
        length = rng.integers(shortest, longest + 1)
        start = rng.integers(0, 365 - length + 1)
        dull[start : start + length] = 1.0
    return dull


def dull_share(climate: Climate) -> float:
    """Return the expected share of days inside a dull spell [1]; spells may overlap."""
    length = (climate.of_year("dull_spell", "shortest") + climate.of_year("dull_spell", "longest")) / 2
    return float(1.0 - np.exp(-climate.of_year("dull_spell", "per_year") * length / 365))


def clear_sky(site: Site, climate: Climate, hours: pd.DatetimeIndex) -> pd.DataFrame:
    """Return cloudless ghi and dni [W/m2] and the cosine of the zenith `cosine` [1] at mid-hour.

    Ineichen and Perez, Solar Energy 73 (2002) 151-157, doi:10.1016/S0038-092X(02)00045-2, as in pvlib.
    """
    middle = hours + pd.Timedelta(minutes=30)
    sun = pvlib.solarposition.get_solarposition(middle, site.latitude, site.longitude, site.altitude)
    zenith = sun["apparent_zenith"].to_numpy()
    relative = pvlib.atmosphere.get_relative_airmass(zenith)
    airmass = pvlib.atmosphere.get_absolute_airmass(relative, pvlib.atmosphere.alt2pres(site.altitude))
    turbidity = per_hour(climate.of_month("radiation", "turbidity"), hours.month.to_numpy())
    extra = pvlib.irradiance.get_extra_radiation(day_of_year(hours))
    with np.errstate(divide="ignore"):  # pvlib divides by the cosine of the zenith at night, too
        sky = pvlib.clearsky.ineichen(zenith, airmass, turbidity, site.altitude, extra)
    cosine = np.clip(np.cos(np.radians(zenith)), 0.0, None)
    return pd.DataFrame({"ghi": sky["ghi"], "dni": sky["dni"], "cosine": cosine}, index=hours).fillna(0.0)


def _spread(mean: float, deviation: float, floor: float, where: str) -> Spread:
    """Return the beta distribution on [floor, 1] of given mean and standard deviation [1]."""
    scaled = (mean - floor) / (1.0 - floor)
    concentration = scaled * (1.0 - scaled) * ((1.0 - floor) / deviation) ** 2 - 1.0
    if not 0.0 < scaled < 1.0 or concentration <= 0.0:
        raise SettingsError(
            f"climate.csv, {where}: a mean clear-sky index of {mean:.3f} with a spread of {deviation:.3f} is "
            f"impossible between {floor} and 1; change ghi, turbidity or the spread"
        )
    return Spread(scaled * concentration, (1.0 - scaled) * concentration, floor)


def _beam_power(share: float, usual: Spread, dull: Spread, rare: float, where: str) -> float:
    """Return the power of the clear-sky index that lets `share` [1] of the clear-sky beam pass."""
    often, seldom = usual.at(QUANTILES), dull.at(QUANTILES)

    def excess(power: float) -> float:
        expected = (1.0 - rare) * np.mean(often**power) + rare * np.mean(seldom**power)
        return float(expected - share)

    low, high = (excess(power) for power in BEAM_POWERS)
    if low < 0.0 or high > 0.0:
        raise SettingsError(
            f"climate.csv, {where}: {share:.3f} of the clear-sky beam cannot pass through clouds that fit the "
            f"global radiation (possible {share + high:.3f} to {share + low:.3f}); change dni, ghi or turbidity"
        )
    return float(brentq(excess, *BEAM_POWERS))
