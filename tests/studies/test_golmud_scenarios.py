"""The scenarios of the Golmud case move what they must, and the right way, at 168 hours of the year."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from energy_model.case import read_case
from energy_model.model import schemas
from energy_model.studies import run_case

GOLMUD = Path(__file__).parents[2] / "inputs" / "golmud"
# A cost counts as the same within this, in million CNY a year: certificates allow a millionth.
SAME = 0.05


@cache
def summary(scenario: str) -> dict[str, Any]:
    found = run_case(read_case(GOLMUD, schemas(), scenario, hours=168)).summary
    assert found["verification"]["passed"], scenario
    return found


def curtailed(scenario: str) -> float:
    return summary(scenario)["curtailment"]["curtailed_twh"]


def cost(scenario: str) -> float:
    return summary(scenario)["objective_mcny_per_year"]


@pytest.mark.long
@pytest.mark.parametrize("scenario", ["no_dc_line", "section_4gw", "low_load", "psh_half", "no_pumped_storage"])
def test_more_is_curtailed(scenario):
    """Less to send to, less demand, less storage: each curtails at least a tenth more than the base."""
    assert curtailed(scenario) > 1.1 * curtailed("base")


@pytest.mark.long
def test_a_curve_that_is_negotiated_curtails_less():
    assert curtailed("optimised_curve") < 0.9 * curtailed("base")


@pytest.mark.long
def test_batteries_take_the_place_of_pumped_storage():
    """Half of the pumped storage: more lithium. None of it: more still."""
    power = [summary(name)["capacity_gw"]["lfp"] for name in ("base", "psh_half", "no_pumped_storage")]
    total = [sum(value.values()) if isinstance(value, dict) else value for value in power]
    assert total[0] < total[1] < total[2]


@pytest.mark.long
@pytest.mark.parametrize(
    "scenario",
    [
        "no_dc_line",
        "section_4gw",
        "high_coal_price",
        "high_carbon_price",
        "utilisation_95",
        "no_flexible_demand",
        "no_csp_growth",
    ],
)
def test_it_costs_more(scenario):
    """What is taken away, or made dearer, cannot make the cheapest plan cheaper; here none is free."""
    assert cost(scenario) > cost("base") + SAME


@pytest.mark.long
@pytest.mark.parametrize("scenario", ["with_import", "optimised_curve", "more_gas"])
def test_what_is_allowed_beyond_the_base_costs_no_more(scenario):
    assert cost(scenario) <= cost("base") + SAME


@pytest.mark.long
@pytest.mark.parametrize("scenario", ["high_coal_price", "high_carbon_price"])
def test_dearer_coal_gives_less(scenario):
    assert summary(scenario)["emissions_mt"] < summary("base")["emissions_mt"] * (1.0 - 1e-3)


@pytest.mark.long
def test_a_higher_floor_is_met_and_no_more_than_met():
    """Between base and floor the curtailed energy is what the floor leaves."""
    assert summary("base")["curtailment"]["utilisation"] < 0.95
    assert summary("utilisation_95")["curtailment"]["utilisation"] == pytest.approx(0.95, abs=1e-4)
