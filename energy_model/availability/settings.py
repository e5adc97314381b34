"""The settings of the weather stage: read from `weather.toml`, frozen, nothing unknown accepted."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from energy_model.availability.csp import CspDesign
from energy_model.availability.solar import PvDesign
from energy_model.availability.weather import SettingsError
from energy_model.availability.wind import WindDesign

#: Kinds of profile and the sites they may be asked for.
PROFILES = ("pv_tracking", "pv_fixed", "wind", "csp_field", "temperature")

#: Type of a setting → types accepted in the file, and how to call them.
KINDS_OF_VALUE: dict[type, tuple[tuple[type, ...], str]] = {
    float: ((float, int), "a number"),
    int: ((int,), "a whole number"),
    bool: ((bool,), "true or false"),
    str: ((str,), "a text in quotes"),
}

#: Settings that are shares of one.
SHARES = frozenset(
    {
        *("ground_cover", "albedo", "inverter_efficiency", "soiling", "mismatch_wiring", "ageing"),
        *("transformer", "outage", "wake", "electrical", "shear"),
        *("north_share", "mirror", "path", "absorptance", "receiver_loss"),
    }
)

#: Other settings → lowest and highest sensible value.
LIMITS = {
    **dict.fromkeys(SHARES, (0.0, 1.0)),
    "seed": (0, 2**63),
    "years": (1, 1000),
    "latitude": (-66.0, 66.0),
    "longitude": (-180.0, 180.0),
    "altitude": (-450.0, 6000.0),
    "utc_offset": (-12.0, 14.0),
    "tilt": (0.0, 90.0),
    "azimuth": (0.0, 360.0),
    "dc_ac_ratio": (0.5, 2.5),
    "temperature_coefficient": (-0.01, 0.0),
    "hub_height": (20.0, 250.0),
    "design_dni": (300.0, 1200.0),
    "design_elevation": (5.0, 90.0),
    "design_azimuth": (0.0, 360.0),
    "shading_elevation": (0.5, 45.0),
}


@dataclass(frozen=True)
class Site:
    """A place: north and east [deg], above sea level [m]."""

    latitude: float
    longitude: float
    altitude: float


@dataclass(frozen=True)
class Designs:
    """The plants that turn weather into availability."""

    pv_tracking: PvDesign
    pv_fixed: PvDesign
    wind: WindDesign
    csp_field: CspDesign


@dataclass(frozen=True)
class WeatherSettings:
    """All that `weather.toml` says.

    Attributes
    ----------
    seed : int
        Start of all random streams.
    years : int
        Weather years written to the hourly file.
    calendar_year : int
        Year whose sun is used; it has no 29 February.
    utc_offset : float
        Local clock minus UTC [h].
    sites : mapping
        Name → place, in the order in which the generator draws them.
    designs : Designs
        The plants.
    profiles : mapping
        Kind of profile → names of sites.
    """

    seed: int
    years: int
    calendar_year: int
    utc_offset: float
    sites: Mapping[str, Site]
    designs: Designs
    profiles: Mapping[str, tuple[str, ...]]


def read_settings(path: Path) -> WeatherSettings:
    """Read `weather.toml`.

    Raises
    ------
    SettingsError
        When a key is missing, unknown or of the wrong type.
    """
    if not path.is_file():
        raise SettingsError(f"There is no {path}; the case needs it to make hourly availability.")
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}") from error
    sections = {"sites", "pv_tracking", "pv_fixed", "wind", "csp_field", "profiles"}
    missing = sorted(sections - content.keys())
    if missing:
        raise SettingsError(f"{path}: sections missing: {', '.join(missing)}")
    sites = {name: _record(Site, table, f"{path} [sites.{name}]") for name, table in content.pop("sites").items()}
    designs = Designs(
        **{
            field.name: _record(field.type, content.pop(field.name), f"{path} [{field.name}]")
            for field in fields(Designs)
        }
    )
    profiles = _profiles(content.pop("profiles"), sites, path)
    general = {**content, "sites": sites, "designs": designs, "profiles": profiles}
    settings: WeatherSettings = _record(WeatherSettings, general, str(path))
    return settings


def _record(kind: Any, table: dict[str, Any], where: str) -> Any:
    """Build a dataclass from a table whose keys are its fields; `source` is for the reader only."""
    given = {key: value for key, value in table.items() if key != "source"}
    known: dict[str, Any] = {field.name: field.type for field in fields(kind)}
    problems = [f"unknown key {key}" for key in given if key not in known]
    problems += [f"missing key {key}" for key in known if key not in given]
    problems += [
        f"{key} is {value!r}, expected {KINDS_OF_VALUE[known[key]][1]}"
        for key, value in given.items()
        if known.get(key) in KINDS_OF_VALUE and type(value) not in KINDS_OF_VALUE[known[key]][0]
    ]
    problems = problems or _out_of_limits(given)
    if problems:
        raise SettingsError(f"{where}: " + "; ".join(problems))
    return kind(**given)


def _out_of_limits(given: Mapping[str, Any]) -> list[str]:
    """Return which numbers lie outside what is sensible."""
    return [
        f"{key} is {value}, expected {LIMITS[key][0]} to {LIMITS[key][1]}"
        for key, value in given.items()
        if key in LIMITS and not LIMITS[key][0] <= value <= LIMITS[key][1]
    ]


def _profiles(table: dict[str, Any], sites: Mapping[str, Site], path: Path) -> dict[str, tuple[str, ...]]:
    """Return the wanted profiles, checked against the known kinds and sites."""
    problems = [f"unknown profile {kind}, expected one of {PROFILES}" for kind in table if kind not in PROFILES]
    for kind, names in table.items():
        problems += [f"{kind} names the unknown site {name}" for name in names if name not in sites]
    if problems:
        raise SettingsError(f"{path} [profiles]: " + "; ".join(problems))
    return {kind: tuple(names) for kind, names in table.items()}
