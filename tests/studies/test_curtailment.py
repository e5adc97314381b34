"""Curtailment and its causes, on hours that are counted by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from energy_model.studies.causes import CAUSES
from energy_model.studies.curtailment import curtailment
from tests.studies.conftest import Reader, reader_of

PV = {"pv": {"technology": "pv", "capacity_existing": 10.0}}
LINE = {"technology": "dc_line", "curve": "free", "capacity_existing": 6.0, "price": 0.3}


def by_cause(reader: Reader) -> dict[str, float]:
    """Return the causes that took something."""
    counted = curtailment(reader).counted
    assert counted[list(CAUSES)].sum(axis=1).to_numpy() == pytest.approx(counted["curtailed"].to_numpy(), abs=1e-12)
    totals = counted[list(CAUSES)].sum()
    return {cause: round(value, 4) for cause, value in totals.items() if value > 1e-4}


def one_hour(tables: dict[str, Any]) -> dict[str, float]:
    return by_cause(reader_of(tables, hours=1))


def test_a_full_line_curtails_what_it_cannot_carry():
    """Ten of PV before a line of six: four by the section. Without a cause they would count as balancing."""
    assert one_hour({"renewable": PV, "export_line": {"dc": LINE}}) == {"section": 4.0}


def test_coal_at_its_minimum_on_a_full_line_takes_its_own_part():
    """Two of coal take the place of two of PV: six curtailed, four by the line and two by the coal."""
    coal = {"coal": {"technology": "coal", "capacity_existing": 4.0, "min_share": 0.5, "heat_share": 1.0}}
    found = one_hour({"renewable": PV, "thermal": coal, "export_line": {"dc": LINE}})
    assert found == {"section": 4.0, "minimum_output": 2.0}


def test_a_curve_below_the_capacity_takes_what_the_capacity_would_have_carried():
    """Curve at half of six: the curve keeps back three of seven; of the rest nothing else is the cause."""
    line = {**LINE, "curve": "fixed", "curve_profile": "half"}
    reader = reader_of({"renewable": PV, "export_line": {"dc": line}}, hours=1, profiles={"half": [0.5]})
    assert by_cause(reader) == {"export_curve": 3.0, "balancing": 4.0}


def test_a_line_that_earns_nothing_is_no_cause():
    """At a price of zero more export is worth nothing: no section, all balancing."""
    found = one_hour({"renewable": PV, "export_line": {"dc": {**LINE, "price": 0.0}}})
    assert set(found) == {"balancing"}
    assert found["balancing"] >= 4.0 - 1e-3


def test_a_full_store_takes_what_its_power_would_have_taken():
    """Two hours of sun, a store of power 3 and room 3 that is emptied at night: 3 stored of 2 x 5 surplus.

    In the second hour the store is full; more room would have taken 3, the rest is balancing.
    """
    battery = {"charge_capacity_existing": 3.0, "discharge_capacity_existing": 3.0, "energy_capacity_existing": 3.0}
    reader = reader_of(
        {
            "renewable": {"pv": {"technology": "pv", "profile": "sun", "capacity_existing": 6.0}},
            "storage": {"battery": {"technology": "lfp", "throughput_cost": 0.001, **battery}},
            "demand": {"load": {"energy": 4.0}},
            "thermal": {"gas": {"technology": "gas", "capacity_existing": 1.0, "variable_cost": 0.5}},
        },
        hours=4,
        profiles={"sun": [1.0, 1.0, 0.0, 0.0]},
    )
    found = by_cause(reader)
    assert sum(found.values()) == pytest.approx(12.0 - 4.0, abs=1e-3)
    assert set(found) <= {"storage_full", "balancing"}


def two_zones(limit: float) -> dict[str, Any]:
    """Ten of PV in the west, coal of 5 that can give way in the east, demand 8 in the east."""
    return {
        "zones": {"west": {}, "east": {}},
        "renewable": {"pv": {"technology": "pv", "capacity_existing": 10.0, "zone": "west"}},
        "thermal": {
            "coal": {"technology": "coal", "capacity_existing": 9.0, "variable_cost": 0.3, "zone": "east"},
        },
        "demand": {"load": {"energy": 8.0, "zone": "east"}},
        "corridor": {"link": {"from_zone": "west", "to_zone": "east", "capacity_existing": limit}},
    }


def test_a_full_corridor_takes_what_could_have_been_used_beyond():
    """Corridor of five: coal gives three that PV could have given, so three of five by section, two by no one."""
    assert one_hour(two_zones(5.0)) == {"section": 3.0, "balancing": 2.0}


def test_a_full_corridor_without_use_beyond_is_no_section():
    """Corridor of twelve: all demand is met by PV, the two left over are not the corridor's fault."""
    assert one_hour(two_zones(12.0)) == {"balancing": 2.0}


def test_a_zone_shares_the_causes_of_the_zones_it_is_joined_to():
    """PV stands in the west, the line that its curve holds in the east: export curve, though the corridor is free."""
    tables = {
        "zones": {"west": {}, "east": {}},
        "renewable": {"pv": {"technology": "pv", "capacity_existing": 10.0, "zone": "west"}},
        "corridor": {"link": {"from_zone": "west", "to_zone": "east", "capacity_existing": 20.0, "flow_cost": 1e-3}},
        "export_line": {"ac": {**LINE, "zone": "east", "curve": "fixed", "curve_profile": "half"}},
    }
    assert by_cause(reader_of(tables, hours=1, profiles={"half": [0.5]})) == {"export_curve": 3.0, "balancing": 4.0}


def test_unused_headroom_of_a_solar_thermal_plant_is_not_curtailment(whole_reader: Reader):
    """A turbine at rest has curtailed nothing; only mirrors turned away count, and apart from wind and PV."""
    found = curtailment(whole_reader)
    assert set(found.counted["technology"]) == {"pv", "wind"}
    heat = found.by("technology", apart=True).set_index("technology").loc["csp_heat"]
    sun = whole_reader.get("csp", "dni_efficiency") * 1.3
    assert heat["available"] == pytest.approx(np.minimum(sun, 1.0).sum())


def test_a_project_at_the_limit_of_its_connection_is_curtailed_by_section():
    """Own PV of 5, own demand 1, connection of 2: two are lost at its own connection."""
    park = {"pv_existing": 5.0, "demand_energy": 1.0, "connection": 2.0, "zone": "z"}
    tables = {
        "direct_supply": {"park": park},
        "thermal": {"gas": {"technology": "gas", "capacity_existing": 9.0, "variable_cost": 0.5}},
        "demand": {"load": {"energy": 6.0}},
    }
    assert one_hour(tables) == {"section": 2.0}


def test_tables_by_any_key_agree(whole_reader: Reader):
    """The sum by month, zone, hour or technology is the same energy."""
    found = curtailment(whole_reader)
    totals = [found.by(key)["curtailed"].sum() for key in ("month", "zone", "hour", "technology", "plant")]
    assert totals == pytest.approx([totals[0]] * len(totals))
    hourly = found.hourly.drop(index="csp_heat", level="technology")
    assert hourly.to_numpy().sum() == pytest.approx(totals[0])
    headline = found.by("stage").iloc[0]
    assert headline["network"] + headline["peak_shaving"] == pytest.approx(headline["curtailed"])
    assert headline["utilisation"] == pytest.approx(headline["given"] / headline["available"])
