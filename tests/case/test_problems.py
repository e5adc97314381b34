"""Every kind of bad input gives its message, with file and row, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model.case import EnergyModelError, InputError, read_case
from tests.case.good import FILES, HEADER, SCHEMAS, Edit, append, hourly_text, remove, swap, write

Expected = tuple[str, int | None, str | None, str]

CSV, HOURLY = "renewable.csv", "hourly/profiles.csv"
EFFICIENCY = "*,efficiency,,98,97,99,%,book,"


def cell(new: str) -> Edit:
    """Return the edit that replaces the row of the efficiency (row 14)."""
    return swap(CSV, EFFICIENCY, new)


def hour(row: int, new: str) -> Edit:
    """Return the edit that replaces one row of the hourly table."""

    def edit(folder: Path) -> None:
        lines = hourly_text().splitlines()
        lines[row - 1] = new
        write(HOURLY, "\n".join(lines) + "\n")(folder)

    return edit


def hourly(text: str) -> Edit:
    return write(HOURLY, text)


FIT = "does not fit efficiency"
BROKEN: dict[str, tuple[Edit, list[Expected]]] = {
    # Cells of a number.
    "no number": (cell("*,efficiency,,high,97,99,%,book,"), [(CSV, 14, "value", "'high' is not a number")]),
    "nan": (cell("*,efficiency,,98,NaN,99,%,book,"), [(CSV, 14, "low", "'NaN' is not a number")]),
    "infinite": (cell("*,efficiency,,98,97,inf,%,book,"), [(CSV, 14, "high", "'inf' is not a number")]),
    "empty value": (cell("*,efficiency,,,97,99,%,book,"), [(CSV, 14, "value", "value is empty")]),
    "empty range": (
        cell("*,efficiency,,98,,,%,book,"),
        [(CSV, 14, "low", "low is empty"), (CSV, 14, "high", "high is empty")],
    ),
    "decimal comma": (
        cell('*,efficiency,,"98,1",97,99,%,book,'),
        [(CSV, 14, "value", "'98,1' could be a decimal comma or thousands")],
    ),
    "thousands or decimal": (
        cell('*,efficiency,,"1,234",97,99,%,book,'),
        [(CSV, 14, "value", "'1,234' could be a decimal comma or thousands")],
    ),
    "not in order": (
        cell("*,efficiency,,98,98.5,99,%,book,"),
        [(CSV, 14, "value", "low 98.5, value 98, high 99 are not in order")],
    ),
    "above its range": (
        cell("*,efficiency,,101,97,102,%,book,"),
        [(CSV, 14, "value", "efficiency is 101 % = 1.01 1")],
    ),
    "range above its range": (
        cell("*,efficiency,,98,97,101,%,book,"),
        [(CSV, 14, "high", "efficiency is 101 % = 1.01 1")],
    ),
    "negative capacity": (
        append(CSV, "wind_west,capacity_existing,,-1,-1,0,MW,book,\n"),
        [(CSV, 15, "value", "capacity_existing is -1 MW = -0.001 GW")],
    ),
    # Units, dates and sources.
    "wrong dimension": (cell("*,efficiency,,98,97,99,MW,book,"), [(CSV, 14, "unit", f"unit 'MW' {FIT}")]),
    "hours are not years": (
        swap("demand.csv", "亿千瓦时/a", "GWh"),
        [("demand.csv", 4, "unit", "unit 'GWh' does not fit energy")],
    ),
    "unknown unit": (
        swap(CSV, "2030,500,400,600,MW", "2030,500,400,600,mW"),
        [(CSV, 10, "unit", "unit 'mW' is not known (MW?)")],
    ),
    "empty unit": (cell("*,efficiency,,98,97,99,,book,"), [(CSV, 14, "unit", "unit '' is not known")]),
    "unit of a word": (
        swap(CSV, "pv_east,zone,,east,,,text", "pv_east,zone,,east,,,"),
        [(CSV, 2, "unit", "unit of a word is ''")],
    ),
    "bad date": (
        swap(CSV, "capacity_existing,2030-07", "capacity_existing,Jul-30"),
        [(CSV, 6, "from", "date 'Jul-30' cannot be read")],
    ),
    "month 13": (
        swap(CSV, "capacity_existing,2030-07", "capacity_existing,2030-13"),
        [(CSV, 6, "from", "date '2030-13' cannot be read")],
    ),
    "date on an undated": (
        cell("*,efficiency,2030,98,97,99,%,book,"),
        [(CSV, 14, "from", "efficiency has a date")],
    ),
    "date on a word": (
        swap(CSV, "pv_east,zone,,", "pv_east,zone,2030,"),
        [(CSV, 2, "from", "a word has a date")],
    ),
    "no row valid yet": (
        swap(CSV, "wind_west,capacity_investment,2025", "wind_west,capacity_investment,2031"),
        [(CSV, 11, "from", "wind_west has no capacity_investment in 2030: the first row begins in 2031")],
    ),
    "no source": (cell("*,efficiency,,98,97,99,%,,"), [(CSV, 14, "source", "the source is empty")]),
    "unknown source": (
        cell("*,efficiency,,98,97,99,%,bok,"),
        [(CSV, 14, "source", "source 'bok' is not in sources.csv")],
    ),
    # Words.
    "unknown word": (
        swap(CSV, "pv_east,technology,,pv", "pv_east,technology,,solar"),
        [(CSV, 3, "value", "'solar' is not known")],
    ),
    "empty word": (swap(CSV, "pv_east,zone,,east", "pv_east,zone,,"), [(CSV, 2, "value", "value is empty")]),
    "unknown zone": (
        swap(CSV, "pv_east,zone,,east", "pv_east,zone,,eest"),
        [(CSV, 2, "value", "zone of pv_east is 'eest'")],
    ),
    "unknown profile": (
        swap(CSV, "pv_east,profile,,pv_a", "pv_east,profile,,pv_b"),
        [(CSV, 4, "value", "profile 'pv_b' is not in hourly/")],
    ),
    "profile in degrees": (
        swap(CSV, "pv_east,profile,,pv_a", "pv_east,profile,,temperature_east"),
        [(CSV, 4, "value", "profile 'temperature_east' is in degC")],
    ),
    # Items and parameters.
    "unknown parameter": (
        cell("*,eficiency,,98,97,99,%,book,"),
        [(CSV, 14, "parameter", "parameter 'eficiency' is not known")],
    ),
    "empty item": (cell(",efficiency,,98,97,99,%,book,"), [(CSV, 14, "item", "item is empty")]),
    "lacks a number": (
        swap(CSV, "wind_west,capacity_investment,2025,5000,4500,6000,元/千瓦,book,\n", ""),
        [(CSV, 7, "parameter", "wind_west lacks capacity_investment")],
    ),
    "lacks a word": (
        swap(CSV, "wind_west,zone,,west,,,text,,\n", ""),
        [(CSV, 7, "parameter", "wind_west lacks zone")],
    ),
    "corridor without a zone": (
        swap("corridor.csv", "line,to_zone,,west,,,text,,\n", ""),
        [("corridor.csv", 2, "parameter", "line lacks to_zone")],
    ),
    "given twice": (
        append(CSV, "pv_east,capacity_existing,2030-07,1,1,1,GW,book,\n"),
        [(CSV, 15, "item", "pv_east capacity_existing 2030-07 is given twice, first in renewable.csv row 6")],
    ),
    "given twice in another form": (
        append(CSV, "pv_east,capacity_existing,2025-01,1,1,1,GW,book,\n"),
        [(CSV, 15, "item", "pv_east capacity_existing 2025-01 is given twice, first in renewable.csv row 5")],
    ),
    "two patterns": (
        append(CSV, "pv*,efficiency,,1,1,1,1,book,\n"),
        [(CSV, 15, "item", "patterns '*' and 'pv*' both give efficiency of pv_east")],
    ),
    "pattern of nothing": (
        append(CSV, "gas_*,efficiency,,1,1,1,1,book,\n"),
        [(CSV, 15, "item", "pattern 'gas_*' matches no item")],
    ),
    "shadowed pattern": (
        append(CSV, "pv_east,capacity_investment,,1,1,1,MCNY/MW,book,\n"),
        [
            (CSV, 12, "item", "no item uses this row: each has its own capacity_investment"),
            (CSV, 13, "item", "no item uses this row: each has its own capacity_investment"),
        ],
    ),
    # Files.
    "missing column": (swap("zones.csv", ",note", ""), [("zones.csv", 1, None, "missing columns: note; not known")]),
    "extra column": (
        swap("zones.csv", ",note", ",note,remark"),
        [("zones.csv", 1, None, "missing columns: none; not known or double: remark")],
    ),
    "semicolons": (
        write("zones.csv", HEADER.replace(",", ";")),
        [("zones.csv", 1, None, "missing columns: item, parameter")],
    ),
    "comma in a note": (
        cell("*,efficiency,,98,97,99,%,book,so, there"),
        [(CSV, 14, None, "the row has 10 cells")],
    ),
    "quote left open": (
        cell('*,efficiency,,98,97,99,%,book,"as in the book'),
        [(CSV, 14, None, "a double quote stands alone")],
    ),
    "quote closed by a later one": (
        swap("zones.csv", "text,,\nwest", 'text,,"east\nwest'),
        [("zones.csv", 2, None, "a double quote stands alone")],
    ),
    "neither encoding": (
        write("zones.csv", FILES["zones.csv"].encode("utf-16")),
        [("zones.csv", None, None, "the text is neither UTF-8 nor GB18030")],
    ),
    "unknown table": (write("fusion.csv", HEADER), [("fusion.csv", None, None, "table 'fusion' is not known")]),
    "missing table": (remove("economy.csv"), [("economy.csv", None, None, "the table is missing")]),
    "no zones": (remove("zones.csv"), [("zones.csv", None, None, "the table is missing")]),
    "empty table": (write("corridor.csv", HEADER), [("corridor.csv", None, None, "the table names no item")]),
    "patterns only": (
        write("corridor.csv", HEADER + "*,from_zone,,east,,,text,,\n"),
        [
            ("corridor.csv", None, None, "the table names no item"),
            ("corridor.csv", 2, "item", "pattern '*' matches no item"),
        ],
    ),
    "no sources": (remove("sources.csv"), [("sources.csv", None, None, "the file cannot be read")]),
    "source twice": (
        append("sources.csv", "book,Again,,,,literature,\n"),
        [("sources.csv", 4, "id", "id 'book' is empty or given twice")],
    ),
    "confidence": (
        swap("sources.csv", "2025,estimate", "2025,sure"),
        [("sources.csv", 3, "confidence", "confidence 'sure' is not known")],
    ),
    # case.toml.
    "no settings": (remove("case.toml"), [("case.toml", None, None, "the file cannot be read")]),
    "no TOML": (swap("case.toml", "[2030]", "2030]"), [("case.toml", 6, None, "not valid TOML")]),
    "unknown key": (
        swap("case.toml", "base_year = 2025", "base_year = 2025\nstage = 3"),
        [("case.toml", 6, "stage", "key 'stage' is not known")],
    ),
    "missing key": (
        swap("case.toml", "slot_hours = [0, 7, 17]\n", ""),
        [("case.toml", None, "slot_hours", "slot_hours is missing")],
    ),
    "stages descend": (
        swap("case.toml", "[2030]", "[2030, 2028]"),
        [("case.toml", 6, "stages", "stages is [2030, 2028]")],
    ),
    "stage of the base year": (
        swap("case.toml", "[2030]", "[2025]"),
        [("case.toml", 6, "stages", "stages is [2025]")],
    ),
    "no stages": (swap("case.toml", "[2030]", "[]"), [("case.toml", 6, "stages", "stages is []")]),
    "stage as text": (swap("case.toml", "[2030]", '["2030"]'), [("case.toml", 6, "stages", "stages is ['2030']")]),
    "base year": (swap("case.toml", "2025", '"2025"'), [("case.toml", 5, "base_year", "base_year is '2025'")]),
    "slots begin late": (
        swap("case.toml", "[0, 7, 17]", "[7, 17]"),
        [("case.toml", 7, "slot_hours", "slot_hours is [7, 17]")],
    ),
    "probabilities": (
        swap("case.toml", '"1" = 1.0', '"1" = 0.9'),
        [("case.toml", 9, "weather_years", "weather_years is {'1': 0.9}")],
    ),
    "empty title": (
        swap("case.toml", "Small case", " "),
        [("case.toml", 2, "title_en", "title_en is ' '")],
    ),
    # Hourly tables.
    "8759 rows": (
        hourly(hourly_text(hours=8759)),
        [(HOURLY, None, "hour", "weather year 1 has 8759 rows")],
    ),
    "leap year": (hourly(hourly_text(hours=8784)), [(HOURLY, None, "hour", "weather year 1 has 8784 rows")]),
    "hour twice": (hour(5, "1,1,1,0,-3.5"), [(HOURLY, 5, "hour", "hour 1 of weather year 1 stands twice")]),
    "hour 8760": (hour(5, "1,8760,1,0,-3.5"), [(HOURLY, 5, "hour", "hour 8760 of weather year 1")]),
    "missing weather year": (
        swap("case.toml", '"1" = 1.0', '"1" = 0.5\n"2" = 0.5'),
        [(HOURLY, None, "hour", "weather year 2 has 0 rows")],
    ),
    "empty cell": (hour(7, "1,4,,0,-3.5"), [(HOURLY, 7, "flat", "no number here (1 such cells in the column)")]),
    "text in a cell": (hour(7, "1,4,1,dark,-3.5"), [(HOURLY, 7, "pv_a", "no number here")]),
    "blank row": (
        hour(7, ""),
        [(HOURLY, 7, name, "no number here") for name in ("weather_year", "hour", "flat", "pv_a", "temperature_east")],
    ),
    "profile above 1": (hour(7, "1,4,1,1.01,-3.5"), [(HOURLY, 7, "pv_a", "profile above 1 (1.01)")]),
    "profile below 0": (hour(7, "1,4,-0.5,0,-3.5"), [(HOURLY, 7, "flat", "profile below 0 (-0.5)")]),
    "row too wide": (hour(7, "1,4,1,0,-3.5,9"), [(HOURLY, 7, None, "the row has 6 cells")]),
    "row too short": (hour(7, "1,4,1,0"), [(HOURLY, 7, None, "the row has 4 cells")]),
    "header": (hour(1, "year,hour,flat,pv_a,temperature_east"), [(HOURLY, 1, None, "header is year,hour")]),
    "column twice": (hour(1, "weather_year,hour,flat,flat,temperature_east"), [(HOURLY, 1, None, "header is")]),
    "no row of units": (hour(2, "1,0,1,0,-3.5"), [(HOURLY, 2, None, "the row of units begins with 1,0")]),
    "empty hourly file": (hourly(""), [(HOURLY, 1, None, "header is")]),
    "column in two files": (
        write("hourly/z.csv", hourly_text().replace("pv_a,temperature_east", "pv_b,temperature_west", 1)),
        [("hourly/z.csv", 1, "flat", "column flat stands in hourly/profiles.csv too")],
    ),
    "hourly encoding": (
        write(HOURLY, hourly_text().encode("utf-16")),
        [(HOURLY, None, None, "the text is neither UTF-8 nor GB18030")],
    ),
    # What must fit together.
    "corridor to itself": (
        swap("corridor.csv", "to_zone,,west", "to_zone,,east"),
        [("corridor.csv", 3, "value", "corridor line begins and ends in east")],
    ),
    "thin connection": (
        swap("direct_supply.csv", "connection,,0.1,0.1,0.1,GW", "connection,,99,99,99,MW"),
        [("direct_supply.csv", 5, "value", "plant has a connection of 0.099 GW and a peak demand of 0.1 GW")],
    ),
    "free investment": (
        swap(CSV, "wind_west,capacity_investment,2025,5000,4500,6000", "wind_west,capacity_investment,2025,0,0,0"),
        [(CSV, 11, "value", "wind_west may be built at capacity_investment 0")],
    ),
}


def problems(folder: Path, edits: list[Edit]) -> list[Expected]:
    for edit in edits:
        edit(folder)
    with pytest.raises(InputError) as caught:
        read_case(folder, SCHEMAS)
    found = caught.value.problems
    assert all(text for problem in found for words in (problem.what, problem.allowed, problem.remedy) for text in words)
    return [(problem.file, problem.row, problem.column, problem.what[0]) for problem in found]


def agree(found: list[Expected], expected: list[Expected]) -> bool:
    """Return whether places are the same and the words begin as expected."""
    return len(found) == len(expected) and all(
        one[:3] == other[:3] and one[3].startswith(other[3]) for one, other in zip(found, expected, strict=True)
    )


@pytest.mark.parametrize("name", BROKEN)
def test_one_fault_one_message(folder: Path, name: str) -> None:
    edit, expected = BROKEN[name]
    found = problems(folder, [edit])
    assert agree(found, expected), found


TOGETHER = [
    "unknown source",
    "negative capacity",
    "unknown unit",
    "bad date",
    "unknown zone",
    "unknown word",
    "corridor to itself",
    "thin connection",
    "hours are not years",
    "confidence",
    "unknown table",
    "profile above 1",
]


def test_all_faults_are_told_together(folder: Path) -> None:
    """A dozen faults in seven files: one error with a dozen messages, in the order of files and rows."""
    found = problems(folder, [BROKEN[name][0] for name in TOGETHER])
    expected = sorted(
        (fault for name in TOGETHER for fault in BROKEN[name][1]), key=lambda fault: (fault[0], fault[1] or 0)
    )
    assert agree(found, expected), found


def test_the_message_says_place_fault_range_and_remedy_in_both_languages(folder: Path) -> None:
    swap(CSV, "2030,500,400,600,MW", "2030,500,400,600,MWh")(folder)
    with pytest.raises(EnergyModelError) as caught:
        read_case(folder, SCHEMAS)
    assert str(caught.value).splitlines() == [
        "1 problem(s) in the inputs:",
        "1. renewable.csv, row 10, column unit: unit 'MWh' does not fit capacity_addition_max. "
        "Allowed: GW, MW, 万千瓦. Remedy: correct the cell.",
        "   renewable.csv 第10行 unit列：单位 'MWh' 与 capacity_addition_max 不符。"
        "允许：GW, MW, 万千瓦。处理：改正该单元格。",
    ]


def test_leap_year_says_what_to_drop(folder: Path) -> None:
    hourly(hourly_text(hours=8784))(folder)
    with pytest.raises(InputError, match=r"drop 29 February \(hours 1416 to 1439\)"):
        read_case(folder, SCHEMAS)


def test_a_free_investment_with_a_note_is_fine(folder: Path) -> None:
    swap(CSV, "2025,5000,4500,6000,元/千瓦,book,", "2025,0,0,0,元/千瓦,book,paid by the grid company")(folder)
    assert read_case(folder, SCHEMAS).tables["renewable"].numbers["capacity_investment"][1, 0] == 0.0


@pytest.mark.parametrize("hours", [0, -24, 23, 25, 8784])
def test_hours_are_whole_days(folder: Path, hours: int) -> None:
    with pytest.raises(InputError, match=f"hours is {hours}. Allowed: a multiple of 24 from 24 to 8760"):
        read_case(folder, SCHEMAS, hours=hours)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """Says which files it misses, and no more."""
    with pytest.raises(InputError) as caught:
        read_case(tmp_path / "nowhere", SCHEMAS)
    files = {problem.file for problem in caught.value.problems}
    assert files == {"case.toml", "sources.csv", "zones.csv", "economy.csv", "demand.csv", "requirements.csv"}
