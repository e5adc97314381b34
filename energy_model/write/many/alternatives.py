"""The report of a study of near-optimal plans: ranges, musts and free choices, different plans."""

from __future__ import annotations

from typing import cast

import pandas as pd

from energy_model.errors import Language
from energy_model.studies.many.budget import Choice
from energy_model.studies.many.near_optimal import PLANS_WITHIN, WITHIN, Alternatives
from energy_model.write.many.parts import Naming, picture, section
from energy_model.write.many.spans import draw_plans, draw_ranges
from energy_model.write.pictures import Picture
from energy_model.write.report import Report
from energy_model.write.study_page import study_report
from energy_model.write.text_table import TextTable, words_table
from energy_model.write.units import Quantity, text, unit, with_unit
from energy_model.write.words import say

# A price of shortfalls below this is the dust of the solver [MCNY/a].
MET = 0.01
PLANT = ("corridor", "hydrogen", "electric_heat")


def alternatives_report(study: Alternatives, language: Language) -> Report:
    """Return the report of a study of near-optimal plans in one language."""
    naming = Naming(study.case, language)
    labels = {choice.name: _label(choice, naming) for choice in study.choices}
    sections = [
        section("al_ranges", language, [*_range_pictures(study, labels, language), _ranges(study, labels, language)],
                gross=with_unit(study.base["gross_cost"], "money", language)),
        section("al_plans", language, [_plan_picture(study, labels, language), _plans(study, labels, language)],
                share=f"{PLANS_WITHIN:.0%}"),
        section("al_checks", language, [_checks(study, labels, language)]),
    ]  # fmt: skip
    left = study.ranges[["left_least", "left_greatest"]].min().min()
    keys = (
        (say("key_net_cost", language), with_unit(study.base["value"], "money", language)),
        (say("key_gross_cost", language), with_unit(study.base["gross_cost"], "money", language)),
        (say("key_penalty", language), with_unit(study.base["penalty"], "money", language)),
        (say("key_choices", language), str(len(study.choices))),
        (say("key_left", language), with_unit(left, "share", language, 4)),
    )
    tone = "good" if study.base["penalty"] < MET else "bad"
    return study_report(
        naming.case, language, "ask_alternatives", _verdict(study, labels, language), tone, sections, keys
    )


def _label(choice: Choice, naming: Naming) -> str:
    """Return the words of a choice: technology or plant, and whether power or energy is meant."""
    name = naming.plant(choice.table, choice.key) if choice.table in PLANT else naming.word(choice.key)
    kind = say(f"choice_{choice.quantity}", naming.language)
    return say("choice_label", naming.language, name=name, kind=kind) if choice.table == "storage" else name


def _verdict(study: Alternatives, labels: dict[str, str], language: Language) -> str:
    """Return the sentence that answers: what is a must, what is free, each with its range."""
    widest = study.ranges[study.ranges["within"] == max(WITHIN)].set_index("name")
    quantities = _quantities(study)

    def told(kind: str) -> str:
        names = study.kinds[study.kinds["kind"] == kind]["name"]
        parts = [
            say("choice_between", language, name=labels[name],
                least=text(widest.at[name, "least"], quantities[name], language, 0 if language == "zh" else 1),
                greatest=with_unit(widest.at[name, "greatest"], quantities[name], language,
                                   0 if language == "zh" else 1))
            for name in names
        ]  # fmt: skip
        return say("clause_join", language).join(parts)

    must = (study.kinds["kind"] == "must").sum()
    return say("verdict_alternatives" if must else "verdict_alternatives_none", language, share=f"{max(WITHIN):.0%}",
               must=told("must"), free=told("free") or "—")  # fmt: skip


def _range_pictures(study: Alternatives, labels: dict[str, str], language: Language) -> list[Picture]:
    """Return the figure of ranges for powers and for energies of stores."""
    drawn = []
    for quantity in ("power", "storage"):
        names = [choice.name for choice in study.choices if choice.quantity == quantity]
        chosen = study.ranges[study.ranges["name"].isin(names)]
        if len(chosen):
            size = (10.0, 1.3 + 0.42 * len(names))
            drawn.append(_range_picture(chosen, labels, quantity, size, language))
    return drawn


def _range_picture(
    chosen: pd.DataFrame, labels: dict[str, str], quantity: Quantity, size: tuple[float, float], language: Language
) -> Picture:
    """Return the figure of ranges of one quantity."""
    return picture(
        f"al_ranges_{quantity}",
        size,
        language,
        lambda f: draw_ranges(f.subplots(), chosen, labels, quantity, language),
    )


def _quantities(study: Alternatives) -> dict[str, Quantity]:
    """Return what each choice is measured in; a study knows the names of quantities, not their units."""
    return {choice.name: cast(Quantity, choice.quantity) for choice in study.choices}


def _ranges(study: Alternatives, labels: dict[str, str], language: Language) -> TextTable:
    """Return the ranges as a table: a line per choice, least and greatest at each distance."""
    quantities = _quantities(study)
    kinds = dict(zip(study.kinds["name"], study.kinds["kind"], strict=True))
    lines = []
    for name, rows in study.ranges.groupby("name", sort=False):
        quantity = quantities[str(name)]
        cells = [
            f"{text(row['least'], quantity, language)} – {text(row['greatest'], quantity, language)}"
            for _, row in rows.iterrows()
        ]
        plan = text(rows["plan"].iloc[0], quantity, language)
        symbol = unit(quantity, language).symbol
        lines.append([labels[str(name)], say(f"kind_{kinds[str(name)]}", language), symbol, plan, *cells])
    headings = [
        *(say(key, language) for key in ("col_choice", "col_kind_of_choice", "col_unit_of_input", "least_cost_plan")),
        *(say("within", language, share=f"{within:.0%}") for within in WITHIN),
    ]
    return words_table("al_ranges", say("title_al_ranges", language), headings, lines, (3, 4, 5, 6, 7))


def _plan_picture(study: Alternatives, labels: dict[str, str], language: Language) -> Picture:
    """Return the figure of the different plans, powers only."""
    names = [choice.name for choice in study.choices if choice.quantity == "power"]
    chosen = study.plans[study.plans["name"].isin(names)]
    size = (10.0, 1.2 + 0.62 * len(names))
    return picture("al_plans", size, language, lambda f: draw_plans(f.subplots(), chosen, labels, language))


def _plans(study: Alternatives, labels: dict[str, str], language: Language) -> TextTable:
    """Return the different plans as a table."""
    grid = study.plans.pivot(index="name", columns="plan", values="size").reindex(list(labels))
    quantities = _quantities(study)
    lines = [
        [labels[name], unit(quantities[name], language).symbol,
         *(text(float(size), quantities[name], language) for size in grid.loc[name])]
        for name in grid.index
    ]  # fmt: skip
    names = [
        say("least_cost_plan", language) if number == "0" else say("plan_number", language, number=number)
        for number in grid.columns
    ]
    headings = [say("col_choice", language), say("col_unit_of_input", language), *names]
    return words_table("al_plans", say("title_al_plans", language), headings, lines, tuple(range(2, len(headings))))


def _checks(study: Alternatives, labels: dict[str, str], language: Language) -> TextTable:
    """Return the ends of the widest ranges: proven within, proven beyond, and what is left when solved again."""
    quantities = _quantities(study)
    lines = []
    for _, row in study.ranges[study.ranges["within"] == max(WITHIN)].iterrows():
        quantity = quantities[row["name"]]
        values = [row[key] for key in ("least_outer", "least", "greatest", "greatest_outer")]
        cells = [text(value, quantity, language) for value in values]
        left = [text(row[f"left_{end}"], "share", language, 4) for end in ("least", "greatest")]
        lines.append([labels[row["name"]], *cells, *left])
    keys = ("choice", "least_outer", "least", "greatest", "greatest_outer", "left_least", "left_greatest")
    headings = [say(f"col_{key}", language) for key in keys]
    return words_table("al_checks", say("title_al_checks", language), headings, lines, (1, 2, 3, 4, 5, 6))
