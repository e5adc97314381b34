"""Requirements: each kind's two sides, the shortfall, and the two phases."""

import numpy as np
import pytest

DC = {"technology": "dc_line", "curve": "free", "capacity_existing": 8.0, "ramp": 10.0, "price": 1.0}
PV = {"technology": "pv", "profile": "sun", "capacity_existing": 8.0}
SUN = {"sun": np.array([1.0, 0.0, 0.0, 0.0])}
COAL = {
    "technology": "coal",
    "capacity_existing": 8.0,
    "incremental_fuel": 1.0,
    "fuel_price": 0.1,
    "emission_factor": 0.5,
    "water_use": 2.0,
}


def requirement(kind, limit, **more):
    """One requirement that must hold."""
    return {"it": {"kind": kind, "scale": 1.0, "required": 1.0, **limit, **more}}


# Weighs so much that no other requirement is met by shedding load.
SERVED = {"served": {"kind": "demand_served", "energy": 0.0, "scale": 1e-3, "required": 1.0}}


@pytest.mark.parametrize(("count", "achieved"), [("clean", 14.0), ("new_energy", 11.0), ("with_storage", 20.0)])
def test_capacity_is_counted_three_ways(run, count, achieved):
    """Proves the counts: PV 8 + CSP 3 are new energy, + hydro 3 clean, + pumped 4 + store 2 with storage."""
    outcome = run(
        {
            "renewable": {"pv": PV, "river": {"technology": "hydro", "profile": "flat", "capacity_existing": 3.0}},
            "csp": {"tower": {"profile": "sun", "block_existing": 3.0, "ramp": 10.0}},
            "pumped_hydro": {"plant": {"capacity_existing": 4.0}},
            "storage": {"store": {"discharge_capacity_existing": 2.0, "duration_max": 9.0}},
            "requirements": requirement("clean_capacity", {"power": 25.0}, subject=count),
        },
        profiles=SUN,
    )
    assert outcome.requirement("it", "achieved") == pytest.approx(achieved)
    assert outcome.requirement("it") == pytest.approx(25.0 - achieved)
    assert not outcome.feasible


def test_capacity_requirement_is_built_and_priced(run):
    """Proves the dual: 2 GW must be built at 30 a year each; the shadow price is 30 per GW."""
    outcome = run(
        {
            "renewable": {"pv": {**PV, "capacity_addition_max": 5.0, "capacity_investment": 30.0, "lifetime": 1.0}},
            "requirements": requirement("clean_capacity", {"power": 10.0}, subject="clean"),
        },
        profiles=SUN,
    )
    assert outcome.feasible
    assert outcome.cost == pytest.approx(60.0)
    assert outcome.requirement("it", "dual_holds") == pytest.approx(30.0)


def test_utilisation_counts_wind_and_pv(run):
    """Proves utilisation: 8 GWh of sun in one hour, 4 of demand: 50 %; asked for 90 % it is 3.2 GWh short."""
    outcome = run(
        {"renewable": {"pv": PV}, "requirements": requirement("utilisation", {"share": 0.9}, subject="wind+pv")},
        demand=(4, 4, 4, 4),
        profiles=SUN,
    )
    assert not outcome.feasible
    assert outcome.requirement("it", "achieved") == pytest.approx(4.0)
    assert outcome.requirement("it") == pytest.approx(3.2)


def test_utilisation_may_speak_of_one_zone(run):
    """Proves the zones: the idle PV of the other zone does not count, so the floor is met."""
    outcome = run(
        {
            "zones": {"z": {}, "y": {}},
            "renewable": {"pv": {**PV, "capacity_existing": 4.0}, "far": {**PV, "zone": "y"}},
            "requirements": requirement("utilisation", {"share": 0.9}, subject="pv", zones="z"),
        },
        demand=(4, 4, 4, 4),
        profiles=SUN,
    )
    assert outcome.feasible


def test_clean_share_limits_fuel(run):
    """Proves the clean share: PV sends 8 GWh; at 80 % clean, coal adds 2 GWh, not the 24 that its price would allow."""
    outcome = run(
        {
            "export_line": {"dc": DC},
            "renewable": {"pv": PV},
            "thermal": {"coal": COAL},
            "requirements": requirement("export_clean_share", {"share": 0.8}, subject="dc"),
        },
        backup=False,
        profiles=SUN,
    )
    assert outcome.of("thermal", "power_energy")[0] == pytest.approx(2.0)


def test_least_shortfall_comes_before_cost(run):
    """Proves the two phases: contract of 16 GWh, no plant but 8 GWh of sun: 8 GWh short, all sun is sent."""
    outcome = run(
        {
            "export_line": {"dc": {**DC, "contract_hours": 2.0, "price": 0.0}},
            "renewable": {"pv": {**PV, "variable_cost": 5.0}},
            "requirements": {**SERVED, **requirement("export_energy", {"share": 1.0}, subject="dc")},
        },
        backup=False,
        profiles=SUN,
    )
    assert not outcome.feasible
    assert outcome.requirement("it") == pytest.approx(8.0)
    assert outcome.cost == pytest.approx(40.0)


def test_demand_served(run):
    """Proves that lost load is a shortfall: 16 GWh."""
    outcome = run({"requirements": requirement("demand_served", {"energy": 0.0})}, demand=(4, 4, 4, 4), backup=False)
    assert outcome.requirement("it") == pytest.approx(16.0)


def test_product_served(run):
    """Proves that product not delivered is a shortfall: 3 kt of hydrogen without an electrolyser."""
    outcome = run(
        {
            "hydrogen": {"plant": {"hydrogen_demand": 3.0, "unserved_price": 1.0, "specific_consumption": 50.0}},
            "requirements": requirement("product_served", {"mass": 0.0}),
        }
    )
    assert outcome.requirement("it") == pytest.approx(3.0)


def test_firm_capacity(run):
    """Proves the power balance: peak 4 less a quarter interruptible, reserve a half, firm export 1: 5.5 GW needed."""
    outcome = run(
        {
            "export_line": {"dc": {**DC, "firm_winter_evening": 0.125}},
            "demand": {"load": {"energy": 16.0, "interrupt_share": 0.25}},
            "thermal": {"coal": {**COAL, "credit_winter_evening": 0.5}},
            "requirements": requirement("firm_capacity", {"share": 1.0}, subject="winter_evening", reserve_margin=0.5),
        },
        demand=(4, 4, 4, 4),
        backup=False,
    )
    assert outcome.requirement("it", "needed") == pytest.approx(5.5)
    assert outcome.requirement("it", "achieved") == pytest.approx(4.0)


def test_spinning_reserve(run):
    """Proves reserve: load 4 at 25 % and wind 4 at 50 % ask for 3 GW; coal of 2 GW idle online gives 2: 1 GWh an hour short."""
    coal = {**COAL, "capacity_existing": 2.0}
    outcome = run(
        {
            "renewable": {"wind": {"technology": "wind", "profile": "flat", "capacity_existing": 4.0}},
            "thermal": {"coal": coal},
            "demand": {"load": {"energy": 8760.0 * 4.0}},
            "requirements": {
                **SERVED,
                **requirement("spinning_reserve", {"energy": 0.0}, load_share=0.25, wind_share=0.5),
            },
        },
        demand=(1, 1, 1, 1),
        backup=False,
        weight=2190.0,
    )
    # With a reserve of 3 GW asked at full wind, less wind and more coal would ask for less headroom but give less too.
    assert outcome.requirement("it", "achieved") == pytest.approx(2190.0 * 4 * 1.0)


def test_system_strength(run):
    """Proves strength: 8 GW sent want 10 % of rotating capacity: 0.8 GW of coal online in each hour, though idle."""
    outcome = run(
        {
            "export_line": {"dc": DC},
            "renewable": {"wind": {"technology": "wind", "profile": "flat", "capacity_existing": 8.0}},
            "thermal": {"coal": {**COAL, "no_load_fuel": 1.0}},
            "requirements": requirement("system_strength", {"share": 0.1}, subject="dc"),
        },
        backup=False,
    )
    assert outcome.feasible
    assert outcome.of("thermal", "online") == pytest.approx([0.8] * 4)


@pytest.mark.parametrize(
    ("kind", "limit", "used"),
    [("emissions", {"mass": 4.0}, 8.0), ("coal_energy", {"energy": 8.0}, 8.0), ("water", {"mass": 16.0}, 8.0)],
)
def test_yearly_budgets(run, kind, limit, used):
    """Proves the budgets: each allows coal 8 of 16 GWh (0.5 kt CO2, 2 kt water per GWh); the backup without CO2 the rest."""
    outcome = run({"thermal": {"coal": COAL}, "requirements": requirement(kind, limit)}, demand=(4, 4, 4, 4))
    assert outcome.feasible
    assert outcome.of("thermal", "power_energy", plant=1)[0] == pytest.approx(used)


def test_local_green_use(run):
    """Proves local use: 8 GWh of sun sell at 1; a quarter of 16 GWh of demand must stay: 4 GWh are not sent."""
    outcome = run(
        {
            "export_line": {"dc": {**DC, "price": 20.0}},
            "renewable": {"pv": PV},
            "thermal": {"coal": COAL},
            "requirements": requirement("local_green_use", {"share": 0.25}),
        },
        demand=(4, 4, 4, 4),
        backup=False,
        profiles=SUN,
    )
    assert outcome.feasible
    sent = outcome.of("export_line", "sent_energy")[0]
    coal = outcome.of("thermal", "power_energy")[0]
    assert 8.0 - sent + coal == pytest.approx(16.0)


def test_reported_requirement_does_not_bind(run):
    """Proves `required = 0`: the value is there, the case stays feasible."""
    outcome = run(
        {
            "renewable": {"pv": PV},
            "requirements": requirement("clean_capacity", {"power": 25.0}, subject="clean", required=0.0),
        },
        profiles=SUN,
    )
    assert outcome.feasible
    assert outcome.requirement("it", "achieved") == pytest.approx(8.0)
