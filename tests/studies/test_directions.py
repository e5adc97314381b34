"""Directions are held where a plan burns surplus, and nowhere else."""

from __future__ import annotations

import pytest

from energy_model.studies import headroom, run_case
from energy_model.studies.solve import solve
from tests.helpers import miniature

SUN = [1.0, 1.0, 0.0, 0.0]
PV = {"technology": "pv", "profile": "sun", "capacity_existing": 4.0, "pool": ""}
STORE = {
    "technology": "lfp",
    "charge_capacity_existing": 4.0,
    "discharge_capacity_existing": 4.0,
    "energy_capacity_existing": 100.0,
    "charge_yield": 0.5,
    "discharge_draw": 1.0,
    "kept": 1.0,
}


def system(floor, demand=1.0, **store):
    """4 GW of sun for two of four hours, 1 GW of demand, a store of half yield, a floor of use of the sun."""
    tables = {
        "renewable": {"pv": {k: v for k, v in PV.items() if k != "pool"}},
        "storage": {"store": STORE | store},
        "demand": {"load": {"profile": "load", "energy": 4.0 * demand}},
        "economy": {"economy": {"value_of_lost_load": 1000.0}},
        "requirements": {
            "use": {"kind": "utilisation", "subject": "pv", "share": floor, "scale": 1.0, "required": 1.0},
        },
    }
    return miniature(tables, hours=4, profiles={"sun": SUN, "load": [1.0] * 4})


def test_a_floor_met_by_going_round_is_not_met():
    """8 GWh of sun, 4 of demand: 2 used as they come, 4 stored for the 2 by night, so 6 of 8 can be used.

    Going round in the store would burn the other 2 and reach 100 %. With a direction an hour it cannot: the plan is
    short of 90 % by 1.2 GWh, and what burning would have shown is kept.
    """
    found = run_case(system(0.9))
    summary = found.summary
    assert summary["verdict"]["status"] == "infeasible_as_required"
    before = summary["hidden_burning"]["before_directions_were_held"]
    assert before["feasible"]
    assert before["wasted"] > 1.0
    assert before["proven"]
    assert summary["hidden_burning_gwh"] < 1e-4
    assert summary["curtailment"]["utilisation"] == pytest.approx(0.75, abs=1e-5)
    assert summary["verification"]["passed"]
    assert "同充同放" in summary["verdict"]["sentence_zh"]
    assert "running both ways" in summary["verdict"]["sentence_en"]


def test_what_does_not_burn_is_not_solved_twice():
    """75 % can be had honestly, and a price on wear makes it the cheapest way."""
    found = solve(system(0.75, throughput_cost=0.1))
    assert found.two_phase.feasible
    assert found.unheld is None


def test_burning_for_nothing_is_taken_out_at_no_cost():
    """Where a floor can be met both ways, the held plan meets it too, and costs no less."""
    found = solve(system(0.74))
    assert found.two_phase.feasible
    if found.unheld is not None:
        assert found.two_phase.solution.objective >= found.unheld.cost - 1e-6


def test_headroom_is_told_as_a_range_where_its_top_is_burnt():
    """Sun of 2 h in 4, demand 1, a store of half yield that is full at 1 GWh of charge a cycle: a floor of 90 %.

    With burning any capacity is "used" as far as the store can charge; held, what is used is bounded by the demand, so
    the two ends must differ, and the lower one must keep the floor without waste.
    """
    tables = {
        "renewable": {"pv": {"technology": "pv", "profile": "sun", "capacity_addition_max": 50.0, "lifetime": 25.0}},
        "storage": {"store": STORE | {"lifetime": 10.0}},
        "demand": {"load": {"profile": "load", "energy": 4.0}},
        "economy": {"economy": {"value_of_lost_load": 1000.0, "discount_rate": 0.05}},
        "requirements": {
            "target": {"kind": "clean_capacity", "subject": "clean", "power": 1.0, "scale": 1.0, "required": 1.0},
            "use": {"kind": "utilisation", "subject": "pv", "share": 0.9, "scale": 1.0, "required": 1.0},
        },
    }
    found = headroom(miniature(tables, hours=4, profiles={"sun": SUN, "load": [1.0] * 4}))
    line = found.largest.set_index("what").loc["pipeline"]
    # Used at most: 2 as it comes and 4 stored for the night, 6 of 2 x capacity, so capacity 3 / 0.9.
    assert line["clean"] > 3.4
    assert line["wasted"] > 0.5
    assert 1.0 < line["held"] <= 3.0 / 0.9 + 1e-4
    assert found.holds
