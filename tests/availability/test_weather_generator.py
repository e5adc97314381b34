"""Generated years: reproducible, true to the climate table, and alike to the real typical year."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from energy_model.availability import availability_of, generate
from energy_model.availability.clouds import draw_dull_days
from energy_model.availability.stochastic import blend, daily_means, joint_normals, with_memory
from energy_model.availability.wind_process import unit_weibull

DAY = np.arange(8760) // 24


def monthly(weather, name, how="sum"):
    """Monthly sums or means of one column, January first."""
    column = weather.table[name]
    return column.groupby(column.index.month).agg(how).to_numpy()


def daily(series):
    """Daily sums of an hourly series of radiation [kWh/m2] or of anything else / 1000."""
    return pd.Series(np.asarray(series)).groupby(DAY).sum() / 1000.0


def longest_run(days):
    """Longest run of true values."""
    longest = run = 0
    for inside in days:
        run = run + 1 if inside else 0
        longest = max(longest, run)
    return longest


@pytest.fixture(scope="module")
def real(repaired):
    """The typical year of Golmud, radiation in step with the sun, wind scaled to the mean at 100 m."""
    return repaired.table


@pytest.fixture(scope="module")
def golmud(sixty_years):
    return [year["golmud"].table for year in sixty_years]


def test_a_year_depends_on_seed_and_number_only(settings, climate, sixty_years):
    """Year 3 of three is year 3 of sixty, byte for byte; another seed gives another year."""
    third = list(generate(replace(settings, years=3), climate))[2]
    for site, weather in third.items():
        pd.testing.assert_frame_equal(weather.table, sixty_years[2][site].table, check_exact=True)
    other = next(generate(replace(settings, seed=settings.seed + 1), climate))
    assert not np.allclose(other["golmud"].table["ghi"], sixty_years[0]["golmud"].table["ghi"])


@pytest.mark.parametrize(("name", "tolerance"), [("ghi", 0.02), ("dni", 0.04)])
def test_monthly_radiation_meets_the_climate_table(sixty_years, settings, climate, name, tolerance):
    """Sixty-year means: each month within 2 % (beam 4 %, it varies twice as much), the year within 1 %."""
    for site in settings.sites:
        sums = np.mean([monthly(year[site], name) for year in sixty_years], axis=0) / 1000.0
        target = climate.of_month("radiation", name) * climate.factor(site, f"{name}_factor")
        assert sums == pytest.approx(target, rel=tolerance)
        assert sums.sum() == pytest.approx(target.sum(), rel=0.01)


def test_wind_and_temperature_meet_the_climate_table(sixty_years, settings, climate):
    """Sixty-year means: wind within 4 % in each month and 1.5 % in the year, temperature within 0.7 K."""
    for site in settings.sites:
        wind = np.mean([monthly(year[site], "wind_speed", "mean") for year in sixty_years], axis=0)
        target = climate.of_month("wind", "mean_speed") * climate.factor(site, "wind_factor")
        assert wind == pytest.approx(target, rel=0.04)
        assert wind.mean() == pytest.approx(target.mean(), rel=0.015)
    warm = np.mean([monthly(year["golmud"], "temperature", "mean") for year in sixty_years], axis=0)
    assert warm == pytest.approx(climate.of_month("temperature", "mean"), abs=0.7)


def test_years_differ_as_measured_years_do(sixty_years, climate):
    """1971 to 2007 spread from -4.4 to +4.0 % around their mean: deviation 1 to 2.5 %, none beyond 5.5 %."""
    sums = np.array([year["golmud"].table["ghi"].sum() / 1000.0 for year in sixty_years])
    relative = sums / climate.of_month("radiation", "ghi").sum() - 1.0
    assert 0.010 < relative.std() < 0.025
    assert np.abs(relative).max() < 0.055


def test_radiation_closes_and_stays_below_the_clear_sky(golmud):
    for table in golmud[:3]:
        assert (table["dhi"] >= 0.0).all()
        assert (table["dni"] >= 0.0).all()
        assert table["ghi"].max() < 1250.0
        assert table["ghi"].to_numpy()[np.arange(8760) % 24 < 5].max() == 0.0


def test_duration_curve_of_daily_radiation(golmud, real):
    """Daily global and direct sums agree with the typical year within 8 and 10 % at the quartiles and 90 %."""
    for name, tolerance in (("ghi", 0.08), ("dni", 0.10)):
        shares = [0.25, 0.5, 0.75, 0.9]
        ours = np.mean([daily(table[name]).quantile(shares) for table in golmud], axis=0)
        assert ours == pytest.approx(daily(real[name]).quantile(shares).to_numpy(), rel=tolerance)


def test_ramps(golmud, real):
    """Mean change of global radiation from hour to hour and from day to day: within 20 %."""
    hourly = np.mean([table["ghi"].diff().abs().mean() for table in golmud])
    assert hourly == pytest.approx(real["ghi"].diff().abs().mean(), rel=0.20)
    from_day_to_day = np.mean([daily(table["ghi"]).diff().abs().mean() for table in golmud])
    assert from_day_to_day == pytest.approx(daily(real["ghi"]).diff().abs().mean(), rel=0.20)


def test_dull_days_and_spells(golmud, real):
    """As many days under 3 kWh/m2 of beam as measured (20 to 60, within 15), in longer runs: 4 to 7 days.

    The typical year hides long spells because it is made of chosen months; planners count on 4 to 6 days.
    """
    dull = [daily(table["dni"]) < 3.0 for table in golmud]
    count = np.mean([days.sum() for days in dull])
    assert 20 <= count <= 60
    assert count == pytest.approx((daily(real["dni"]) < 3.0).sum(), abs=15)
    assert 4.0 <= np.mean([longest_run(days) for days in dull]) <= 7.0


def test_wind_distribution(golmud, real):
    """Quartiles and median of wind within 0.9 m/s of the scaled station; most wind in the afternoon."""
    shares = [0.25, 0.5, 0.75]
    ours = np.mean([table["wind_speed"].quantile(shares) for table in golmud], axis=0)
    assert ours == pytest.approx(real["wind_speed"].quantile(shares).to_numpy(), abs=0.9)
    over_day = np.mean([table["wind_speed"].to_numpy().reshape(365, 24).mean(axis=0) for table in golmud], axis=0)
    assert 12 <= over_day.argmax() <= 18


@pytest.mark.parametrize(
    ("name", "first", "second", "low", "high"),
    [
        ("cloud and wind in the hour", ("golmud", "ghi"), ("golmud", "wind_speed"), 0.0, 0.25),
        ("wind here and there", ("golmud", "wind_speed"), ("wutumeiren", "wind_speed"), 0.3, 0.6),
        ("sun here and there", ("golmud", "ghi"), ("gedong", "ghi"), 0.84, 0.99),
    ],
)
def test_hourly_correlations(sixty_years, name, first, second, low, high):
    found = np.mean([year[first[0]].table[first[1]].corr(year[second[0]].table[second[1]]) for year in sixty_years])
    assert low < found < high, name


def test_correlation_of_pv_and_wind(sixty_years, settings):
    """Fixed PV with wind: hourly about +0.1, daily about -0.16 (typical year), within 0.1."""
    hourly, by_day = [], []
    for year in sixty_years[:12]:
        output = availability_of(year["golmud"], settings.designs)
        hourly.append(output["pv_fixed"].corr(output["wind"]))
        by_day.append(daily(output["pv_fixed"]).corr(daily(output["wind"])))
    assert np.mean(hourly) == pytest.approx(0.11, abs=0.10)
    assert np.mean(by_day) == pytest.approx(-0.16, abs=0.10)


def test_series_with_memory_are_standard_normal():
    """Ten thousand steps: deviation 1, the asked correlation with the step before and between sites."""
    rng = np.random.default_rng(1)
    series = with_memory(joint_normals(rng, 20_000, 2, 0.6), 0.8)
    assert series.std(axis=0) == pytest.approx(1.0, abs=0.05)
    assert np.corrcoef(series[1:, 0], series[:-1, 0])[0, 1] == pytest.approx(0.8, abs=0.02)
    assert np.corrcoef(series.T)[0, 1] == pytest.approx(0.6, abs=0.05)
    assert blend(series, with_memory(joint_normals(rng, 20_000, 2, 0.0), 0.5), 0.3).std() == pytest.approx(
        1.0, abs=0.05
    )


def test_daily_means_have_unit_variance():
    """A wrong count of the lags would show as a deviation away from one."""
    rng = np.random.default_rng(2)
    hourly = with_memory(joint_normals(rng, 24 * 5000, 1, 0.0), 0.96)
    assert daily_means(hourly, 0.96).std() == pytest.approx(1.0, abs=0.04)


def test_weibull_of_mean_one():
    normals = np.random.default_rng(3).standard_normal(200_000)
    assert unit_weibull(normals, 1.9).mean() == pytest.approx(1.0, abs=0.01)


def test_dull_spells_have_the_asked_length(climate):
    """No spell is shorter than four days; 2.5 a year of 5 days are 12.5 days on average."""
    years = [draw_dull_days(np.random.default_rng(seed), climate) for seed in range(400)]
    runs = [len(run) for year in years for run in "".join("1" if day else " " for day in year).split()]
    assert min(runs) == 4
    assert np.mean([year.sum() for year in years]) == pytest.approx(12.5, abs=1.0)
