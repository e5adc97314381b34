"""Export lines: fixed curve with a band, proposed steps, free curve, contract, import."""

import numpy as np
import pytest

LINE = {
    "technology": "dc_line",
    "capacity_existing": 8.0,
    "price": 1.0,
    "band_up": 0.1,
    "band_down": 0.1,
    "curve_profile": "curve",
    "ramp": 10.0,
}
CURVE = {"curve": np.array([0.5, 1.0, 0.5, 0.5])}
WIND = {"wind": {"technology": "wind", "profile": "flat", "capacity_existing": 100.0}}


def test_fixed_curve_bounds_what_is_sent(run):
    """Proves the upper edge: 1.1 · 4 GW and, at full curve, the 8 GW of the line: 4.4 · 3 + 8 sold at 1."""
    outcome = run({"export_line": {"dc": {**LINE, "curve": "fixed"}}, "renewable": WIND}, profiles=CURVE)
    assert outcome.of("export_line", "sent") == pytest.approx([4.4, 8.0, 4.4, 4.4])
    assert outcome.cost == pytest.approx(-21.2)


def test_fixed_curve_is_owed(run):
    """Proves the lower edge: without wind the backup at 10 sends 0.9 · curve, at a loss of 9, if the curve must hold.

    Owed are 3.6 + 7.2 + 3.6 + 3.6 = 18 GWh: 18 · 9 = 162. Without the requirement nothing is sent at all.
    """
    curve = {"curve": {"kind": "export_curve", "subject": "dc", "energy": 0.0, "scale": 1.0, "required": 1.0}}
    outcome = run({"export_line": {"dc": {**LINE, "curve": "fixed"}}, "requirements": curve}, profiles=CURVE)
    assert outcome.feasible
    assert outcome.cost == pytest.approx(162.0)
    assert outcome.of("export_line", "undelivered") == pytest.approx(np.zeros(4), abs=1e-9)


def test_steps_are_proposed_by_slot(run):
    """Proves the steps: within a slot power stays in a band of ± 10 % around one level.

    Wind of 11 and 9 GW in the two hours of a slot: the level 10 takes both; 11 and 5 allow 5 / 0.9 · 1.1 = 6.11.
    """
    steps = {**LINE, "curve": "steps", "capacity_existing": 20.0}
    wind = {"wind": {"technology": "wind", "profile": "gust", "capacity_existing": 1.0}}
    even = run(
        {"export_line": {"dc": steps}, "renewable": wind},
        backup=False,
        profiles={**CURVE, "gust": np.array([11.0, 9.0, 11.0, 9.0])},
    )
    uneven = run(
        {"export_line": {"dc": steps}, "renewable": wind},
        backup=False,
        profiles={**CURVE, "gust": np.array([11.0, 5.0, 11.0, 5.0])},
    )
    assert even.of("export_line", "sent").sum() == pytest.approx(40.0)
    assert uneven.of("export_line", "sent") == pytest.approx([5 / 0.9 * 1.1, 5, 5 / 0.9 * 1.1, 5])


def test_free_curve_ramps(run):
    """Proves the ramp: a quarter of 8 GW an hour: 4 beside the gust of 6 GW, where 6 would be sold without it."""
    free = {**LINE, "curve": "free", "ramp": 0.25}
    wind = {"wind": {"technology": "wind", "profile": "gust", "capacity_existing": 1.0}}
    outcome = run(
        {"export_line": {"dc": free}, "renewable": wind},
        backup=False,
        profiles={**CURVE, "gust": np.array([2.0, 6.0, 2.0, 2.0])},
    )
    assert outcome.of("export_line", "sent") == pytest.approx([2, 4, 2, 2])


def test_contract_energy_counts_at_its_end(run):
    """Proves the contract: 2 h · 8 GW = 16 GWh at the sending end, or 20 at 20 % loss to have 16 at the receiving one."""
    energy = {"contract": {"kind": "export_energy", "subject": "dc", "share": 1.0, "scale": 1.0, "required": 1.0}}
    line = {**LINE, "curve": "free", "contract_hours": 2.0, "loss": 0.2}
    sending = run({"export_line": {"dc": {**line, "contract_end": "sending"}}, "requirements": energy}, profiles=CURVE)
    receiving = run(
        {"export_line": {"dc": {**line, "contract_end": "receiving"}}, "requirements": energy}, profiles=CURVE
    )
    assert sending.cost == pytest.approx(16.0 * 9.0)
    assert receiving.cost == pytest.approx(20.0 * 9.0)


def test_import_is_limited_and_paid(run):
    """Proves import: 2 of 4 GW at 5, the rest by backup at 10: 4 · (10 + 20); without the limit 80."""
    line = {**LINE, "curve": "free", "import_share": 0.25, "import_price": 5.0}
    outcome = run({"export_line": {"dc": line}}, demand=(4, 4, 4, 4), profiles=CURVE)
    assert outcome.cost == pytest.approx(120.0)


def test_price_follows_its_hours(run):
    """Proves the hourly price: 4 GWh of wind in each hour sell at 0.5, 1.5, 1 and 1: 16."""
    line = {**LINE, "curve": "free", "price_profile": "price"}
    wind = {"wind": {"technology": "wind", "profile": "flat", "capacity_existing": 4.0}}
    outcome = run(
        {"export_line": {"dc": line}, "renewable": wind},
        backup=False,
        profiles={**CURVE, "price": np.array([0.5, 1.5, 1.0, 1.0])},
    )
    assert outcome.cost == pytest.approx(-16.0)
