"""The schematic map: zones and bases, corridors and lines, with what stands and what flows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from energy_model.studies import Tables
from energy_model.studies.plain import latest
from energy_model.write.charts.chart import Chart, heading, listed, safe, words_of
from energy_model.write.naming import Naming
from energy_model.write.theme import EXPORT
from energy_model.write.units import with_unit
from energy_model.write.words import say

Place = tuple[float, float]
SHOWN = ("pv", "wind", "csp", "hydro", "coal", "gas", "pumped_hydro", "lfp")
CORRIDOR = "#4a6a8a"
#: Where the words of a corridor stand: left of its middle and below, away from those of the zones.
BESIDE = {"xanchor": "right", "yanchor": "top", "xshift": -6}


def places(zones: list[str], inputs: pd.DataFrame) -> dict[str, Place]:
    """Return where each zone is drawn, both ways from 0 to 1: by longitude and latitude, else side by side."""
    rows = inputs[inputs["table"] == "zones"]
    found = {(row["item"], row["parameter"]): row["value"] for row in rows.to_dict("records")}
    if not all((zone, way) in found for zone in zones for way in ("longitude", "latitude")):
        return {zone: ((i + 0.5) / len(zones), 0.5) for i, zone in enumerate(zones)}
    ends = [_spread([float(found[zone, way]) for zone in zones]) for way in ("longitude", "latitude")]
    return {zone: (x, y) for zone, x, y in zip(zones, *ends, strict=True)}


def _spread(values: list[float]) -> list[float]:
    """Return values from 0 to 1 that keep their order and stand apart: half by size, half by rank."""
    array = np.asarray(values)
    ranks = np.unique(array, return_inverse=True)[1].astype(float)
    size, rank = (part - part.min() for part in (array, ranks))
    shares = 0.35 * size / max(float(size.max()), 1e-9) + 0.65 * rank / max(float(rank.max()), 1e-9)
    return [float(share) for share in shares]


def map_chart(tables: Tables, inputs: pd.DataFrame, names: Naming) -> Chart:
    """Return zones, corridors and lines with capacities and yearly flows."""
    language = names.language
    capacities = latest(tables.capacity[tables.capacity["is_power"]])
    zones = sorted({*capacities["zone"], *tables.export["zone"], *tables.prices["zone"]} - {""})
    at = places(zones, inputs)
    rows: list[tuple[str, str, float | None]] = []
    annotations, traces = [], []
    for line in latest(tables.sections).to_dict("records"):
        begin, end = at[str(line["from_zone"])], at[str(line["to_zone"])]
        label = names.plant("corridor", str(line["corridor"]))
        traces.append(_stroke(begin, end, CORRIDOR, _width(line["forward"] + line["backward"])))
        words = say("map_corridor", language, name=label, limit=with_unit(line["limit"], "power", language, 0),
                    forward=with_unit(line["forward"], "energy", language, 1),
                    backward=with_unit(line["backward"], "energy", language, 1))  # fmt: skip
        annotations.append(_label(_between(begin, end, 0.5), words, CORRIDOR) | BESIDE)
        for flow in ("forward", "backward"):
            rows.append((label, names.word(f"col_{flow}"), listed(line[flow], "energy", language)[0]))
    lines = sorted(latest(tables.export).to_dict("records"), key=lambda line: at[str(line["zone"])][0])
    for i, line in enumerate(lines):
        begin, end = at[str(line["zone"])], ((i + 0.5) / len(lines), -0.6)  # lines leave in a row below the zones
        label = names.plant("export_line", str(line["line"]))
        traces.append(_stroke(begin, end, EXPORT, _width(line["energy"])))
        annotations.append(_arrow(begin, end))
        words = say("map_line", language, name=label, capacity=with_unit(line["capacity"], "power", language, 0),
                    sent=with_unit(line["energy"], "energy", language, 1))  # fmt: skip
        annotations.append(_label(end, words, EXPORT))
        rows.append((label, names.word("col_sent"), listed(line["energy"], "energy", language)[0]))
    traces.append(_zones(zones, at, capacities, names))
    annotations += [_zone_label(zone, at[zone], tables, capacities, names) for zone in zones]
    hidden = {"visible": False, "fixedrange": True}
    layout = {"height": 680, "showlegend": False, "annotations": annotations, "hovermode": "closest",
              "xaxis": {**hidden, "range": [-0.22, 1.22]}, "yaxis": {**hidden, "range": [-0.8, 1.45]}}  # fmt: skip
    heads = (names.word("col_item"), names.word("col_flow"), heading(names.word("col_energy"), "energy", language))
    columns = tuple(zip(heads, ([row[i] for row in rows] for i in range(3)), strict=True))
    return Chart("map", words_of("map", language), traces=tuple(traces), layout=layout, columns=columns)


def _width(energy: float) -> float:
    """Return the width of a stroke of a yearly energy [GWh]."""
    return float(2.0 + 10.0 * np.sqrt(max(energy, 0.0) / 40_000.0))


def _stroke(begin: Place, end: Place, colour: str, width: float) -> dict[str, Any]:
    """Return a line between two places."""
    return {"type": "scatter", "mode": "lines", "x": [begin[0], end[0]], "y": [begin[1], end[1]], "hoverinfo": "skip",
            "line": {"color": colour, "width": width}, "opacity": 0.7}  # fmt: skip


def _zones(zones: list[str], at: dict[str, Place], capacities: pd.DataFrame, names: Naming) -> dict[str, Any]:
    """Return the zones as circles whose area grows with capacity; hovering lists their plants."""
    sizes, texts = [], []
    for zone in zones:
        chosen = capacities[(capacities["zone"] == zone) & (capacities["year_end"] > 1e-3)]
        sizes.append(16.0 + 9.0 * float(np.sqrt(chosen["year_end"].sum())))
        plants = [names.plant(str(row["node"]), str(row["plant"])) for row in chosen.to_dict("records")]
        sizes_shown = [with_unit(float(size), "power", names.language) for size in chosen["year_end"]]
        lines = [f"{safe(plant)} {size}" for plant, size in zip(plants, sizes_shown, strict=True)]
        texts.append("<br>".join([f"<b>{safe(names.zone(zone))}</b>", *lines]))
    marker = {"size": sizes, "color": "#f7e7a8", "line": {"color": "#1a1a1a", "width": 1.5}}
    x, y = ([at[zone][i] for zone in zones] for i in (0, 1))
    return {"type": "scatter", "mode": "markers", "x": x, "y": y, "marker": marker, "hovertext": texts,
            "hoverinfo": "text", "opacity": 1.0}  # fmt: skip


def _zone_label(zone: str, at: Place, tables: Tables, capacities: pd.DataFrame, names: Naming) -> dict[str, Any]:
    """Return what stands in a zone, above its circle."""
    language = names.language
    sums = capacities[capacities["zone"] == zone].groupby("technology")["year_end"].sum()
    parts = [f"{names.word(key)} {with_unit(float(sums[key]), 'power', language, 0 if language == 'zh' else 2)}"
             for key in SHOWN if key in sums.index and sums[key] > 1e-3]  # fmt: skip
    pairs = [" · ".join(parts[i : i + 2]) for i in range(0, len(parts), 2)]
    text = "<br>".join([f"<b>{safe(names.zone(zone))}</b>", *pairs])
    return {"x": at[0], "y": at[1], "text": text, "showarrow": False, "yshift": 30, "yanchor": "bottom",
            "bgcolor": "rgba(255,255,255,0.85)", "font": {"size": 12}}  # fmt: skip


def _label(at: Place, text: str, colour: str) -> dict[str, Any]:
    """Return words on a line."""
    shown = "<br>".join(safe(part) for part in text.replace("（", "|（").split("|"))
    return {"x": at[0], "y": at[1], "text": shown, "showarrow": False, "bgcolor": "rgba(255,255,255,0.9)",
            "bordercolor": colour, "borderpad": 3, "font": {"size": 11}}  # fmt: skip


def _between(begin: Place, end: Place, share: float) -> Place:
    """Return a place on the way from one to another."""
    return begin[0] + share * (end[0] - begin[0]), begin[1] + share * (end[1] - begin[1])


def _arrow(begin: Place, end: Place) -> dict[str, Any]:
    """Return an arrow head on the way from one place to another."""
    tail, tip = _between(begin, end, 0.45), _between(begin, end, 0.62)
    return {"x": tip[0], "y": tip[1], "ax": tail[0], "ay": tail[1], "axref": "x", "ayref": "y", "showarrow": True,
            "arrowhead": 2, "arrowsize": 1.2, "arrowwidth": 2.5, "arrowcolor": EXPORT, "text": ""}  # fmt: skip
