"""On the Golmud scenarios: a remedy holds when it is applied, and one per cent less does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model.case import Case, Change, read_case
from energy_model.model import schemas
from energy_model.studies.conflicts import find_conflicts
from energy_model.studies.held import ran
from energy_model.studies.levers import Lever, levers_of, moved
from energy_model.studies.pairs import find_pairs
from energy_model.studies.programme import compile_programme, is_feasible, least_shortfall
from energy_model.studies.remedies import find_remedies
from energy_model.studies.workshop import Workshop

GOLMUD = Path(__file__).parents[2] / "inputs" / "golmud"
FLOOR = Change("requirements", "utilisation*", "share", value=0.97, unit="1", source="engineering_estimate")


def workshop(case: Case, names: tuple[str, ...], monkeypatch) -> tuple[Workshop, list[Lever]]:
    """Return a workshop in which there are only some of the levers of a case."""
    levers = [lever for lever in levers_of(case) if lever.name in names]
    assert len(levers) == len(names)
    monkeypatch.setattr("energy_model.studies.remedies.levers_of", lambda _: tuple(levers))
    widest = case
    for lever in levers:
        widest = moved(widest, lever, lever.most) if lever.direction == "raise" else widest
    return Workshop(case, widest, compile_programme(case, widest), None, lambda sentence: None, 0.0), levers


def holds(shop: Workshop, *changes: tuple[Lever, float]) -> bool:
    """Return whether the case, built anew with some levers moved, meets all requirements, with directions held."""
    case = shop.case
    for lever, amount in changes:
        case = moved(case, lever, amount)
    return ran(case).holds


@pytest.mark.long
@pytest.mark.parametrize(
    ("scenario", "changes", "name"),
    [
        ("no_dc_line", (FLOOR,), "clean_target"),
        ("no_dc_line", (FLOOR,), "utilisation_floor"),
        ("storage_delayed", (), "psh_power"),
    ],
)
def test_a_single_lever(scenario, changes, name, monkeypatch):
    """A lever whose change is rounded down, or whose column has the wrong sign, fails one of the two."""
    case = read_case(GOLMUD, schemas(), scenario, hours=168, changes=list(changes))
    shop, (lever,) = workshop(case, (name,), monkeypatch)
    change = find_remedies(shop)[0].change
    assert holds(shop, (lever, change))
    assert not holds(shop, (lever, 0.99 * change))


@pytest.mark.long
def test_a_lever_that_would_have_to_burn_is_not_enough(monkeypatch):
    """Without the DC line and with a floor of 97 %, more hydrogen meets the floor in phase 1, by burning alone."""
    case = read_case(GOLMUD, schemas(), "no_dc_line", hours=168, changes=[FLOOR])
    shop, (lever,) = workshop(case, ("hydrogen",), monkeypatch)
    (remedy,) = find_remedies(shop)
    assert is_feasible(least_shortfall(compile_programme(moved(case, lever, lever.most), shop.widest)))
    assert not remedy.suffices
    assert remedy.way == "held"
    assert not holds(shop, (lever, lever.most))


@pytest.mark.long
def test_a_pair_of_levers(monkeypatch):
    """High load: neither a larger hydrogen plant nor more boilers are enough; both are, as the pair says.

    A pair is told as the cheapest plan uses it, which may be more than the least, so only the parts are taken away here.
    """
    shop, _ = workshop(read_case(GOLMUD, schemas(), "high_load", hours=168), ("hydrogen", "steam_boiler"), monkeypatch)
    alone = find_remedies(shop)
    assert not any(remedy.suffices for remedy in alone)
    (pair,) = find_pairs(shop, alone).found
    moves = list(zip(pair.levers, pair.changes, strict=True))
    assert holds(shop, *moves)
    assert not any(holds(shop, move) for move in moves)


@pytest.mark.long
def test_conflicts_of_delayed_storage():
    """Without new stores: each evening alone fails, and the curve of the DC line and the demand exclude each other.

    That a set fails and holds without any one of its members is asked again here.
    """
    programme = compile_programme(read_case(GOLMUD, schemas(), "storage_delayed", hours=168))
    items = programme.case.tables["requirements"].items
    found = find_conflicts(programme)
    sets = [frozenset(member.requirement for member in conflict.members) for conflict in found.found]
    assert found.complete
    assert {frozenset(items[i] for i in members) for members in sets} == {
        frozenset({"firm_winter_evening"}),
        frozenset({"firm_summer_evening"}),
        frozenset({"export_curve_dc", "demand_served"}),
    }
    for members in sets:
        assert not is_feasible(least_shortfall(programme, members))
        assert all(is_feasible(least_shortfall(programme, members - {i})) for i in members if len(members) > 1)
