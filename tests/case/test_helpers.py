"""The miniature cases that other tests rest on are what they say they are."""

from __future__ import annotations

import numpy as np
import pytest

from energy_model.model import schemas
from tests.helpers import NEUTRAL, miniature


def test_neutral_values_are_allowed_and_used() -> None:
    required = [p for schema in schemas().values() for p in schema.parameters if p.default is None]
    assert set(NEUTRAL) <= {parameter.name for parameter in required}
    for parameter in required:
        assert parameter.low <= NEUTRAL.get(parameter.name, max(parameter.low, 0.0)) <= parameter.high, parameter.name


def test_shapes_and_stock() -> None:
    case = miniature(
        {
            "renewable": {
                "a": {"capacity_existing": 2.0},
                "b": {"capacity_existing": (3.0, 1.0)},
                "c": {"capacity_existing": [1.0, 4.0], "profile": "sun"},
            }
        },
        profiles={"sun": [0, 1, 1, 0]},
        stages=(2030, 2035),
    )
    table = case.tables["renewable"]
    assert table.numbers["capacity_existing"].tolist() == [[2.0, 2.0], [3.0, 3.0], [1.0, 4.0]]
    assert table.base_year["capacity_existing"].tolist() == [2.0, 1.0, 1.0]
    assert case.profiles["sun"].tolist() == [0, 1, 1, 0, 0, 1, 1, 0]
    assert case.zones == ("z",)
    assert case.axis.weight.tolist() == [1.0] * 8
    assert case.axis.previous.tolist() == [3, 0, 1, 2, 7, 4, 5, 6]
    assert len(case.tables["requirements"]) == 0


def test_weights_and_slots() -> None:
    case = miniature({}, hours=3, weight=[1, 2, 3], slot_hours=(0, 2), weather_years={1: 0.25, 2: 0.75})
    assert case.axis.weight.tolist() == [0.25, 0.5, 0.75, 0.75, 1.5, 2.25]
    assert case.axis.slot_of.tolist() == [0, 0, 1, 0, 0, 1]
    assert np.array_equal(case.axis.slice_of, [0, 0, 0, 1, 1, 1])


@pytest.mark.parametrize(
    ("tables", "what"),
    [({"fusion": {}}, "table fusion is not known"), ({"renewable": {"a": {"capacty": 1}}}, "'capacty'")],
)
def test_misspelt_names_are_refused(tables: dict, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        miniature(tables)


def test_profiles_of_a_wrong_length_are_refused() -> None:
    with pytest.raises(ValueError, match="profile sun has shape"):
        miniature({}, profiles={"sun": [1, 2]})
