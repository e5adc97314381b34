"""Figures: every sign has a glyph, and what is drawn is what the tree holds."""

from __future__ import annotations

import struct
from itertools import pairwise

import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

from energy_model.studies import Reader
from energy_model.write.figures import draw_waterfall
from energy_model.write.figures.curtailed import month_by_hour
from energy_model.write.figures.dispatch import day_name
from energy_model.write.hourly import Hourly, hardest_week, hourly, typical_week
from energy_model.write.theme import FONT, look, theme
from energy_model.write.words import words


@pytest.fixture(scope="module")
def flows(findings) -> Hourly:
    return hourly(Reader(findings.tree))


def test_the_simplified_chinese_face_is_used_and_has_every_sign():
    with theme():
        path = font_manager.findfont(FONT, fallback_to_default=False)
    font = FT2Font(path, face_index=path.face_index)
    assert font.family_name == FONT
    signs = set("".join(zh + en for zh, en in words().values())) - {"\n"}
    assert [sign for sign in signs | {"\u2212"} if font.get_char_index(ord(sign)) == 0] == []


@pytest.mark.long
def test_all_figures_are_drawn(drawn):
    """Each is a PNG at 300 dpi, a drawing and a page of its own."""
    names = {picture.name for picture in drawn}
    assert names >= {"curtailment_by_month", "hardest_week", "durations", "levels", "capacity", "cost", "export_curve"}
    for picture in drawn:
        assert picture.files["png"][:4] == b"\x89PNG"
        assert struct.unpack(">I", picture.files["png"][16:20])[0] == 3 * picture.width
        assert b"<svg" in picture.files["svg"][:600]
        assert picture.files["pdf"][:5] == b"%PDF-"
        assert len(picture.alt) > 5


def test_colours_that_touch_differ_in_grey():
    """Neighbours of the dispatch stack differ in lightness or in hatch, so that a grey copy can be read."""
    stack = ("hydro", "coal", "gas", "csp", "wind", "pv", "pumped_hydro", "lfp")

    def grey(key: str) -> float:
        red, green, blue = (int(look(key)[0][i : i + 2], 16) for i in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    for below, above in pairwise(stack):
        assert abs(grey(below) - grey(above)) > 12 or look(below)[1] != look(above)[1], (below, above)


def test_a_waterfall_ends_where_its_bars_lead():
    """3 + 2 - 4 = 1: the last bar reaches 1, the step down hangs from 5 to 1."""
    with theme():
        axes = draw_waterfall(Figure().subplots(), {"a": 3.0}, {"up": 2.0, "down": -4.0}, "b", "number", "en")
    spans = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    assert spans == [(0.0, 3.0), (3.0, 5.0), (5.0, 1.0), (0.0, 1.0)]


def test_the_stack_closes(flows):
    """What is given less what is taken meets demand and export, but for what corridors lose."""
    given = sum(flows.supply.values()) - sum(flows.taken.values())
    used = flows.demand + sum(flows.export.values())
    assert given.sum() == pytest.approx(used.sum(), rel=0.05)


def year(price=None, missing=None) -> Hourly:
    """Return a year of 52 weeks with a chosen price and missing power."""
    hours = np.arange(52 * 168)
    sun = {"pv": 1.0 + hours // 168 / 100.0}
    zero = np.zeros(len(hours))
    return Hourly(
        start=hours,
        hours=np.ones(len(hours)),
        month=np.minimum(hours // 730 + 1, 12),
        hour_of_day=hours % 24,
        supply={"pv": zero},
        taken={},
        available=sun,
        demand=zero,
        price=zero if price is None else price,
        missing=zero if missing is None else missing,
        export={},
        levels={},
    )


def test_the_hardest_week_is_the_one_with_most_missing_else_the_dearest():
    price, missing = np.zeros(52 * 168), np.zeros(52 * 168)
    price[5 * 168 : 6 * 168] = 0.5
    assert hardest_week(year(price))[0] == 5 * 168
    missing[7 * 168] = 1.0
    assert hardest_week(year(price, missing))[0] == 7 * 168


def test_the_typical_week_is_the_median_of_its_season():
    """Wind and PV rise from week to week, so the median week of summer is its middle one."""
    summer = typical_week(year(), "summer")
    assert summer is not None
    assert summer[0] // 168 == 28  # weeks 22 to 34 have their middle in June, July or August


def test_month_by_hour_is_a_mean_by_hand():
    grid = month_by_hour(year())
    assert grid.shape == (24, 12)
    assert grid[0, 0] == pytest.approx(1.0 + np.mean(np.arange(0, 730, 24) // 168) / 100.0)


@pytest.mark.parametrize(
    ("hour", "zh", "en"), [(0, "1月1日", "1 Jan"), (59 * 24, "3月1日", "1 Mar"), (8759, "12月31日", "31 Dec")]
)
def test_days(hour, zh, en):
    assert day_name(hour, "zh") == zh
    assert day_name(hour, "en") == en
