"""Defects are measured and named; corrections are asked for, say what they did, and help."""

import numpy as np
import pytest

from energy_model.availability import WeatherError, find_defects, read_weather, repair
from energy_model.availability.defects import closure_gap, radiation_lag
from energy_model.availability.solar import plane_of_array


def test_defects_of_golmud_with_their_sizes(epw):
    """Lag 1.45 h, beam ceiling 789 W/m2, 330 kWh/m2 of beam missing, station wind 2.32 m/s, whole numbers."""
    found = {finding.name: finding.value for finding in find_defects(epw)}
    assert found == {
        "radiation_lag": pytest.approx(1.45, abs=0.05),
        "dni_ceiling": 789.0,
        "radiation_not_closing": pytest.approx(335, abs=15),
        "station_wind": pytest.approx(2.32, abs=0.01),
        "whole_wind": 1.0,
    }


def test_findings_speak_both_languages(epw):
    for finding in find_defects(epw):
        assert finding.en.isascii()
        assert any("一" <= letter <= "鿿" for letter in finding.zh)


@pytest.mark.parametrize(
    ("station", "lag", "held"),
    [("Gansu.Dunhuang.524180", 1.3, False), ("Qinghai.Daqaidam.527130", 0.5, True)],
)
def test_defects_of_the_neighbours(typical_years, station, lag, held):
    """Dunhuang lags 1.3 h; at Daqaidam values stand at the stamp (0.5 h) and wind is held for six hours."""
    path = typical_years / f"CHN_{station}_CSWD.epw"
    if not path.exists():
        pytest.skip(f"the typical year of {station} is not beside the project")
    found = {finding.name: finding.value for finding in find_defects(read_weather(path))}
    assert found["radiation_lag"] == pytest.approx(lag, abs=0.1)
    assert ("held_wind" in found) == held


def test_generated_weather_has_no_defects(sixty_years):
    """The detectors must stay silent on weather that is right by construction."""
    assert find_defects(sixty_years[0]["golmud"]) == ()


def test_a_shift_put_in_is_measured_and_taken_out(sixty_years):
    """Radiation delayed by two hours is found as two hours, and the correction brings back the table."""
    weather = sixty_years[0]["golmud"]
    late, _ = repair(weather, {"shift_radiation": {"hours": -2.0}})
    assert radiation_lag(late) - radiation_lag(weather) == pytest.approx(2.0, abs=1e-6)
    back, _ = repair(late, {"shift_radiation": {"hours": 2.0}})
    assert np.allclose(back.table, weather.table)


def test_after_repair_nothing_but_wind_rounding_is_found(repaired):
    assert find_defects(repaired) == ()


def test_fixed_array_gains_only_after_the_shift(epw, repaired, settings):
    """As filed, tilting a plane to the sun loses radiation, which is impossible; repaired it gains 10 %."""
    design = settings.designs.pv_fixed
    level = epw.table["ghi"].sum()
    assert plane_of_array(epw, design).sum() < level
    assert plane_of_array(repaired, design).sum() > 1.10 * level


def test_corrections_keep_sums_and_close(epw):
    """The shift keeps the year's global sum; the rebuilt beam of Golmud is 1900 to 2300 kWh/m2 and closes."""
    shifted, steps = repair(epw, {"shift_radiation": {"hours": 1.45}})
    assert shifted.table["ghi"].sum() == pytest.approx(epw.table["ghi"].sum())
    assert "1.45" in steps[0].en
    assert "1.45" in steps[0].zh
    rebuilt, _ = repair(shifted, {"rebuild_dni": {"share": 0.90}})
    assert closure_gap(rebuilt) == pytest.approx(0.0, abs=5.0)
    assert 1900 < rebuilt.table["dni"].sum() / 1000 < 2300
    assert epw.table["ghi"].iloc[12] != shifted.table["ghi"].iloc[12]


def test_wind_corrections(steady):
    scaled, _ = repair(steady(wind_speed=2.0), {"scale_wind": {"mean": 6.0, "height": 110.0}})
    assert scaled.table["wind_speed"].mean() == pytest.approx(6.0)
    assert scaled.wind_height == 110.0


def test_smoothing_keeps_the_mean(epw):
    smooth, _ = repair(epw, {"smooth_wind": {"hours": 7}})
    assert smooth.table["wind_speed"].mean() == pytest.approx(epw.table["wind_speed"].mean())
    assert smooth.table["wind_speed"].std() < epw.table["wind_speed"].std()


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ({"polish": {}}, "No correction 'polish'"),
        ({"shift_radiation": {"minutes": 90}}, "cannot use the numbers"),
        ({"rebuild_dni": {}}, "missing 1 required keyword"),
        ({"smooth_wind": {"hours": 4}}, "odd number"),
    ],
)
def test_unknown_corrections_are_refused(steady, steps, message):
    with pytest.raises(WeatherError, match=message):
        repair(steady(), steps)


def test_still_air_cannot_be_scaled(steady):
    with pytest.raises(WeatherError, match="nothing to scale"):
        repair(steady(wind_speed=0.0), {"scale_wind": {"mean": 6.0, "height": 100.0}})
