"""The model as a whole: templates, unused variables, order of plants, stages."""

import numpy as np
import pytest
from pyomo.core.base.constraint import TemplateDataMixin
from pyomo.environ import Constraint

from energy_model.model import assemble, technologies
from energy_model.optimise import compile_model
from tests.helpers import miniature
from tests.model.rich import RICH, profiles


@pytest.fixture(scope="module")
def rich():
    """A miniature with every technology and every kind of requirement."""
    return miniature(RICH, hours=48, profiles=profiles(48))


def test_templates_and_plain_rules_give_the_same_matrix(rich):
    """Proves that reading a rule once is as good as reading it per row: same numbers, same labels."""
    fast, plain = compile_model(assemble(rich)), compile_model(assemble(rich, use_templates=False))
    assert abs(fast.a - plain.a).max() == 0.0
    for name in ("cost", "row_low", "row_high", "column_low", "column_high"):
        assert np.array_equal(getattr(fast, name), getattr(plain, name)), name
    for name, positions in plain.rows.items():
        assert np.array_equal(fast.rows[name], positions), name


def test_every_hourly_family_is_templated(rich):
    """Proves that no rule fell back to one expression per row, which Pyomo does without a word."""
    m = assemble(rich)
    hourly = [f for f in m.families if f.component.ctype is Constraint and "time" in f.dims and len(f.component)]
    assert len(hourly) > 50
    plain = [f.component.name for f in hourly if not isinstance(next(iter(f.component.values())), TemplateDataMixin)]
    assert plain == []


def test_every_variable_is_in_some_equation(rich):
    """Proves that the compiler dropped no column: a variable in no row is a mistake of its file."""
    matrix = compile_model(assemble(rich))
    dropped = [name for name, positions in matrix.columns.items() if np.any(np.asarray(positions) < 0)]
    # A short axis does not reach all slots of the contract; a year does.
    assert set(dropped) <= {"export_line.step"}


def test_every_technology_is_in_the_rich_case():
    """Proves that the tests above speak of all technologies."""
    assert set(technologies()) <= set(RICH)
