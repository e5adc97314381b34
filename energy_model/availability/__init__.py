"""Weather to availability: the first stage of the pipeline.

Read, fetch or generate hourly weather; find and repair its defects; turn it into the hourly
availability of PV, wind and CSP that the case reads.

`write_availability(case_folder)`
    Generate weather from `weather.toml` and `climate.csv`, write `hourly/availability.csv`.
`generated_year(case_folder, year)`
    One synthetic year by its number, without writing it.
`read_availability(path)`, `summary(profiles)`
    Read that file; full-load hours and monthly sums of each profile.
`read_weather(path, place)`
    An EPW, CSV or NetCDF file as `Weather`.
`fetch(source, latitude, longitude, years)`
    The same from PVGIS or NASA POWER.
`find_defects(weather)`, `repair(weather, steps)`
    Name what is wrong with a table; correct what is asked for and say so.
`read_settings(path)`, `read_climate(path, sites)`, `generate(settings, climate)`
    The parts of `write_availability`, for as many synthetic years as wanted.
`availability_of(weather, designs)`
    Hourly availability of every kind of plant at one place.
`design_heat(design)`
    Receiver heat per mirror area at the design point: turns GW thermal of field into square metres.

Every refusal is an `AvailabilityError` whose message says what to do.
"""

from energy_model.availability.climate import Climate, read_climate
from energy_model.availability.csp import CspDesign, design_heat
from energy_model.availability.defects import Finding, find_defects
from energy_model.availability.fetch import fetch
from energy_model.availability.generator import generate
from energy_model.availability.profiles import (
    availability_of,
    generated_year,
    read_availability,
    summary,
    write_availability,
)
from energy_model.availability.readers import read_weather
from energy_model.availability.repair import Repair, repair
from energy_model.availability.settings import Designs, Site, WeatherSettings, read_settings
from energy_model.availability.weather import (
    AvailabilityError,
    FetchError,
    Place,
    SettingsError,
    Weather,
    WeatherError,
)

__all__ = [
    "AvailabilityError",
    "Climate",
    "CspDesign",
    "Designs",
    "FetchError",
    "Finding",
    "Place",
    "Repair",
    "SettingsError",
    "Site",
    "Weather",
    "WeatherError",
    "WeatherSettings",
    "availability_of",
    "design_heat",
    "fetch",
    "find_defects",
    "generate",
    "generated_year",
    "read_availability",
    "read_climate",
    "read_settings",
    "read_weather",
    "repair",
    "summary",
    "write_availability",
]
