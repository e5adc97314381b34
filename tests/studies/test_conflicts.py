"""Conflicts, remedies and pairs of cases built so that the answer is known by hand, and by enumeration."""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import pytest

from energy_model.studies import explain
from energy_model.studies.conflicts import find_conflicts, rows_behind
from energy_model.studies.levers import levers_of, moved
from energy_model.studies.programme import compile_programme, is_feasible, least_shortfall
from energy_model.studies.remedies import find_remedies
from energy_model.studies.workshop import open_workshop, rounded_up
from tests.helpers import miniature

HOURS = 4
# PV of at most 10 GW a year at 100 MCNY/GW; it shines in two of four hours. Demand is 4 GW in every hour.
PV = {
    "technology": "pv",
    "profile": "sun",
    "capacity_addition_max": 10.0,
    "capacity_investment": 100.0,
    "lifetime": 1.0,
}
GAS = {"technology": "gas", "capacity_existing": 9.0, "incremental_fuel": 1.0, "fuel_price": 10.0}
NAMED = {"name_zh": "项", "name_en": "item"}
SUN = [0.0, 1.0, 1.0, 0.0]


def lever(table, items, parameters, direction="raise", **more):
    """A lever of a miniature."""
    words = {"lever_table": table, "lever_items": items, "lever_parameters": parameters, "direction": direction}
    return {**NAMED, **words, **more}


LEVERS = {
    "battery": lever("storage", "battery", "energy_capacity_existing", most_energy=20.0, energy_cost=2.0),
    "load": lever("demand", "load", "energy", most_energy=40.0),
    "floor": lever("requirements", "use", "share", "lower", most_share=0.9),
    "target": lever("requirements", "clean", "power", "lower", most_power=9.0),
    "useless": lever("storage", "battery", "charge_capacity_addition_max", most_power=5.0),
}


def tables(clean=8.0, floor=0.9, levers=LEVERS):
    """A target of clean capacity, a floor of utilisation, and a demand of 4 GW.

    With 8 GW of PV the sun gives 16 GWh, of which the load takes 8 in the sunny hours: utilisation 50 %.
    """
    return {
        "renewable": {"pv": PV},
        "thermal": {"gas": GAS},
        "storage": {
            "battery": {"technology": "lfp", "charge_capacity_existing": 9.0, "discharge_capacity_existing": 9.0}
        },
        "demand": {"load": {"energy": 16.0}},
        "requirements": {
            "clean": {"kind": "clean_capacity", "subject": "clean", "power": clean, **NAMED},
            "use": {"kind": "utilisation", "subject": "pv", "share": floor, **NAMED},
            "served": {"kind": "demand_served", "energy": 0.0, **NAMED},
        },
        "levers": levers,
    }


def case(**more):
    return miniature(tables(**more), HOURS, {"sun": SUN})


def test_target_and_floor_exclude_each_other():
    """8 GW at 90 % need 14.4 GWh used; the load takes 8 in the sun. Either alone holds; demand is served by gas.

    The target alone would have to give 8 - 8 / (0.9 x 2) = 3.556 GW, the floor 0.9 - 0.5 = 40 points.
    """
    found = find_conflicts(compile_programme(case()))
    assert found.complete
    assert len(found.found) == 1
    yields = {m.requirement: m for m in found.found[0].members}
    assert set(yields) == {0, 1}
    assert yields[0].yields == pytest.approx(8.0 - 8.0 / 1.8, rel=1e-5)
    assert yields[1].yields_as_told == pytest.approx(0.4, rel=1e-5)
    assert yields[1].yields == pytest.approx(0.4 * 16.0, rel=1e-5)


@pytest.mark.parametrize(("clean", "floor"), [(8.0, 0.9), (8.0, 0.4), (12.0, 0.9), (12.0, 0.1)])
def test_conflicts_as_enumeration_says(clean, floor):
    """Every one of the eight sets of requirements is solved; the sets that fail with all their parts holding are told."""
    programme = compile_programme(case(clean=clean, floor=floor))
    sets = chain.from_iterable(combinations(range(3), size) for size in range(1, 4))
    fails = [frozenset(s) for s in sets if not is_feasible(least_shortfall(programme, frozenset(s)))]
    smallest = {s for s in fails if not any(other < s for other in fails)}
    found = find_conflicts(programme)
    assert {frozenset(m.requirement for m in c.members) for c in found.found} == smallest


def remedies(**more):
    return {r.lever.name: r for r in find_remedies(open_workshop(case(**more)))}


def test_the_least_change_of_each_lever_by_hand():
    """6.4 GWh more must be used: shifted by a lossless battery that is filled by 3.2 in each sunny hour (it holds 6.4);

    or taken by a load that is larger in all hours alike (7.2 GW, so 28.8 GWh); or forgiven by the floor (40 points); or
    not built (3.556 GW). Charging power does nothing, which the duals prove without a solve.
    """
    found = remedies()
    assert found["battery"].change == pytest.approx(6.4, rel=2e-3)
    assert found["load"].change == pytest.approx(12.8, rel=2e-3)
    assert found["floor"].change == pytest.approx(0.4, rel=5e-3)
    assert found["target"].change == pytest.approx(8.0 - 8.0 / 1.8, rel=2e-3)
    assert not found["useless"].suffices
    assert found["useless"].way == "dual"
    assert found["useless"].left == pytest.approx(min(6.4, 8.0 - 8.0 / 1.8), rel=1e-4)
    assert found["battery"].lever_cost == pytest.approx(1.01 * 12.8, rel=2e-3)


@pytest.mark.parametrize("name", ["battery", "load", "floor", "target"])
def test_the_change_holds_and_one_per_cent_less_does_not(name):
    """The promise of the table, proven on cases that are built anew."""
    found = remedies()[name]
    lever = found.lever

    def holds(amount):
        return is_feasible(least_shortfall(compile_programme(moved(case(), lever, amount))))

    assert holds(found.change)
    assert not holds(0.99 * found.change)


def test_a_lever_that_is_too_short_says_what_is_left():
    """A battery of at most 5 leaves 1.4 GWh of the 6.4 that must be used."""
    short = {"battery": {**LEVERS["battery"], "most_energy": 5.0}}
    found = explain(case(levers=short))
    assert not found.feasible
    line = found.remedies.iloc[0]
    assert not line["suffices"]
    assert sum(line["missing"].values()) == pytest.approx(min(1.4, 1.4 / 1.8), rel=1e-3)


def test_the_cheapest_pair_by_hand():
    """Battery up to 5 GWh at 2 MCNY, target down by up to 3 GW: neither is enough, both together are.

    A GW less of PV saves its 100 MCNY and needs 1.8 GWh less of use, so the target goes down all 3 GW. One GWh of battery
    would then be enough, but the second pays as well: it costs 2 and spares 10 of gas. More has nothing to store.
    """
    short = {
        "battery": {**LEVERS["battery"], "most_energy": 5.0},
        "target": {**LEVERS["target"], "most_power": 3.0},
    }
    found = explain(case(levers=short))
    assert not found.remedies["suffices"].any()
    best = found.pairs.iloc[0]
    changes = {best["first"]: best["first_change"], best["second"]: best["second_change"]}
    assert changes["target"] == pytest.approx(3.0, rel=1e-3)
    assert changes["battery"] == pytest.approx(2.0, rel=1e-3)


def test_a_feasible_case_has_nothing_to_repair():
    found = explain(case(floor=0.5))
    assert found.feasible
    assert found.conflicts.empty
    assert found.remedies.empty


def test_a_lever_lowers_no_further_than_to_zero():
    found = {lever.name: lever for lever in levers_of(case())}
    assert found["target"].most == pytest.approx(8.0)
    assert found["floor"].most == pytest.approx(0.9)


def test_an_amount_as_printed_is_enough():
    """Rounding down in the fourth digit would make the printed change too small."""
    for value in np.random.default_rng(1).uniform(1e-3, 1e3, 200):
        assert rounded_up(value) >= value * (1 - 1e-7)
        assert rounded_up(value) <= value * 1.001


def test_members_name_their_rows(tmp_path):
    from energy_model.case import read_case
    from energy_model.model import schemas
    from tests.test_house_rules import CASE

    golmud = read_case(CASE, schemas(), hours=24)
    i = golmud.tables["requirements"].items.index("export_energy_dc")
    rows = rows_behind(golmud, i)
    assert {"share", "contract_hours"} <= set(rows["parameter"])
    assert set(rows["file"]) == {"requirements.csv", "export_line.csv"}
    assert rows["row"].notna().all()
