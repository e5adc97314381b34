"""What ``case.toml`` says: names, stages, weather years, blocks of the day."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import isclose
from typing import Any

from energy_model.case.case import Settings
from energy_model.case.reading import Reading, choice
from energy_model.errors import Place, Words

FILE = "case.toml"
TEXTS = ("title_zh", "title_en", "question_zh", "question_en")
KEYS = (*TEXTS, "base_year", "stages", "slot_hours", "weather_years")


def read_settings(reading: Reading) -> Settings | None:
    """Return the settings of the case, or None with problems told."""
    read = reading.toml(FILE)
    if read is None:
        return None
    said, lines = read
    before = len(reading.problems)
    refuse_unknown(reading, said, KEYS, lambda key: Place(FILE, line_of(lines, key), key))
    for key in KEYS:
        if key not in said:
            reading.tell(
                Place(FILE, None, key),
                (f"{key} is missing", f"缺少 {key}"),
                ("all of " + ", ".join(KEYS), "须包含 " + "、".join(KEYS)),
                (f"add {key}", f"补充 {key}"),
            )
            continue
        _check(reading, said, key, Place(FILE, line_of(lines, key), key))
    if len(reading.problems) > before:
        return None
    years = {int(year): float(share) for year, share in said["weather_years"].items()}
    return Settings(
        **{key: said[key] for key in TEXTS},
        base_year=said["base_year"],
        stages=tuple(said["stages"]),
        weather_years=years,
        slot_hours=tuple(said["slot_hours"]),
    )


def line_of(lines: Sequence[str], key: str) -> int | None:
    """Return the line (1 is the first) where a key of a TOML file is given."""
    pattern = re.compile(rf'\s*\[?"?{re.escape(key)}"?\s*[=\]]')
    return next((number for number, line in enumerate(lines, start=1) if pattern.match(line)), None)


def refuse_unknown(reading: Reading, said: dict[str, Any], known: Sequence[str], place: Callable[[str], Place]) -> None:
    """Tell the keys that are not known, with the names most like them."""
    for key in said:
        if key not in known:
            reading.tell(
                place(key),
                (f"key {key!r} is not known", f"未知的键 {key!r}"),
                choice(key, known),
                ("correct the name or delete the line", "改正名称或删除该行"),
            )


def stages_fit(stages: Any, base_year: Any) -> bool:
    """Return whether stages are years that ascend and lie after the base year."""
    if not _whole_numbers(stages) or not stages:
        return False
    years = [*([base_year] if _whole(base_year) else []), *stages]
    return all(earlier < later for earlier, later in pairwise(years)) and stages[-1] < 2200


STAGES_ALLOWED: Words = (
    "a list of years that ascend and lie after base_year, such as [2030]",
    "递增且晚于 base_year 的年份列表，例如 [2030]",
)


def _whole(value: Any) -> bool:
    """Return whether a value is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def _whole_numbers(value: Any) -> bool:
    """Return whether a value is a list of whole numbers."""
    return isinstance(value, list) and all(_whole(v) for v in value)


def _slots_fit(hours: Any) -> bool:
    """Return whether the blocks of the day begin at 0 and ascend to at most 23."""
    return _whole_numbers(hours) and hours[:1] == [0] and sorted(set(hours)) == hours and hours[-1] < 24


def _weather_years_fit(years: Any) -> bool:
    """Return whether weather years are whole numbers whose probabilities add up to one."""
    if not isinstance(years, dict) or not all(str(year).isdigit() for year in years):
        return False
    shares = list(years.values())
    numbers = all(isinstance(s, int | float) and not isinstance(s, bool) and s > 0 for s in shares)
    return bool(shares) and numbers and isclose(sum(shares), 1.0, rel_tol=1e-6)


def _check(reading: Reading, said: dict[str, Any], key: str, place: Place) -> None:
    """Tell if the value of a key is not what it must be."""
    value = said[key]
    rules: dict[str, tuple[bool, Words]] = {
        "base_year": (_whole(value) and 1900 < value < 2200, ("a year such as 2025", "年份，例如 2025")),
        "stages": (stages_fit(value, said.get("base_year")), STAGES_ALLOWED),
        "slot_hours": (
            _slots_fit(value),
            ("hours of the day that begin with 0 and ascend, such as [0, 7, 17, 23]", "以 0 开始且递增的整点列表"),
        ),
        "weather_years": (
            _weather_years_fit(value),
            ('probabilities that add up to 1, such as "1" = 1.0', '合计为 1 的概率，例如 "1" = 1.0'),
        ),
    }
    text_rule = (isinstance(value, str) and bool(value.strip()), ("a text in quotes", "带引号的文字"))
    fits, allowed = rules.get(key, text_rule)
    if not fits:
        reading.tell(
            place,
            (f"{key} is {value!r}", f"{key} 为 {value!r}"),
            allowed,
            (f"correct {key}", f"改正 {key}"),
        )
