"""House rules: order of imports, three stems, small modules, sources of numbers, scenarios that read."""

import ast
import csv
from pathlib import Path

import pytest

from energy_model.case import list_scenarios, read_case
from energy_model.model import schemas, technologies

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "energy_model"
CASE = ROOT / "inputs" / "golmud"
ORDER = ("availability", "case", "model", "optimise", "results", "studies", "write")
MODULES = sorted(PACKAGE.rglob("*.py"))


def imported_folders(path: Path) -> set[str]:
    """Folders of the package that a module imports from."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    parts = [name.split(".") for name in names]
    return {part[1] for part in parts if part[0] == "energy_model" and len(part) > 1 and part[1] in ORDER}


@pytest.mark.parametrize("folder", ORDER)
def test_imports_go_only_to_the_left(folder):
    """Proves the pipeline: a folder knows nothing of those to its right."""
    allowed = set(ORDER[: ORDER.index(folder) + 1])
    wrong = {str(path): imported_folders(path) - allowed for path in (PACKAGE / folder).rglob("*.py")}
    assert not {path: folders for path, folders in wrong.items() if folders}


def test_optimise_knows_only_arrays():
    """Proves that the solvers see neither case nor model."""
    for path in (PACKAGE / "optimise").rglob("*.py"):
        assert imported_folders(path) <= {"optimise"}, path


def test_a_technology_is_a_file_a_table_and_a_test():
    """Proves the three stems."""
    for stem in technologies():
        assert (CASE / f"{stem}.csv").is_file(), stem
        assert (ROOT / "tests" / "model" / f"test_{stem}.py").is_file(), stem


def test_modules_are_small():
    """Proves that no module has grown beyond its subject."""
    long = {str(path): lines for path in MODULES if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300}
    assert not long


def test_only_the_command_line_prints():
    """Proves that the package tells its progress through callbacks and logging."""
    for path in MODULES:
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        printing = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]
        assert not printing or path.name.startswith("cli"), path


@pytest.mark.parametrize("table", sorted(path.name for path in CASE.glob("*.csv") if path.name != "sources.csv"))
def test_every_number_has_a_source(table):
    """Proves that no number stands in the inputs without a reference that exists."""
    with (CASE / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    with (CASE / table).open(encoding="utf-8-sig", newline="") as file:
        numbers = [row for row in csv.DictReader(file) if row["unit"] != "text"]
    assert numbers
    assert not [row for row in numbers if row["source"] not in known]


def test_every_scenario_reads_and_says_what_it_asks():
    """Proves that each scenario names what exists, changes it, and has its sentence in both languages."""
    scenarios = list_scenarios(CASE)
    assert len(scenarios) > 30
    for row in scenarios.itertuples():
        assert row.sentence_zh
        assert row.sentence_en
        assert read_case(CASE, schemas(), row.name).scenario == row.name
