"""Directions are held where a plan burns surplus, and nowhere else."""

from __future__ import annotations

import pytest

from energy_model.studies import explain, headroom, run_case
from energy_model.studies.held import CLOSE, least_held
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


def system(floor, demand=1.0, levers=None, pv=4.0, served=False, **store):
    """4 GW of sun for two of four hours, 1 GW of demand, a store of half yield, a floor of use of the sun."""
    tables = {
        "renewable": {"pv": {k: v for k, v in PV.items() if k != "pool"} | {"capacity_existing": pv}},
        "storage": {"store": STORE | store},
        "demand": {"load": {"profile": "load", "energy": 4.0 * demand}},
        "economy": {"economy": {"value_of_lost_load": 1000.0}},
        "requirements": {
            "use": {"kind": "utilisation", "subject": "pv", "share": floor, "scale": 1.0, "required": 1.0},
        },
    }
    tables |= {"levers": levers} if levers else {}
    if served:
        tables["requirements"]["served"] = {"kind": "demand_served", "energy": 0.0, "scale": 1.0, "required": 1.0}
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


def large(demand=100.0, levers=None, **store):
    """The same hundred times as large, so that what is burnt must be told."""
    sizes = {"charge_capacity_existing": 400.0, "discharge_capacity_existing": 900.0, "energy_capacity_existing": 1e4}
    return system(0.9, demand, levers, pv=400.0, **(sizes | store))


def lever(name, table, item, parameter, **numbers):
    """A lever that raises one number."""
    words = {"lever_table": table, "lever_items": item, "lever_parameters": parameter, "direction": "raise"}
    return {name: words | {"name_zh": name, "name_en": name, "power_cost": 0.0, "energy_cost": 0.0} | numbers}


def test_a_lever_that_helps_only_by_burning_is_told_with_what_a_run_needs():
    """Demand D: half of it by day, half by night out of the store, which takes D for it: 1.5 D of 800 GWh are used.

    90 % need D = 480, so 80 more. The equations alone hold at once (burning uses all), so a change of zero, or none,
    would be told.
    """
    found = explain(large(levers=lever("more", "demand", "load", "energy", most_energy=400.0)))
    assert found.only_by_burning
    (remedy,) = found.remedies.to_dict("records")
    assert remedy["way"] == "held"
    assert remedy["change"] == pytest.approx(80.0, rel=0.02)
    enough, less = (run_case(large(demand=100.0 + share * remedy["change"] / 4.0)).summary for share in (1.0, 0.99))
    assert enough["verdict"]["status"] == "feasible"
    assert less["verdict"]["status"] == "infeasible_as_required"


def test_of_a_lever_of_which_too_much_harms_a_part_is_told():
    """The same with all demand to be served: 800 GWh serve D = 533 at most, so 400 or 200 GWh more are too much."""
    found = explain(large(levers=lever("more", "demand", "load", "energy", most_energy=400.0), served=True))
    (remedy,) = found.remedies.to_dict("records")
    assert remedy["suffices"]
    assert remedy["change"] == pytest.approx(80.0, rel=0.02)


def test_a_lever_that_is_enough_only_by_burning_is_not_told_as_enough():
    """A store of c GW: while the sun shines it takes c and, burning, gives back what the night does not need.

    The equations use 400 + c of 800 GWh, so 320 GW are enough for 90 %. Held it can only fill for the night: 600 GWh
    whatever c, 120 GWh short. Told as enough, a planner would build it and miss the floor.
    """
    line = lever("store", "storage", "store", "charge_capacity_existing", most_power=400.0)
    found = explain(large(levers=line, charge_capacity_existing=200.0))
    assert not found.feasible
    assert not found.only_by_burning
    (remedy,) = found.remedies.to_dict("records")
    assert not remedy["suffices"]
    assert remedy["way"] == "held"
    assert remedy["missing"]["use"] == pytest.approx(120.0, rel=1e-3)


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0, 5.0])
def test_the_least_amount_is_found_on_lines_and_on_curves(power):
    """One that crept up to the answer, or took the first enough, would need many runs or be too large."""
    asked = []

    def left(amount):
        asked.append(amount)
        return max(0.0, (1.0 - amount / 0.37) ** power if amount < 0.37 else 0.0)

    found = least_held(left, 0.0, 1.0, 1.0)
    assert 0.37 <= found <= 0.37 * (1.0 + CLOSE)
    assert len(asked) <= (4 if power == 1.0 else 18)


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
