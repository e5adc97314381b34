"""The same system in oemof-solph: a third programme with the same optimum."""

import pytest

pytest.importorskip("pypsa", reason="needs the extra [verify]: pip install -e '.[verify]'")
pytest.importorskip("oemof.solph", reason="needs the extra [verify]: pip install -e '.[verify]'")

from benchmarks.oemof_writing import solve_system, write_system
from energy_model.write.pypsa import write_network
from tests.write.test_pypsa import cost_of, rich

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


def test_every_technology_and_requirement_costs_the_same():
    """A link priced at the wrong end, or a store that loses twice, would show as another cost."""
    written = write_network(rich())
    status, cost = solve_system(write_system(written), {"solver": "simplex"})
    assert status.endswith("optimal")
    assert cost + written.constant == pytest.approx(cost_of(rich()), rel=1e-6)
