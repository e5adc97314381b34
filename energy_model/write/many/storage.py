"""The report of a storage study: comparison of stores, curves, rates of exchange."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from matplotlib.figure import Figure

from energy_model.errors import Language
from energy_model.studies.many.storage import Curve, StorageStudy, comparison, exchange, gains
from energy_model.write.many.curves import COLUMNS, draw_costs, draw_effects, draw_margins, quantity_of
from energy_model.write.many.parts import Naming, picture, section
from energy_model.write.pictures import Picture
from energy_model.write.report import Report, Section
from energy_model.write.study_page import study_report
from energy_model.write.text_table import Column, TextTable, text_table, words_table
from energy_model.write.units import Quantity, text, unit, with_unit
from energy_model.write.words import say

PANEL = (3.5, 2.5)
MEASURES = ("power", "duration", "tank")
# A store pays if the least cost lies above this share of its range.
PAYS = 0.01
Draw = Callable[[Figure, Sequence[Curve], Sequence[str], Language], None]
DRAWINGS: tuple[tuple[str, Draw], ...] = (
    ("costs", draw_costs),
    ("margins", draw_margins),
    ("effects", draw_effects),
)


def storage_report(study: StorageStudy, language: Language) -> Report:
    """Return the report of a storage study in one language."""
    naming = Naming(study.case, language)
    compared = {measure: comparison(study, measure) for measure in MEASURES}
    power = compared["power"]
    tables = [_comparison(table, measure, naming) for measure, table in compared.items() if len(table)]
    rates = [] if power.empty else [_gains(gains(study), naming), _exchange(power, naming)]
    sections = [
        section("st_compare", language, [*tables, *rates]),
        *(_curves(study, measure, naming) for measure in MEASURES),
        section("st_points", language, [_points(curve, naming) for curve in study.curves]),
    ]
    keys = (
        (say("key_net_cost", language), with_unit(study.base["value"], "money", language)),
        (say("key_gross_cost", language), with_unit(study.base["gross_cost"], "money", language)),
        (say("key_penalty", language), with_unit(study.base["penalty"], "money", language)),
        (say("key_places", language, curves=len(study.curves)), str(study.solves)),
        (say("key_gap", language), with_unit(max(curve.gap for curve in study.curves), "money", language, 4)),
    )
    kept = [part for part in sections if part.blocks]
    return study_report(naming.case, naming.language, "ask_storage", _verdict(power, naming), "good", kept, keys)


def _verdict(table: pd.DataFrame, naming: Naming) -> str:
    """Return the sentence that answers: which stores pay, up to which size, and what comes nearest of the others."""
    language = naming.language
    if table.empty:
        return say("verdict_storage_none", language)
    paying = table[table["to_size"] > PAYS * table["most"]]
    others = table.drop(paying.index)
    parts = [
        say("verdict_store", language, name=naming.plant(row["table"], row["item"]), size=_range(row, language),
            hours=with_unit(row["held"], "hours", language, 1))
        for _, row in paying.sort_values("to_size", ascending=False).iterrows()
    ]  # fmt: skip
    values = {"count": len(table), "paying": len(paying), "stores": say("clause_join", language).join(parts)}
    if len(others):
        nearest = others.loc[others["ratio"].idxmax()]
        values["nearest"] = naming.plant(nearest["table"], nearest["item"])
        values["ratio"] = with_unit(nearest["ratio"], "share", language, 0)
    which = "none_pays" if paying.empty else "all_pay" if others.empty else "pays"
    return say(f"verdict_storage_{which}", language, **values)


def _range(row: pd.Series, language: Language) -> str:
    """Return the range of the least cost with its unit, one number where both ends look the same."""
    low, high = (text(row[end], "power", language) for end in ("from_size", "to_size"))
    return " ".join((low if low == high else f"{low}–{high}", unit("power", language).symbol))


def _comparison(table: pd.DataFrame, measure: str, naming: Naming) -> TextTable:
    """Return the table 储能配置比选 of one measure, the most worth per cost first."""
    named = _named(table.sort_values("ratio", ascending=False, na_position="last"), naming)
    quantity = quantity_of(measure)
    digits = 1 if measure == "duration" else None
    margin: Quantity = "capacity_price" if measure == "power" else "storage_price"
    held = {
        "power": (Column("held", "col_st_hours", "hours", 1),),
        "duration": (Column("held", "col_power", "power"),),
        "tank": (),
    }
    columns = (
        Column("name", "col_st_name"),
        Column("where", "col_zone"),
        *held[measure],
        Column("base", "col_in_plan", quantity, digits),
        Column("from_size", "col_best_from", quantity, digits),
        Column("to_size", "col_best_to", quantity, digits),
        Column("marginal_cost", "col_marginal_cost", margin),
        Column("next_value", "col_next_value", margin),
        Column("ratio", "col_value_per_cost", "number"),
        *([Column("less_curtailed", "col_less_curtailed", "hours", 0)] if measure == "power" else []),
        *([Column("cycles", "col_cycles", "rate")] if measure != "tank" else []),
    )
    return text_table(f"st_comparison_{measure}", named, columns, naming.language)


def _gains(table: pd.DataFrame, naming: Naming) -> TextTable:
    """Return what each store does for wind and PV, the greatest gain first."""
    named = _named(table.sort_values("gain", ascending=False), naming) if len(table) else table
    columns = (
        Column("name", "col_st_name"),
        Column("where", "col_zone"),
        Column("held", "col_st_hours", "hours", 1),
        Column("size", "col_compared_size", "power"),
        Column("cost", "col_cost", "money"),
        Column("without", "col_without", "share"),
        Column("with", "col_with", "share"),
        Column("gain", "col_gain", "points"),
        Column("saved", "col_saved", "energy"),
        Column("saved_cost", "col_saved_cost", "price"),
    )
    return text_table("st_gains", named, columns, naming.language)


def _named(table: pd.DataFrame, naming: Naming) -> pd.DataFrame:
    """Return the table with the names of stores and zones."""
    return table.assign(
        name=[naming.plant(t, i) for t, i in zip(table["table"], table["item"], strict=True)],
        where=[naming.zone(zone) for zone in table["zone"]],
    )


def _exchange(table: pd.DataFrame, naming: Naming) -> TextTable:
    """Return the rates of exchange between kinds of store."""
    rates = exchange(table)
    lines = [
        [naming.word(kind), *(text(float(rates.at[kind, other]), "number", naming.language) for other in rates.columns)]
        for kind in rates.index
    ]
    headings = [say("col_one_kw_of", naming.language), *(naming.word(kind) for kind in rates.columns)]
    numeric = range(1, len(headings))
    return words_table("st_exchange", say("title_st_exchange", naming.language), headings, lines, tuple(numeric))


def _curves(study: StorageStudy, measure: str, naming: Naming) -> Section:
    """Return the section of the curves of one measure."""
    chosen = [curve for curve in study.curves if curve.axis.measure == measure]
    names = [_panel_name(curve, naming) for curve in chosen]
    language = naming.language
    return section(f"st_{measure}", language, _pictures(chosen, names, measure, language) if chosen else [])


def _pictures(chosen: Sequence[Curve], names: Sequence[str], measure: str, language: Language) -> list[Picture]:
    """Return the figures of the curves of one measure."""
    size = (PANEL[0] * COLUMNS, 0.2 + PANEL[1] * -(-len(chosen) // COLUMNS))

    def panels(draw: Draw) -> Callable[[Figure], None]:
        return lambda figure: draw(figure, chosen, names, language)

    return [picture(f"st_{name}_{measure}", size, language, panels(draw)) for name, draw in DRAWINGS]


def _panel_name(curve: Curve, naming: Naming) -> str:
    """Return the title of a panel: plant, and what is held."""
    axis, language = curve.axis, naming.language
    name = naming.plant(axis.table, axis.item)
    if axis.measure == "power":
        return f"{name} ({with_unit(axis.held, 'hours', language, 1)})"
    return f"{name} ({with_unit(axis.held, 'power', language)})" if axis.measure == "duration" else name


def _points(curve: Curve, naming: Naming) -> TextTable:
    """Return all places of a curve."""
    axis, language = curve.axis, naming.language
    scale = axis.per_kwh or 1.0
    frame = curve.points.assign(
        marginal_value=curve.points["marginal_value"] / scale,
        marginal_cost=curve.points["marginal_cost"] / scale,
        lower=curve.bounds.lower(curve.points["at"].to_numpy()),
    )
    margin: Quantity = "storage_price" if axis.per_kwh else "capacity_price"
    columns = (
        Column("at", f"col_{axis.measure}", quantity_of(axis.measure)),
        Column("cost", "col_cost", "money", 3),
        Column("penalty", "col_penalty", "money", 3),
        Column("marginal_value", "col_marginal_value", margin),
        Column("marginal_cost", "col_marginal_cost", margin),
        Column("utilisation", "col_utilisation", "share"),
        Column("curtailed_gwh", "col_curtailed", "energy"),
        Column("shortfalls", "col_shortfalls", "number", 0),
        Column("cycles", "col_cycles", "rate"),
    )
    table = text_table("st_places", frame, columns, language)
    measure, gap = say(f"measure_{axis.measure}", language), with_unit(curve.gap, "money", language, 4)
    title = say("title_st_curve", language, name=_panel_name(curve, naming), measure=measure, gap=gap)
    return TextTable(f"st-{axis.name}", title, table.headings, table.numeric, table.rows, folded=True)
