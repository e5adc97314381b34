"""Corrections of weather tables: each is named, asked for, and says in a sentence what it did."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pvlib

from energy_model.availability.defects import clear_beam
from energy_model.availability.solar import sun_position
from energy_model.availability.weather import Weather, WeatherError, day_of_year

#: Clear air of a high plateau [1]: no rebuilt beam is stronger than through this Linke turbidity.
CLEAR_TURBIDITY = 2.0


@dataclass(frozen=True)
class Repair:
    """A corrected table and what was done to it.

    Attributes
    ----------
    weather : Weather
        The new table; the old one is untouched.
    step : str
        Name of the correction.
    zh, en : str
        One sentence for the report.
    """

    weather: Weather
    step: str
    zh: str
    en: str


def shift_radiation(weather: Weather, *, hours: float) -> Repair:
    """Bring radiation `hours` [h] earlier; each column keeps its sum.

    Values between two stamps are interpolated, and the last hours of the table follow from its first.
    """
    table = weather.table.copy()
    place = np.arange(len(table))
    for name in ("ghi", "dni", "dhi"):
        old = table[name].to_numpy()
        moved = np.interp(place + hours, place, old, period=len(table))
        table[name] = moved * (old.sum() / moved.sum()) if moved.sum() > 0.0 else moved
    return Repair(
        replace(weather, table=table),
        "shift_radiation",
        f"辐射数据提前{hours:.2f}小时,年总量不变。",
        f"Radiation was moved {hours:.2f} h earlier; its sums are unchanged.",
    )


def rebuild_dni(weather: Weather, *, share: float) -> Repair:
    """Replace beam and diffuse by the Erbs split of global radiation, closing exactly.

    Erbs, Klein and Duffie, Solar Energy 28 (1982) 293-302, doi:10.1016/0038-092X(82)90302-4, as in pvlib.

    Parameters
    ----------
    weather : Weather
        Its radiation must already be in step with the sun.
    share : float
        Of the split's beam that is kept [1]: the split was fitted near sea level and gives an upper value
        in thin dry air; 0.90 is the central estimate for Golmud.
    """
    sun = sun_position(weather)
    ghi = weather.table["ghi"].to_numpy()
    split = pvlib.irradiance.erbs(ghi, sun["zenith"].to_numpy(), day_of_year(weather.table.index))
    sine = np.clip(np.sin(np.radians(sun["elevation"].to_numpy())), 0.0, None)
    strongest = np.minimum(np.asarray(split["dni"]), clear_beam(weather, CLEAR_TURBIDITY))
    dni = np.clip(share * strongest, 0.0, None)
    table = weather.table.assign(dni=dni, dhi=np.clip(ghi - dni * sine, 0.0, None))
    before, after = (float(each["dni"].sum() / 1000.0) for each in (weather.table, table))
    return Repair(
        replace(weather, table=table),
        "rebuild_dni",
        f"直射与散射由总辐射按Erbs模型重新分解(直射保留{share:.2f}),直射由{before:.0f}变为{after:.0f} kWh/m2。",
        f"Beam and diffuse were split anew from global radiation (Erbs, {share:.2f} of the beam kept); beam went "
        f"from {before:.0f} to {after:.0f} kWh/m2.",
    )


def scale_wind(weather: Weather, *, mean: float, height: float) -> Repair:
    """Scale wind to a chosen mean [m/s] at a chosen height [m]; its course over time stays."""
    old = float(weather.table["wind_speed"].mean())
    if old <= 0.0:
        raise WeatherError("The wind of the table is zero throughout; there is nothing to scale.")
    table = weather.table.assign(wind_speed=weather.table["wind_speed"] * (mean / old))
    return Repair(
        replace(weather, table=table, wind_height=height),
        "scale_wind",
        f"风速由{weather.wind_height:.0f}米年均{old:.2f} m/s折算为{height:.0f}米年均{mean:.2f} m/s,时间过程不变。",
        f"Wind was scaled from a mean of {old:.2f} m/s at {weather.wind_height:.0f} m to {mean:.2f} m/s at "
        f"{height:.0f} m; its course is unchanged.",
    )


def smooth_wind(weather: Weather, *, hours: int) -> Repair:
    """Replace wind by its centred mean over an odd number of hours; the yearly mean stays."""
    if hours < 3 or hours % 2 == 0:
        raise WeatherError(f"smooth_wind got {hours} hours; give an odd number of 3 or more.")
    old = weather.table["wind_speed"].to_numpy()
    around = np.concatenate([old[-(hours // 2) :], old, old[: hours // 2]])
    smooth = np.convolve(around, np.full(hours, 1.0 / hours), mode="valid")
    table = weather.table.assign(wind_speed=np.clip(smooth, 0.0, None))
    return Repair(
        replace(weather, table=table),
        "smooth_wind",
        f"风速取{hours}小时滑动平均,年均值不变。",
        f"Wind was replaced by its mean over {hours} hours; the yearly mean is unchanged.",
    )


def repair(weather: Weather, steps: Mapping[str, Mapping[str, float]]) -> tuple[Weather, tuple[Repair, ...]]:
    """Apply the named corrections in the given order.

    Parameters
    ----------
    weather : Weather
        As read.
    steps : mapping
        Name of a correction → its numbers, for example
        ``{"shift_radiation": {"hours": 1.45}, "rebuild_dni": {"share": 0.90}}``.

    Returns
    -------
    tuple
        The corrected weather, and each step with its sentences.

    Raises
    ------
    WeatherError
        When a correction or one of its numbers is unknown or missing.
    """
    done: list[Repair] = []
    for name, numbers in steps.items():
        if name not in STEPS:
            raise WeatherError(f"No correction '{name}'; choose from {', '.join(STEPS)}.")
        try:
            done.append(STEPS[name](weather, **numbers))
        except TypeError as error:
            raise WeatherError(f"Correction {name} cannot use the numbers {dict(numbers)}: {error}.") from error
        weather = done[-1].weather
    return weather, tuple(done)


#: Every correction by its name.
STEPS: dict[str, Callable[..., Repair]] = {
    "shift_radiation": shift_radiation,
    "rebuild_dni": rebuild_dni,
    "scale_wind": scale_wind,
    "smooth_wind": smooth_wind,
}
