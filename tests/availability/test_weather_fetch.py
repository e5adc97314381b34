"""The download client against a server on this machine that answers as the services do."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd
import pytest

from energy_model.availability import FetchError, fetch
from energy_model.availability.solar import sun_position

HOURS = pd.date_range("2020-06-01", periods=48, freq="h")


def pvgis_answer(query):
    """Two summer days on a horizontal plane, values at minute 11 of each hour, as PVGIS 5 writes them."""
    elevation = np.clip(60 * np.sin((np.arange(48) + 1) % 24 * np.pi / 12), 0, None)
    hourly = [
        {
            "time": f"{hour:%Y%m%d:%H}11",
            "Gb(i)": 8.0 * height,
            "Gd(i)": 2.0 * height,
            "Gr(i)": 0.0,
            "H_sun": height,
            "T2m": 15.0,
            "WS10m": 4.0,
            "Int": 0.0,
        }
        for hour, height in zip(HOURS, elevation, strict=True)
    ]
    location = {"latitude": float(query["lat"][0]), "longitude": float(query["lon"][0]), "elevation": 2808.0}
    return {
        "inputs": {"location": location, "meteo_data": {"radiation_db": "PVGIS-ERA5"}},
        "outputs": {"hourly": hourly},
        "meta": {"inputs": {"location": {"description": "Selected location"}}},
    }


def nasa_answer(query):
    """The same two days as NASA POWER writes them: one mapping of stamps per parameter, pressure in kPa."""
    values = {
        "ALLSKY_SFC_SW_DWN": 500.0,
        "ALLSKY_SFC_SW_DNI": 600.0,
        "ALLSKY_SFC_SW_DIFF": 120.0,
        "T2M": 15.0,
        "PS": 72.5,
        "WS10M": 4.0,
    }
    assert set(query["parameters"][0].split(",")) == set(values)
    stamps = [f"{hour:%Y%m%d%H}" for hour in HOURS]
    place = [float(query["longitude"][0]), float(query["latitude"][0]), 2808.0]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": place},
        "properties": {"parameter": {name: dict.fromkeys(stamps, value) for name, value in values.items()}},
        "header": {"title": "NASA/POWER Hourly API", "fill_value": -999.0, "time_standard": "UTC"},
        "times": {"data": 0.1, "process": 0.1},
        "parameters": {},
    }


class Services(BaseHTTPRequestHandler):
    """Answers by path: the two services, a refusal, and something that is no weather."""

    def do_GET(self):
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        answers = {"/pvgis/seriescalc": pvgis_answer, "/nasa": nasa_answer, "/odd": lambda _: {"hello": 1}}
        found = answers.get(parts.path)
        body = json.dumps(found(query) if found else {"message": "Location over the sea."}).encode()
        self.send_response(200 if found else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Keep the test output clean."""


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Services) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def test_pvgis(server):
    """Direct horizontal over the sine of the sun is the beam; stamps keep their minute; hours are local."""
    weather = fetch("pvgis", 36.42, 94.90, (2020, 2020), url=f"{server}/pvgis/")
    assert weather.table.index[0] == pd.Timestamp("2020-06-01 08:00+08:00")
    assert weather.radiation_at == pytest.approx(11 / 60)
    assert weather.altitude == 2808.0
    assert weather.table["pressure"].iloc[0] == pytest.approx(72_000, rel=0.01)
    sine = np.sin(np.radians(sun_position(weather)["apparent_elevation"].to_numpy()))
    noon = 5
    level = weather.table["dni"].iloc[noon] * sine[noon] + weather.table["dhi"].iloc[noon]
    assert level == pytest.approx(weather.table["ghi"].iloc[noon], rel=1e-3)


def test_nasa_power(server):
    weather = fetch("nasa_power", 36.42, 94.90, (2020, 2020), url=f"{server}/nasa")
    assert weather.table.index[0] == pd.Timestamp("2020-06-01 08:00+08:00")
    first = weather.table.iloc[0].to_dict()
    assert first == pytest.approx(
        {"ghi": 500, "dni": 600, "dhi": 120, "temperature": 15, "pressure": 72_500, "wind_speed": 4}
    )


def test_offline_ends_in_a_sentence():
    """A closed port stands for no network: no riddle, but what to do."""
    with pytest.raises(FetchError, match="Check the connection"):
        fetch("nasa_power", 36.42, 94.90, (2020, 2020), url="http://127.0.0.1:9/")


@pytest.mark.parametrize("path", ["/elsewhere/", "/elsewhere"])
def test_a_refusal_is_passed_on(server, path):
    source = "pvgis" if path.endswith("/") else "nasa_power"
    with pytest.raises(FetchError, match="Location over the sea"):
        fetch(source, 36.42, 94.90, (2020, 2020), url=server + path)


def test_an_answer_that_is_no_weather(server):
    with pytest.raises(FetchError, match="not hourly weather"):
        fetch("nasa_power", 36.42, 94.90, (2020, 2020), url=f"{server}/odd")


def test_unknown_service():
    with pytest.raises(FetchError, match="choose one of pvgis, nasa_power"):
        fetch("crystal_ball", 36.42, 94.90, (2020, 2020))
