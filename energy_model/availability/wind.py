"""From wind speed to the output of a wind farm, per unit of its rating.

The power curve comes from the turbine library that is part of windpowerlib; thin air is accounted
for by windpowerlib's density-corrected curve.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import windpowerlib

from energy_model.availability.weather import Array, SettingsError, Weather

#: Lapse of temperature with height [K/m], standard atmosphere (ISO 2533).
TEMPERATURE_LAPSE = 0.0065

#: Gravity over the gas constant of dry air [K/m]: exponent of the barometric formula times the lapse.
GRAVITY_OVER_GAS_CONSTANT = 9.80665 / 287.05

#: Gas constant of dry air [J/(kg K)].
GAS_CONSTANT = 287.05


@dataclass(frozen=True)
class WindDesign:
    """A wind farm.

    Attributes
    ----------
    turbine : str
        Name in the turbine library of windpowerlib.
    hub_height : float
        [m].
    shear : float
        Exponent of the power law of wind over height [1].
    wake, outage, electrical : float
        Losses [1]; they multiply.
    """

    turbine: str
    hub_height: float
    shear: float
    wake: float
    outage: float
    electrical: float


@dataclass(frozen=True)
class PowerCurve:
    """Output per unit of rating [1] over wind speed [m/s] in air of 1.225 kg/m3."""

    speeds: Array
    outputs: Array


def to_height(speed: Array, height: float, target: float, shear: float) -> Array:
    """Return wind speed [m/s] at `target` [m] from that at `height` [m] by the power law.

    >>> float(to_height(np.array([6.0]), 10.0, 10.0, 0.2)[0])
    6.0
    """
    return np.asarray(speed * (target / height) ** shear, dtype=float)


def air_density(temperature: Array, pressure: Array, height: float) -> Array:
    """Return the density of dry air [kg/m3] at `height` [m] above the ground where both are measured.

    Parameters
    ----------
    temperature : array
        At the ground [degC].
    pressure : array
        At the ground [Pa].
    height : float
        [m].
    """
    kelvin = temperature + 273.15
    aloft = kelvin - TEMPERATURE_LAPSE * height
    pressure_aloft = pressure * (aloft / kelvin) ** (GRAVITY_OVER_GAS_CONSTANT / TEMPERATURE_LAPSE)
    return np.asarray(pressure_aloft / (GAS_CONSTANT * aloft), dtype=float)


def power_curve(turbine: str, hub_height: float) -> PowerCurve:
    """Return the curve of a turbine of windpowerlib's own library, scaled to a rating of one.

    Raises
    ------
    SettingsError
        When the library has no power curve of that name or the rotor would touch the ground.
    """
    try:
        with warnings.catch_warnings():  # pandas deprecates how windpowerlib reads; a missing curve is refused below
            warnings.simplefilter("ignore")
            machine = windpowerlib.WindTurbine(hub_height=hub_height, turbine_type=turbine)
    except ValueError as error:
        raise SettingsError(f"turbine {turbine} with its hub at {hub_height} m: {error}") from error
    if machine.power_curve is None:
        raise SettingsError(f"windpowerlib's library has no power curve of turbine {turbine}")
    return PowerCurve(
        machine.power_curve["wind_speed"].to_numpy(dtype=float),
        machine.power_curve["value"].to_numpy(dtype=float) / float(machine.nominal_power),
    )


def turbine_output(speed: Array, density: Array, curve: PowerCurve) -> Array:
    """Return the output of one turbine per unit of rating [1] from hub-height speed and air density.

    The density correction of windpowerlib stretches the speeds of the curve, the last one included;
    a turbine stops at its cut-out speed in any air, so that limit is applied here.
    """
    output = windpowerlib.power_output.power_curve(
        speed, curve.speeds, curve.outputs, density=density, density_correction=True
    )
    running = speed <= curve.speeds[-1]
    return np.clip(np.where(running, output, 0.0), 0.0, 1.0)


def wind_availability(weather: Weather, design: WindDesign) -> Array:
    """Return the output of a wind farm per unit of its rating [1], one value per hour."""
    table = weather.table
    speed = to_height(table["wind_speed"].to_numpy(), weather.wind_height, design.hub_height, design.shear)
    density = air_density(table["temperature"].to_numpy(), table["pressure"].to_numpy(), design.hub_height)
    curve = power_curve(design.turbine, design.hub_height)
    kept = (1 - design.wake) * (1 - design.outage) * (1 - design.electrical)
    return turbine_output(speed, density, curve) * kept
