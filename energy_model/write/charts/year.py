"""Figures of the year as a whole: duration curves, and curtailed power by month and hour of the day."""

from __future__ import annotations

from itertools import count
from typing import Any

import numpy as np

from energy_model.case.case import FloatArray
from energy_model.write.charts.chart import Chart, Series, axis, heading, listed, note, number, safe, words_of
from energy_model.write.figures.curtailed import month_by_hour
from energy_model.write.figures.year import LINES
from energy_model.write.hourly import Hourly
from energy_model.write.naming import Naming
from energy_model.write.units import Quantity, unit
from energy_model.write.words import say

DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
PLACES = ((0.0, 0.45, 0.58, 1.0), (0.55, 1.0, 0.58, 1.0), (0.0, 0.45, 0.0, 0.42), (0.55, 1.0, 0.0, 0.42))


def durations_chart(flows: Hourly, names: Naming, series: Series) -> Chart:
    """Return four duration curves: net load, lines, curtailed power and value of energy."""
    language, zero = names.language, np.zeros(len(flows.start))
    sent, available = sum(flows.export.values(), zero), sum(flows.available.values(), zero)
    lines = {names.plant("export_line", key): values for key, values in flows.export.items()}
    plots: tuple[tuple[str, Quantity, dict[str, FloatArray]], ...] = (
        ("net_load", "power", {names.word("net_load"): flows.demand + sent - available,
                               names.word("demand_and_export"): flows.demand + sent}),
        ("export", "power", lines),
        ("curtailed", "power", {names.word("curtailed"): flows.curtailed}),
        ("price", "price", {names.word("price"): flows.price}),
    )  # fmt: skip
    layout: dict[str, Any] = {"height": 640, "annotations": []}
    traces, columns = [], []
    looks = count()  # the panels share one legend
    for i, (key, quantity, curves) in enumerate(plots):
        left, right, bottom, top = PLACES[i]
        layout[f"xaxis{number(i)}"] = axis(say("axis_hours", language), domain=[left, right], anchor=f"y{number(i)}")
        layout[f"yaxis{number(i)}"] = axis(
            unit(quantity, language).symbol, domain=[bottom, top], anchor=f"x{number(i)}"
        )
        layout["annotations"].append(note(say(f"duration_{key}", language), left, top))
        for j, (label, values) in enumerate(curves.items()):
            x, y = _sorted(f"duration.{key}.{j}", values, flows.hours, quantity, names, series)
            at = next(looks) % 5 if len(curves) > 1 else 0
            style = {"color": LINES[at], "dash": DASHES[at], "width": 1.8, "shape": "hv"}
            place = {"xaxis": f"x{number(i)}", "yaxis": f"y{number(i)}", "showlegend": len(curves) > 1}
            curve = {"type": "scatter", "mode": "lines", "name": safe(label), "x": x, "y": y, "line": style}
            traces.append(curve | place)
            columns += [(f"{label}: {say('axis_hours', language)} (h)", x), (heading(label, quantity, language), y)]
    return Chart("durations", words_of("durations_year", language), traces=tuple(traces), layout=layout,
                 columns=tuple(columns))  # fmt: skip


def _sorted(
    name: str, values: FloatArray, hours: FloatArray, quantity: Quantity, names: Naming, series: Series
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return hours exceeded and values from the largest to the smallest."""
    order = np.argsort(-values, kind="stable")
    x = np.concatenate([[0.0], np.cumsum(hours[order])[:-1]])
    return (
        series.of(f"{name}.hours", x, None, names.language),
        series.of(name, values[order], quantity, names.language),
    )


def heat_chart(flows: Hourly, names: Naming) -> Chart:
    """Return mean curtailed power by month and hour of the day."""
    language, grid = names.language, month_by_hour(flows)
    months = [names.word(f"month_{m}") for m in range(1, 13)]
    rows = [listed(row, "power", language) for row in grid]
    label, symbol = say("heat_label", language), unit("power", language).symbol
    trace = {
        "type": "heatmap", "x": months, "y": list(range(24)), "z": rows, "zmin": 0.0, "colorscale": "YlOrRd",
        "reversescale": True,
        "colorbar": {"title": {"text": symbol}}, "hoverongaps": False, "xgap": 1, "ygap": 1,
        "hovertemplate": f"%{{x}} %{{y}}:00<br>{label} %{{z:.2f}} {symbol}<extra></extra>",
    }  # fmt: skip
    layout = {"height": 470, "yaxis": axis(say("axis_hour_of_day", language), dtick=3), "xaxis": axis(type="category")}
    columns = [(say("axis_hour_of_day", language), list(range(24)))]
    columns += [(heading(month, "power", language), [row[m] for row in rows]) for m, month in enumerate(months)]
    return Chart("curtailment_by_hour", words_of("heat", language), traces=(trace,), layout=layout,
                 columns=tuple(columns))  # fmt: skip
