"""Every word that the output needs exists in both languages."""

from __future__ import annotations

import ast
import csv
import re
from importlib.resources import files
from pathlib import Path

import pytest

import energy_model
from energy_model.model import schemas
from energy_model.model.register import technologies
from energy_model.studies.causes import CAUSES
from energy_model.studies.supply import PLAIN
from energy_model.write import hourly
from energy_model.write.inputs import parameter_words
from energy_model.write.theme import LOOKS
from energy_model.write.words import say, words

ROOT = Path(energy_model.__file__).parent
NO_CHINESE = {"text_answer", "join", "verdict_input", "input_label", "choice_label", "run_and_cost"}


def rows() -> list[list[str]]:
    text = files("energy_model.write").joinpath("words.csv").read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))


def test_three_columns_and_no_key_twice():
    """A comma without quotes would cut a sentence silently."""
    assert [row for row in rows() if len(row) != 3] == []
    keys = [row[0] for row in rows()]
    assert len(keys) == len(set(keys))


def test_both_languages_leave_the_same_open():
    for key, (zh, en) in words().items():
        assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en)), key


def test_chinese_is_chinese_and_english_is_not():
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for key, (zh, en) in words().items():
        assert not chinese.search(en), key
        assert key in NO_CHINESE or chinese.search(zh) or zh == "", key
        assert (zh == "") == (en == ""), key


def test_chinese_punctuation():
    """Half-width commas and colons between Chinese words are a fault of style."""
    for key, (zh, _) in words().items():
        assert not re.search(r"[\u4e00-\u9fff][,;:?]", zh), key


@pytest.mark.parametrize("table", schemas())
def test_every_table_parameter_and_label_has_words(table):
    schema = schemas()[table]
    assert say(f"table_{table}", "zh")
    for entry in (*schema.parameters, *schema.labels):
        assert parameter_words(entry.name, "zh")
        assert parameter_words(entry.name, "en")


def test_every_technology_cost_cause_and_flow_has_words():
    needed = {f"cost_{cost.term}" for module in technologies().values() for cost in module.COSTS}
    needed |= {word for schema in schemas().values() for word in _technologies(schema)}
    needed |= {f"flow_{name}" for flows in PLAIN.values() for name in flows} | set(CAUSES) | set(LOOKS)
    needed |= {key for _, _, key in (*hourly.SUPPLY, *hourly.TAKEN) if key} | {f"month_{m}" for m in range(1, 13)}
    assert sorted(needed - set(words())) == []


def _technologies(schema) -> tuple[str, ...]:
    label = schema.label("technology")
    return () if label is None else tuple(label.refers_to)


def test_every_key_in_the_code_is_in_the_table():
    used = set()
    for path in (*ROOT.glob("write/**/*.py"), *ROOT.glob("cli*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_say = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"
            if is_say and isinstance(node.args[0], ast.Constant):
                used.add(node.args[0].value)
    assert used
    assert sorted(used - set(words())) == []
