"""On the Golmud case: a remedy holds when it is applied, and one per cent less does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model.case import Change, read_case
from energy_model.model import schemas
from energy_model.studies.levers import levers_of, moved
from energy_model.studies.programme import compile_programme, is_feasible, least_shortfall
from energy_model.studies.remedies import Workshop, find_remedies

GOLMUD = Path(__file__).parents[2] / "inputs" / "golmud"
FLOOR = Change("requirements", "utilisation*", "share", value=0.97, unit="1", source="engineering_estimate")


@pytest.mark.long
@pytest.mark.parametrize("name", ["section_limit", "clean_target", "hydrogen", "utilisation_floor"])
def test_without_the_line_at_a_floor_of_97_per_cent(name, monkeypatch):
    """A lever whose change is rounded down, or whose column has the wrong sign, fails one of the two."""
    case = read_case(GOLMUD, schemas(), "no_dc_line", hours=168, changes=[FLOOR])
    lever = next(lever for lever in levers_of(case) if lever.name == name)
    monkeypatch.setattr("energy_model.studies.remedies.levers_of", lambda _: (lever,))
    widest = moved(case, lever, lever.most) if lever.direction == "raise" else case
    shop = Workshop(case, widest, compile_programme(case, widest), None, lambda sentence: None, 0.0)
    change = find_remedies(shop)[0].change

    def holds(amount):
        return is_feasible(least_shortfall(compile_programme(moved(case, lever, amount), widest)))

    assert holds(change)
    assert not holds(0.99 * change)
