"""Units by hand, and numbers as people write them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_model.case.reading import decoded, number
from energy_model.case.rows import matches, month_of
from energy_model.case.units import UnitError, examples, factor, known_units


@pytest.mark.parametrize(
    ("unit", "base", "expected"),
    [
        ("元/千瓦时", "MCNY/GWh", 1.0),
        ("CNY/kWh", "MCNY/GWh", 1.0),
        ("CNY/MWh", "MCNY/GWh", 0.001),
        ("元/千瓦", "MCNY/GW", 1.0),
        ("亿千瓦时", "GWh", 100.0),
        ("TWh", "GWh", 1000.0),
        ("kWh", "GWh", 1e-6),
        ("万千瓦", "GW", 0.01),
        ("MW", "GW", 0.001),
        ("kW", "GW", 1e-6),
        ("亿元", "MCNY", 100.0),
        ("万元", "MCNY", 0.01),
        ("CNY/kW/a", "MCNY/GW/a", 1.0),
        ("元/(kW·a)", "MCNY/GW/a", 1.0),
        ("CNY/kWh/a", "MCNY/GWh/a", 1.0),
        ("CNY/t", "MCNY/kt", 0.001),
        ("CNY/kg", "MCNY/kt", 1.0),
        ("t/h", "kt/h", 0.001),
        ("kt/a", "kt/a", 1.0),
        ("万吨/a", "kt/a", 10.0),
        ("kWh/kg", "GWh/kt", 1.0),
        ("MWh/t", "GWh/kt", 1.0),
        ("t/MWh", "kt/GWh", 1.0),
        ("m3/MWh", "kt/GWh", 1.0),
        ("m³/MWh", "kt/GWh", 1.0),
        ("t/t", "kt/kt", 1.0),
        ("kg/kg", "1", 1.0),
        ("%", "1", 0.01),
        ("%/h", "1/h", 0.01),
        ("%/min", "1/h", 0.6),
        ("%/a", "1/a", 0.01),
        ("h", "GWh/GW", 1.0),
        ("gce/kWh", "GWh/GWh", 0.008141),
        ("元/tce", "MCNY/GWh", 1e-6 / 8.141e-3),
        ("h/a", "h/a", 1.0),
        ("km", "m", 1000.0),
        ("degree", "degree", 1.0),
    ],
)
def test_factors_by_hand(unit: str, base: str, expected: float) -> None:
    assert factor(unit, base) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("unit", "base"),
    [
        ("MW", "GWh"),
        ("h/a", "1"),
        ("h", "a"),
        ("GWh", "GWh/a"),
        ("CNY/kW", "MCNY/GW/a"),
        ("CNY/kWh", "MCNY/GWh/a"),
        ("kt", "GWh"),
        ("1", "GW"),
    ],
)
def test_hour_and_year_are_not_alike(unit: str, base: str) -> None:
    with pytest.raises(UnitError) as caught:
        factor(unit, base)
    assert caught.value.unknown is None


@pytest.mark.parametrize("unit", ["", "mw", "MW/", "/MW", "(MW", "MW)", "MW MW", "MW**2", "USD/kW", "CNY//kW", "2 MW"])
def test_what_is_no_unit(unit: str) -> None:
    with pytest.raises(UnitError) as caught:
        factor(unit, "GW")
    assert caught.value.unknown is not None


@given(st.sampled_from(known_units()), st.sampled_from(known_units()))
def test_there_and_back(one: str, other: str) -> None:
    try:
        there = factor(one, other)
    except UnitError:
        with pytest.raises(UnitError):
            factor(other, one)
        return
    assert there * factor(other, one) == pytest.approx(1.0, rel=1e-9)


@given(st.text(max_size=12))
def test_any_text_is_a_unit_or_refused(text: str) -> None:
    with suppress(UnitError):
        assert factor(text, "GW") > 0


def test_examples_fit() -> None:
    assert examples("MCNY/GW")[:2] == ("MCNY/GW", "CNY/kW")
    assert all(factor(unit, "GWh") > 0 for unit in examples("GWh"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1234.5", 1234.5),
        (" -1 ", -1.0),
        ("1e-3", 1e-3),
        (".5", 0.5),
        ("５０", 50.0),
        ("１，２３４．５", 1234.5),
        ("1,234,567", 1234567.0),
        ("1,234.5", 1234.5),
        ("1,234", None),
        ("1,5", None),
        ("12,34.5", None),
        ("1_000", None),
        ("nan", None),
        ("inf", None),
        ("1e999", None),
        ("", None),
        ("-", None),
        ("1 2", None),
        ("0x10", None),
        ("五", None),
    ],
)
def test_numbers_are_read_or_refused_never_guessed(text: str, expected: float | None) -> None:
    assert number(text) == expected


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_python_writes_is_read(value: float) -> None:
    assert number(repr(value)) == value


@given(st.text(st.characters(codec="gb18030", exclude_characters="\0\ufeff"), max_size=40))
def test_text_survives_utf8(text: str) -> None:
    assert decoded(text.encode("utf-8")) == text
    assert decoded(text.encode("utf-8-sig")) == text


def test_gb18030_and_neither() -> None:
    assert decoded("格尔木，光热".encode("gb18030")) == "格尔木，光热"
    assert decoded("格尔木".encode("utf-16")) is None
    assert decoded(b"\xff\xff") is None


@pytest.mark.parametrize(
    ("pattern", "item", "expected"),
    [
        ("*", "x", True),
        ("pv_*", "pv_a", True),
        ("*_a", "pv_a", True),
        ("p*a", "pv_a", True),
        ("pv_*", "xpv_a", False),
        ("pv_?", "pv_a", False),
        ("pv[a]", "pv[a]", True),
        ("p.*", "pv", False),
        ("pv", "pv_a", False),
    ],
)
def test_patterns(pattern: str, item: str, expected: bool) -> None:
    assert matches(pattern, item) is expected


def test_months() -> None:
    assert month_of("2030") == month_of("2030-01") == 2030 * 12
    assert month_of("2030-12") == 2030 * 12 + 11
    assert month_of("") == -float("inf")
