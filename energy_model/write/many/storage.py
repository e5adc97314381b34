"""The report of a storage study: comparison of stores, curves, rates of exchange."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from matplotlib.figure import Figure

from energy_model.case.errors import Language
from energy_model.studies.many.storage import Curve, StorageStudy, comparison, exchange, gains
from energy_model.write.many.curves import COLUMNS, draw_costs, draw_effects, draw_margins, quantity_of
from energy_model.write.many.parts import Naming, picture, section
from energy_model.write.pictures import Picture
from energy_model.write.report import Report, Section
from energy_model.write.study_page import study_report
from energy_model.write.text_table import Column, TextTable, text_table, words_table
from energy_model.write.units import Quantity, text, with_unit
from energy_model.write.words import say

PANEL = (3.5, 2.5)
#: What names a store in a table.
NAMED = (
    Column("name", "col_st_name"),
    Column("kind", "col_st_kind"),
    Column("where", "col_zone"),
    Column("held", "col_st_hours", "hours", 1),
)
Draw = Callable[[Figure, Sequence[Curve], Sequence[str], Language], None]
DRAWINGS: tuple[tuple[str, Draw], ...] = (
    ("costs", draw_costs),
    ("margins", draw_margins),
    ("effects", draw_effects),
)


def storage_report(study: StorageStudy, language: Language) -> Report:
    """Return the report of a storage study in one language."""
    naming, table = Naming(study.case, language), comparison(study)
    sections = [
        section(
            "st_compare", language, [_comparison(table, naming), _gains(gains(study), naming), _exchange(table, naming)]
        ),
        *(_curves(study, measure, naming) for measure in ("power", "duration", "tank")),
        section("st_points", language, [_points(curve, naming) for curve in study.curves]),
    ]
    keys = (
        (say("key_net_cost", language), with_unit(study.base["value"], "money", language)),
        (say("key_penalty", language), with_unit(study.base["penalty"], "money", language)),
        (say("key_curves", language), str(len(study.curves))),
        (say("key_places", language), str(study.solves)),
        (say("key_gap", language), with_unit(max(curve.gap for curve in study.curves), "money", language, 4)),
    )
    kept = [part for part in sections if part.blocks]
    return study_report(naming.case, naming.language, "ask_storage", _verdict(table, naming), "good", kept, keys)


def _verdict(table: pd.DataFrame, naming: Naming) -> str:
    """Return the sentence that answers: what pays to be added, and what comes nearest to paying."""
    language = naming.language
    if table.empty:
        return say("verdict_storage_none", language)
    best = table.loc[table["ratio"].idxmax()]
    paying = table[table["ratio"] > 1.0]
    values = {
        "name": naming.plant(best["table"], best["item"]),
        "value": with_unit(best["next_value"], "capacity_price", language),
        "cost": with_unit(best["marginal_cost"], "capacity_price", language),
        "count": len(table),
        "names": ("、" if language == "zh" else ", ").join(
            naming.plant(row["table"], row["item"]) for _, row in paying.iterrows()
        ),
    }
    return say("verdict_storage_pays" if len(paying) else "verdict_storage_enough", language, **values)


def _tables(study: StorageStudy, table: pd.DataFrame, naming: Naming) -> list[TextTable]:
    """Return what the next unit of each store is worth, and what each does for wind and PV."""
    return [_comparison(table, naming), _gains(gains(study), naming)]


def _comparison(table: pd.DataFrame, naming: Naming) -> TextTable:
    """Return the table 储能配置比选, the most worth per cost first."""
    named = _named(table.sort_values("ratio", ascending=False), naming) if len(table) else table
    columns = (
        *NAMED,
        Column("base", "col_in_plan", "power"),
        Column("from_size", "col_best_from", "power"),
        Column("to_size", "col_best_to", "power"),
        Column("marginal_cost", "col_marginal_cost", "capacity_price"),
        Column("next_value", "col_next_value", "capacity_price"),
        Column("ratio", "col_value_per_cost", "number"),
        Column("less_curtailed", "col_less_curtailed", "hours", 0),
        Column("cycles", "col_cycles", "rate"),
    )
    return text_table("st_comparison", named, columns, naming.language)


def _gains(table: pd.DataFrame, naming: Naming) -> TextTable:
    """Return what each store does for wind and PV, the greatest gain first."""
    named = _named(table.sort_values("gain", ascending=False), naming) if len(table) else table
    columns = (
        *NAMED,
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
    """Return the table with the names of stores, kinds and zones."""
    return table.assign(
        name=[naming.plant(t, i) for t, i in zip(table["table"], table["item"], strict=True)],
        kind=[naming.word(word) for word in table["technology"]],
        where=[naming.zone(zone) for zone in table["zone"]],
    )


def _exchange(table: pd.DataFrame, naming: Naming) -> TextTable:
    """Return the rates of exchange between stores."""
    rates = exchange(table)
    names = {row["item"]: naming.plant(row["table"], row["item"]) for _, row in table.iterrows()}
    lines = [
        [names[item], *(text(float(rates.at[item, other]), "number", naming.language) for other in rates.columns)]
        for item in rates.index
    ]
    headings = [say("col_one_kw_of", naming.language), *(names[other] for other in rates.columns)]
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
