"""The model as a whole: templates, unused variables, order of plants, stages."""

import numpy as np
import pytest
from pyomo.environ import Constraint, Var
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy.sparse import csr_array

from energy_model.model import assemble, technologies
from energy_model.optimise.compile import compile_model
from tests.helpers import miniature
from tests.model.rich import RICH, profiles


@pytest.fixture(scope="module")
def rich():
    """A miniature with every technology and every kind of requirement."""
    return miniature(RICH, hours=48, profiles=profiles(48))


def test_templates_and_plain_rules_give_the_same_matrix(rich):
    """Proves that reading a rule once is as good as reading it per row: same numbers, same labels."""
    fast, plain = compile_model(assemble(rich)), compile_model(assemble(rich, by_family=False))
    assert abs(fast.a - plain.a).max() == 0.0
    for name in ("cost", "row_low", "row_high", "column_low", "column_high"):
        assert np.array_equal(getattr(fast, name), getattr(plain, name)), name
    for name, positions in plain.rows.items():
        assert np.array_equal(fast.rows[name], positions), name


def test_every_hourly_family_is_held_as_a_template(rich):
    """Proves that no rule is read row by row: of a year only arrays are held, not two million members."""
    m = assemble(rich)
    hourly = [f for f in m.families if f.component.ctype is Constraint and "time" in f.dims]
    assert len(hourly) > 50
    assert [f.component.name for f in hourly if id(f.component) not in m.family_rules or len(f.component)] == []
    held = [f.component.name for f in m.families if f.component.ctype is Var and "time" in f.dims and len(f.component)]
    assert held == []


def test_the_matrix_is_that_of_pyomos_own_compiler(rich):
    """Proves that our reading of expressions is right: another compiler finds the same entries under the same names."""
    plain = assemble(rich, by_family=False)
    ours = compile_model(plain)
    theirs = LinearStandardFormCompiler().write(plain, mixed_form=True)
    column = {v.name: place for part in plain.component_objects(Var) for v, place in _members(part, ours.columns)}
    row = {c.name: place for part in plain.component_objects(Constraint) for c, place in _members(part, ours.rows)}
    columns = [column[v.name] for v in theirs.columns]
    rows = [row[r.constraint.name] for r in theirs.rows]
    assert abs(csr_array(theirs.A) - ours.a[rows][:, columns]).max() < 1e-12
    assert ours.a.nnz == theirs.A.nnz
    np.testing.assert_allclose(theirs.c.toarray()[0], ours.cost[columns], rtol=1e-12)
    limits = np.where(np.isfinite(ours.row_high), ours.row_high, ours.row_low)[rows]
    np.testing.assert_allclose(theirs.rhs, limits, atol=1e-12)


def _members(part, labels):
    """Members of a component with their places."""
    return zip(part.values(), np.ravel(labels[part.name]), strict=True)


def test_every_variable_is_in_some_equation(rich):
    """Proves that the compiler dropped no column: a variable in no row is a mistake of its file."""
    matrix = compile_model(assemble(rich))
    dropped = [name for name, positions in matrix.columns.items() if np.any(np.asarray(positions) < 0)]
    # A short axis does not reach all slots of the contract; a year does.
    assert set(dropped) <= {"export_line.step"}


def test_every_technology_is_in_the_rich_case():
    """Proves that the tests above speak of all technologies."""
    assert set(technologies()) <= set(RICH)
