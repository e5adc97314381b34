"""`weather.toml` and `climate.csv`: every number is used or refused, and has a source."""

from dataclasses import replace

import pandas as pd
import pytest

from energy_model.availability import SettingsError, generate, read_climate, read_settings


def changed(case, tmp_path, name, old, new):
    """Return a copy of an input with one change that really is one."""
    text = (case / name).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("seed = 125", "sead = 125", "unknown key sead; missing key seed"),
        ("hub_height = 110.0", "hub_height = '110 m'", "hub_height is '110 m', expected a number"),
        ("tracking = true", "tracking = 1", "tracking is 1, expected true or false"),
        ("wake = 0.08", "wake = 8.0", "wake is 8.0, expected 0.0 to 1.0"),
        ("years = 1 ", "years = 0 ", "years is 0, expected 1 to 1000"),
        ("[csp_field]", "[csp]", "sections missing: csp_field"),
        ('pv_fixed = ["golmud"]', 'pv_fixed = ["golmut"]', "unknown site golmut"),
        ('wind = ["gedong"', 'wnd = ["gedong"', "unknown profile wnd"),
        ("seed = 125", "seed = = 125", "weather.toml: "),
    ],
)
def test_faulty_settings_are_refused(case, tmp_path, old, new, message):
    with pytest.raises(SettingsError, match=message):
        read_settings(changed(case, tmp_path, "weather.toml", old, new))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("radiation,ghi,1,", "radiation,gih,1,", "unknown\n.*no row for \\('radiation', 'ghi', 1\\)"),
        ("radiation,ghi,2,", "radiation,ghi,1,", "given twice"),
        ("cloud,floor,,0.05,0.02", "cloud,floor,,0.05,0.07", "not between low 0.07 and high"),
        ("1/a,engineering_estimate", "per year,engineering_estimate", "unit per year, expected 1/a"),
        ("1/a,engineering_estimate", "1/a,", "no source"),
        ("cloud,floor,,0.05", "cloud,floor,,little", "write plain numbers"),
        ("item,parameter", "thing,parameter", "columns are"),
    ],
)
def test_faulty_climate_is_refused(case, tmp_path, settings, old, new, message):
    path = changed(case, tmp_path, "climate.csv", old, new)
    with pytest.raises(SettingsError, match=message.replace("\n.*", "(?s:.*)")):
        read_climate(path, tuple(settings.sites))


def test_missing_files_are_named(tmp_path):
    with pytest.raises(SettingsError, match=r"no .*weather\.toml"):
        read_settings(tmp_path / "weather.toml")
    with pytest.raises(SettingsError, match=r"no .*climate\.csv"):
        read_climate(tmp_path / "climate.csv", ("golmud",))


@pytest.mark.parametrize(
    ("key", "factor", "message"),
    [(("radiation", "ghi"), 2.0, "change ghi"), (("radiation", "dni"), 2.0, "change dni")],
)
def test_impossible_radiation_is_refused(settings, climate, key, factor, message):
    """Twice the radiation would need clouds that shine."""
    doubled = replace(climate, monthly=dict(climate.monthly) | {key: climate.monthly[key] * factor})
    with pytest.raises(SettingsError, match=message):
        next(generate(settings, doubled))


def test_every_number_of_the_climate_has_range_and_source(case):
    table = pd.read_csv(case / "climate.csv")
    assert table[["value", "low", "high", "unit", "source"]].notna().all(axis=None)
