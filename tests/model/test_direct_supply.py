"""Direct supply: a site with its own plants, and the three yearly rules."""

import numpy as np
import pytest

SITE = {
    "pv_profile": "sun",
    "wind_profile": "sun",
    "profile": "flat",
    "demand_energy": 16.0,
    "pv_existing": 8.0,
    "connection": 100.0,
    "feed_in_max": 1.0,
    "duration": 100.0,
}
SUN = {"sun": np.array([1.0, 1.0, 0.0, 0.0])}
RULES = {"rules": {"kind": "direct_supply", "energy": 0.0, "scale": 1.0, "required": 1.0}}


def test_site_uses_its_own_and_draws_the_rest(run):
    """Proves the site's balance: 4 GW of demand, 8 GW of PV for two hours: 8 GWh drawn at 10; alone it would be 160."""
    assert run({"direct_supply": {"site": SITE}}, profiles=SUN).cost == pytest.approx(80.0)


def test_battery_moves_own_power(run):
    """Proves the battery: 4 GW take the surplus of two hours to the next two: nothing is drawn."""
    outcome = run({"direct_supply": {"site": {**SITE, "battery_existing": 4.0}}}, profiles=SUN)
    assert outcome.cost == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("change", "cost", "proves"),
    [
        ({"duration": 1.0}, 40.0, "4 GWh fit; without the limit the cost is 0"),
        ({"battery_existing": 2.0}, 40.0, "2 GW go through; without the limit the cost is 0"),
        ({"charge_yield": 0.5}, 40.0, "half is stored; without the loss the cost is 0"),
        ({"discharge_draw": 2.0}, 40.0, "half is given; without the loss the cost is 0"),
    ],
)
def test_battery_has_limits(run, change, cost, proves):
    """Proves one limit at a time."""
    outcome = run({"direct_supply": {"site": {**SITE, "battery_existing": 4.0, **change}}}, profiles=SUN)
    assert outcome.cost == pytest.approx(cost), proves


@pytest.mark.parametrize(
    ("change", "feasible"),
    [
        ({"self_use_min": 0.5}, True),
        ({"self_use_min": 0.5, "wind_existing": 16.0, "feed_in_max": 1.0}, True),
        ({"cover_min": 0.5}, True),
        ({"cover_min": 0.51}, False),
        ({"cover_min": 0.5, "wind_existing": 0.0, "pv_existing": 2.0}, False),
    ],
)
def test_rules_bind_over_the_year(run, change, feasible):
    """Proves the rules: 8 of 16 GWh are covered by 8 GW of PV in two of four hours, at most.

    Surplus may be curtailed, so self-use can always be met; cover above a half cannot.
    """
    outcome = run({"direct_supply": {"site": {**SITE, **change}}, "requirements": RULES}, profiles=SUN)
    assert outcome.feasible is feasible


def test_feed_in_is_limited(run):
    """Proves the feed-in rule: of what is generated at most a fifth leaves the site, even if it is worth 10.

    Used on site 8, so generated at most 10 and fed in 2: grid demand of 8 in the sunny hours costs 60, site 80.
    """
    site = {**SITE, "feed_in_max": 0.2}
    outcome = run({"direct_supply": {"site": site}, "requirements": RULES}, demand=(4, 4, 0, 0), profiles=SUN)
    assert outcome.feasible
    assert outcome.cost == pytest.approx(140.0)


def test_connection_is_limited(run):
    """Proves the connection: 1 GW fed in for two hours serves 2 of 8 GWh of the grid: cost 60 + 80, not 80."""
    site = {**SITE, "connection": 4.0, "demand_energy": 12.0}
    outcome = run({"direct_supply": {"site": {**site, "pv_existing": 100.0}}}, demand=(8, 8, 0, 0), profiles=SUN)
    assert outcome.of("direct_supply", "fed_in").max() == pytest.approx(4.0)
    assert outcome.cost == pytest.approx(80.0 + 60.0)
