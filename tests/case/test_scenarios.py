"""What changes do, by hand, and which changes are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from energy_model.case import Case, Change, InputError, Place, list_scenarios, place_of, read_case
from tests.case.good import SCHEMAS, append, swap, write

HEAD = 'sentence_zh = "如何？"\nsentence_en = "What if?"\n'


def scenario(folder: Path, body: str) -> Case:
    """Return the case under a scenario with that body."""
    write("scenarios/x.toml", HEAD + body)(folder)
    return read_case(folder, SCHEMAS, "x")


def refused(folder: Path, body: str) -> list[tuple[int | None, str | None, str]]:
    """Return row, column and what of the problems of a scenario, all of which lie in its file."""
    with pytest.raises(InputError) as caught:
        scenario(folder, body)
    assert {problem.file for problem in caught.value.problems} == {"scenarios/x.toml"}
    return [(problem.row, problem.column, problem.what[0]) for problem in caught.value.problems]


def change(**entry: Any) -> str:
    """Return a change as it stands in a scenario file; `date` is its ``from``, None leaves a key out."""
    full = {"table": "renewable", "item": "pv_east", "source": "guess", **entry}
    lines = [f"{'from' if key == 'date' else key} = {value!r}" for key, value in full.items() if value is not None]
    return "\n[[change]]\n" + "\n".join(lines) + "\n"


def row(**entry: Any) -> str:
    """Return a row as it stands in a scenario file."""
    return change(**entry).replace("[[change]]", "[[row]]")


def investment(case: Case) -> list[float]:
    return case.tables["renewable"].numbers["capacity_investment"][:, 0].tolist()


def test_list(folder: Path) -> None:
    listed = list_scenarios(folder)
    assert listed["name"].tolist() == ["base", "cheap"]
    assert listed["sentence_en"].tolist()[1] == "What if PV is 30 % cheaper?"
    write("scenarios/base.toml", HEAD)(folder)
    assert list_scenarios(folder)["sentence_zh"].tolist()[0] == "如何？"
    assert read_case(folder, SCHEMAS).scenario_zh == "如何？"


def test_multiply_scales_value_and_range_of_every_date(folder: Path) -> None:
    case = read_case(folder, SCHEMAS, "cheap")
    assert investment(case) == [1750.0, 5000.0]
    assert (case.scenario, case.scenario_en) == ("cheap", "What if PV is 30 % cheaper?")
    rows = case.tables["renewable"].rows
    changed = rows[rows["changed_by"] == "cheap"]
    assert changed["item"].tolist() == ["pv_east", "pv_east"]
    assert changed["value"].tolist() == [2100.0, 1.75]
    assert changed["low"].tolist() == [1750.0, 1.4]
    assert changed["high"].tolist() == [2450.0, 2.1]
    assert changed["base_value"].tolist() == [3000.0, 2.5]
    assert changed["source"].tolist() == ["guess", "guess"]
    assert changed["row"].tolist() == [12, 13]
    assert not (rows["item"] == "pv_*").any(), "the pattern holds for nobody any more"


def test_value_without_date_replaces_all_dates(folder: Path) -> None:
    case = scenario(folder, change(parameter="capacity_existing", value=3, unit="GW"))
    table = case.tables["renewable"]
    assert table.numbers["capacity_existing"][0, 0] == table.base_year["capacity_existing"][0] == 3.0
    changed = table.rows[table.rows["changed_by"] == "x"].iloc[0]
    assert (changed["value"], changed["low"], changed["high"], changed["unit"]) == (3.0, 3.0, 3.0, "GW")
    assert changed["base_value"] == "2025: 1.0; 2030-07: 2.0", "in the unit of the new value"


def test_value_with_date_sets_that_row_or_adds_it(folder: Path) -> None:
    body = change(parameter="capacity_existing", date="2030-07", value=1.5, unit="GW", low=1.4, high=1.6)
    table = scenario(folder, body).tables["renewable"]
    assert (table.numbers["capacity_existing"][0, 0], table.year_end["capacity_existing"][0, 0]) == (1.25, 1.5)
    body += change(parameter="capacity_existing", date="2030-10", value=0, unit="MW")
    table = scenario(folder, body).tables["renewable"]
    assert (table.numbers["capacity_existing"][0, 0], table.year_end["capacity_existing"][0, 0]) == (0.875, 0.0)


def test_value_with_date_keeps_the_other_rows_of_a_pattern(folder: Path) -> None:
    """The 3000 of 2025 stays; only 2030 changes. Seen from stage 2029 and 2030."""
    swap("case.toml", "[2030]", "[2029, 2030]")(folder)
    case = scenario(folder, change(parameter="capacity_investment", date="2030", value=2000, unit="CNY/kW"))
    assert case.tables["renewable"].numbers["capacity_investment"][0].tolist() == [3000.0, 2000.0]


def test_add_in_its_own_unit(folder: Path) -> None:
    body = change(parameter="capacity_existing", add=500, unit="MW")
    table = scenario(folder, body).tables["renewable"]
    assert table.numbers["capacity_existing"][0, 0] == 2.0
    assert table.base_year["capacity_existing"][0] == 1.5
    assert table.rows.query("changed_by == 'x'")["low"].tolist() == [140.0, 240.0], "in 万千瓦"
    dated = change(parameter="capacity_existing", date="2030-07", add=-100, unit="万千瓦")
    table = scenario(folder, dated).tables["renewable"]
    assert (table.numbers["capacity_existing"][0, 0], table.year_end["capacity_existing"][0, 0]) == (1.0, 1.0)


def test_words_change(folder: Path) -> None:
    case = scenario(folder, change(parameter="zone", value="west") + change(parameter="name_zh", value="新"))
    assert case.tables["renewable"].labels["zone"] == ("west", "west")
    assert case.tables["renewable"].labels["name_zh"] == ("新", "")


def test_pattern_changes_every_item_it_fits(folder: Path) -> None:
    case = scenario(folder, change(item="*", parameter="efficiency", multiply=0.5))
    assert case.tables["renewable"].numbers["efficiency"].tolist() == [0.49, 0.49]


def test_changes_follow_each_other_and_keep_the_base_value(folder: Path) -> None:
    twice = change(parameter="efficiency", multiply=0.5) + change(parameter="efficiency", add=1, unit="%")
    table = scenario(folder, twice).tables["renewable"]
    assert table.numbers["efficiency"].tolist() == [0.5, 0.98]
    assert table.rows.query("changed_by == 'x'")["base_value"].tolist() == [98.0]


def test_stages(folder: Path) -> None:
    assert scenario(folder, "stages = [2028, 2030]\n").settings.stages == (2028, 2030)
    assert refused(folder, "stages = [2024, 2030]\n") == [(3, "stages", "stages is [2024, 2030]")]
    assert refused(folder, "stages = [2030]\n") == [(3, "stages", "the stages are those of the case")]


NEW_PLANT = (
    row(item="pv_new", parameter="zone", value="west", unit="text", source=None)
    + row(item="pv_new", parameter="technology", value="pv", unit="text", source=None)
    + row(item="pv_new", parameter="profile", value="pv_a", unit="text", source=None)
    + row(item="pv_new", parameter="capacity_existing", date="2030", value=70, low=60, high=80, unit="万千瓦")
)


def test_rows_add_a_plant_that_patterns_fit(folder: Path) -> None:
    case = scenario(folder, NEW_PLANT + change(item="pv_*", parameter="capacity_investment", multiply=0.5))
    table = case.tables["renewable"]
    assert table.items == ("pv_east", "wind_west", "pv_new")
    assert table.numbers["capacity_existing"][2, 0] == 0.7
    assert investment(case) == [1250.0, 5000.0, 1250.0]
    added = table.rows[(table.rows["item"] == "pv_new") & (table.rows["parameter"] == "zone")].iloc[0]
    assert (added["file"], added["row"], added["changed_by"]) == ("scenarios/x.toml", 4, "x")


def test_a_row_may_take_the_place_of_a_pattern(folder: Path) -> None:
    body = row(parameter="capacity_investment", value=2000, low=2000, high=2000, unit="CNY/kW")
    assert investment(scenario(folder, body)) == [2000.0, 5000.0]


def test_rows_may_bring_a_table(folder: Path) -> None:
    (folder / "corridor.csv").unlink()
    body = row(table="corridor", item="new", parameter="from_zone", value="west", unit="text", source=None)
    body += row(table="corridor", item="new", parameter="to_zone", value="east", unit="text", source=None)
    assert "corridor" not in read_case(folder, SCHEMAS).tables
    assert scenario(folder, body).tables["corridor"].items == ("new",)


def test_changes_given_in_python(folder: Path) -> None:
    made = Change("renewable", "wind_west", "capacity_investment", multiply=2.0, by="sensitivity")
    case = read_case(folder, SCHEMAS, "cheap", changes=[made])
    assert investment(case) == [1750.0, 10000.0]
    rows = case.tables["renewable"].rows
    assert set(rows["changed_by"]) == {"", "cheap", "sensitivity"}
    assert rows[rows["changed_by"] == "sensitivity"]["source"].tolist() == ["book"], "the source of the row stays"


def test_changes_given_in_python_meet_the_same_checks(folder: Path) -> None:
    made = [
        Change("renewable", "wind_west", "capacity_investment", multiply=1.0),
        Change("renewable", "wind_west", "capacity_existing", value=1.0, unit="GW"),
        Change("nonsense", "wind_west", "capacity_investment", multiply=2.0),
    ]
    with pytest.raises(InputError) as caught:
        read_case(folder, SCHEMAS, changes=made)
    told = [problem.what[0] for problem in caught.value.problems]
    assert told == ["the change changes nothing", "the source is empty", "table 'nonsense' is not in the case"]


INVEST: dict[str, Any] = {"parameter": "capacity_investment"}
REFUSED: dict[str, tuple[str, list[tuple[int | None, str | None, str]]]] = {
    "same value in another unit": (
        change(parameter="efficiency", value=0.98, unit="1"),
        [(4, "value", "the change changes nothing")],
    ),
    "times one": (change(**INVEST, multiply=1.0), [(4, "value", "the change changes nothing")]),
    "plus zero": (change(**INVEST, add=0, unit="CNY/kW"), [(4, "value", "the change changes nothing")]),
    "same word": (change(parameter="zone", value="east"), [(4, "value", "the change changes nothing")]),
    "the default": (
        change(parameter="capacity_addition_max", value=0, unit="GW"),
        [(4, "value", "the change changes nothing")],
    ),
    "same undated": (
        change(item="wind_west", **INVEST, value=5000, unit="CNY/kW"),
        [(4, "value", "the change changes nothing")],
    ),
    "item of no plant": (
        change(item="gas", **INVEST, multiply=2),
        [(4, "item", "item 'gas' matches nothing in renewable")],
    ),
    "pattern of no plant": (
        change(item="gas_*", **INVEST, multiply=2),
        [(4, "item", "item 'gas_*' matches nothing in renewable")],
    ),
    "unknown parameter": (
        change(parameter="capacity_investmnt", multiply=2),
        [(4, "parameter", "parameter 'capacity_investmnt' is not known")],
    ),
    "unknown table": (
        change(table="renewables", **INVEST, multiply=2),
        [(4, "table", "table 'renewables' is not in the case")],
    ),
    "row that is not there": (
        change(parameter="capacity_addition_max", multiply=2),
        [(4, "parameter", "there is no row of capacity_addition_max to change")],
    ),
    "date that is not there": (
        change(**INVEST, date="2029", multiply=2),
        [(4, "parameter", "there is no row of capacity_investment to change")],
    ),
    "two ways": (
        change(**INVEST, multiply=2, value=3, unit="CNY/kW"),
        [(4, "value", "the change has value, multiply of value, multiply, add")],
    ),
    "no way": (change(**INVEST), [(4, "value", "the change has none of value, multiply, add")]),
    "no unit": (change(**INVEST, value=3), [(4, "unit", "unit '' is not known")]),
    "wrong unit": (
        change(**INVEST, add=3, unit="CNY/kWh"),
        [(4, "unit", "unit 'CNY/kWh' does not fit capacity_investment")],
    ),
    "unit with multiply": (
        change(**INVEST, multiply=2, unit="CNY/kW"),
        [(4, "unit", "unit has no meaning with multiply")],
    ),
    "low with add": (change(**INVEST, add=2, low=1, unit="CNY/kW"), [(4, "low", "low has no meaning with add")]),
    "out of range": (
        change(parameter="efficiency", value=120, unit="%"),
        [(4, "value", "efficiency is 120 % = 1.2 1")],
    ),
    "negative": (
        change(item="wind_west", **INVEST, multiply=-1),
        [(4, "value", "capacity_investment is -5000 元/千瓦 = -5000 MCNY/GW")],
    ),
    "not in order": (
        change(parameter="efficiency", value=50, low=60, high=70, unit="%"),
        [(4, "value", "low 60, value 50, high 70 are not in order")],
    ),
    "text for a number": (
        change(parameter="efficiency", value="50", unit="%"),
        [(4, "value", "efficiency is set to the text '50'")],
    ),
    "number for a word": (change(parameter="zone", value=3), [(4, "value", "zone is set to 3")]),
    "word not allowed": (change(parameter="technology", value="sun"), [(4, "value", "technology is set to 'sun'")]),
    "word with unit": (change(parameter="zone", value="west", unit="GW"), [(4, "unit", "zone has a date or unit")]),
    "infinite": (
        change(**INVEST, value=float("inf"), unit="CNY/kW"),
        [(4, "value", "capacity_investment is changed by no finite number")],
    ),
    "date on an undated": (
        change(parameter="efficiency", date="2030", value=0.5, unit="1"),
        [(4, "from", "date '2030' of efficiency")],
    ),
    "bad date": (
        change(**INVEST, date="2030/06", value=1, unit="CNY/kW"),
        [(4, "from", "date '2030/06' of capacity_investment")],
    ),
    "no source": (change(**INVEST, multiply=2, source=None), [(4, "source", "the change has no source")]),
    "unknown source": (
        change(**INVEST, multiply=2, source="rumour"),
        [(4, "source", "source 'rumour' is not in sources.csv")],
    ),
    "unknown key of a change": (change(**INVEST, multiply=2, factor=3), [(4, "factor", "key 'factor' is not known")]),
    "wrong kind": (change(**INVEST, multiply="2"), [(4, "multiply", "multiply is '2'")]),
    "unknown key": ("stage = [2030]\n", [(3, "stage", "key 'stage' is not known")]),
    "single brackets": (
        change(**INVEST, multiply=2).replace("[[change]]", "[change]"),
        [(4, "change", "change is no list of entries")],
    ),
    "no TOML": ("stages = [2030\n", [(None, None, "not valid TOML")]),
    "row of an unknown table": (row(table="fusion", **INVEST), [(4, "table", "table 'fusion' is not known")]),
    "row with an unknown key": (
        row(parameter="capacity_addition_max", value=1, low=1, high=1, unit="GW", by=3),
        [(4, "by", "key 'by' is not known")],
    ),
    "row given before": (
        row(parameter="zone", value="west", unit="text", source=None),
        [(4, "item", "pv_east zone  is given twice, first in renewable.csv row 2")],
    ),
    "row without low": (
        row(parameter="capacity_addition_max", value=1, high=1, unit="GW"),
        [(4, "low", "low is empty")],
    ),
    "row of no item": (
        row(item="gas_*", parameter="capacity_addition_max", value=1, low=1, high=1, unit="GW"),
        [(4, "item", "pattern 'gas_*' matches no item")],
    ),
    "two at once": (
        change(**INVEST, multiply=1.0) + change(item="gas", **INVEST, multiply=2),
        [(4, "value", "the change changes nothing"), (11, "item", "item 'gas' matches nothing in renewable")],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(folder: Path, name: str) -> None:
    body, expected = REFUSED[name]
    told = refused(folder, body)
    assert [(line, column) for line, column, _ in told] == [(line, column) for line, column, _ in expected]
    assert all(what.startswith(part) for (_, _, what), (_, _, part) in zip(told, expected, strict=True)), told


def test_a_word_must_name_a_zone_or_a_profile_after_a_change(folder: Path) -> None:
    """The problem is told at the row that was changed, and who changed it."""
    write("scenarios/x.toml", HEAD + change(parameter="zone", value="north"))(folder)
    with pytest.raises(
        InputError, match=r"renewable.csv \(changed by x\), row 2, column value: zone of pv_east is 'north'"
    ):
        read_case(folder, SCHEMAS, "x")


def test_a_row_that_a_study_adds_has_no_place_but_a_name(folder: Path) -> None:
    made = Change("renewable", "wind_west", "name_zh", value="新", by="test")
    table = read_case(folder, SCHEMAS, changes=[made]).tables["renewable"]
    assert place_of(table, "wind_west", "name_zh") == Place("change (changed by test)", None, "value")


def test_unknown_scenario(folder: Path) -> None:
    with pytest.raises(InputError, match=r"there is no scenario 'cheep'. Allowed: perhaps cheap"):
        read_case(folder, SCHEMAS, "cheep")
    with pytest.raises(InputError, match=r"there is no scenario '\.\./case'"):
        read_case(folder, SCHEMAS, "../case")


def test_sentences_are_required(folder: Path) -> None:
    write("scenarios/x.toml", 'sentence_en = " "\n')(folder)
    with pytest.raises(InputError) as caught:
        list_scenarios(folder)
    assert [problem.column for problem in caught.value.problems] == ["sentence_zh", "sentence_en"]


def test_other_scenarios_are_not_read(folder: Path) -> None:
    append("scenarios/broken.toml", "not TOML")(folder)
    read_case(folder, SCHEMAS)
