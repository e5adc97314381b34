"""Figures over the hours of the year: dispatch, energy in store, and what the lines send against their contract."""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_model.case.case import FloatArray
from energy_model.studies import Reader
from energy_model.write.charts.chart import (
    PATTERNS,
    Chart,
    Series,
    axis,
    heading,
    number,
    panels,
    safe,
    value_axis,
    words_of,
)
from energy_model.write.figures.year import LINES
from energy_model.write.hourly import Hourly, chosen_steps, hardest_week
from energy_model.write.naming import Naming
from energy_model.write.theme import DEMAND, EXPORT, look
from energy_model.write.units import unit


def dispatch_chart(flows: Hourly, names: Naming, series: Series) -> Chart:
    """Return the stack of what is given and taken, with demand, export and curtailment, over the whole year."""
    language, week = names.language, hardest_week(flows)
    traces, columns = [], []
    zero = np.zeros(len(flows.start))
    parts = [("supply", key, values) for key, values in flows.supply.items()]
    parts += [("curtailed", "curtailed", flows.curtailed)] if flows.curtailed.max(initial=0.0) > 1e-3 else []
    parts += [("taken", key, -values) for key, values in flows.taken.items()]
    for group, key, values in parts:
        y = series.of(f"{group}.{key}", values, "power", language)
        traces.append(_area(key, y, group, names, shown=group != "taken" or key not in flows.supply))
        label = names.word(key) + ("" if group != "taken" else names.word("taken_suffix"))
        columns.append((heading(label, "power", language), y))
    sent = sum(flows.export.values(), zero)
    lines = (("demand", flows.demand, DEMAND, "solid"), ("demand_and_export", flows.demand + sent, EXPORT, "dash"))
    for key, values, colour, dash in lines:
        y = series.of(f"line.{key}", values, "power", language)
        traces.append(_line(names.word(key), y, colour, dash))
        columns.append((heading(names.word(key), "power", language), y))
    y = series.of("line.price", flows.price, "price", language)
    columns.append((heading(names.word("price"), "price", language), y))
    layout = {"yaxis": value_axis("axis_power", "power", language), "height": 560}
    words = words_of("dispatch", language)
    first = (int(week[0]), int(week[-1]))
    return Chart("dispatch", words, traces=tuple(traces), layout=layout, columns=tuple(columns), hourly=True,
                 week=first)  # fmt: skip


def levels_chart(flows: Hourly, names: Naming, series: Series) -> Chart:
    """Return the energy in store over the year, a panel per technology."""
    language = names.language
    titles = [names.word(f"store_{key}") for key in flows.levels]
    domains, annotations = panels(titles)
    layout: dict[str, Any] = {"annotations": annotations, "showlegend": False, "height": 120 + 110 * len(titles)}
    traces, columns = [], []
    for i, (key, values) in enumerate(flows.levels.items()):
        y = series.of(f"level.{key}", values, "storage", language)
        colour, _ = look(key)
        traces.append(_line(titles[i], y, colour, "solid") | {"yaxis": f"y{number(i)}", "fill": "tozeroy"})
        layout[f"yaxis{number(i)}"] = axis(unit("storage", language).symbol, domain=domains[i], rangemode="tozero")
        columns.append((heading(titles[i], "storage", language), y))
    return Chart("levels", words_of("levels_year", language), traces=tuple(traces), layout=layout,
                 columns=tuple(columns), hourly=True)  # fmt: skip


def export_chart(reader: Reader, flows: Hourly, names: Naming, series: Series) -> Chart:
    """Return what each line sends, between the most and the least that its contract curve admits."""
    language = names.language
    titles = [names.plant("export_line", key) for key in flows.export]
    domains, annotations = panels(titles, 0.09)
    layout: dict[str, Any] = {"annotations": annotations, "height": 140 + 170 * len(titles)}
    traces, columns = [], []
    for i, (key, sent) in enumerate(flows.export.items()):
        place = {"yaxis": f"y{number(i)}", "showlegend": i == 0}
        low, high = contract_band(reader, i)
        for part, values, colour in (("contract_low", low, "#b8860b"), ("contract_high", high, "#b8860b")):
            y = series.of(f"{part}.{key}", values, "power", language)
            fill = {"fill": "tonexty", "fillcolor": "rgba(240,200,90,0.35)"} if part == "contract_high" else {}
            traces.append(_line(names.word(part), y, colour, "dot") | place | fill | {"legendgroup": part})
            columns.append((heading(f"{titles[i]} {names.word(part)}", "power", language), y))
        y = series.of(f"sent.{key}", sent, "power", language)
        traces.append(_line(names.word("flow_sent"), y, LINES[0], "solid") | place | {"legendgroup": "sent"})
        columns.append((heading(f"{titles[i]} {names.word('flow_sent')}", "power", language), y))
        layout[f"yaxis{number(i)}"] = axis(unit("power", language).symbol, domain=domains[i], rangemode="tozero")
    return Chart("export_curve", words_of("export_curve_year", language), traces=tuple(traces), layout=layout,
                 columns=tuple(columns), hourly=True)  # fmt: skip


def contract_band(reader: Reader, line: int) -> tuple[FloatArray, FloatArray]:
    """Return the least and the most that a line may send [GW] by contract; the most is its rating without a curve."""
    node, steps = "export_line", chosen_steps(reader)
    capacity = reader.hourly(node, "capacity")[line, steps]
    low = reader.get(node, "least_power")[line, steps]
    return low, np.minimum(reader.get(node, "upper_share")[line, steps], 1.0) * capacity


def _area(key: str, y: dict[str, Any], group: str, names: Naming, shown: bool) -> dict[str, Any]:
    """Return an area of the stack; what is taken is stacked below zero, what is curtailed above the rest."""
    colour, hatch = ("#b8860b", "////") if key == "curtailed" else look(key)
    pattern = {"shape": PATTERNS[hatch], "fgcolor": "#ffffff", "bgcolor": colour, "size": 6}
    return {
        "type": "scatter", "mode": "lines", "name": safe(names.word(key)), "y": y, "legendgroup": key,
        "stackgroup": "taken" if group == "taken" else "given", "showlegend": shown,
        "line": {"width": 0, "shape": "hv", "color": colour}, "fillcolor": colour,
        **({"fillpattern": pattern} if hatch else {}),
    }  # fmt: skip


def _line(name: str, y: dict[str, Any], colour: str, dash: str) -> dict[str, Any]:
    """Return a line that holds its value over each step."""
    line = {"color": colour, "width": 1.6, "dash": dash, "shape": "hv"}
    return {"type": "scatter", "mode": "lines", "name": safe(name), "y": y, "line": line}
