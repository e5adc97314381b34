"""Assumptions that flip the verdict, and the room of a case, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from energy_model.case.fill import frame
from energy_model.case.refill import with_rows
from energy_model.case.rows import Row
from energy_model.model import schemas
from energy_model.studies import headroom, robustness
from energy_model.studies.assumptions import with_value
from energy_model.studies.programme import compile_programme, is_feasible, least_shortfall
from energy_model.studies.room import room_of
from energy_model.studies.screening import screen
from tests.helpers import miniature

NAMED = {"name_zh": "项", "name_en": "item"}


def row(item, parameter, value, low, high, unit):
    return Row(item, parameter, "", value, low, high, unit, "test", "", "", f"{item}.csv", 2)


def case(target=8.0, floor=0.8, battery=0.0):
    """PV of at most 10 GW, two of four hours in the sun; a load of 4 GW and a line of 3 GW.

    Used in the sun: up to 7 GW, so 8 GW are used at 87.5 %.
    """
    tables = {
        "renewable": {
            "pv": {
                "technology": "pv",
                "profile": "sun",
                "capacity_addition_max": 10.0,
                "capacity_investment": 100.0,
                "lifetime": 1.0,
                **NAMED,
            }
        },
        "thermal": {
            "gas": {"technology": "gas", "capacity_existing": 9.0, "incremental_fuel": 1.0, "fuel_price": 10.0}
        },
        "demand": {"load": {"energy": 16.0, **NAMED}},
        "export_line": {"line": {"technology": "ac_section", "curve": "free", "capacity_existing": 3.0, **NAMED}},
        "storage": {
            "battery": {
                "technology": "lfp",
                "energy_capacity_addition_max": battery,
                "duration_max": 9.0,
                "charge_capacity_addition_max": battery,
                "discharge_capacity_addition_max": battery,
            }
        },
        "requirements": {
            "clean": {"kind": "clean_capacity", "subject": "clean", "power": target, "scale": target / 100, **NAMED},
            "use": {"kind": "utilisation", "subject": "pv", "share": floor, "scale": 0.16, **NAMED},
        },
    }
    made = miniature(tables, 4, {"sun": [0.0, 1.0, 1.0, 0.0]})
    rows = {
        "export_line": [
            row("line", "capacity_existing", 3.0, 1.0, 4.0, "GW"),
            row("line", "price", 0.1, 0.0, 0.5, "CNY/kWh"),
        ],
        "renewable": [row("pv", "capacity_addition_max", 10.0, 5.0, 12.0, "GW")],
        "demand": [row("load", "energy", 16.0, 15.9, 16.1, "GWh/a")],
    }
    for name, lines in rows.items():
        table = frame(lines)
        names = tuple(table["parameter"])
        made = with_rows(made, name, table, schemas()[name], names)
    return made


def test_a_table_made_anew_from_its_rows_has_the_same_numbers():
    made = case()
    assert made.tables["export_line"].numbers["capacity_existing"][0, 0] == pytest.approx(3.0)
    assert made.tables["demand"].numbers["energy"][0, 0] == pytest.approx(16.0)


def test_the_room_by_hand():
    """Target up by t hundredths of 8 and floor up by 0.16 t GWh at once: 2 x 7 = 0.8 x 2 x 8 (1 + t/100) + 0.16 t.

    So 14 = 12.8 + 0.128 t + 0.16 t, t = 4.1667.
    """
    assert room_of(compile_programme(case()))[0] == pytest.approx(1.2 / 0.288, rel=1e-4)


def test_what_flips_the_verdict_and_where():
    """8 GW at 80 % need 6.4 GW used in the sun: the line must take 2.4 of them. The pipeline must be 8 GW.

    The price changes costs alone; the load's range is too narrow to matter.
    """
    found = robustness(case())
    assert found.feasible
    flips = found.tornado[found.tornado["flips"]].set_index("item")
    assert set(flips.index) == {"line", "pv"}
    assert flips.loc["line", "flip"] == pytest.approx(2.4, abs=0.04)
    assert flips.loc["pv", "flip"] == pytest.approx(8.0, abs=0.08)
    assert flips.loc["line", "flip"] >= 2.4 - 1e-6
    assert (flips["flip_side"] == "low").all()
    assert found.screened["cost_only"] == 1
    assert found.screened["assumptions"] == 4


def test_an_infeasible_case_says_what_would_make_it_hold():
    """At 95 % 8 GW need 7.6 used: the line must take 3.6 of the 4 of its range."""
    found = robustness(case(floor=0.95))
    assert not found.feasible
    flips = found.tornado[found.tornado["flips"]].set_index("item")
    assert set(flips.index) == {"line"}
    assert flips.loc["line", "flip"] == pytest.approx(3.6, abs=0.04)
    assert flips.loc["line", "flip_side"] == "high"


@pytest.mark.parametrize("floor", [0.8, 0.95])
def test_what_is_settled_without_solving_is_so(floor):
    """The line's price changes costs alone; where plan or proof settles an end, solving there gives the same verdict.

    A screen that settles too much fails here; one that settles nothing fails the count.
    """
    made = case(floor=floor)
    programme = compile_programme(made)
    room, found = room_of(programme)
    effects = screen(made, made, programme, found, room >= 0, lambda sentence: None)
    assert {one.parameter for one, effect in effects if not effect.matters} == {"price"}
    settled = 0
    for one, effect in effects:
        for end, known in ((one.low, effect.low), (one.high, effect.high)):
            if known and end != one.value and effect.matters:
                least = least_shortfall(compile_programme(with_value(made, one, end)))
                assert is_feasible(least) == (room >= 0), (one.item, end)
                settled += 1
    assert settled >= 1


def test_inputs_of_a_plant_that_go_together():
    """A battery of 1 GW and 1 GWh that stands; at its high end the least duration is 2 h, so its own limits exclude
    each other whatever the requirements give. That is told, and is no flip.
    """
    sizes = ("charge_capacity_existing", "discharge_capacity_existing", "energy_capacity_existing")
    rows = [row("battery", name, 1.0, 1.0, 1.0, unit) for name, unit in zip(sizes, ("GW", "GW", "GWh"), strict=True)]
    table = frame([*rows, row("battery", "duration_min", 1.0, 0.5, 2.0, "h")])
    made = with_rows(case(), "storage", table, schemas()["storage"], tuple(table["parameter"]))
    tornado = robustness(made).tornado.set_index("parameter")
    assert tornado.loc["duration_min", "contradicts"] == "high"
    assert not tornado.loc["duration_min", "flips"]


def test_the_largest_clean_capacity_by_hand():
    """At 80 % the 7 GW used in the sun allow 8.75 GW of PV, opened or not; CSP there is none.

    The frontier ends where 7 / 8 = 87.5 % is asked for.
    """
    found = headroom(case(battery=1e-6))
    largest = found.largest.set_index("what")["clean"]
    assert largest["pipeline"] == pytest.approx(8.75, rel=1e-3)
    assert largest["pv"] == pytest.approx(8.75, rel=1e-3)
    assert found.target == 8.0
    holds = found.frontier.set_index("floor")["feasible"]
    assert bool(holds[0.85])
    assert not bool(holds[0.9])


def test_the_surface_by_hand():
    """Without new storage the sun above 7 GW is lost. A battery of 3 GW takes 3 GW of it, if it may be filled twice."""
    surface = headroom(case(battery=9.0)).surface
    bare = surface["rate"].sel(power=0.0, duration=2.0)
    for level in surface["capacity"].values:
        assert float(bare.sel(capacity=level)) == pytest.approx(max(0.0, 1.0 - 7.0 / level), abs=1e-3)
    top = float(surface["capacity"][-1])
    assert float(surface["rate"].sel(capacity=top, power=3.0, duration=2.0)) == pytest.approx(
        max(0.0, 1.0 - 10.0 / top), abs=1e-3
    )
    assert np.isfinite(surface["cost"].values).all()
