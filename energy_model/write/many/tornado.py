"""The report of a sensitivity study: tornado, spider, map, break-even prices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from energy_model.errors import Language
from energy_model.studies.many.sensitivity import MAP, Sensitivity
from energy_model.write.inputs import parameter_words
from energy_model.write.many.parts import Naming, file_unit, picture, section
from energy_model.write.many.swings import SHARES, draw_map, draw_spider, draw_tornado
from energy_model.write.pictures import Picture
from energy_model.write.report import Report
from energy_model.write.study_page import study_report
from energy_model.write.text_table import Column, TextTable, text_table, words_table
from energy_model.write.units import text, unit, with_unit
from energy_model.write.words import say, words


def tornado_report(study: Sensitivity, language: Language) -> Report:
    """Return the report of a sensitivity study in one language."""
    naming = Naming(study.case, language)
    table = study.tornado.assign(label=[_label(row, naming) for _, row in study.tornado.iterrows()])
    solved = table[table["solved"]]
    labels = dict(zip(table["name"], table["label"], strict=True))
    sections = [
        section("to_tornado", language, [_tornado(solved, language), _swings(solved, "to_solved", language)],
                count=len(table), solved=len(solved)),
        section("to_spider", language, _spider_and_map(study, labels, language)),
        section("to_breakeven", language, [_breakeven(study, naming)]),
        section("to_all", language, [_swings(table[~table["solved"]], "to_estimated", language)]),
    ]  # fmt: skip
    cost = study.base["objective_mcny_per_year"]
    keys = (
        (say("key_net_cost", language), with_unit(cost, "money", language)),
        (say("key_inputs", language), str(len(table))),
        (say("key_estimate_error", language), with_unit(_error(table), "share", language, 0)),
    )
    return study_report(
        naming.case, language, "ask_tornado", _verdict(table, language), "good", [s for s in sections if s.blocks], keys
    )


def _label(row: pd.Series, naming: Naming) -> str:
    """Return what an input is: plant or kind of plant, and parameter."""
    item, kind = str(row["item"]), str(row["item"]).removesuffix("_*")
    known = kind != item and kind in words()
    whole = say("all_of", naming.language, kind=naming.word(kind if known else str(row["table"])))
    plant = naming.plant(str(row["table"]), item)
    # A table of one nameless row, such as the economy, is called by its own name.
    name = whole if "*" in item else naming.word(str(row["table"])) if plant == item else plant
    return say(
        "input_label", naming.language, item=name, parameter=parameter_words(str(row["parameter"]), naming.language)
    )


def _verdict(table: pd.DataFrame, language: Language) -> str:
    """Return the sentence that answers: the three inputs that weigh most."""
    parts = []
    for _, row in table.head(3).iterrows():
        ends = [_signed(row, end, language) for end in ("low", "high")]
        parts.append(say("verdict_input", language, name=row["label"], low=ends[0], high=ends[1]))
    return say("verdict_tornado", language, inputs=("；" if language == "zh" else "; ").join(parts))


def _signed(row: pd.Series, end: str, language: Language) -> str:
    """Return the change of cost at one end with its sign, or that the end is infeasible."""
    if not row[f"feasible_solved_{end}"]:
        return say("map_short", language)
    change = row[f"solved_{end}"]
    return ("+" if change > 0 else "") + with_unit(change, "money", language)


def _error(table: pd.DataFrame) -> float:
    """Return the median error of the estimates as a share of what solving gave."""
    solved = np.concatenate([table["solved_low"], table["solved_high"]]).astype(float)
    guessed = np.concatenate([table["estimate_low"], table["estimate_high"]]).astype(float)
    told = np.isfinite(solved) & np.isfinite(guessed) & (np.abs(solved) > 1e-6)
    return float(np.median(np.abs(guessed - solved)[told] / np.abs(solved)[told])) if told.any() else np.nan


def _tornado(shown: pd.DataFrame, language: Language) -> Picture:
    """Return the tornado of the inputs that were solved again."""
    labels = list(shown["label"])
    size = (10.0, 1.4 + 0.42 * len(shown))
    return picture("to_tornado", size, language, lambda f: draw_tornado(f.subplots(), shown, labels, language))


def _spider_and_map(study: Sensitivity, labels: dict[str, str], language: Language) -> list[Picture | TextTable]:
    """Return the spider and, where there are two inputs, the map, each with its numbers."""
    spider, fields = study.spider, study.map
    symbol = unit("money", language).symbol
    drawn: list[Picture | TextTable] = [
        picture("to_spider", (8.6, 6.2), language, lambda f: draw_spider(f.subplots(), spider, labels, language)),
        _grid("to_spider", say("title_to_spider", language, unit=symbol),
              spider.pivot(index="name", columns="share", values="change").rename(index=labels), language),
    ]  # fmt: skip
    if len(fields):
        first, second = list(labels.values())[:2]
        title = say("title_to_map", language, unit=symbol, first=first, second=second)
        grid = fields.pivot(index="second", columns="first", values="change")
        drawn += [
            picture(
                "to_map", (8.6, 4.6), language, lambda f: draw_map(f.subplots(), fields, (first, second), language)
            ),
            _grid("to_map", title, grid.rename(index=_share_words(language)), language),
        ]
    return drawn


def _grid(name: str, title: str, changes: pd.DataFrame, language: Language) -> TextTable:
    """Return changes of cost over shares of the range of an input as a folded table."""
    lines = [[str(index), *(text(value, "money", language) for value in row)] for index, row in changes.iterrows()]
    headings = ["", *(_share_words(language)[share] for share in changes.columns)]
    made = words_table(f"{name}_numbers", title, headings, lines, tuple(range(1, len(headings))))
    return replace(made, folded=True)


def _share_words(language: Language) -> dict[float, str]:
    """Return what the shares of a range are called."""
    return {share: say(f"share_{word}", language) for share, word in zip(MAP, SHARES, strict=True)}


def _swings(table: pd.DataFrame, name: str, language: Language) -> TextTable:
    """Return inputs with their ranges and what they do to the cost."""
    shown = table.assign(
        unit=[file_unit(str(row["unit"]), language) for _, row in table.iterrows()],
        range=[f"{row['low']:g} – {row['value']:g} – {row['high']:g}" for _, row in table.iterrows()],
    )
    columns = [
        Column("label", "col_input"),
        Column("range", "col_range"),
        Column("unit", "col_unit_of_input"),
        Column("estimate_low", "col_estimate_low", "money", 3),
        Column("estimate_high", "col_estimate_high", "money", 3),
    ]
    if name == "to_solved":
        columns += [
            Column("solved_low", "col_solved_low", "money", 3),
            Column("solved_high", "col_solved_high", "money", 3),
        ]
    made = text_table(name, shown, columns, language)
    return TextTable(made.name, made.title, made.headings, made.numeric, made.rows, folded=name == "to_estimated")


def _breakeven(study: Sensitivity, naming: Naming) -> TextTable:
    """Return what each size that may be built costs, and how cheap it must be to be built or built further."""
    language = naming.language
    frame = study.breakeven.assign(
        name=[naming.plant(t, i) for t, i in zip(study.breakeven["table"], study.breakeven["item"], strict=True)],
        part=[_part(row, language) for _, row in study.breakeven.iterrows()],
        state=[_state(row, language) for _, row in study.breakeven.iterrows()],
    )
    columns = (
        Column("name", "col_st_name_any"),
        Column("part", "col_part"),
        Column("price", "col_price_now", "number", 0),
        Column("breakeven", "col_price_even", "number", 0),
        Column("ratio", "col_even_per_price", "share", 0),
        Column("state", "col_state"),
    )
    return text_table("to_breakeven", frame, columns, language)


def _part(row: pd.Series, language: Language) -> str:
    """Return which part of a plant is priced."""
    if row["size"] == "whole":
        return say("whole_store", language, hours=with_unit(row["held"], "hours", language, 1))
    return parameter_words(f"{row['size']}_investment", language)


def _state(row: pd.Series, language: Language) -> str:
    """Return whether a size is built, and whether more would pay."""
    if row["size"] == "whole" and row["ratio"] > 1 + 1e-3:
        return say("state_worth", language)
    if row["built"] <= 1e-4:
        return say("state_out" if row["ratio"] < 1 - 1e-3 else "state_edge", language)
    return say("state_full" if row["ratio"] > 1 + 1e-3 else "state_in", language)
