"""Assumptions with range and source, which of them are unconfirmed estimates, and the sources themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.model import REPORT_TABLES
from energy_model.write.inputs import in_language, parameter_words
from energy_model.write.standard.facts import Facts
from energy_model.write.standard.table import Field, StandardTable, must_agree, table

CONFIDENCE = ("documented", "literature", "estimate")
NAMES = ("name_zh", "name_en")
WIDEST = 20


def assumptions(facts: Facts) -> StandardTable:
    """Return every number of the inputs in use, with range, unit, source and confidence."""
    frame = _numbers(facts)
    fields = (
        Field("table", facts.say("col_table")),
        Field("item", facts.say("col_item")),
        Field("meaning", facts.say("col_parameter")),
        Field("from", facts.say("col_from")),
        *_range(facts),
        Field("confidence", facts.say("col_confidence")),
        Field("source", facts.say("col_source")),
        Field("changed_by", facts.say("col_changed_by")),
        Field("place", facts.say("col_place")),
        Field("note", facts.say("col_note")),
    )
    return table("assumptions", fields, frame, facts.language)


def confidence_count(facts: Facts) -> StandardTable:
    """Return how many numbers of each table are documented, from literature, or unconfirmed estimates."""
    numbers = _numbers(facts)
    counts = (
        numbers.groupby(["table", "level"], sort=False)
        .size()
        .unstack(fill_value=0)
        .reindex(columns=CONFIDENCE, fill_value=0)
    )
    counts = counts.reset_index()
    total = counts[list(CONFIDENCE)].sum()
    counts.loc[len(counts)] = {"table": facts.say("col_all"), **total}
    counts["all"] = counts[list(CONFIDENCE)].sum(axis=1)
    counts["share"] = counts["estimate"] / counts["all"].where(counts["all"] > 0)
    must_agree("assumptions, count", float(counts["all"].iloc[-1]), float(len(numbers)))
    frame = counts.assign(tone=[*([""] * (len(counts) - 1)), "total"])
    fields = (
        Field("table", facts.say("col_table")),
        *(Field(level, facts.say(f"level_{level}"), "number", 0) for level in CONFIDENCE),
        Field("all", facts.say("col_all"), "number", 0),
        Field("share", facts.say("col_estimate_share"), "share", 0),
    )
    return table("confidence_count", fields, frame, facts.language, sheet=facts.say("std_assumptions"))


def widest_estimates(facts: Facts) -> StandardTable:
    """Return the unconfirmed estimates whose range is widest against their value."""
    numbers = _numbers(facts)
    chosen = numbers[
        (numbers["level"] == "estimate") & (numbers["number"].abs() > 0) & ~numbers["node"].isin(REPORT_TABLES)
    ]
    width = (chosen["top"] - chosen["bottom"]) / chosen["number"].abs()
    frame = chosen.assign(width=width).sort_values("width", ascending=False, kind="stable").head(WIDEST)
    fields = (
        Field("table", facts.say("col_table")),
        Field("item", facts.say("col_item")),
        Field("meaning", facts.say("col_parameter")),
        Field("from", facts.say("col_from")),
        *_range(facts),
        Field("width", facts.say("col_width"), "share", 0),
    )
    return table("widest_estimates", fields, frame, facts.language, count=WIDEST)


def source_list(facts: Facts) -> StandardTable:
    """Return the sources that the numbers in use name, with how many each carries."""
    uses = _numbers(facts)["source"].value_counts()
    known = facts.findings.sources.fillna("")
    known = known[known.index.isin(uses.index)]
    frame = known.assign(
        id=[str(key) for key in known.index],
        uses=[float(uses[key]) for key in known.index],
        confidence=[_level(facts, str(word)) for word in known["confidence"]],
        **{
            word: [in_language(line, word, facts.language) for line in known.to_dict("records")]
            for word in ("title", "reference", "note")
        },
    ).astype({"url": str, "date": str})
    words = ("id", "title", "reference", "url", "date", "confidence", "note")
    headings = ("source", "title", "reference", "address", "date", "confidence", "note")
    fields = (
        *(Field(word, facts.say(f"col_{heading}")) for word, heading in zip(words, headings, strict=True)),
        Field("uses", facts.say("col_uses"), "number", 0),
    )
    return table("source_list", fields, frame.reset_index(drop=True), facts.language)


def _range(facts: Facts) -> tuple[Field, ...]:
    """Return the columns of value, range and unit, as they stand in the inputs."""
    return tuple(Field(name, facts.say(f"col_{name}")) for name in ("value", "low", "high", "unit"))


def _level(facts: Facts, word: str) -> str:
    """Return the confidence of a source in words."""
    return facts.say(f"level_{word}") if word in CONFIDENCE else word


def _numbers(facts: Facts) -> pd.DataFrame:
    """Return the rows of the inputs that are numbers, as words, with their confidence and as floats."""
    inputs, language = facts.findings.inputs, facts.language
    columns = ["node", "table", "item", "meaning", "from", "value", "low", "high", "unit", "level", "confidence"]
    columns += ["source", "changed_by", "place", "note", "number", "bottom", "top"]
    if inputs.empty:
        return pd.DataFrame(columns=columns)
    level = facts.findings.sources["confidence"].to_dict() if "confidence" in facts.findings.sources else {}
    names = inputs[inputs["parameter"] == f"name_{language}"]
    named = {(t, i): str(v) for t, i, v in zip(names["table"], names["item"], names["value"], strict=True)}
    rows = []
    numbers = inputs[(inputs["unit"] != "text") & ~inputs["parameter"].isin(NAMES)].astype(object)
    for line in numbers.where(numbers.notna(), "").to_dict("records"):
        word = str(level.get(line["source"], "estimate")) or "estimate"
        item = str(line["item"])
        shown = named.get((line["table"], item)) or _pattern_words(facts, item)
        rows.append(
            {
                "node": line["table"],
                "table": facts.say(f"table_{line['table']}"),
                "item": shown,
                "meaning": parameter_words(str(line["parameter"]), language),
                "from": str(line["from"]),
                **{key: _plain(line[key]) for key in ("value", "low", "high")},
                "unit": "" if line["unit"] == "1" else str(line["unit"]),
                "level": word,
                "confidence": _level(facts, word),
                **{key: str(line[key]) for key in ("source", "changed_by")},
                "note": in_language(line, "note", language),
                "place": f"{line['file']}:{line['row']}",
                **{
                    to: float(line[key]) if line[key] != "" else np.nan
                    for key, to in (("value", "number"), ("low", "bottom"), ("high", "top"))
                },
            }
        )
    return pd.DataFrame(rows, columns=columns)


def _pattern_words(facts: Facts, item: str) -> str:
    """Return the words of a pattern such as ``wind_*``; an item without a name stands for itself."""
    if "*" not in item:
        return item
    gap = " " if facts.language == "en" and item != "*" else ""
    return facts.names.word(item.removesuffix("_*")).removesuffix("*") + gap + facts.say("all_items")


def _plain(value: object) -> str:
    """Return a number of the inputs without a needless ``.0``."""
    text = str(value)
    return f"{float(text):.10g}" if text else ""
