"""Known defects of weather files, found by measuring, never by the name of a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pvlib

from energy_model.availability.solar import sun_position
from energy_model.availability.weather import Array, Weather

#: A lag below this is cloud, not clock [h].
LEAST_LAG = 0.25

#: Radiation that closes better than this share of its sum is consistent [1].
LEAST_GAP = 0.03

#: A largest beam below this share of the cloudless one is a ceiling, not weather [1].
CEILING_SHARE = 0.85

#: Linke turbidity of hazy air [1]; a year has clearer hours.
HAZY_TURBIDITY = 4.0

#: Low station wind: at or below this height [m] with a mean below this speed [m/s].
STATION_WIND = (10.0, 3.5)

#: A share of unchanged neighbouring hours above this means values held for several hours [1].
HELD_SHARE = 0.7


@dataclass(frozen=True)
class Finding:
    """A defect that was measured.

    Attributes
    ----------
    name : str
        What is wrong, for programs.
    value : float
        How much.
    unit : str
        Of `value`.
    zh, en : str
        One sentence for the reader, with what to do.
    """

    name: str
    value: float
    unit: str
    zh: str
    en: str


def find_defects(weather: Weather) -> tuple[Finding, ...]:
    """Return all known defects that the table shows; an empty tuple means none was found."""
    return tuple(finding for check in CHECKS for finding in check(weather))


def radiation_lag(weather: Weather) -> float:
    """Return by how much radiation comes later than the sun [h], by the centres of both over the day.

    Noon is put in the middle of the counted day, so that midnight falls where both are zero.
    """
    sine = _sine_of_elevation(weather)
    clock = weather.table.index.hour.to_numpy() + weather.radiation_at
    noon = 12.0 - weather.longitude / 15.0 + weather.utc_offset
    around_noon = (clock - noon + 12.0) % 24.0 - 12.0
    ghi = weather.table["ghi"].to_numpy()
    if ghi.sum() <= 0.0 or sine.sum() <= 0.0:
        return 0.0
    return float(np.average(around_noon, weights=ghi) - np.average(around_noon, weights=sine))


def closure_gap(weather: Weather) -> float:
    """Return global less diffuse and less beam on the ground, over the table [kWh/m2]."""
    table = weather.table
    missing = table["ghi"] - table["dhi"] - table["dni"] * _sine_of_elevation(weather)
    return float(missing.sum() / 1000.0)


def clear_beam(weather: Weather, turbidity: float) -> Array:
    """Return the beam of a cloudless sky [W/m2] by Ineichen and Perez as in pvlib."""
    zenith = sun_position(weather)["apparent_zenith"].to_numpy()
    airmass = pvlib.atmosphere.get_absolute_airmass(
        pvlib.atmosphere.get_relative_airmass(zenith), weather.table["pressure"].to_numpy()
    )
    with np.errstate(divide="ignore"):  # pvlib divides by the cosine of the zenith at night, too
        sky = pvlib.clearsky.ineichen(zenith, airmass, turbidity, weather.altitude)
    return np.asarray(np.nan_to_num(sky["dni"]), dtype=float)


def _sine_of_elevation(weather: Weather) -> Array:
    """Return the sine of the sun's elevation [1], zero at night."""
    elevation = sun_position(weather)["elevation"].to_numpy()
    return np.asarray(np.clip(np.sin(np.radians(elevation)), 0.0, None), dtype=float)


def _late_radiation(weather: Weather) -> Iterator[Finding]:
    """Yield the lag of the radiation stamps."""
    lag = radiation_lag(weather)
    if abs(lag) >= LEAST_LAG:
        yield Finding(
            "radiation_lag",
            lag,
            "h",
            f"辐射时标比太阳晚{lag:.2f}小时;用 shift_radiation 校正后再计算倾斜面辐射。",
            f"The radiation comes {lag:.2f} h later than the sun; apply shift_radiation before any tilted plane.",
        )


def _capped_beam(weather: Weather) -> Iterator[Finding]:
    """Yield the ceiling of the beam."""
    largest = float(weather.table["dni"].max())
    expected = float(clear_beam(weather, HAZY_TURBIDITY).max())
    if largest < CEILING_SHARE * expected:
        yield Finding(
            "dni_ceiling",
            largest,
            "W/m2",
            f"直射辐射全年不超过{largest:.0f} W/m2,而晴空可达{expected:.0f} W/m2;用 rebuild_dni 重建。",
            f"Beam never exceeds {largest:.0f} W/m2 though a clear sky gives {expected:.0f} W/m2; apply rebuild_dni.",
        )


def _open_balance(weather: Weather) -> Iterator[Finding]:
    """Yield the beam that is missing from, or too much in, the radiation balance."""
    gap = closure_gap(weather)
    total = float(weather.table["ghi"].sum() / 1000.0)
    if abs(gap) > LEAST_GAP * total:
        yield Finding(
            "radiation_not_closing",
            gap,
            "kWh/m2",
            f"总辐射减去散射和直射水平分量后余{gap:.0f} kWh/m2(总辐射{total:.0f});用 rebuild_dni 重建。",
            f"Global less diffuse and beam leaves {gap:.0f} of {total:.0f} kWh/m2; apply rebuild_dni.",
        )


def _station_wind(weather: Weather) -> Iterator[Finding]:
    """Yield the mean of a wind measured low down among buildings."""
    height, speed = STATION_WIND
    mean = float(weather.table["wind_speed"].mean())
    if weather.wind_height <= height and mean < speed:
        yield Finding(
            "station_wind",
            mean,
            "m/s",
            f"风速为{weather.wind_height:.0f}米高度气象站值,年均仅{mean:.2f} m/s,不代表风电场;用 scale_wind 折算。",
            f"The wind is that of a station at {weather.wind_height:.0f} m with a mean of {mean:.2f} m/s, not that "
            "of a wind farm; apply scale_wind.",
        )


def _whole_numbers(weather: Weather) -> Iterator[Finding]:
    """Yield that wind is rounded to whole m/s."""
    wind = weather.table["wind_speed"]
    if bool((wind % 1.0 == 0.0).all()) and bool((wind > 0.0).any()):
        yield Finding(
            "whole_wind",
            1.0,
            "m/s",
            "风速只有整数值,功率曲线会出现台阶;用 smooth_wind 平滑。",
            "Wind is given in whole m/s, so power moves in steps; apply smooth_wind.",
        )


def _held_wind(weather: Weather) -> Iterator[Finding]:
    """Yield that wind values are held over several hours."""
    share = float(np.mean(np.diff(weather.table["wind_speed"].to_numpy()) == 0.0)) if len(weather.table) > 1 else 0.0
    if share > HELD_SHARE:
        yield Finding(
            "held_wind",
            share,
            "1",
            f"{share:.0%}的小时风速与前一小时相同,疑为6小时观测值保持;用 smooth_wind 平滑。",
            f"Wind repeats the hour before in {share:.0%} of the hours, like 6-hourly readings held; "
            "apply smooth_wind.",
        )


#: Every check; each yields what it finds.
CHECKS: tuple[Callable[[Weather], Iterator[Finding]], ...] = (
    _late_radiation,
    _capped_beam,
    _open_balance,
    _station_wind,
    _whole_numbers,
    _held_wind,
)
