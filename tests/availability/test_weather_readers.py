"""Weather files: what each format says is read, and what is unclear is refused with a remedy."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energy_model.availability import Place, WeatherError, read_weather

PLACE = Place(36.42, 94.90, 2808.0, 8.0)

UNITS_BEHIND = """time,ghi [W/m2],dni [kW/m2],dhi [kJ/m2],temperature [K],pressure [hPa],wind_speed_100m [km/h]
2025-06-01 12:00,900,0.8,360,283.15,725,36
2025-06-01 13:00,950,0.85,360,284.15,725,18
"""

UNITS_BELOW = """time_end,ghi,dni,dhi,temperature,pressure,wind_speed_10m
h,W/m2,W/m2,W/m²,°C,Pa,m/s
2025-06-01 13:00,900,800,100,10,72500,10
"""


def write(folder, text, encoding="utf-8", name="weather.csv"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_units_behind_the_names_are_converted(tmp_path):
    """0.8 kW/m2 is 800, 360 kJ/m2 in an hour is 100 W/m2, 283.15 K is 10 degC, 36 km/h is 10 m/s."""
    weather = read_weather(write(tmp_path, UNITS_BEHIND), PLACE)
    first = weather.table.iloc[0]
    assert first.to_dict() == pytest.approx(
        {"ghi": 900, "dni": 800, "dhi": 100, "temperature": 10, "pressure": 72_500, "wind_speed": 10}
    )
    assert weather.wind_height == 100.0
    assert weather.table.index[0] == pd.Timestamp("2025-06-01 12:00+08:00")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_units_in_the_second_row_in_any_usual_encoding(tmp_path, encoding):
    """`time_end` marks the end of the hour, so the hour begins at 12."""
    weather = read_weather(write(tmp_path, UNITS_BELOW, encoding), PLACE)
    assert weather.table.index[0].hour == 12
    assert weather.table["dhi"].iloc[0] == 100.0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[hPa]", "[psi]", "unit 'psi' is not known for pressure"),
        ("dhi [kJ/m2]", "diffuse [kJ/m2]", "unknown columns \\['diffuse'\\], missing columns \\['dhi'\\]"),
        ("wind_speed_100m", "wind_speed", "expected one column like wind_speed_10m"),
        ("725,36", "725,none", "could not convert string to float"),
        ("283.15", "", "temperature: 1 values missing"),
        ("2025-06-01 13:00", "2025-06-01 12:00", "in order, each once"),
        ("2025-06-01 13:00", "noon", "a time cannot be read"),
        ("900,0.8", "90000,0.8", "outside 0 to 2000 W/m2"),
    ],
)
def test_unclear_tables_are_refused(tmp_path, old, new, message):
    with pytest.raises(WeatherError, match=message):
        read_weather(write(tmp_path, UNITS_BEHIND.replace(old, new)), PLACE)


def test_file_place_and_ending_are_asked_for(tmp_path):
    with pytest.raises(WeatherError, match="no weather file"):
        read_weather(tmp_path / "none.csv", PLACE)
    with pytest.raises(WeatherError, match="give a place"):
        read_weather(write(tmp_path, UNITS_BELOW))
    with pytest.raises(WeatherError, match=r"expected \.epw, \.csv or \.nc"):
        read_weather(write(tmp_path, "x", name="weather.txt"), PLACE)
    with pytest.raises(WeatherError, match="not a complete EPW file"):
        read_weather(write(tmp_path, "LOCATION,Golmud\n", name="weather.epw"))


def reanalysis(**changes):
    """Two days in the manner of ERA5 around the place, radiation summed in J/m2 to the stamp."""
    stamps = pd.date_range("2025-06-01", periods=49, freq="h")
    grid = {"valid_time": stamps, "latitude": [36.5, 36.25], "longitude": [94.75, 95.0]}
    shape = (49, 2, 2)
    sun = np.clip(np.sin((np.arange(49) + 0.5) % 24 * np.pi / 12), 0, None)[:, None, None] * np.ones(shape)
    values = {
        "ssrd": (sun * 700 * 3600, "J m**-2"),
        "fdir": (sun * 500 * 3600, "J m**-2"),
        "t2m": (np.full(shape, 283.15), "K"),
        "sp": (np.full(shape, 72_500.0), "Pa"),
        "u100": (np.full(shape, 3.0), "m s**-1"),
        "v100": (np.full(shape, -4.0), "m s**-1"),
    } | changes
    return xr.Dataset(
        {name: (tuple(grid), data, {"units": unit}) for name, (data, unit) in values.items() if data is not None},
        grid,
    )


def test_reanalysis_becomes_hours(tmp_path):
    """3 and -4 m/s are 5; the sum stamped 01:00 UTC belongs to the hour that begins at 08:00 local time."""
    path = tmp_path / "era5.nc"
    reanalysis().to_netcdf(path, engine="netcdf4")
    weather = read_weather(path, PLACE)
    first = weather.table.iloc[0]
    assert weather.table.index[0] == pd.Timestamp("2025-06-01 08:00+08:00")
    assert len(weather.table) == 48
    assert first["wind_speed"] == pytest.approx(5.0)
    assert first["temperature"] == pytest.approx(10.0)
    assert first["ghi"] == pytest.approx(700 * np.sin(1.5 * np.pi / 12))
    assert weather.wind_height == 100.0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"fdir": (None, "")}, "none of \\('fdir'"),
        ({"sp": (np.full((49, 2, 2), 72.5), "atm")}, "unit 'atm' is not known"),
        ({"u100": (None, ""), "v100": (None, "")}, "no wind"),
    ],
)
def test_incomplete_reanalysis_is_refused(tmp_path, changes, message):
    path = tmp_path / "era5.nc"
    reanalysis(**changes).to_netcdf(path, engine="netcdf4")
    with pytest.raises(WeatherError, match=message):
        read_weather(path, PLACE)


def test_a_file_that_is_no_netcdf_is_refused(tmp_path):
    with pytest.raises(WeatherError, match="cannot be opened as NetCDF"):
        read_weather(write(tmp_path, "not a reanalysis", name="era5.nc"), PLACE)


def test_three_hourly_reanalysis_is_refused(tmp_path):
    path = tmp_path / "era5.nc"
    reanalysis().isel(valid_time=slice(None, None, 3)).to_netcdf(path, engine="netcdf4")
    with pytest.raises(WeatherError, match="not hourly"):
        read_weather(path, PLACE)


def test_epw_of_golmud(epw):
    """Head and sums of the file: 36.42 N, 94.90 E, 2807.6 m; 1956 kWh/m2 global, 1596 beam; 2.32 m/s."""
    assert (epw.latitude, epw.longitude, epw.altitude, epw.utc_offset) == (36.42, 94.90, 2807.6, 8.0)
    assert len(epw.table) == 8760
    assert epw.table["ghi"].sum() / 1000 == pytest.approx(1956, abs=1)
    assert epw.table["dni"].sum() / 1000 == pytest.approx(1596, abs=1)
    assert epw.table["wind_speed"].mean() == pytest.approx(2.32, abs=0.01)
    assert epw.table["temperature"].iloc[0] == -4.4
