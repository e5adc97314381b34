"""Variants of one compiled matrix: slopes are derivatives, moved rows are a rebuilt case."""

import numpy as np
import pytest

from energy_model.case.active import without_idle_plants
from energy_model.studies.many.candidates import axes_of
from energy_model.studies.many.plan import Part, Place, Term, Total
from energy_model.studies.many.questions import place, solve_exactly, total
from energy_model.studies.many.variant import on_line, prepare, slope
from tests.helpers import miniature

HOURS = 48
DAY = np.clip(np.sin((np.arange(HOURS) % 24 - 6.0) / 12.0 * np.pi), 0.0, None) * np.where(
    np.arange(HOURS) < 24, 1.0, 0.6
)
STORE = {
    "technology": "lfp",
    "charge_capacity_addition_max": 5.0,
    "discharge_capacity_addition_max": 5.0,
    "energy_capacity_addition_max": 30.0,
    "discharge_capacity_investment": 1.0,
    "energy_capacity_investment": 2.0,
    "charge_yield": 0.9,
    "discharge_draw": 1.1,
    "duration_max": 6.0,
    "lifetime": 15.0,
}
TABLES = {
    "demand": {"city": {"energy": HOURS * 1.0}},
    "renewable": {"pv": {"technology": "pv", "profile": "sun", "capacity_existing": 4.0}},
    "thermal": {"gas": {"technology": "gas", "capacity_existing": 1.0, "incremental_fuel": 1.0, "fuel_price": 0.5}},
    "storage": {"lfp": STORE},
}
PUMPED = {
    **{key: value for key, value in TABLES.items() if key != "storage"},
    "pumped_hydro": {
        "psh": {"capacity_existing": 1.0, "reservoir_hours": 4.0, "pump_yield": 0.87, "generation_draw": 1.15,
                "reserve_share": 0.05, "lifetime": 40.0}
    },
}  # fmt: skip


def prepared(tables):
    return prepare(without_idle_plants(miniature(tables, HOURS, {"sun": DAY})))


def axis(data, measure):
    sizes = {"storage.discharge_capacity": {"lfp": 1.0}, "storage.energy_capacity": {"lfp": 4.0}}
    sizes["pumped_hydro.capacity"] = {"psh": 1.0}
    return next(a for a in axes_of(data.case, sizes) if a.measure == measure)


@pytest.mark.parametrize(("measure", "at"), [("power", 0.7), ("power", 1.6), ("duration", 3.3)])
def test_slope_is_the_finite_difference(measure, at):
    """Betrayed by a slope that differs by more than 1e-4 from (V(s+h) - V(s-h)) / 2h away from kinks."""
    data = prepared(TABLES)
    line, step = axis(data, measure).line, 1e-3
    low, mid, high = (solve_exactly(on_line(data, line, at + d)) for d in (-step, 0.0, step))
    found = slope(data, line, mid.y, mid.z)
    assert found == pytest.approx((high.objective - low.objective) / (2 * step), rel=1e-4)


def test_moved_rows_are_the_rebuilt_case():
    """Betrayed by costs that differ: a reservoir of 6.5 h by moved rows and by a new coefficient are the same plant."""
    data = prepared(PUMPED)
    line = axis(data, "duration").line
    moved = solve_exactly(on_line(data, line, 6.5))
    tables = {**PUMPED, "pumped_hydro": {"psh": {**PUMPED["pumped_hydro"]["psh"], "reservoir_hours": 6.5}}}
    again = solve_exactly(prepared(tables).matrix)
    base = solve_exactly(data.matrix)
    assert moved.objective == pytest.approx(again.objective, abs=1e-6)
    assert moved.objective < base.objective - 1e-3


def test_value_is_what_a_rebuilt_store_saves():
    """Betrayed by a curve of another case: a store of 1 GW and 4 h that simply stands costs the same, its annuity aside."""
    data = prepared(TABLES)
    found = place(data, Place(axis(data, "power").line, 1.0))
    standing = {
        f"{size}_existing": n for size, n in zip(("charge_capacity", "discharge_capacity"), (1.0, 1.0), strict=True)
    }
    fixed = {**STORE, **standing, "energy_capacity_existing": 4.0}
    fixed |= {name: 0.0 for name in fixed if name.endswith("_addition_max")}
    rebuilt = solve_exactly(prepared({**TABLES, "storage": {"lfp": fixed}}).matrix)
    assert found["value"] == pytest.approx(rebuilt.objective + found["marginal_cost"], abs=1e-6)
    assert found["marginal_value"] > 0


def test_closed_total_is_a_limit():
    """Betrayed by sizes that do not add up to the total, or a slope that is not the price of the row."""
    data = prepared(TABLES)
    terms = (Term("storage.energy_capacity", "lfp", 1.0),)
    low, mid, high = (total(data, Total(terms, at)) for at in (4.999, 5.0, 5.001))
    assert mid["sizes"]["storage.energy_capacity"]["lfp"] == pytest.approx(5.0, abs=1e-7)
    assert mid["slope"] == pytest.approx((high["value"] - low["value"]) / 0.002, rel=1e-4, abs=1e-6)


def test_unknown_plant_is_refused():
    """Betrayed by a line that silently moves nothing."""
    from energy_model.studies.many.variant import positions

    with pytest.raises(KeyError, match="lfp"):
        positions(prepared(TABLES), "storage.discharge_capacity", "other")
    assert Part("a.b", "c", 0.0, 1.0).per_unit == 1.0
