"""The page that explains a verdict: requirements, conflicts between them, remedies."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Any

import pandas as pd

from energy_model.errors import Language
from energy_model.studies import Explanation
from energy_model.write.amounts import lever_amount, requirement_amount
from energy_model.write.figures.conflicts import draw_conflicts, draw_remedies
from energy_model.write.inputs import anchor, input_tables, source_table
from energy_model.write.naming import naming
from energy_model.write.pictures import Picture, draw_picture
from energy_model.write.report import TONES, Report, Section, warning_words
from energy_model.write.requirements import requirements
from energy_model.write.text_table import Cell, Row, TextTable
from energy_model.write.theme import theme
from energy_model.write.units import NOTHING, with_unit
from energy_model.write.words import say

PAIRS_SHOWN = 10


def explanation_page(found: Explanation, language: Language) -> Report:
    """Return the page of an explanation.

    Parameters
    ----------
    found : Explanation
        Of a proven case.
    language : {"zh", "en"}
        Language.
    """
    if found.findings.tree is None:
        raise ValueError("nothing was proven, so there is nothing to explain")
    names, summary = naming(found.findings.tree, language), found.findings.summary
    origin, verdict = summary["provenance"], summary["verdict"]
    with theme():
        drawn = _pictures(found, language)
    told = pd.DataFrame(summary["requirements"])
    content: dict[str, tuple[tuple[str, ...], list[TextTable | Picture]]] = {
        "requirements": ((say("text_requirements", language),), [requirements(told, names)]),
        "conflicts": (
            conflict_sentences(found, language),
            [*_of(drawn, "conflicts"), _conflicts(found, language)],
        ),
        "remedies": (_remedy_text(found, language), [*_of(drawn, "remedies"), _remedies(found, language)]),
        "pairs": (pair_sentences(found, language), [_pairs(found, language)]),
        "inputs": (
            (say("text_inputs", language),),
            [
                *input_tables(found.findings.inputs, found.findings.sources, language),
                source_table(found.findings.inputs, found.findings.sources, language),
            ],
        ),
    }
    sections = tuple(
        Section(
            name,
            say(f"section_{name}", language),
            text,
            tuple(b for b in blocks if isinstance(b, Picture) or b.rows),
            (),
        )
        for name, (text, blocks) in content.items()
        if name != "pairs" or text
    )
    return Report(
        language,
        origin[f"title_{language}"] or origin["case"],
        say("scenario_is", language, name=origin["scenario"], sentence=origin[f"scenario_{language}"]),
        say("question_explain", language),
        verdict[f"sentence_{language}"],
        TONES[verdict["status"]],
        warning_words(summary, language),
        _keys(found, language),
        sections,
    )


def filled(blocks: Iterable[TextTable | Picture]) -> tuple[TextTable | Picture, ...]:
    """Return figures, and tables that have rows."""
    return tuple(block for block in blocks if isinstance(block, Picture) or block.rows)


def _of(drawn: dict[str, Picture], name: str) -> list[Picture]:
    """Return a figure, if it was drawn."""
    return [drawn[name]] if name in drawn else []


def _pictures(found: Explanation, language: Language) -> dict[str, Picture]:
    """Return the figures that have something to show."""
    drawn = {}
    if len(found.conflicts):
        kinds = found.conflicts["id"].nunique()
        size = (10.0, 1.6 + 0.42 * kinds)
        values = {"count": found.conflicts["conflict"].nunique(), "kinds": kinds}
        drawn["conflicts"] = draw_picture(
            "conflicts", size, language, values, lambda f: draw_conflicts(f.subplots(), found.conflicts, language)
        )
    if len(found.remedies):
        size = (10.0, 1.4 + 0.36 * len(found.remedies))
        values = {"count": int(found.remedies["suffices"].sum()), "levers": len(found.remedies)}
        drawn["remedies"] = draw_picture(
            "remedies", size, language, values, lambda f: draw_remedies(f.subplots(), found.remedies, language)
        )
    return drawn


def _keys(found: Explanation, language: Language) -> tuple[tuple[str, str], ...]:
    """Return the figures to remember."""
    if found.feasible:
        return ()
    enough = found.remedies[found.remedies["suffices"]]
    keys = [(say("key_remedies", language), f"{len(enough)} / {len(found.remedies)}")]
    if not found.only_by_burning:
        keys.insert(0, (say("key_conflicts", language), str(found.conflicts["conflict"].nunique())))
    if len(enough):
        best = enough.iloc[0]
        keys.append((say("key_best", language), f"{best[f'name_{language}']}{_gap(language)}{_change(best, language)}"))
        keys.append((say("key_best_cost", language), with_unit(float(best["cost"]), "money", language)))
    elif len(found.pairs):
        best = found.pairs.iloc[0]
        keys.append((say("key_pair", language), _pair_words(best, language)))
        keys.append((say("key_best_cost", language), with_unit(float(best["cost"]), "money", language)))
    return tuple(keys)


def _gap(language: Language) -> str:
    """Return what stands between a name and an amount."""
    return " " if language == "zh" else ": "


def conflict_sentences(found: Explanation, language: Language) -> tuple[str, ...]:
    """Return what the conflicts say: which requirements exclude each other, and what each alone would have to give."""
    if found.feasible:
        return (say("no_conflict", language),)
    if found.only_by_burning:
        return (say("only_by_burning", language),)
    said = []
    for number, lines in found.conflicts.groupby("conflict", sort=True):
        members = say("list_join", language).join(lines[f"name_{language}"])
        gives = say("clause_join", language).join(
            say("gives_way", language, name=line[f"name_{language}"], amount=requirement_amount(line, language))
            for line in lines.to_dict("records")
        )
        key = "conflict_alone" if len(lines) == 1 else "conflict_of"
        said.append(say(key, language, number=number, members=members, gives=gives))
    return (*said, say("conflicts_complete" if found.complete else "conflicts_more", language))


def _conflicts(found: Explanation, language: Language) -> TextTable:
    """Return a line per member, with where its inputs stand."""
    rows = [
        Row(
            (
                Cell(str(line["conflict"])),
                Cell(str(line[f"name_{language}"]), f"#{anchor('requirements', str(line['id']))}"),
                Cell(requirement_amount(line, language)),
                Cell(str(line["rows"])),
                Cell(str(line["sources"])),
            )
        )
        for line in found.conflicts.to_dict("records")
    ]
    headings = ("conflict", "requirement", "gives", "place", "source")
    return _table("conflicts", headings, rows, (2,), language)


def _remedy_text(found: Explanation, language: Language) -> tuple[str, ...]:
    """Return what the remedies say."""
    if found.feasible:
        return (say("no_remedy_needed", language),)
    enough = found.remedies[found.remedies["suffices"]]
    said = [say("text_remedies", language)]
    for line in enough.to_dict("records"):
        name, cost = line[f"name_{language}"], with_unit(float(line["cost"]), "money", language)
        said.append(say("remedy_is", language, name=name, change=_change(line, language), cost=cost))
    if enough.empty:
        said.append(say("no_single_lever", language))
    return tuple(said)


def _change(line: Any, language: Language) -> str:
    """Return the change of a lever in words."""
    amount = lever_amount(float(line["change"]), str(line["unit"]), str(line["table"]), language)
    return say(f"direction_{line['direction']}", language, amount=amount)


def _remedies(found: Explanation, language: Language) -> TextTable:
    """Return a line per lever: smallest change and cost, or what is left."""
    rows = [_remedy_row(found, line, language) for line in found.remedies.to_dict("records")]
    return _table("remedies", ("lever", "smallest", "most", "yearly_cost", "left", "place"), rows, (1, 2, 3), language)


def _remedy_row(found: Explanation, line: dict[Any, Any], language: Language) -> Row:
    """Return one lever."""
    enough = bool(line["suffices"])
    cost = float(line["cost"])
    cells = (
        Cell(str(line[f"name_{language}"])),
        Cell(_change(line, language) if enough else NOTHING),
        Cell(lever_amount(float(line["most"]), str(line["unit"]), str(line["table"]), language)),
        Cell(with_unit(cost, "money", language) if isfinite(cost) else NOTHING),
        Cell(say(_judged(enough, str(line["way"])), language, left=_left(found, line, language))),
        Cell(str(line["rows"])),
    )
    return Row(cells, tone="" if enough else "faint")


def _judged(enough: bool, way: str) -> str:
    """Return the word for what a lever alone can do."""
    if way == "held":
        return "enough_held" if enough else "not_alone_held"
    return "enough" if enough else "not_alone"


def _left(found: Explanation, line: dict[Any, Any], language: Language) -> str:
    """Return which requirements are still short, and by how much."""
    told = {row["id"]: row for row in found.findings.summary["requirements"]}
    return say("list_join", language).join(
        f"{told[key][f'name_{language}']} {requirement_amount(_row_amount(told[key], amount), language)}"
        for key, amount in line["missing"].items()
    )


def _row_amount(row: dict[str, Any], amount: float) -> dict[str, Any]:
    """Return a shortfall of a row in its own unit; that of a share is an energy."""
    unit = {"TWh": "GWh", "1": "GWh"}.get(row["unit"], row["unit"])
    if row["kind"] == "firm_capacity":
        unit = "GW"
    return {"unit": unit, "yields": amount, "yields_row": amount, "row_unit": unit}


def pair_sentences(found: Explanation, language: Language) -> tuple[str, ...]:
    """Return what the pairs say; nothing where a single lever is enough."""
    if found.feasible or found.only_by_burning or bool(found.remedies["suffices"].any()):
        return ()
    if found.pairs.empty:
        return (say("no_pair", language),)
    best = found.pairs.iloc[0]
    cost = with_unit(float(best["cost"]), "money", language)
    return (say("pair_is", language, pair=_pair_words(best, language), cost=cost, count=len(found.pairs)),)


def _pair_words(line: Any, language: Language) -> str:
    """Return a pair with its changes."""
    return say("pair_join", language).join(
        f"{line[f'{place}_{language}']}{_gap(language)}{_change(_half(line, place), language)}"
        for place in ("first", "second")
    )


def _half(line: Any, place: str) -> dict[str, Any]:
    """Return one lever of a pair."""
    return {name: line[f"{place}_{name}"] for name in ("change", "unit", "table", "direction")}


def _pairs(found: Explanation, language: Language) -> TextTable:
    """Return the cheapest pairs."""
    rows = [
        Row(
            (
                Cell(str(line[f"first_{language}"])),
                Cell(_change(_half(line, "first"), language)),
                Cell(str(line[f"second_{language}"])),
                Cell(_change(_half(line, "second"), language)),
                Cell(with_unit(float(line["cost"]), "money", language)),
            )
        )
        for line in found.pairs.head(PAIRS_SHOWN).to_dict("records")
    ]
    return _table("pairs", ("lever", "change", "second_lever", "change", "yearly_cost"), rows, (1, 3, 4), language)


def _table(
    name: str, headings: tuple[str, ...], rows: list[Row], numeric: tuple[int, ...], language: Language
) -> TextTable:
    """Return a table of words."""
    flags = tuple(i in numeric for i in range(len(headings)))
    told = tuple(say(f"col_{heading}", language) for heading in headings)
    return TextTable(name, say(f"title_{name}", language), told, flags, tuple(rows))
