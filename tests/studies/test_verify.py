"""The independent check passes on what the model solves, and catches a single number that is wrong."""

from __future__ import annotations

import pytest

from energy_model.studies import Reader, Solved, tabulate, verify
from energy_model.studies.cost import cost_table
from energy_model.studies.supply import flows
from tests.studies.conftest import reader_of, solved


def test_all_checks_pass_on_a_case_with_every_technology(whole_reader: Reader):
    """If the check and the model disagreed on any formula, a check would fail."""
    verification = verify(whole_reader)
    assert verification.passed, verification.failed
    balanced = verification.checks.set_index("check").loc["power_balance"]
    assert balanced["relative"] < 1e-6
    assert {"level_balance", "cost_adds_up", "achieved", "needed"} <= set(verification.checks["check"])


@pytest.mark.parametrize(
    ("node", "name", "caught_by"),
    [
        ("renewable", "power", "balance: power_balance"),
        ("storage", "level", "storage: level_balance"),
        ("pumped_hydro", "generation", "pumped_hydro: level_balance"),
        ("csp", "field_heat", "csp: level_balance"),
        ("hydrogen", "delivered", "hydrogen: level_balance"),
        ("electric_heat", "boiler_power", "electric_heat: level_balance"),
        ("direct_supply", "charge", "direct_supply: site_balance"),
        ("corridor", "forward", "balance: power_balance"),
        ("thermal", "start", "thermal: fuel_adds_up"),
        ("export_line", "sent_energy", "export_line: sent_energy_adds_up"),
        ("renewable", "capacity", "renewable: capacity_adds_up"),
        ("requirements", "achieved", "requirements: achieved"),
    ],
)
def test_one_wrong_number_is_caught(whole: Solved, node: str, name: str, caught_by: str):
    """A number off by a thousandth of a unit must not pass; without the check it would stand in the report."""
    assert whole.tree is not None
    damaged = whole.tree.copy(deep=True)
    damaged[node][name].values.flat[0] += 1e-3
    assert caught_by in verify(Reader(damaged)).failed


def test_what_is_not_a_number_is_caught(whole: Solved):
    """NaN compares as false with everything; it must fail all the same."""
    assert whole.tree is not None
    damaged = whole.tree.copy(deep=True)
    damaged["renewable"]["power"].values[0, 0] = float("nan")
    assert "balance: power_balance" in verify(Reader(damaged)).failed


def test_the_wrong_place_is_named(whole: Solved):
    assert whole.tree is not None
    damaged = whole.tree.copy(deep=True)
    damaged["storage"]["level"].values[0, 7] += 0.5
    row = verify(Reader(damaged)).checks.query("node == 'storage' and check == 'level_balance'").iloc[0]
    assert (row["plant"], row["unit"], row["passed"]) == ("battery", "GWh", False)
    assert row["step"] in (7, 8)


def test_cost_terms_add_up_to_the_objective(whole: Solved, whole_reader: Reader):
    objective = whole.two_phase.solution.objective
    assert cost_table(whole_reader)["cost"].sum() == pytest.approx(objective, rel=1e-9)


def test_several_stages_verify_and_discount():
    """Two planning years with a plant built in the first: annuities, sums of vintages and stages agree."""
    result = solved(
        {
            "economy": {"economy": {"value_of_lost_load": 5.0, "discount_rate": 0.05}},
            "renewable": {
                "pv": {
                    "technology": "pv",
                    "capacity_addition_max": (4.0, 9.0),
                    "capacity_investment": (1.0, 0.8),
                    "lifetime": 25.0,
                }
            },
            "demand": {"load": {"energy": (8.0, 16.0)}},
        },
        hours=4,
        stages=(2030, 2035),
    )
    assert result.tree is not None
    reader = Reader(result.tree)
    assert verify(reader).passed, verify(reader).failed
    assert reader.get("renewable", "capacity")[0] == pytest.approx([2.0, 4.0], abs=1e-5)
    assert cost_table(reader)["cost"].sum() == pytest.approx(result.two_phase.solution.objective, rel=1e-8)


def test_a_table_whose_plants_are_all_idle_is_no_trouble():
    """A plant that neither stands nor may be built is left out; an empty technology must not break the checks."""
    idle = {"technology": "coal", "capacity_existing": 0.0}
    reader = reader_of(
        {
            "thermal": {"coal": idle},
            "storage": {"battery": {"technology": "lfp"}},
            "renewable": {"wind": {"technology": "wind", "capacity_existing": 2.0}},
            "demand": {"load": {"energy": 4.0}},
        }
    )
    assert not reader.has("thermal")
    assert verify(reader).passed
    assert tabulate(reader).fuels.empty


def test_a_technology_that_the_tables_do_not_know_is_refused(whole: Solved):
    """Its energy would silently be missing from the balance tables."""
    assert whole.tree is not None
    strange = whole.tree.copy()
    strange["fusion"] = strange["thermal"]
    with pytest.raises(KeyError, match="fusion"):
        flows(Reader(strange))
