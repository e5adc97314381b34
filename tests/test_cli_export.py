"""What ``energy-model export-pypsa`` refuses: exit code 2, a sentence that helps, nothing written."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from energy_model import cli
from energy_model.write.pypsa import network

GOLMUD = Path(__file__).resolve().parents[1] / "inputs" / "golmud"


def refused(place, *options):
    """Return what the command says, once it has refused and written nothing."""
    done = CliRunner().invoke(cli.app, ["export-pypsa", str(GOLMUD), str(place / "network.nc"), *options])
    assert done.exit_code == 2, done.output
    assert not list(place.iterdir())
    return done.output


@pytest.mark.parametrize(("language", "words"), [("zh", "未安装 PyPSA"), ("en", "PyPSA is not installed")])
def test_without_pypsa_the_command_says_how_to_install_it(tmp_path, monkeypatch, language, words):
    """A traceback of a missing module would tell a planner nothing."""
    monkeypatch.setattr(network, "find_spec", lambda name: None)
    told = refused(tmp_path, "--hours", "24", "--lang", language)
    assert words in told
    assert "[verify]" in told


@pytest.mark.parametrize(("language", "words"), [("zh", "5 个规划水平年"), ("en", "5 stages")])
def test_a_path_of_several_years_is_refused(tmp_path, monkeypatch, language, words):
    """A network of one year must not stand for five."""
    monkeypatch.setattr(network, "find_spec", lambda name: True)
    assert words in refused(tmp_path, "--hours", "24", "-s", "pathway_2026_2030", "--lang", language)


def test_an_unknown_scenario_is_refused(tmp_path):
    """Problems of the inputs are told as for every other command."""
    assert "no_such" in refused(tmp_path, "-s", "no_such")
