"""The hourly file of the shipped case: reproducible, and what a planner of Golmud expects."""

import shutil

import numpy as np
import pytest

from energy_model.availability import availability_of, read_availability, summary, write_availability


@pytest.fixture(scope="module")
def shipped(case):
    return read_availability(case / "hourly" / "availability.csv")


def test_file_is_reproduced(case, tmp_path):
    """The file in the case is what its own inputs give; another processor or library may move the last decimals."""
    for name in ("weather.toml", "climate.csv"):
        shutil.copy(case / name, tmp_path)
    written = write_availability(tmp_path)
    new, old = (
        path.read_text(encoding="utf-8").splitlines() for path in (written, case / "hourly" / "availability.csv")
    )
    assert new[:2] == old[:2]
    numbers = [np.loadtxt(lines[2:], delimiter=",") for lines in (new, old)]
    assert np.abs(numbers[0][:, :-1] - numbers[1][:, :-1]).max() <= 2e-3
    assert np.abs(numbers[0][:, -1] - numbers[1][:, -1]).max() <= 0.1


def test_more_years_leave_the_first_as_it_is(case, tmp_path, shipped):
    """Asking for two weather years adds rows and changes none."""
    shutil.copy(case / "climate.csv", tmp_path)
    text = (case / "weather.toml").read_text(encoding="utf-8")
    (tmp_path / "weather.toml").write_text(text.replace("years = 1 ", "years = 2 "), encoding="utf-8")
    both = read_availability(write_availability(tmp_path))
    assert len(both) == 2 * 8760
    assert both[both["weather_year"] == 1].equals(shipped)


def test_shape_and_units(case, shipped):
    with (case / "hourly" / "availability.csv").open(encoding="utf-8") as file:
        names, units = (next(file).strip().split(",") for _ in range(2))
    assert names[:2] == ["weather_year", "hour"]
    assert units == ["1", "h", *["1"] * 10, "degC"]
    assert list(shipped["hour"]) == list(range(8760))
    assert set(shipped["weather_year"]) == {1}


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [("pv_tracking", 1850, 2000), ("pv_fixed", 1650, 1800), ("wind", 2000, 2400), ("csp_field", 1850, 2150)],
)
def test_full_load_hours_are_those_of_planners(shipped, kind, low, high):
    hours = summary(shipped)["full_load_hours"]
    chosen = hours[hours.index.str.startswith(kind)]
    assert chosen.between(low, high).all()


def test_monthly_course_of_pv_and_wind(shipped):
    """Against the typical year: fixed PV within 0.035 in each month; wind low in winter, high in early summer."""
    days = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    factors = summary(shipped).drop(columns="full_load_hours") / (24 * days)
    typical = [0.185, 0.203, 0.233, 0.229, 0.230, 0.224, 0.220, 0.229, 0.218, 0.225, 0.203, 0.174]
    loss = 1772 / 1878  # the typical year was computed per DC rating with 14 % losses
    assert factors.loc["pv_fixed_golmud"].to_numpy() == pytest.approx(np.array(typical) * loss, abs=0.035)
    wind = factors.loc["wind_golmud"]
    assert wind[[12, 1]].mean() < 0.6 * wind[[5, 6, 7]].mean()


def test_noon_evening_and_night(shipped):
    """The fixed array peaks in the hour of true noon (13:40); from 20 to 7 o'clock winter gives no sun."""
    hour = shipped["hour"] % 24
    assert shipped["pv_fixed_golmud"].groupby(hour).mean().idxmax() == 13
    winter = (shipped["hour"] < 31 * 24) & ((hour >= 20) | (hour < 7))
    solar = [name for name in shipped.columns if name.startswith(("pv", "csp"))]
    assert shipped.loc[winter, solar].max().max() == 0.0
    assert shipped.loc[:, solar].max().max() < 1.2


def test_ramps_are_possible(shipped):
    """Mean hourly change of wind of one farm region below a tenth of its rating; sites do not move as one."""
    wind = shipped[["wind_gedong", "wind_golmud", "wind_wutumeiren"]]
    assert wind.diff().abs().mean().max() < 0.10
    assert wind.mean(axis=1).diff().abs().mean() < 0.8 * wind.diff().abs().mean().mean()


def test_summary_adds_up(shipped):
    table = summary(shipped)
    assert table["full_load_hours"].to_numpy() == pytest.approx(shipped[list(table.index)].sum().to_numpy(), rel=1e-9)
    assert list(table.columns) == ["full_load_hours", *range(1, 13)]


def test_measured_weather_gives_about_the_same(repaired, settings, shipped):
    """The repaired typical year through the same plants: PV within 3 %, tower heat within 5 %, wind within 8 %."""
    measured = availability_of(repaired, settings.designs).sum()
    hours = summary(shipped)["full_load_hours"]
    for kind, tolerance in (("pv_tracking", 0.03), ("pv_fixed", 0.03), ("csp_field", 0.05), ("wind", 0.08)):
        assert hours[f"{kind}_golmud"] == pytest.approx(measured[kind], rel=tolerance)
