"""On the Golmud case: the value at which an assumption flips the verdict, solved again on either side of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model.case import read_case
from energy_model.model import schemas
from energy_model.studies import robustness
from energy_model.studies.assumptions import assumptions_of, with_value
from energy_model.studies.programme import compile_programme, is_feasible, least_shortfall

GOLMUD = Path(__file__).parents[2] / "inputs" / "golmud"
ASKED = {("steam_salt_lake", "steam"), ("green_ammonia", "electrolyser_existing"), ("lfp_gedong", "energy_cost")}


@pytest.mark.long
def test_flips_of_the_base(monkeypatch):
    """More steam than the boilers can make, and half of the electrolysers; a border found too far in fails one side."""
    case = read_case(GOLMUD, schemas(), hours=48)
    some = [one for one in assumptions_of(case) if (one.item, one.parameter) in ASKED]
    monkeypatch.setattr("energy_model.studies.screening.assumptions_of", lambda _: some)
    found = robustness(case)
    flips = found.tornado[found.tornado["flips"]]
    assert set(flips["item"]) == {"steam_salt_lake", "green_ammonia"}
    for line in flips.to_dict("records"):
        one = next(a for a in some if (a.item, a.parameter, a.date) == (line["item"], line["parameter"], line["from"]))
        beyond = line["flip"] + 0.01 * (one.high - one.low) * (1.0 if line["flip_side"] == "high" else -1.0)
        for value, holds in ((line["flip"], True), (beyond, False)):
            assert is_feasible(least_shortfall(compile_programme(with_value(case, one, value)))) is holds
