"""The tables close: energies to zero, costs to the objective, capacities to what stands."""

from __future__ import annotations

import pytest

from energy_model.studies import Reader, Solved, Tables, tabulate
from energy_model.studies.export import export_table
from energy_model.studies.fuels import KT_STANDARD_COAL_PER_GWH
from tests.studies.conftest import reader_of


@pytest.fixture
def tables(whole_reader: Reader) -> Tables:
    return tabulate(whole_reader)


def test_the_energy_balance_of_each_zone_closes(tables: Tables):
    """What is given and taken, losses included, adds up to zero; a forgotten flow would leave its energy."""
    left = tables.balance.groupby("zone")["energy"].sum()
    assert left.abs().max() < 1e-6
    assert set(left.index) == {"base", "city"}


def test_costs_by_technology_and_term_add_up(tables: Tables, whole: Solved):
    total = tables.cost["cost"].sum()
    assert total == pytest.approx(whole.two_phase.solution.objective, rel=1e-9)
    by_term = tables.cost.groupby("term")["cost"].sum()
    assert by_term["export_revenue"] < 0 < by_term["fuel"]


def test_capacity_of_the_end_of_the_year_is_base_committed_and_built(tables: Tables):
    """PV: 1 GW at the end of the base year, 2 GW committed, 6 GW may be built."""
    table = tables.capacity
    rest = table["base_year"] + table["committed"] + table["built"] - table["year_end"]
    assert rest.abs().max() < 1e-6
    pv = table[(table["plant"] == "pv") & (table["size"] == "capacity")].iloc[0]
    assert (pv["base_year"], pv["committed"]) == (1.0, 2.0)
    assert table[table["is_power"]]["technology"].isin(["coal", "lfp", "battery", "csp"]).any()


def test_investment_counts_what_is_committed_and_what_is_built(tables: Tables):
    pv = tables.investment[tables.investment["plant"] == "pv"].set_index("kind")["investment"]
    built = tables.capacity[(tables.capacity["plant"] == "pv")]["built"].iloc[0]
    assert pv["committed"] == pytest.approx(2.0 * 3000.0)
    assert pv["built"] == pytest.approx(built * 3000.0, abs=1e-3)


def test_coal_by_hand():
    """One GW of coal for four hours at 2.2 of fuel per energy and 0.3 kt CO2 per GWh of fuel."""
    reader = reader_of(
        {
            "thermal": {
                "coal": {
                    "technology": "coal",
                    "capacity_existing": 2.0,
                    "incremental_fuel": 2.2,
                    "emission_factor": 0.3,
                    "water_use": 0.5,
                    "fuel_price": 0.1,
                }
            },
            "demand": {"load": {"energy": 4.0}},
        }
    )
    tables = tabulate(reader)
    row = tables.fuels.iloc[0]
    assert row["energy"] == pytest.approx(4.0)
    assert row["hours"] == pytest.approx(2.0)
    assert row["co2"] == pytest.approx(4 * 2.2 * 0.3)
    assert row["standard_coal"] == pytest.approx(8.8 * 3.6 / 29.307)
    assert row["specific"] == pytest.approx(1000 * 2.2 * KT_STANDARD_COAL_PER_GWH)
    assert tables.water["water"].sum() == pytest.approx(2.0)


def test_a_store_by_hand():
    """Stores one and gives 0.5 later: one cycle of half the room, worth what the gas would have cost."""
    reader = reader_of(
        {
            "renewable": {"pv": {"technology": "pv", "profile": "sun", "capacity_existing": 1.0}},
            "storage": {
                "battery": {
                    "technology": "lfp",
                    "charge_capacity_existing": 1.0,
                    "discharge_capacity_existing": 1.0,
                    "energy_capacity_existing": 2.0,
                    "discharge_draw": 2.0,
                }
            },
            "thermal": {"gas": {"technology": "gas", "capacity_existing": 1.0, "variable_cost": 0.4}},
            "demand": {"load": {"energy": 1.0, "profile": "night"}},
        },
        hours=2,
        profiles={"sun": [1.0, 0.0], "night": [0.0, 1.0]},
    )
    row = tabulate(reader).storage.iloc[0]
    assert row["charged"] == pytest.approx(1.0, abs=1e-4)
    assert row["discharged"] == pytest.approx(0.5, abs=1e-4)
    assert row["lost"] == pytest.approx(0.5, abs=1e-4)
    assert row["cycles"] == pytest.approx(0.5, abs=1e-4)
    assert row["hours"] == pytest.approx(0.5, abs=1e-4)


def test_an_export_line_by_hand():
    """Four hours at 2 GW of which a quarter is coal fed into the zone: clean share 3/4, loss 5 % on the way."""
    reader = reader_of(
        {
            "renewable": {"wind": {"technology": "wind", "capacity_existing": 1.5}},
            "thermal": {"coal": {"technology": "coal", "capacity_existing": 0.5, "variable_cost": 0.1}},
            "export_line": {
                "dc": {"technology": "dc_line", "curve": "free", "capacity_existing": 4.0, "price": 0.3, "loss": 0.05}
            },
        }
    )
    row = tabulate(reader).export.iloc[0]
    assert row["energy"] == pytest.approx(8.0, abs=1e-4)
    assert row["energy_received"] == pytest.approx(7.6, abs=1e-4)
    assert row["hours"] == pytest.approx(2.0, abs=1e-4)
    assert row["clean_share"] == pytest.approx(0.75, abs=1e-4)
    assert row["revenue"] == pytest.approx(2.4, abs=1e-4)


def test_losses_and_hours(tables: Tables):
    """Losses are not less than zero, and hours are energy per capacity."""
    assert tables.losses["energy"].min() > -1e-6
    table = tables.generation.dropna(subset=["hours"])
    assert (table["hours"] * table["capacity"]).to_numpy() == pytest.approx(table["given"].to_numpy())
    assert (table["available"] - table["given"] - table["curtailed"]).abs().max() < 1e-6


def test_prices_and_firm_balance_have_a_row_per_zone_and_hour(tables: Tables):
    assert list(tables.prices["zone"]) == ["base", "city"]
    assert list(tables.firm_balance["hour"]) == ["winter_evening", "summer_evening"]
    row = tables.firm_balance.iloc[0]
    assert row["needed"] == pytest.approx(row["peak"] + row["reserve"] + row["export"])


def test_a_line_that_sends_nothing_has_no_clean_share(whole_reader: Reader):
    """Nothing sent beside fuel of less than nothing, within the tolerance of a solve, is no share, and no error."""
    tree = whole_reader.tree.copy(deep=True)
    tree["export_line"]["sent"].values[:] = 0.0
    tree["thermal"]["power"].values[:] = -1e-12
    assert export_table(Reader(tree))["clean_share"].isna().all()
