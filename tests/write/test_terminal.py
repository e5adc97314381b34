"""The tables of the command line: every number is shown whole, however narrow the window."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from energy_model.write.terminal import show_table
from energy_model.write.text_table import Cell, Row, TextTable

QUANTITIES = 9
TABLE = TextTable(
    name="export",
    title="外送通道",
    headings=("通道", *(f"清洁电量占比{i} (亿千瓦时)" for i in range(QUANTITIES))),
    numeric=(False, *(True for _ in range(QUANTITIES))),
    rows=tuple(
        Row((Cell(name), *(Cell(f"{first}{i}.98") for i in range(QUANTITIES))))
        for name, first in (("海西—青海主网750千伏断面（格尔木份额）", 10), ("青桂直流", 9))
    ),
)


def shown(width: int) -> str:
    console = Console(file=io.StringIO(), width=width)
    show_table(console, TABLE)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 97, 100, 120, 200])
def test_every_number_is_shown_whole(width: int):
    """At 80 signs a clean share of 90.98 % was shown as 9, and two columns not at all."""
    text = shown(width)
    words = text.split()
    for row in TABLE.rows:
        for cell in row.cells[1:]:
            assert words.count(cell.text) == 1, cell.text
    assert all(cell_len(line) <= width for line in text.splitlines())


def test_each_part_says_which_it_is_and_names_its_rows():
    text = shown(60)
    parts = text.count("外送通道 (")
    assert parts > 1
    assert f"外送通道 (1/{parts})" in text
    assert f"外送通道 ({parts}/{parts})" in text
    assert text.count("青桂直流") == parts


def test_what_has_room_is_one_table():
    assert "外送通道 (" not in shown(200)
