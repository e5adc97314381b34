"""The energy of a year as one picture: what comes from where, and where it goes."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from energy_model.studies.plain import latest
from energy_model.write.charts.chart import Chart, heading, listed, safe, words_of
from energy_model.write.naming import Naming
from energy_model.write.theme import EXPORT, look
from energy_model.write.units import unit

#: Flows of one table whose parts the reader knows by plant, not by technology.
BY_PLANT = ("demand", "export_line", "direct_supply", "electric_heat", "hydrogen")
SMALL = 0.002  # of all energy; less joins "other"
BUS, CURTAILED, OTHER = "bus", "curtailed", "other"


def energy_flows(balance: pd.DataFrame, curtailed: Mapping[str, float]) -> pd.DataFrame:
    """Return the flows of a year between sources, the busbars and uses; what flows in flows out.

    Parameters
    ----------
    balance : DataFrame
        Energy given (above zero) and taken (below) by plant, as ``studies`` gives it [GWh].
    curtailed : mapping of str to float
        Curtailed energy by technology [GWh].

    Returns
    -------
    DataFrame
        ``side`` (in, out or curtailed), ``node, key, flow, energy`` [GWh]; what is small is summed as ``other``.
    """
    table = latest(balance)
    key = table["technology"].where(~table["node"].isin(BY_PLANT), table["plant"])
    flow = table["flow"].where(~table["node"].isin(("demand", "corridor")), "")
    key = key.where(table["node"] != "corridor", "losses")
    sums = table.assign(key=key, flow=flow).groupby(["node", "key", "flow"], sort=False)["energy"].sum().reset_index()
    sums["side"] = ["in" if energy > 0 else "out" for energy in sums["energy"]]
    sums["energy"] = sums["energy"].abs()
    least = SMALL * float(sums.loc[sums["side"] == "in", "energy"].sum())
    large = sums[sums["energy"] >= least]
    rest = sums[sums["energy"] < least].groupby("side")["energy"].sum()
    others = pd.DataFrame([(side, "", OTHER, "", energy) for side, energy in rest.items() if energy > 1e-3],
                          columns=["side", "node", "key", "flow", "energy"])  # fmt: skip
    lost = pd.DataFrame([(CURTAILED, "renewable", key, "", energy) for key, energy in curtailed.items() if energy > 0],
                        columns=["side", "node", "key", "flow", "energy"])  # fmt: skip
    return pd.concat([large, others, lost], ignore_index=True)[["side", "node", "key", "flow", "energy"]]


def sankey_chart(balance: pd.DataFrame, curtailed: Mapping[str, float], names: Naming) -> Chart:
    """Return the flows of a year as a Sankey diagram."""
    language = names.language
    flows = energy_flows(balance, curtailed)
    labels, colours = [names.word("bus"), names.word(CURTAILED)], ["#8f8f8f", "#b8860b"]
    place: dict[str, int] = {}
    links: dict[str, list[object]] = {"source": [], "target": [], "value": [], "color": []}
    columns: list[list[object]] = [[], [], []]
    for line in flows.sort_values("energy", ascending=False, kind="stable").to_dict("records"):
        label = flow_name(line, names)
        spot = f"{label} {line['side'] == 'out'}"  # what both gives and takes stands on both sides
        if spot not in place:
            place[spot] = len(labels)
            labels.append(label)
            colours.append(_colour(line))
        ends = {"in": (place[spot], 0), "out": (0, place[spot]), CURTAILED: (place[spot], 1)}[str(line["side"])]
        value = listed(line["energy"], "energy", language)[0]
        for name, item in zip(links, (*ends, value, _faded(_colour(line))), strict=True):
            links[name].append(item)
        for column, item in zip(columns, (labels[ends[0]], labels[ends[1]], value), strict=True):
            column.append(item)
    symbol = unit("energy", language).symbol
    trace = {
        "type": "sankey", "arrangement": "snap", "valueformat": ",.2f", "valuesuffix": f" {symbol}",
        "node": {"label": [safe(label) for label in labels], "color": colours, "pad": 12, "thickness": 16},
        "link": links,
    }  # fmt: skip
    heads = (
        names.word("col_from_node"),
        names.word("col_to_node"),
        heading(names.word("col_energy"), "energy", language),
    )
    return Chart("sankey", words_of("sankey", language), traces=(trace,), layout={"height": 620},
                 columns=tuple(zip(heads, columns, strict=True)))  # fmt: skip


def flow_name(line: Mapping[str, object], names: Naming) -> str:
    """Return what a flow is called: plant or technology, and the way it goes where one has two."""
    node, key, flow = str(line["node"]), str(line["key"]), str(line["flow"])
    name = names.plant(node, key) if node in BY_PLANT else names.word(key)
    two_ways = node in ("storage", "pumped_hydro", "direct_supply", "hydrogen") or flow in ("heater_power", "imported")
    return f"{name} · {names.word(f'flow_{flow}')}" if two_ways else name


def _colour(line: Mapping[str, object]) -> str:
    """Return the colour of a flow."""
    return EXPORT if line["node"] == "export_line" else look(str(line["key"]))[0]


def _faded(colour: str) -> str:
    """Return a colour through which others show."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.45)"
