"""Cases that no one publishes and anyone can solve by hand: duals of a contract, burning, priced repairs, counterfactuals."""

from __future__ import annotations

import numpy as np
import pytest

from energy_model.studies import Reader, explain, run_case
from energy_model.studies.causes import CAUSES
from energy_model.studies.curtailment import curtailment
from energy_model.studies.feasibility import requirement_table
from energy_model.studies.sentences import binds, requirement_sentences
from tests.helpers import miniature
from tests.studies.conftest import reader_of, solved

NAMED = {"name_zh": "项", "name_en": "item"}


def test_the_dual_of_each_clause_of_a_contract():
    """Two hours, 12 GWh, band of 10 %, 60 % clean; coal costs 4 a GWh, PV 20 a GW that gives 2 GWh, so 10 a GWh.

    A GWh more of contract is 0.4 of coal and 0.6 of PV: 7.6. A GWh less of coal is one of PV: 6, so a point of clean share
    (0.12 GWh) is 0.72. The band does not bind. A dual of another clause, or of the wrong sign, would change one of them.
    """
    tables = {
        "renewable": {
            "pv": {"technology": "pv", "capacity_addition_max": 9.0, "capacity_investment": 20.0, "lifetime": 1.0}
        },
        "thermal": {
            "coal": {"technology": "coal", "capacity_existing": 9.0, "incremental_fuel": 1.0, "fuel_price": 4.0}
        },
        "export_line": {
            "dc": {
                "technology": "dc_line",
                "curve": "fixed",
                "curve_profile": "flat_curve",
                "capacity_existing": 8.0,
                "contract_hours": 1.5,
                "band_up": 0.1,
                "band_down": 0.1,
            }
        },
        "requirements": {
            "energy": {"kind": "export_energy", "subject": "dc", "share": 1.0, **NAMED},
            "clean": {"kind": "export_clean_share", "subject": "dc", "share": 0.6, **NAMED},
            "curve": {"kind": "export_curve", "subject": "dc", "energy": 0.0, **NAMED},
        },
    }
    table = requirement_table(reader_of(tables, 2, {"flat_curve": [0.75, 0.75]})).set_index("id")
    assert table.loc["energy", "price"] == pytest.approx(7.6, rel=1e-4)
    assert table.loc["clean", "price"] == pytest.approx(0.72, rel=1e-4)
    assert binds(table.loc["energy"])
    zh, en = requirement_sentences(table.loc["clean"])
    assert "it binds: a relaxation by one percentage point saves 0.72 million CNY a year" in en
    assert "放松一个百分点，每年节省 0.72 百万元" in zh


def test_burning_is_not_use():
    """PV of 100 in one hour, load of 80, floor 85 %: only a battery that charges and discharges at once gets there.

    That would lose 5 GWh. With one direction an hour it is 80 %, five points short, and the verdict says both.
    """
    battery = {"charge_capacity_existing": 90.0, "discharge_capacity_existing": 90.0, "energy_capacity_existing": 90.0}
    tables = {
        "renewable": {"pv": {"technology": "pv", "capacity_existing": 100.0}},
        "storage": {"battery": {"technology": "lfp", "charge_yield": 0.8, "throughput_cost": 0.1, **battery}},
        "demand": {"load": {"energy": 80.0}},
        "requirements": {"use": {"kind": "utilisation", "subject": "pv", "share": 0.85, **NAMED}},
    }
    summary = run_case(miniature(tables, 1)).summary
    assert summary["verdict"]["status"] == "infeasible_as_required"
    assert summary["hidden_burning"]["before_directions_were_held"]["wasted"] == pytest.approx(5.0, abs=1e-2)
    assert summary["hidden_burning_gwh"] == pytest.approx(0.0, abs=1e-6)
    assert summary["curtailment"]["rate"] == pytest.approx(0.2, abs=1e-4)
    assert "差 5.00 个百分点" in summary["verdict"]["sentence_zh"]
    assert "falls short by 5.00 percentage points" in summary["verdict"]["sentence_en"]


def test_a_cap_of_five_per_cent_where_eight_are_forced():
    """PV of 10 and load of 9.2 in all of four hours: 8 % curtailed, 5 % allowed, so 1.2 of 40 GWh are too many.

    Four repairs: 1.2 GWh more load at 5 each, 0.3 GW of line at 100 each, 3 points of the floor, and a battery that has
    no hour to give its energy in. The floor costs nothing, the load less than the line, the battery does not do.
    """

    def lever(table, items, parameters, direction="raise", **more):
        words = {"lever_table": table, "lever_items": items, "lever_parameters": parameters, "direction": direction}
        return {**NAMED, **words, **more}

    tables = {
        "renewable": {"pv": {"technology": "pv", "capacity_existing": 10.0}},
        "demand": {"load": {"energy": 36.8}},
        "storage": {
            "battery": {"technology": "lfp", "charge_capacity_existing": 1.0, "discharge_capacity_existing": 1.0}
        },
        "export_line": {"ac": {"technology": "ac_section", "curve": "free"}},
        "requirements": {"use": {"kind": "utilisation", "subject": "pv", "share": 0.95, **NAMED}},
        "levers": {
            "line": lever("export_line", "ac", "capacity_addition_max", most_power=2.0, power_cost=100.0),
            "load": lever("demand", "load", "energy", most_energy=9.0, energy_cost=5.0),
            "battery": lever("storage", "battery", "energy_capacity_existing", most_energy=9.0, energy_cost=1.0),
            "floor": lever("requirements", "use", "share", "lower", most_share=0.5),
        },
    }
    found = explain(miniature(tables, 4)).remedies.set_index("lever")
    assert list(found.index) == ["floor", "load", "line", "battery"]
    assert found.loc["line", "change"] == pytest.approx(0.3, rel=2e-3)
    assert found.loc["load", "change"] == pytest.approx(1.2, rel=2e-3)
    assert found.loc["floor", "change"] == pytest.approx(0.03, rel=5e-3)
    assert not found.loc["battery", "suffices"]
    assert found.loc["load", "cost"] == pytest.approx(1.01 * 6.0, abs=0.05)
    assert found.loc["line", "cost"] == pytest.approx(1.01 * 30.0, abs=0.05)


LINE = {"technology": "dc_line", "curve": "free", "capacity_existing": 6.0, "price": 0.3}
COAL = {"technology": "coal", "capacity_existing": 4.0, "min_share": 0.5, "heat_share": 1.0}


def causes(reader: Reader) -> dict[str, float]:
    counted = curtailment(reader).counted
    return {cause: float(counted[cause].sum()) for cause in CAUSES}


def one_hour(line=6.0, coal=0.5):
    tables = {
        "renewable": {"pv": {"technology": "pv", "capacity_existing": 10.0}},
        "thermal": {"coal": {**COAL, "min_share": coal}},
        "export_line": {"dc": {**LINE, "capacity_existing": line}},
    }
    return causes(reader_of(tables, hours=1))


def test_what_a_cause_took_is_back_when_the_cause_is_removed():
    """Ten of PV and two of coal on a line of six: four by the section, two by the coal.

    With a line of twelve nothing is curtailed: the section's four and, as room is left, the coal's two are back. With coal
    that may stand still the coal's two are back, and the section's four stay.
    """
    before = one_hour()
    assert before["section"] == pytest.approx(4.0, abs=1e-3)
    assert before["minimum_output"] == pytest.approx(2.0, abs=1e-3)
    wide, still = one_hour(line=12.0), one_hour(coal=0.0)
    assert sum(wide.values()) == pytest.approx(0.0, abs=1e-3)
    assert still["minimum_output"] == pytest.approx(0.0, abs=1e-3)
    assert still["section"] == pytest.approx(before["section"], abs=1e-3)
    assert sum(before.values()) - sum(still.values()) == pytest.approx(before["minimum_output"], abs=1e-3)


def stored(energy):
    battery = {"charge_capacity_existing": 9.0, "discharge_capacity_existing": 9.0, "energy_capacity_existing": energy}
    tables = {
        "renewable": {"pv": {"technology": "pv", "profile": "sun", "capacity_existing": 9.0}},
        "storage": {"battery": {"technology": "lfp", "throughput_cost": 0.001, **battery}},
        "demand": {"load": {"energy": 9.0}},
        "thermal": {"gas": {"technology": "gas", "capacity_existing": 9.0, "variable_cost": 0.5}},
    }
    return causes(reader_of(tables, hours=3, profiles={"sun": [1.0, 0.0, 0.0]}))


def test_a_store_twice_as_large_takes_what_it_was_too_full_for():
    """Nine of sun in one of three hours, three wanted in each, a store of two: four curtailed as the store is full.

    A store of four leaves two, one of six none: each GWh of store takes back one GWh of what its fullness had taken.
    """
    small, double, whole = (stored(energy) for energy in (2.0, 4.0, 6.0))
    assert small["storage_full"] == pytest.approx(4.0, abs=2e-2)
    assert sum(small.values()) - sum(double.values()) == pytest.approx(2.0, abs=1e-2)
    assert sum(whole.values()) == pytest.approx(0.0, abs=1e-2)


@pytest.mark.parametrize(
    ("field_cost", "sizes", "cost"),
    [
        (30.0, {"field": 6.0, "receiver": 6.0, "tank": 48.0, "block": 1.0}, 180.0 + 6.0 + 288.0 + 1.0),
        (20.0, {"field": 9.0, "receiver": 4.5, "tank": 36.0, "block": 1.0}, 180.0 + 4.5 + 216.0 + 1.0),
    ],
)
def test_the_four_parts_of_a_solar_thermal_plant_by_the_night_demand(field_cost, sizes, cost):
    """Two days of eight hours of sun, the second half as strong; 1 GW wanted in twelve hours of each night.

    A GWh of power takes (1 + 0.2 no load) / 0.4 = 3 GWh of heat, so a night takes 36 and a field F gives 8 F and 4 F. Both
    nights need F >= 72 / 12 = 6; the second day's 4 F fall 36 - 4 F short, which the tank carries over: it holds 72 - 4 F,
    36 at least. So the receiver takes (72 - 4 F) / 8. A GW of field saves 4 of tank at 6 and half a GW of receiver at 1, so
    24.5: dearer field stops at 6, cheaper goes to 9, where each day fills its night and more field has no use.
    """
    prices = {"field": field_cost, "receiver": 1.0, "tank": 6.0, "block": 1.0}
    tower = {"profile": "sun", "gross_efficiency": 0.4, "no_load": 0.2, "lifetime": 1.0}
    for part, price in prices.items():
        tower |= {f"{part}_addition_max": 99.0, f"{part}_investment": price}
    night = np.tile([1.0] * 6 + [0.0] * 12 + [1.0] * 6, 2)
    sun = np.concatenate([np.repeat(light, n) for light, n in ((0, 8), (1, 8), (0, 16), (0.5, 8), (0, 8))])
    tables = {"csp": {"tower": tower}, "demand": {"load": {"profile": "night", "energy": 24.0}}}
    found = solved(tables, 48, {"sun": sun, "night": night})
    assert found.two_phase.solution.objective == pytest.approx(cost, rel=1e-4)
    reader = Reader(found.tree)
    for part, size in sizes.items():
        assert reader.get("csp", part)[0, 0] == pytest.approx(size, rel=1e-4), part
