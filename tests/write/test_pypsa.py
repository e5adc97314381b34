"""The same system in PyPSA, written from the inputs alone: two programmes, one optimum."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from energy_model import cli
from energy_model.case import read_case
from energy_model.model import schemas
from energy_model.optimise import SolverSettings
from energy_model.studies.solve import solve
from energy_model.write.pypsa import NotWritableError, extra_functionality, write_network
from energy_model.write.pypsa.linear import of
from tests.helpers import miniature
from tests.model.rich import RICH, profiles

pytest.importorskip("pypsa", reason="needs the extra [verify]: pip install -e '.[verify]'")
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
GOLMUD = Path(__file__).resolve().parents[2] / "inputs" / "golmud"
HOURS = 24


def cost_in_pypsa(case):
    """Return the cost of a case [MCNY/a] as PyPSA finds it."""
    written = write_network(case)
    status, condition = written.network.optimize(
        solver_name="highs",
        extra_functionality=extra_functionality(written),
        include_objective_constant=False,
        log_to_console=False,
    )
    assert (status, condition) == ("ok", "optimal")
    return written.network.objective + written.constant


def cost_of(case):
    """Return the cost of a case [MCNY/a] as this product finds it."""
    found = solve(case, SolverSettings(solver="simplex")).two_phase
    assert found.feasible
    return found.solution.objective


@cache
def rich():
    """Return the miniature with every technology and every kind of requirement, without what it cannot meet."""
    case = miniature(RICH, HOURS, profiles(HOURS))
    table = case.tables["requirements"]
    short = solve(case, SolverSettings(solver="simplex")).two_phase.shortfalls
    eased = replace(table, numbers={**table.numbers, "required": (short <= 1e-7).astype(float)})
    return replace(case, tables={**case.tables, "requirements": eased})


def test_every_technology_and_requirement_costs_the_same():
    """A term, a rule or a factor lost in either writing would show as another cost."""
    case = rich()
    assert case.tables["requirements"].numbers["required"].sum() >= 11, "the other four are in the case of Golmud"
    assert cost_in_pypsa(case) == pytest.approx(cost_of(case), rel=1e-6)


@pytest.mark.parametrize("scenario", ["base", "optimised_curve", "free_curve", "flexible_demand", "more_gas"])
@pytest.mark.long
def test_golmud_costs_the_same(scenario):
    """The whole case, nothing left out: two days of it."""
    case = read_case(GOLMUD, schemas(), scenario, 48)
    assert cost_in_pypsa(case) == pytest.approx(cost_of(case), rel=1e-6)


def test_rules_left_out_change_the_answer():
    """Without what PyPSA has no component for, the network is another system: the comparison can fail."""
    case = rich()
    written = write_network(case)
    written.network.optimize(solver_name="highs", include_objective_constant=False, log_to_console=False)
    assert written.network.objective + written.constant < cost_of(case) - 1.0


def test_expressions_keep_factors_lags_and_constants():
    """2 (x before − 3) + an hourly number: a factor on the wrong part would be an error of 6."""
    hourly = np.array([1.0, 2.0])
    made = 2.0 * (of("", "", "x").before() - 3.0) + hourly
    assert [(term.factor, term.lag) for term in made.terms] == [(2.0, 1)]
    assert made.constant.tolist() == [-5.0, -4.0]
    assert (hourly * of("", "", "x")).terms[0].factor.tolist() == [1.0, 2.0]


def test_several_stages_are_refused():
    """A network of one year must not stand for a path of several."""
    case = miniature(RICH, HOURS, profiles(HOURS), stages=(2026, 2030))
    with pytest.raises(NotWritableError, match="2 stages"):
        write_network(case)


def test_the_command_writes_a_network_that_pypsa_reads(tmp_path):
    """What is on disk is the system: a lost column would be read as PyPSA's default."""
    import pypsa

    place = tmp_path / "sub" / "golmud.nc"
    done = CliRunner().invoke(cli.app, ["export-pypsa", str(GOLMUD), str(place), "--hours", "24", "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert "extra_functionality" in done.output
    read = pypsa.Network(place)
    assert read.meta["case"] == "golmud"
    assert read.snapshot_weightings.objective.sum() == pytest.approx(8760.0)
    assert set(read.buses.index[read.buses.carrier == "AC"]) >= {"gedong", "golmud", "wutumeiren"}
    assert [path.name for path in place.parent.iterdir()] == ["golmud.nc"]
