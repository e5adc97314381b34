"""Units in which weather may be given, and how each becomes the unit used inside."""

import pandas as pd

from energy_model.availability.weather import COLUMNS, WeatherError

_RADIATION = {
    "W/m2": 1.0,
    "kW/m2": 1e3,
    "Wh/m2": 1.0,
    "kWh/m2": 1e3,
    "J/m2": 1.0 / 3600.0,
    "kJ/m2": 1.0 / 3.6,
    "MJ/m2": 1e6 / 3600.0,
}

#: Column → unit → factor to the unit inside; energies are sums over the hour.
FACTORS = {
    "ghi": _RADIATION,
    "dni": _RADIATION,
    "dhi": _RADIATION,
    "temperature": {"degC": 1.0, "K": 1.0},
    "pressure": {"Pa": 1.0, "hPa": 100.0, "mbar": 100.0, "kPa": 1000.0},
    "wind_speed": {"m/s": 1.0, "km/h": 1.0 / 3.6},
}

#: Other spellings of the same units.
SPELLINGS = {
    "°C": "degC",
    "℃": "degC",
    "C": "degC",
    "W m**-2": "W/m2",
    "W m-2": "W/m2",
    "J m**-2": "J/m2",
    "J m-2": "J/m2",
    "m s**-1": "m/s",
    "m s-1": "m/s",
}

#: Zero of the Celsius scale [K].
CELSIUS_ZERO = 273.15


def to_base(values: pd.Series, column: str, unit: str, where: str) -> pd.Series:
    """Return values in the unit of `COLUMNS`.

    Parameters
    ----------
    values : Series
        Numbers in `unit`.
    column : str
        One of `COLUMNS`.
    unit : str
        As written in the file.
    where : str
        File and column, for the message.

    Raises
    ------
    WeatherError
        When the unit is unknown for this quantity or a value is no number.
    """
    plain = unit.replace("²", "2").replace("m^2", "m2")
    plain = SPELLINGS.get(plain, plain)
    if plain not in FACTORS[column]:
        raise WeatherError(
            f"{where}: unit '{unit}' is not known for {column}; expected one of {', '.join(FACTORS[column])} "
            f"(used inside: {COLUMNS[column]})"
        )
    try:
        numbers = values.astype(float)
    except ValueError as error:
        raise WeatherError(f"{where}: {error}; write plain numbers.") from error
    shift = CELSIUS_ZERO if plain == "K" else 0.0
    return numbers * FACTORS[column][plain] - shift
