"""From radiation to the output of a photovoltaic plant, per unit of its AC rating.

Sun, plane of array, cell temperature, modules, inverter: each step is a pvlib function, so each
formula has its reference there.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pvlib

from energy_model.availability.weather import Array, Weather, day_of_year
from energy_model.availability.wind import to_height

#: Radiation at standard test conditions [W/m2].
STANDARD_RADIATION = 1000.0

#: Height at which the Faiman model takes its wind [m].
MODULE_WIND_HEIGHT = 10.0


@dataclass(frozen=True)
class PvDesign:
    """A photovoltaic plant.

    Attributes
    ----------
    tracking : bool
        True for horizontal north-south axes with backtracking, False for a fixed tilt.
    tilt : float
        Tilt of a fixed array, or largest rotation of a tracker [deg].
    azimuth : float
        Direction a fixed array faces, or of the tracker axis [deg clockwise from north].
    ground_cover : float
        Module width per row distance [1]; sets the backtracking.
    albedo : float
        Share of the radiation that the ground reflects [1].
    dc_ac_ratio : float
        Module rating per inverter rating [W/W].
    temperature_coefficient : float
        Change of module power with cell temperature [1/K].
    inverter_efficiency : float
        At rated load [1].
    soiling, mismatch_wiring, ageing, transformer, outage : float
        Losses [1]; they multiply.
    """

    tracking: bool
    tilt: float
    azimuth: float
    ground_cover: float
    albedo: float
    dc_ac_ratio: float
    temperature_coefficient: float
    inverter_efficiency: float
    soiling: float
    mismatch_wiring: float
    ageing: float
    transformer: float
    outage: float


def sun_position(weather: Weather) -> pd.DataFrame:
    """Return the sun's position at the moment each radiation value stands for.

    Columns as pvlib gives them: `apparent_elevation`, `apparent_zenith`, `azimuth` and others [deg].
    """
    moments = weather.table.index + pd.Timedelta(hours=weather.radiation_at)
    position: pd.DataFrame = pvlib.solarposition.get_solarposition(
        moments,
        weather.latitude,
        weather.longitude,
        altitude=weather.altitude,
        pressure=float(weather.table["pressure"].mean()),
        temperature=float(weather.table["temperature"].mean()),
    )
    return position.set_index(weather.table.index)


def pv_availability(weather: Weather, design: PvDesign, shear: float) -> Array:
    """Return the AC output per unit of AC rating [1], one value per hour.

    `shear` [1] is the exponent that brings the wind of the table down to the modules.
    """
    plane = plane_of_array(weather, design)
    wind = to_height(weather.table["wind_speed"].to_numpy(), weather.wind_height, MODULE_WIND_HEIGHT, shear)
    cell = pvlib.temperature.faiman(plane, weather.table["temperature"].to_numpy(), wind)
    return ac_power(plane, np.asarray(cell), design)


def plane_of_array(weather: Weather, design: PvDesign) -> Array:
    """Return the radiation that enters the modules [W/m2]: Hay-Davies sky, reflection off the glass."""
    sun = sun_position(weather)
    mount = _mount(design)
    facing = mount.get_orientation(sun["apparent_zenith"], sun["azimuth"])
    tilt = np.nan_to_num(facing["surface_tilt"])
    azimuth = np.nan_to_num(facing["surface_azimuth"], nan=180.0)
    parts = pvlib.irradiance.get_total_irradiance(
        tilt,
        azimuth,
        sun["apparent_zenith"].to_numpy(),
        sun["azimuth"].to_numpy(),
        weather.table["dni"].to_numpy(),
        weather.table["ghi"].to_numpy(),
        weather.table["dhi"].to_numpy(),
        dni_extra=pvlib.irradiance.get_extra_radiation(day_of_year(sun.index)),
        model="haydavies",
        albedo=design.albedo,
    )
    incidence = pvlib.irradiance.aoi(tilt, azimuth, sun["apparent_zenith"].to_numpy(), sun["azimuth"].to_numpy())
    through_glass = pvlib.iam.physical(incidence)
    entering = parts["poa_direct"] * through_glass + parts["poa_diffuse"]
    daylight = sun["apparent_elevation"].to_numpy() > 0.0
    return np.where(daylight, np.nan_to_num(np.asarray(entering)), 0.0)


def ac_power(plane: Array, cell_temperature: Array, design: PvDesign) -> Array:
    """Return AC output per unit of AC rating [1] from radiation [W/m2] and cell temperature [degC].

    The inverter clips at its rating; losses behind it (transformer, outage) lower the clipped output.
    """
    before = (1 - design.soiling) * (1 - design.mismatch_wiring) * (1 - design.ageing)
    modules = pvlib.pvsystem.pvwatts_dc(plane, cell_temperature, design.dc_ac_ratio, design.temperature_coefficient)
    inverter_input = 1.0 / design.inverter_efficiency
    inverted = pvlib.inverter.pvwatts(
        np.asarray(modules) * before, inverter_input, eta_inv_nom=design.inverter_efficiency
    )
    behind = (1 - design.transformer) * (1 - design.outage)
    return np.clip(np.asarray(inverted, dtype=float) * behind, 0.0, 1.0)


def _mount(design: PvDesign) -> Any:
    """Return the pvlib mount of the design."""
    if design.tracking:
        return pvlib.pvsystem.SingleAxisTrackerMount(
            axis_tilt=0.0,
            axis_azimuth=design.azimuth,
            max_angle=design.tilt,
            backtrack=True,
            gcr=design.ground_cover,
        )
    return pvlib.pvsystem.FixedMount(surface_tilt=design.tilt, surface_azimuth=design.azimuth)
