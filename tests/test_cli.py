"""The command line: exit codes, all problems at once, nothing half written, both languages."""

from __future__ import annotations

import os
import runpy
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import energy_model.availability
from energy_model import cli_weather, lean
from energy_model.availability import Weather, read_weather
from energy_model.case import read_case
from energy_model.cli import app
from energy_model.model import schemas
from energy_model.optimise.process import NoAnswerError
from energy_model.studies import Findings, run_case
from energy_model.write import result

GOLMUD = Path(__file__).parents[1] / "inputs" / "golmud"
RUN = CliRunner()


HEAVY = ("matplotlib", "docx", "pvlib", "distributed")


def files(folder: Path) -> set[str]:
    """Return all files below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def solved() -> Findings:
    return run_case(read_case(GOLMUD, schemas(), hours=24))


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch, solved: Findings):
    """Return a function that makes `run_folder` answer with statuses in turn; nothing is solved, drawn or stored."""
    monkeypatch.setattr(result, "page", lambda *_: "")
    monkeypatch.setattr(result, "pictures", lambda *_: [])
    monkeypatch.setattr(result, "write_standard", lambda *_: None)
    monkeypatch.setattr(result, "save", lambda place, *_: (place / "summary.json").write_text("{}"))

    def set_answers(*statuses: str) -> None:
        turn = iter(statuses)

        def instead(folder: object, scenario: str, *_: object, **__: object) -> Findings:
            status, known = next(turn), solved.summary
            origin = {**known["provenance"], "scenario": scenario}
            summary = {**known, "verdict": {**known["verdict"], "status": status}, "provenance": origin}
            if status == "unproven":
                return replace(solved, tree=None, tables=None, summary=summary)
            return replace(solved, summary=summary)

        monkeypatch.setattr(lean, "run_folder", instead)

    return set_answers


def test_from_inputs_to_report(tmp_path: Path):
    """The whole way without a stand-in; what is shown later is what was shown then."""
    ran = RUN.invoke(app, ["run", str(GOLMUD), "--hours", "48", "--out", str(tmp_path / "out"), "--lang", "en"])
    assert ran.exit_code in (0, 1), ran.output
    held = files(tmp_path / "out")
    assert held >= {"report.html", "solution.nc", "summary.json", "inputs.csv", "sources.csv", "figures/capacity.png"}
    assert "Curtailment by cause" in ran.output
    assert "report.html" in ran.output
    shown = RUN.invoke(app, ["show", str(tmp_path / "out"), "--lang", "en"])
    assert shown.exit_code == 0
    assert shown.output.strip()[:2000] in ran.output
    assert files(tmp_path / "out") == held


@pytest.mark.parametrize(("status", "code"), [("feasible", 0), ("infeasible_as_required", 1), ("unproven", 3)])
def test_exit_codes(answer, tmp_path: Path, status: str, code: int):
    answer(status)
    ran = RUN.invoke(app, ["run", str(GOLMUD), "--hours", "24", "--out", str(tmp_path / "out")])
    assert ran.exit_code == code, ran.output
    assert (tmp_path / "out").exists() == (code != 3)


def test_of_several_scenarios_the_worst_code_counts(answer, tmp_path: Path):
    answer("infeasible_as_required", "feasible")
    words = ["run", str(GOLMUD), "--hours", "24", "--out", str(tmp_path), "-s", "base", "-s", "high_load"]
    assert RUN.invoke(app, words).exit_code == 1
    assert {path.name for path in tmp_path.iterdir()} == {"base", "high_load"}


def test_the_default_place(answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    answer("feasible")
    assert RUN.invoke(app, ["run", str(GOLMUD), "--hours", "24"]).exit_code == 0
    assert (tmp_path / "results" / "golmud" / "base" / "report.html").is_file()


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """Return a copy of the case with faults in three files."""
    folder = tmp_path / "spoilt"
    shutil.copytree(GOLMUD, folder)
    edits = {"zones.csv": ("degree", "miles"), "economy.csv": ("carbon_price", "carbon_prise")}
    for name, (old, new) in edits.items():
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    (folder / "surprise.csv").write_text("item,parameter\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", ["run", "check"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bad_input_tells_all_problems_and_writes_nothing(spoilt: Path, tmp_path: Path, command: str, lang: str):
    out = ["--out", str(tmp_path / "out")] if command == "run" else []
    ran = RUN.invoke(app, [command, str(spoilt), "--lang", lang, *out], env={"COLUMNS": "500"})
    assert ran.exit_code == 2
    for word in ("zones.csv", "miles", "carbon_prise", "surprise"):
        assert word in ran.output
    assert "Traceback" not in ran.output
    assert not (tmp_path / "out").exists()


def test_one_bad_scenario_stops_all_before_any_is_solved(tmp_path: Path):
    ran = RUN.invoke(app, ["run", str(GOLMUD), "-s", "base", "-s", "no_such", "--out", str(tmp_path / "out")])
    assert ran.exit_code == 2
    assert "no_such" in ran.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("words", [["run", "no_such"], ["check", "no_such"], ["scenarios", "no_such"], ["show", "."]])
def test_what_is_not_there(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    ran = RUN.invoke(app, words)
    assert ran.exit_code == 2
    assert "Traceback" not in ran.output


@pytest.mark.parametrize(("killed", "code"), [(True, 3), (False, 1)])
def test_only_what_the_system_ended_while_it_read_is_told_as_that(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, killed: bool, code: int
):
    """A planner is told that memory was short; a fault of ours had been told so too, with nothing to trace it by."""
    begin = "tests.test_cli:ended_by_the_system" if killed else "energy_model.no_such_module:begin"
    monkeypatch.setattr(lean, "_BEGIN", begin)
    told = RUN.invoke(app, ["run", str(GOLMUD), "--hours", "24", "--out", str(tmp_path / "r"), "--lang", "en"])
    assert told.exit_code == code
    assert ("nothing was written" in told.output) == killed
    assert isinstance(told.exception, SystemExit if killed else NoAnswerError)
    assert not files(tmp_path)


def ended_by_the_system(*_: object) -> None:
    """What the process that reads does where there is no memory for it."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_fault_of_the_program_is_not_hidden(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def fail(*_: object, **__: object) -> Findings:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(lean, "run_folder", fail)
    ran = RUN.invoke(app, ["run", str(GOLMUD), "--hours", "24", "--out", str(tmp_path / "out")])
    assert isinstance(ran.exception, RuntimeError)
    assert not (tmp_path / "out").exists()


def test_check_and_scenarios():
    assert "8760" in RUN.invoke(app, ["check", str(GOLMUD)]).output
    listed = RUN.invoke(app, ["scenarios", str(GOLMUD), "--lang", "en"])
    assert listed.exit_code == 0
    assert "dc_delayed_2031" in listed.output


def test_weather_of_a_case():
    ran = RUN.invoke(app, ["weather", str(GOLMUD), "--lang", "en"], env={"COLUMNS": "200"})
    assert ran.exit_code == 0
    assert "wind_golmud" in ran.output


def steady_weather(*_: object, **__: object) -> Weather:
    """Return a table of one day, as a service would give it."""
    index = pd.date_range("2019-01-01", periods=24, freq="h", tz="Etc/GMT-8")
    values = {"ghi": 100.0, "dni": 50.0, "dhi": 60.0, "temperature": -5.0, "pressure": 72_000.0, "wind_speed": 4.25}
    return Weather(pd.DataFrame(values, index=index), 36.4, 94.9, 2808.0, 8.0, 10.0)


def test_fetched_weather_can_be_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("case.toml", "weather.toml"):
        shutil.copy(GOLMUD / name, tmp_path / name)
    monkeypatch.setattr(energy_model.availability, "fetch", steady_weather)
    ran = RUN.invoke(app, ["weather", "fetch", str(tmp_path), "--source", "pvgis", "--years", "2019"])
    assert ran.exit_code == 0, ran.output
    found = read_weather(tmp_path / "weather" / "pvgis_golmud.csv", cli_weather.place_of("36.4,94.9,2808,8"))
    pd.testing.assert_frame_equal(found.table.reset_index(drop=True), steady_weather().table.reset_index(drop=True))
    assert found.table.index[0] == steady_weather().table.index[0]


@pytest.mark.parametrize("words", [["fetch", "x", "--source", "pvgis", "--years", "often"], ["no_such_case"]])
def test_weather_refuses_with_words(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    ran = RUN.invoke(app, ["weather", *words])
    assert ran.exit_code == 2
    assert "Traceback" not in ran.output


def test_run_py_takes_the_shipped_case_by_default():
    arguments = runpy.run_path(str(GOLMUD.parents[1] / "run.py"))["arguments"]
    assert arguments(["--hours", "48"]) == ["run", str(GOLMUD), "--hours", "48"]
    assert arguments(["other", "--lang", "en"]) == ["run", "other", "--lang", "en"]


def test_a_plain_file_does_not_hide_a_case_of_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """It had been taken for a workbook: "golmud: not an Excel workbook", with the case beside it."""
    shutil.copytree(GOLMUD, tmp_path / "inputs" / "golmud")
    (tmp_path / "golmud").write_text("notes", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = RUN.invoke(app, ["scenarios", "golmud", "--lang", "en"])
    assert (done.exit_code, "dc_delayed_2031" in done.output) == (0, True)


def test_reports_of_no_result_and_workbooks_of_no_name_are_refused(tmp_path):
    """Code 2 and a sentence; neither a folder nor a file is made."""
    for words in (["report", str(tmp_path)], ["iamc", str(tmp_path), str(tmp_path / "out.xlsx")]):
        done = RUN.invoke(app, [*words, "--lang", "en"])
        assert (done.exit_code, "no complete result" in done.output) == (2, True), words
    done = RUN.invoke(app, ["template", str(GOLMUD), str(tmp_path / "case.csv"), "--lang", "en"])
    assert (done.exit_code, ".xlsx" in done.output) == (2, True)
    assert files(tmp_path) == set()


def test_what_a_command_does_not_need_is_not_loaded():
    """``--help`` had taken four seconds, and a run held 50 MB of what draws while its solver worked."""
    words = f"""
import sys
import energy_model.cli
print([name for name in ("pyomo", *{HEAVY}) if name in sys.modules])
import energy_model.studies
print([name for name in {HEAVY} if name in sys.modules])
"""
    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stdout
    assert said.split("\n")[:2] == ["[]", "[]"]
