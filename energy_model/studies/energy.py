"""Energy of a year: the balance of each zone, closing exactly, and the hours of each technology."""

from __future__ import annotations

import pandas as pd

from energy_model.case.case import FloatArray
from energy_model.studies.curtailment import Curtailment
from energy_model.studies.reader import Reader
from energy_model.studies.supply import flows


def energy_balance(reader: Reader) -> pd.DataFrame:
    """Return what every plant gave to and took from the busbar of each zone in a year.

    Parameters
    ----------
    reader : Reader
        The labelled tree.

    Returns
    -------
    pandas.DataFrame
        ``zone, node, technology, plant, flow, stage, energy`` [GWh]; taken energy is less than zero, so that each
        zone adds up to zero in each stage, losses included.
    """
    rows = []
    for flow in flows(reader):
        yearly = reader.yearly(flow.given)
        zones = reader.zones if flow.node == "balance" else reader.words(flow.node, flow.zone_label)
        words = reader.words(flow.node, "technology")
        rows += [
            (zones[p], flow.node, words[p], plant, flow.name, stage, yearly[p, y])
            for p, plant in enumerate(reader.plants(flow.node))
            for y, stage in enumerate(reader.stages)
        ]
    return pd.DataFrame(rows, columns=["zone", "node", "technology", "plant", "flow", "stage", "energy"])


def losses(reader: Reader) -> pd.DataFrame:
    """Return what is lost in corridors, stores and on export lines.

    Returns
    -------
    pandas.DataFrame
        ``kind, node, plant, stage, energy`` [GWh]; the loss of an export line lies beyond the busbar.
    """
    rows = []
    for kind, node, hourly in _lost(reader):
        yearly = reader.yearly(hourly)
        rows += [
            (kind, node, plant, stage, yearly[p, y])
            for p, plant in enumerate(reader.plants(node))
            for y, stage in enumerate(reader.stages)
        ]
    return pd.DataFrame(rows, columns=["kind", "node", "plant", "stage", "energy"])


def _lost(reader: Reader) -> list[tuple[str, str, FloatArray]]:
    """Return kind, technology and power lost; a store loses what it takes and does not give back."""
    pairs = {
        "storage": ("charge", "discharge"),
        "pumped_hydro": ("pumping", "generation"),
        "direct_supply": ("charge", "discharge"),
    }
    found = [
        ("storage", node, reader.get(node, taken) - reader.get(node, given))
        for node, (taken, given) in pairs.items()
        if reader.has(node)
    ]
    if reader.has("corridor"):
        flow = reader.get("corridor", "forward") + reader.get("corridor", "backward")
        found.append(("corridor", "corridor", reader.hourly("corridor", "loss") * flow))
    if reader.has("export_line"):
        sent = reader.get("export_line", "sent")
        found.append(("export_line", "export_line", reader.hourly("export_line", "loss") * sent))
    return found


# What each technology gives as its product, in the energy balance.
PRODUCT = {
    "renewable": "power",
    "thermal": "power",
    "csp": "power",
    "storage": "discharge",
    "pumped_hydro": "generation",
}


def generation_table(
    reader: Reader, balance: pd.DataFrame, capacities: pd.DataFrame, found: Curtailment
) -> pd.DataFrame:
    """Return energy and full-load hours by technology and zone.

    Parameters
    ----------
    reader : Reader
        The labelled tree.
    balance : pandas.DataFrame
        Of `energy_balance`.
    capacities : pandas.DataFrame
        Of `energy_model.studies.capacity.capacity_table`.
    found : Curtailment
        Available and curtailed energy.

    Returns
    -------
    pandas.DataFrame
        ``technology, zone, stage, capacity`` (mean of the year) [GW], ``available, given, curtailed`` [GWh],
        ``hours, hours_available`` [h]; for a dispatchable technology available equals given. The own plants of
        direct-supply projects are counted with wind and PV.
    """
    keys = ["technology", "zone", "stage"]
    weather = found.by(*keys)[[*keys, "available", "given", "curtailed"]]
    rest = _dispatched(balance, set(weather["technology"]))
    table = pd.concat([weather, rest], ignore_index=True)
    power = capacities[capacities["is_power"]].groupby(keys, sort=False)["mean"].sum().rename("capacity")
    table = table.merge(power.reset_index(), on=keys, how="left")
    size = table["capacity"].where(table["capacity"] > 0)
    return table.assign(hours=table["given"] / size, hours_available=table["available"] / size)


def _dispatched(balance: pd.DataFrame, done: set[str]) -> pd.DataFrame:
    """Return energy given by technologies that the weather does not drive alone."""
    products = balance[[PRODUCT.get(n) == f for n, f in zip(balance["node"], balance["flow"], strict=True)]]
    products = products[~products["technology"].isin(done)]
    given = products.groupby(["technology", "zone", "stage"], sort=False)["energy"].sum().reset_index()
    given = given.rename(columns={"energy": "given"})
    return given.assign(available=given["given"], curtailed=0.0)
