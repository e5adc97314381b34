"""Hidden burning is measured, and told when it is more than a trace."""

from __future__ import annotations

import numpy as np
import pytest

from energy_model.studies import Reader, Solved
from energy_model.studies.burning import burning, circled, must_be_told


def test_energy_that_goes_round_is_what_the_round_trip_loses():
    """1.25 in for each one out: charging 2.5 and discharging 2 loses half; charging alone loses nothing here."""
    taken, given, per_given = np.array([2.5, 2.5, 1.25]), np.array([2.0, 0.0, 2.0]), np.array(1.25)
    assert circled(taken, given, per_given) == pytest.approx([0.5, 0.0, 0.25])


def test_a_plan_that_has_nothing_to_burn_burns_nothing(whole_reader: Reader):
    """Where the price is positive nothing is gained by waste, so there must be none."""
    assert burning(whole_reader)["wasted_at_price"].sum() == pytest.approx(0.0, abs=1e-4)


def test_each_way_of_burning_is_seen(whole: Solved):
    """A battery that charges while it discharges, pumps and turbines at once, flow both ways, heater with mirrors."""
    assert whole.tree is not None
    tree = whole.tree.copy(deep=True)
    tree["storage"]["charge"].values[0, 0] = tree["storage"]["discharge"].values[0, 0] = 0.5
    tree["pumped_hydro"]["pumping"].values[0, 0] = tree["pumped_hydro"]["generation"].values[0, 0] = 0.3
    tree["corridor"]["forward"].values[0, 0] = tree["corridor"]["backward"].values[0, 0] = 1.0
    tree["csp"]["field_heat"].values[0, 12], tree["csp"]["heater_power"].values[0, 12] = 0.0, 0.1
    table = burning(Reader(tree)).set_index(["node", "way"])["wasted"]
    per_given = 1.07 / 0.93
    assert table["storage", "both_ways"] >= 0.5 / per_given * (per_given - 1.0) - 1e-9
    assert table["pumped_hydro", "both_ways"] > 0.05
    assert table["corridor", "both_ways"] >= 0.02
    assert table["csp", "heater_while_defocused"] >= 0.1 - 1e-6


def test_a_trace_is_not_told_and_an_amount_is():
    """Told above a thousandth of the curtailed energy and above one GWh."""
    assert not must_be_told(0.5, 1.0)
    assert not must_be_told(5.0, 10_000.0)
    assert must_be_told(11.0, 10_000.0)
