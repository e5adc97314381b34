"""Study files: every combination, and all problems at once."""

import pytest

from energy_model.case import InputError
from energy_model.studies.many.plan import Setting
from energy_model.studies.many.read import read_study
from tests.studies.many.small import write_small

VARY = """
weather_years = [1, 2]

[[vary]]
table = "thermal"
item = "gas"
parameter = "fuel_price"
multiply = [0.5, 1.5, 2.0]

[[vary]]
table = "renewable"
item = "pv"
parameter = "capacity_investment"
values = [2500, 3500]
unit = "CNY/kW"

[[run]]
name = "alone"
"""
BAD = """
colour = "red"

[[run]]
name = "twice"
[[run.change]]
table = "thermal"
item = "gas"
parameter = "fuel_prise"
multiply = 0.5

[[run]]
name = "twice"
weather_year = 1
[[run.change]]
item = "gas"
parameter = "fuel_price"
"""


@pytest.fixture(scope="module")
def setting(tmp_path_factory):
    return Setting(write_small(tmp_path_factory.mktemp("read") / "small"), 24)


def test_every_combination_is_a_run(setting, tmp_path):
    """Betrayed by 13 runs not being there: 2 weather years x 3 prices x 2 prices, and one alone."""
    file = tmp_path / "study.toml"
    file.write_text(VARY, encoding="utf-8")
    runs = read_study(file, setting).runs
    assert len(runs) == 13
    assert len({run.name for run in runs}) == 13
    assert {run.weather_year for run in runs} == {None, 1, 2}
    assert max(len(run.changes) for run in runs) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BAD, ["colour", "table"]),
        (BAD.replace('colour = "red"', "").split('[[run]]\nname = "twice"\nweather')[0], ["fuel_prise"]),
        ("", ["no runs"]),
    ],
)
def test_problems_are_told_together(setting, tmp_path, text, words):
    """Betrayed by a study that runs with a misspelt name, or that tells only the first fault."""
    file = tmp_path / "study.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_study(file, setting)
    assert all(word in error.value.text("en") for word in words)
