"""From direct radiation to the heat of a tower receiver, per unit of field size.

A field is sized in GW thermal: what its receiver delivers at the design point. The series says how
much heat one GW thermal of field gives in each hour.
"""

from dataclasses import dataclass

import numpy as np

from energy_model.availability.solar import sun_position
from energy_model.availability.weather import Array, Weather

#: Distances of heliostats from the tower in tower heights [1]; each ring counts by its circumference.
RINGS = np.array([1.5, 2.5, 3.5, 4.5, 5.5])

#: Directions from the tower in which the field is sampled [deg clockwise from north].
DIRECTIONS = np.arange(0.0, 360.0, 15.0)


@dataclass(frozen=True)
class CspDesign:
    """A heliostat field with its tower receiver.

    Attributes
    ----------
    design_dni : float
        Direct normal radiation at the design point [W/m2].
    design_elevation, design_azimuth : float
        Sun position at the design point [deg].
    north_share : float
        How much denser the field is north of the tower than on average [1].
    mirror : float
        Reflectance times cleanliness [1].
    path : float
        What reaches the receiver after haze and spillage [1].
    shading_elevation : float
        Sun elevation below which mirrors shade each other strongly [deg].
    absorptance : float
        Of the receiver [1].
    receiver_loss : float
        Heat lost by the hot receiver per heat reaching it at the design point [1].
    outage : float
        Share of time the field is out of service [1].
    """

    design_dni: float
    design_elevation: float
    design_azimuth: float
    north_share: float
    mirror: float
    path: float
    shading_elevation: float
    absorptance: float
    receiver_loss: float
    outage: float


def cosine_efficiency(elevation: Array, azimuth: Array, north_share: float) -> Array:
    """Return the mean cosine of incidence over the field [1] for sun positions [deg].

    A heliostat halves the angle between sun and receiver, so its cosine of incidence is
    ``sqrt((1 + s.t) / 2)`` with the unit vectors `s` to the sun and `t` to the receiver
    (Duffie and Beckman, Solar Engineering of Thermal Processes, ch. 17).
    """
    ring, direction = np.meshgrid(RINGS, np.radians(DIRECTIONS))
    length = np.sqrt(ring**2 + 1.0)
    to_receiver = np.stack(
        [-ring * np.sin(direction) / length, -ring * np.cos(direction) / length, 1.0 / length]
    ).reshape(3, -1)
    weight = (ring * (1.0 + north_share * np.cos(direction))).ravel()
    height, bearing = np.radians(elevation), np.radians(azimuth)
    to_sun = np.stack([np.sin(bearing) * np.cos(height), np.cos(bearing) * np.cos(height), np.sin(height)], axis=-1)
    cosine = np.sqrt((1.0 + to_sun @ to_receiver) / 2.0)
    return np.asarray(cosine @ (weight / weight.sum()), dtype=float)


def optical_efficiency(elevation: Array, azimuth: Array, design: CspDesign) -> Array:
    """Return heat on the receiver per direct radiation on the mirrors [1] for sun positions [deg].

    Shading and blocking grow as the sun sinks: ``1 - exp(-elevation / shading_elevation)``.
    """
    unshaded = 1.0 - np.exp(-np.clip(elevation, 0.0, None) / design.shading_elevation)
    cosine = cosine_efficiency(elevation, azimuth, design.north_share)
    return cosine * unshaded * design.mirror * design.path


def receiver_heat(dni: Array, elevation: Array, azimuth: Array, design: CspDesign) -> Array:
    """Return receiver heat per mirror area [W/m2]; the loss is that of a hot receiver, never negative."""
    reaching = dni * optical_efficiency(elevation, azimuth, design)
    lost = design.receiver_loss * design.design_dni * float(_design_optics(design)[0])
    return np.clip(design.absorptance * reaching - lost, 0.0, None)


def design_heat(design: CspDesign) -> float:
    """Return receiver heat per mirror area at the design point [W/m2].

    One GW thermal of field has ``1e9 / design_heat`` square metres of mirrors.
    """
    heat = receiver_heat(
        np.array([design.design_dni]),
        np.array([design.design_elevation]),
        np.array([design.design_azimuth]),
        design,
    )
    return float(heat[0])


def csp_availability(weather: Weather, design: CspDesign) -> Array:
    """Return receiver heat per unit of field size [GW/GW thermal], one value per hour."""
    sun = sun_position(weather)
    heat = receiver_heat(
        weather.table["dni"].to_numpy(),
        sun["apparent_elevation"].to_numpy(),
        sun["azimuth"].to_numpy(),
        design,
    )
    return heat / design_heat(design) * (1.0 - design.outage)


def _design_optics(design: CspDesign) -> Array:
    """Return the optical efficiency at the design point [1], as an array of one."""
    return optical_efficiency(np.array([design.design_elevation]), np.array([design.design_azimuth]), design)
