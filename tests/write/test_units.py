"""Conversion from base units, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from energy_model.write.units import UNITS, convert, text, unit, with_unit

# 1 GW = 100 万千瓦; 1 GWh = 0.01 亿千瓦时; 1 million CNY = 0.01 亿元; 1 kt = 0.1 万吨; 1 MCNY/GWh = 1 元/千瓦时.
BY_HAND = [
    (30.0, "power", "zh", "3,000.0 万千瓦"),
    (30.0, "power", "en", "30.000 GW"),
    (36_000.0, "energy", "zh", "360.00 亿千瓦时"),
    (36_000.0, "energy", "en", "36.000 TWh"),
    (0.6, "storage", "zh", "60.0 万千瓦时"),
    (0.6, "storage", "en", "0.600 GWh"),
    (12_345.0, "money", "zh", "123.45 亿元"),
    (12_345.0, "money", "en", "12.345 billion CNY"),
    (0.2277, "price", "zh", "0.2277 元/千瓦时"),
    (0.2277, "price", "en", "0.2277 CNY/kWh"),
    (100.0, "capacity_price", "zh", "100.0 元/千瓦·年"),
    (5500.0, "mass", "zh", "550.00 万吨"),
    (5500.0, "mass", "en", "5.500 Mt"),
    (0.1, "mass_price", "zh", "100.0 元/吨"),
    (0.9, "share", "zh", "90.00%"),
    (0.3, "intensity", "zh", "300 克/千瓦时"),
    (4500.0, "hours", "en", "4,500 h"),
]


@pytest.mark.parametrize(("value", "quantity", "language", "expected"), BY_HAND)
def test_by_hand(value, quantity, language, expected):
    assert with_unit(value, quantity, language) == expected


def test_what_is_no_number_is_a_dash():
    assert text(float("nan"), "power", "zh") == text(float("inf"), "power", "en") == "—"


def test_no_negative_zero():
    """Rounding noise of a solver below zero must not be told as -0.0."""
    assert text(-1e-9, "power", "zh") == "0.0"


@pytest.mark.parametrize("quantity", UNITS)
def test_arrays_agree_with_texts(quantity):
    for language in ("zh", "en"):
        assert convert([2.0], quantity, language) == pytest.approx(np.array([2.0 * unit(quantity, language).factor]))
