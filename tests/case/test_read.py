"""A good case is read as it is written: numbers, dates, words, encodings, axis, fingerprint."""

from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path

import numpy as np
import pytest

from energy_model.case import Change, InputError, Problem, place_of, read_case
from tests.case.good import FILES, HEADER, SCHEMAS, append, hourly_text, swap, write


def test_numbers_words_and_order(folder: Path) -> None:
    case = read_case(folder, SCHEMAS)
    table = case.tables["renewable"]
    assert table.items == ("pv_east", "wind_west")
    assert table.labels["technology"] == ("pv", "wind")
    assert table.labels["name_zh"] == ("", "")
    assert table.numbers["efficiency"].tolist() == [0.98, 0.98]
    # The pattern pv_* holds for pv_east alone: 2.5 MCNY/MW = 2500 MCNY/GW from 2030.
    assert table.numbers["capacity_investment"].tolist() == [[2500.0], [5000.0]]
    assert table.numbers["capacity_addition_max"].tolist() == [[0.0], [0.5]]
    assert case.tables["demand"].numbers["energy"].tolist() == [[8760.0]]
    assert case.tables["economy"].numbers["carbon_price"].tolist() == [[0.08]]
    assert case.tables["requirements"].numbers["power"].tolist() == [[1.0]]
    assert case.zones == ("east", "west")
    assert case.name == "small"
    assert set(case.sources.index) == {"book", "guess"}


def test_stock_counts_the_share_of_the_year(folder: Path) -> None:
    """1 GW, from July 2 GW: 1.5 GW in the mean of 2030, 2 GW at its end, 1 GW at the end of 2025."""
    table = read_case(folder, SCHEMAS).tables["renewable"]
    assert table.numbers["capacity_existing"].tolist() == [[1.5], [0.0]]
    assert table.year_end["capacity_existing"].tolist() == [[2.0], [0.0]]
    assert table.base_year["capacity_existing"].tolist() == [1.0, 0.0]


def test_eight_units_quarter_by_quarter(folder: Path) -> None:
    """Units of 0.3 GW join in April 2029, July 2029 and so on to January 2031.

    In 2030 the year begins with 4 units (April, July, October 2029, January 2030), and one joins each quarter:
    (4 + 5 + 6 + 7) / 4 = 5.5 units in the mean, 7 at the end, the eighth in 2031. A mean of year-ends would say 7.
    """
    dates = ["2029-04", "2029-07", "2029-10", "2030", "2030-04", "2030-07", "2030-10", "2031-01"]
    rows = "".join(f"wind_west,capacity_existing,{d},{0.3 * n},0,3,GW,guess,\n" for n, d in enumerate(dates, start=1))
    append("renewable.csv", rows)(folder)
    swap("case.toml", "[2030]", "[2029, 2030, 2031]")(folder)
    table = read_case(folder, SCHEMAS).tables["renewable"]
    quarters_of_2029 = 0.3 * (0 + 1 + 2 + 3) / 4
    assert table.numbers["capacity_existing"][1] == pytest.approx([quarters_of_2029, 0.3 * 5.5, 0.3 * 8])
    assert table.year_end["capacity_existing"][1] == pytest.approx([0.9, 2.1, 2.4])
    assert table.base_year["capacity_existing"][1] == 0.0


def test_a_constant_stock_keeps_every_digit(folder: Path) -> None:
    """Else a plant that stands would count as committed by the dust of a mean."""
    append("renewable.csv", "wind_west,capacity_existing,2025,1943,1943,1943,MW,book,\n")(folder)
    table = read_case(folder, SCHEMAS).tables["renewable"]
    assert table.numbers["capacity_existing"][1, 0] == table.base_year["capacity_existing"][1] == 1.943


def test_retirement_lowers_the_stock(folder: Path) -> None:
    append(
        "renewable.csv",
        "wind_west,capacity_existing,,1,1,1,GW,book,\nwind_west,capacity_existing,2030-10,0,0,0,GW,book,\n",
    )(folder)
    table = read_case(folder, SCHEMAS).tables["renewable"]
    assert table.numbers["capacity_existing"][1, 0] == pytest.approx(0.75)
    assert table.year_end["capacity_existing"][1, 0] == 0.0
    assert table.base_year["capacity_existing"][1] == 1.0


@pytest.mark.parametrize(("date", "expected"), [("2030-12", 7.0), ("2031", 5.0), ("2030", 7.0)])
def test_latest_counts_within_the_stage_year(folder: Path, date: str, expected: float) -> None:
    append("renewable.csv", f"wind_west,capacity_investment,{date},7000,7000,7000,CNY/kW,book,\n")(folder)
    table = read_case(folder, SCHEMAS).tables["renewable"]
    assert table.numbers["capacity_investment"][1, 0] == expected * 1000


def test_exact_row_beats_a_pattern_for_all_dates(folder: Path) -> None:
    append("renewable.csv", "pv_west,capacity_investment,,4,4,4,CNY/W,book,\n".replace("CNY/W", "MCNY/MW"))(folder)
    append("renewable.csv", "pv_west,zone,,west,,,text,,\npv_west,technology,,pv,,,text,,\n")(folder)
    append("renewable.csv", "pv_west,profile,,flat,,,text,,\n")(folder)
    table = read_case(folder, SCHEMAS).tables["renewable"]
    assert table.numbers["capacity_investment"][:, 0].tolist() == [2500.0, 5000.0, 4000.0]


def test_rows_are_kept_once_with_their_place(folder: Path) -> None:
    rows = read_case(folder, SCHEMAS).tables["renewable"].rows
    assert len(rows) == 13
    pattern = rows[(rows["item"] == "pv_*") & (rows["from"] == "2030")].iloc[0]
    assert (pattern["file"], pattern["row"], pattern["value"], pattern["unit"]) == ("renewable.csv", 13, 2.5, "MCNY/MW")
    assert (pattern["low"], pattern["high"], pattern["changed_by"]) == (2.0, 3.0, "")
    assert pattern["base_value"] is None


def test_place_of_finds_rows_of_patterns(folder: Path) -> None:
    table = read_case(folder, SCHEMAS).tables["renewable"]
    assert place_of(table, "wind_west", "efficiency").row == 14
    assert place_of(table, "wind_west", "capacity_investment").row == 11
    assert place_of(table, "wind_west", "name_zh").row is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_encodings_of_excel(folder: Path, encoding: str) -> None:
    expected = read_case(folder, SCHEMAS)
    for path in (*folder.glob("*.csv"), folder / "hourly" / "profiles.csv"):
        text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
        path.write_bytes(text.encode(encoding))
    found = read_case(folder, SCHEMAS)
    assert found.tables["zones"].labels == {"name_zh": ("东区", "西区")}
    for name, table in expected.tables.items():
        for parameter, values in table.numbers.items():
            assert np.array_equal(found.tables[name].numbers[parameter], values)


def test_full_width_digits_and_thousands_are_read(folder: Path) -> None:
    swap("renewable.csv", "wind_west,capacity_investment,2025,5000,", 'wind_west,capacity_investment,2025,"５,000.0",')(
        folder
    )
    assert read_case(folder, SCHEMAS).tables["renewable"].numbers["capacity_investment"][1, 0] == 5000.0


def test_empty_rows_and_rows_short_of_a_note_are_fine(folder: Path) -> None:
    swap("zones.csv", "text,,\nwest", "text\n,,,,,,,,\n\nwest")(folder)
    assert read_case(folder, SCHEMAS).zones == ("east", "west")


def test_a_cell_of_two_lines_keeps_rows_in_count(folder: Path) -> None:
    swap("zones.csv", "text,,\nwest", 'text,,"first line\nsecond, with a comma"\nwest')(folder)
    rows = read_case(folder, SCHEMAS).tables["zones"].rows
    assert rows["row"].tolist() == [2, 4]
    assert rows["note"].tolist() == ["first line\nsecond, with a comma", ""]


def test_only_named_profiles_and_temperature_are_kept(folder: Path) -> None:
    extra = hourly_text().replace("flat,pv_a,temperature_east", "spare,wind_b,temperature_west")
    write("hourly/more.csv", extra)(folder)
    case = read_case(folder, SCHEMAS)
    assert set(case.profiles) == {"flat", "pv_a", "temperature_west", "temperature_east"}
    assert case.profile_units["temperature_east"] == "degC"
    assert case.profiles["pv_a"][:24].sum() == 5.0


def test_hours_may_stand_in_any_order(folder: Path) -> None:
    lines = hourly_text().splitlines()
    write("hourly/profiles.csv", "\n".join(lines[:2] + lines[:1:-1]) + "\n")(folder)
    assert read_case(folder, SCHEMAS).profiles["pv_a"][:24].tolist() == [0.0] * 8 + [0.5] * 10 + [0.0] * 6


def test_two_stages_and_two_weather_years(folder: Path) -> None:
    swap("case.toml", '"1" = 1.0', '"1" = 0.25\n"2" = 0.75')(folder)
    swap("case.toml", "[2030]", "[2030, 2035]")(folder)
    swap("direct_supply.csv", "connection,,0.1,0.1,0.1", "connection,,1,1,1")(folder)
    write("hourly/profiles.csv", hourly_text((1, 2)).replace("\n2,0,1,", "\n2,0,7,"))(folder)
    case = read_case(folder, SCHEMAS, hours=48)
    assert len(case.axis) == 4 * 48
    for stage in (0, 1):
        assert case.axis.weight[case.axis.stage_of == stage].sum() == pytest.approx(8760)
    assert case.profiles["flat"].max() == 1.0, "hour 0 of year 2 is not among the two days kept"
    whole = read_case(folder, SCHEMAS)
    assert np.flatnonzero(whole.profiles["flat"] == 7).tolist() == [8760, 3 * 8760]
    assert whole.tables["renewable"].numbers["capacity_existing"][0].tolist() == [1.5, 2.0]


@pytest.mark.parametrize("sent", [False, True])
def test_the_case_is_frozen(folder: Path, sent: bool) -> None:
    """On its way from the process that reads it all 281 arrays of Golmud had become writable."""
    case = read_case(folder, SCHEMAS)
    if sent:
        case = pickle.loads(pickle.dumps(case))
    with pytest.raises(dataclasses.FrozenInstanceError):
        type(case).__setattr__(case, "name", "other")
    with pytest.raises(ValueError, match="read-only"):
        case.tables["renewable"].numbers["efficiency"][0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        case.profiles["flat"][0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        case.axis.weight[0] = 1.0
    assert pickle.loads(pickle.dumps(case)).fingerprint == case.fingerprint


def test_the_fingerprint_knows_every_input(folder: Path) -> None:
    """Each edit changes it, reading again does not."""
    change = Change("renewable", "wind_west", "efficiency", value=0.9, unit="1")
    seen = [
        read_case(folder, SCHEMAS).fingerprint,
        read_case(folder, SCHEMAS, "cheap").fingerprint,
        read_case(folder, SCHEMAS, hours=24).fingerprint,
        read_case(folder, SCHEMAS, changes=[change]).fingerprint,
    ]
    assert read_case(folder, SCHEMAS, hours=8760).fingerprint == seen[0]
    append("hourly/profiles.csv", "\n")(folder)
    seen.append(read_case(folder, SCHEMAS).fingerprint)
    swap("sources.csv", "A book", "The book")(folder)
    seen.append(read_case(folder, SCHEMAS).fingerprint)
    assert len(set(seen)) == len(seen)
    assert len(seen[0]) == 64


def test_files_of_other_programs_are_left_alone(folder: Path) -> None:
    write("climate.csv", "belongs,to,weather\n")(folder)
    write("weather.toml", "seed = 1\n")(folder)
    write("~$zones.csv", b"\xff\xfe\x00")(folder)
    write(".~lock.zones.csv", b"\xff")(folder)
    read_case(folder, SCHEMAS)


def test_extra_checks_see_a_whole_case(folder: Path) -> None:
    problem = Problem("demand.csv", 4, "value", ("too much", "过大"), ("less", "更小"), ("lower it", "调低"))
    with pytest.raises(InputError) as caught:
        read_case(folder, SCHEMAS, extra_checks=[lambda case: [problem] if len(case.axis) else []])
    assert caught.value.problems == (problem,)
    assert problem.text("en") == "demand.csv, row 4, column value: too much. Allowed: less. Remedy: lower it."
    assert problem.text("zh") == "demand.csv 第4行 value列：过大。允许：更小。处理：调低。"
    assert "too much" in str(caught.value)
    assert "过大" in str(caught.value)


def test_what_is_read_can_be_written_and_read_again(folder: Path) -> None:
    """The rows of a table, written as a table, give the same table."""
    first = read_case(folder, SCHEMAS, "cheap")
    for name, table in first.tables.items():
        table.rows[HEADER.strip().split(",")].to_csv(folder / f"{name}.csv", index=False)
    again = read_case(folder, SCHEMAS)
    assert set(again.tables) == {name.removesuffix(".csv") for name in FILES if name.endswith(".csv")} - {"sources"}
    for name, table in first.tables.items():
        assert again.tables[name].labels == table.labels
        for parameter, values in table.numbers.items():
            assert np.array_equal(again.tables[name].numbers[parameter], values), (name, parameter)
