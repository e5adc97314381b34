"""Corridors as pairs of links; export lines as generators of sign minus one, with the rules of their contracts."""

from __future__ import annotations

import numpy as np

from energy_model.case.case import FloatArray, Table
from energy_model.write.pypsa.linear import Linear
from energy_model.write.pypsa.sizes import nominal, size_of
from energy_model.write.pypsa.writing import Writing, number


def add_corridor(w: Writing, table: Table) -> None:
    """Add corridors: a link each way, the way back rated by a share of the way forth."""
    for p in range(len(table)):
        item, ends = table.items[p], (table.labels["from_zone"][p], table.labels["to_zone"][p])
        share = number(table, "backward_share", p)
        common = {"efficiency": 1.0 - number(table, "loss", p), "marginal_cost": number(table, "flow_cost", p)}
        rated, capacity = nominal(w, table, "capacity", p, "Link", f"{item} forward")
        w.add("Link", f"{item} forward", bus0=ends[0], bus1=ends[1], **common, **rated)
        most = size_of(w, table, "capacity", p).most * share
        back = w.add("Link", f"{item} backward", bus0=ends[1], bus1=ends[0], p_nom=most, **common)
        if capacity.terms:
            w.row(f"{item}: backward within limit", back, "<=", capacity * share)


def add_export_line(w: Writing, table: Table) -> None:
    """Add export lines."""
    for p in range(len(table)):
        _add_line(w, table, p)


def _add_line(w: Writing, table: Table, p: int) -> None:
    """Add one line: power sent at its price, what it owes, its curve, and what it may import."""
    item, zone, curve = table.items[p], table.labels["zone"][p], table.labels["curve"][p]
    stock = number(table, "capacity_existing", p)
    fixed = np.minimum((1.0 + number(table, "band_up", p)) * w.shape(table, p, "curve_profile"), 1.0)
    rated, capacity = nominal(w, table, "capacity", p, "Generator", item)
    sent = w.add(
        "Generator",
        item,
        bus=zone,
        carrier="export",
        sign=-1.0,
        p_max_pu=fixed if curve == "fixed" else 1.0,
        marginal_cost=-number(table, "price", p) * w.shape(table, p, "price_profile"),
        **rated,
    )
    undelivered = _owed(w, table, p, sent)
    if curve == "steps":
        step = w.variable(f"{item}: step", "slot").at(w.case.axis.slot_of)
        w.row(f"{item}: below step", sent, "<=", step * (1.0 + number(table, "band_up", p)))
        w.row(f"{item}: above step", sent, ">=", step * (1.0 - number(table, "band_down", p)))
    if curve == "free":
        change = capacity * (number(table, "ramp", p) * w.case.axis.hours)
        w.row(f"{item}: ramp up", sent - sent.before(), "<=", change)
        w.row(f"{item}: ramp down", sent.before() - sent, "<=", change)
    _add_import(w, table, p, capacity)
    at_end = 1.0 - number(table, "loss", p) if table.labels["contract_end"][p] == "receiving" else 1.0
    w.note("sent", sent, line=item)
    w.note("undelivered", undelivered, line=item)
    w.note("contract", number(table, "contract_hours", p) * stock / at_end, line=item)
    for hour in ("winter_evening", "summer_evening"):
        w.note("firm_owed", number(table, f"firm_{hour}", p) * stock, hour=hour)


def owed_power(w: Writing, table: Table, p: int) -> FloatArray:
    """Return the power that a line owes [GW], shape (steps,)."""
    stock = number(table, "capacity_existing", p)
    floor = np.full(len(w.case.axis), number(table, "min_share", p) * stock)
    if table.labels["curve"][p] != "fixed":
        return floor
    edge = (1.0 - number(table, "band_down", p)) * w.shape(table, p, "curve_profile") * stock
    return np.asarray(np.maximum(floor, edge))


def _owed(w: Writing, table: Table, p: int, sent: Linear) -> Linear:
    """Add what a line owes hour by hour, and return what of it is not delivered."""
    item, owed = table.items[p], owed_power(w, table, p)
    if owed.max() <= 0:
        return Linear()
    above = owed - number(table, "min_share", p) * number(table, "capacity_existing", p)
    undelivered = w.variable(f"{item}: undelivered", upper=np.maximum(above, 0.0))
    w.row(f"{item}: sent as owed", sent + undelivered, ">=", owed)
    return undelivered


def _add_import(w: Writing, table: Table, p: int, capacity: Linear) -> None:
    """Add the import that a line may carry."""
    item, share = table.items[p], number(table, "import_share", p)
    if share <= 0:
        return
    most = size_of(w, table, "capacity", p).most * share
    price = number(table, "import_price", p)
    name = f"{item} import"
    imported = w.add("Generator", name, bus=table.labels["zone"][p], carrier="import", p_nom=most, marginal_cost=price)
    if capacity.terms:
        w.row(f"{item}: import within share", imported, "<=", capacity * share)
