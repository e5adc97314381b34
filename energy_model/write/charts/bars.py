"""Figures of bars: wind and PV by month and cause, capacity, and the waterfall of the yearly cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from energy_model.studies.plain import latest
from energy_model.write.charts.chart import (
    FAINT,
    Chart,
    axis,
    heading,
    listed,
    paint,
    safe,
    value_axis,
    words_of,
)
from energy_model.write.figures.waterfall import DOWN, TOTAL, UP, view_of
from energy_model.write.naming import Naming, in_order
from energy_model.write.standard.capacity import capacity_by_year
from energy_model.write.tables import CAUSES, cost_steps
from energy_model.write.theme import look
from energy_model.write.units import Quantity, text, unit, with_unit
from energy_model.write.words import say


def causes_chart(months: pd.DataFrame, names: Naming) -> Chart:
    """Return what wind and PV could give by month: used, and curtailed by cause; the rate stands on the bar."""
    language = names.language
    frame = months.set_index("month").sort_index()
    causes = [cause for cause in CAUSES if frame[cause].sum() > 1e-6 * frame["available"].sum()]
    x = [names.word(f"month_{month}") for month in frame.index]
    traces: list[dict[str, Any]] = []
    columns: list[tuple[str, Any]] = [(names.word("col_month"), x)]
    for key, values in (("used", frame["given"]), *((cause, frame[cause]) for cause in causes)):
        y = listed(values, "energy", language)
        traces.append({"type": "bar", "name": names.word(key), "x": x, "y": y, "marker": paint(key)})
        columns.append((heading(names.word(key), "energy", language), y))
    rates = [with_unit(float(rate), "share", language, 1) for rate in frame["rate"]]
    top = listed(frame["given"] + frame[causes].sum(axis=1), "energy", language)
    traces.append({"type": "scatter", "mode": "text", "x": x, "y": top, "text": rates, "textposition": "top center",
                   "showlegend": False, "hoverinfo": "skip"})  # fmt: skip
    columns.append((heading(names.word("col_rate"), "share", language), listed(frame["rate"], "share", language)))
    worst = frame["rate"].idxmax() if frame["rate"].notna().any() else frame.index[0]
    words = words_of("curtailment_by_month", language,
                     available=with_unit(float(frame["available"].sum()), "energy", language),
                     curtailed=with_unit(float(frame["curtailed"].sum()), "energy", language),
                     month=names.word(f"month_{worst}"),
                     rate=with_unit(float(frame["rate"].max()), "share", language, 1))  # fmt: skip
    layout = {"barmode": "stack", "height": 440, "hovermode": "x unified", "xaxis": axis(type="category"),
              "yaxis": value_axis("axis_energy", "energy", language)}  # fmt: skip
    return Chart("curtailment_by_month", words, traces=tuple(traces), layout=layout, columns=tuple(columns))


def capacity_chart(capacities: pd.DataFrame, years: tuple[int, int], names: Naming) -> Chart:
    """Return capacity by technology in the base year (outline) and the planning year (filled)."""
    language = names.language
    frame = latest(capacities[capacities["is_power"]])
    sums = in_order(frame).groupby("technology", sort=False)[["base_year", "year_end"]].sum()
    sums = sums[sums.max(axis=1) > 1e-3]
    keys = list(sums.index)
    labels = [names.word(key) for key in keys]
    colours = [look(key)[0] for key in keys]
    before, after = (listed(sums[column], "power", language) for column in ("base_year", "year_end"))
    digits = "%{x:,.0f}" if language == "zh" else "%{x:,.2f}"
    common = {"type": "bar", "orientation": "h", "y": labels, "texttemplate": digits, "textposition": "outside",
              "cliponaxis": False}  # fmt: skip
    traces = (
        {**common, "name": str(years[0]), "x": before,
         "marker": {"color": "#ffffff", "line": {"color": colours, "width": 1.5}}},
        {**common, "name": str(years[1]), "x": after, "marker": {"color": colours}},
    )  # fmt: skip
    layout = {
        "height": 140 + 44 * len(keys), "showlegend": False,
        "xaxis": value_axis("axis_capacity", "power", language),
        "yaxis": axis(autorange="reversed", type="category"),
    }  # fmt: skip
    columns = ((names.word("col_technology"), labels), (heading(str(years[0]), "power", language), before),
               (heading(str(years[1]), "power", language), after))  # fmt: skip
    words = words_of("capacity", language, base=years[0], year=years[1])
    return Chart("capacity", words, traces=traces, layout=layout, columns=columns)


def path_chart(capacities: pd.DataFrame, base_year: int, names: Naming) -> Chart:
    """Return capacity at the end of each year of a path, stacked by source."""
    language = names.language
    ends = capacity_by_year(capacities, base_year)
    years = [str(year) for year in ends.columns]
    heights = {source: listed(row, "power", language) for source, row in ends.iterrows()}
    traces = tuple(
        {"type": "bar", "name": names.word(str(source)), "x": years, "y": y, "marker": paint(str(source))}
        for source, y in heights.items()
    )
    layout = {"barmode": "stack", "height": 440, "hovermode": "x unified", "xaxis": axis(type="category"),
              "yaxis": value_axis("axis_capacity", "power", language)}  # fmt: skip
    numbers = ((heading(names.word(str(source)), "power", language), y) for source, y in heights.items())
    columns = ((names.word("col_year"), years), *numbers)
    words = words_of("path", language, base=base_year, year=years[-1])
    return Chart("path", words, traces=traces, layout=layout, columns=columns)


def cost_chart(costs: pd.DataFrame, names: Naming) -> Chart:
    """Return the yearly cost as a waterfall: each term adds to it, revenue takes away, the last bar is the total."""
    steps = {names.word(f"cost_{term}"): cost for term, cost in cost_steps(costs).items()}
    words = words_of("cost", names.language, total=with_unit(float(costs["cost"].sum()), "money", names.language))
    title = value_axis("axis_cost", "money", names.language)
    return waterfall(
        Chart("cost", words, (), {"yaxis": title}, ()), {}, steps, names.word("cost_total"), "money", names
    )


def waterfall(
    chart: Chart, start: Mapping[str, float], steps: Mapping[str, float], end: str, quantity: Quantity, names: Naming
) -> Chart:
    """Return a chart filled with a waterfall: a total to begin with, steps, and the sum of all.

    Parameters
    ----------
    chart : Chart
        With name, words and the axis of values.
    start : mapping of str to float
        The total to begin with; empty begins at nothing [base unit].
    steps : mapping of str to float
        What is added or taken away [base unit].
    end : str
        Name of the last bar.
    quantity : str
        What the values are.
    names : Naming
        Language.
    """
    values = [*start.values(), *steps.values()]
    shown = listed([*values, sum(values)], quantity, names.language)
    labels = [*start, *steps, end]
    span, symbol = max(abs(value) for value in shown), unit(quantity, names.language).symbol
    trace = {
        "type": "waterfall", "x": [safe(label) for label in labels], "y": shown,
        "measure": [*("absolute" for _ in start), *("relative" for _ in steps), "total"],
        "text": [text(value, quantity, names.language) for value in (*values, sum(values))],
        "textposition": ["inside" if abs(value) > 0.15 * span else "outside" for value in shown],
        "cliponaxis": False, "connector": {"line": {"color": FAINT, "width": 1}},
        "increasing": {"marker": {"color": UP[0]}}, "decreasing": {"marker": {"color": DOWN[0]}},
        "totals": {"marker": {"color": TOTAL[0]}}, "hovertemplate": f"%{{x}}<br>%{{text}} {symbol}<extra></extra>",
    }  # fmt: skip
    layout = {"height": 480, "showlegend": False, "xaxis": axis(type="category"), **chart.layout}
    view = view_of(start, steps)
    if view:
        cut = axis(say("axis_cut", names.language, unit=symbol))
        layout["yaxis"] = {**cut, "range": listed(view, quantity, names.language)}
    columns = ((names.word("col_term"), labels), (heading(names.word("col_amount"), quantity, names.language), shown))
    return replace(chart, traces=(trace,), layout=layout, columns=columns)
