"""Demand, steam and products as loads, with what may shift, be stored or be left unserved."""

from __future__ import annotations

import numpy as np

from energy_model.case.case import Table
from energy_model.write.pypsa.linear import Linear, of
from energy_model.write.pypsa.sizes import added_size, nominal
from energy_model.write.pypsa.writing import NotWritableError, Writing, number

FIRM_EVENINGS = {"winter_evening": (11, 12, 1, 2), "summer_evening": (6, 7, 8)}


def add_demand(w: Writing, table: Table) -> None:
    """Add the segments of demand, and the peaks that the balance hours ask for."""
    firm = np.zeros(len(w.case.axis))
    for p in range(len(table)):
        load = w.scaled(table, p, number(table, "energy", p))
        w.add("Load", table.items[p], bus=table.labels["zone"][p], p_set=load)
        _add_shift(w, table, p, load)
        _add_interruption(w, table, p, load)
        firm += load * (1.0 - number(table, "interrupt_share", p))
        w.note("local_demand", number(table, "energy", p))
        w.note("mean_load", number(table, "energy", p) / w.energy(np.ones(len(firm))))
    axis = w.case.axis
    evening = (axis.hour_of_day >= 18) & (axis.hour_of_day < 23)
    for hour, months in FIRM_EVENINGS.items():
        chosen = evening & np.isin(axis.month_of, months)
        w.note("peak", float(firm[chosen].max() if chosen.any() else firm.max()), hour=hour)


def _add_shift(w: Writing, table: Table, p: int, load: np.ndarray) -> None:
    """Add the part of a segment that may move: a store that may run ahead or behind."""
    item, share = table.items[p], number(table, "shift_share", p)
    if share <= 0:
        return
    room = share * number(table, "shift_window", p) * w.energy(load) / w.energy(np.ones(len(load)))
    ahead, zone = w.bus(f"{item} ahead", "shift"), table.labels["zone"][p]
    w.add("Store", f"{item} ahead", bus=ahead, e_cyclic=True, e_min_pu=-1.0, e_nom=room)
    profile = np.asarray(load / load.max())
    common = {"p_nom": share * float(load.max()), "p_max_pu": profile}
    shifted, price = number(table, "shift_yield", p), number(table, "shift_cost", p)
    w.add("Link", f"{item} early", bus0=zone, bus1=ahead, efficiency=shifted, marginal_cost=price, **common)
    w.add("Link", f"{item} late", bus0=ahead, bus1=zone, **common)


def _add_interruption(w: Writing, table: Table, p: int, load: np.ndarray) -> None:
    """Add the part of a segment that may be interrupted, within its hours of the year."""
    item, share = table.items[p], number(table, "interrupt_share", p)
    if share <= 0:
        return
    stopped = w.add(
        "Generator",
        f"{item} interrupted",
        bus=table.labels["zone"][p],
        carrier="interrupted",
        p_nom=share * float(load.max()),
        p_max_pu=np.asarray(load / load.max()),
        marginal_cost=number(table, "interrupt_price", p),
    )
    mean = w.energy(load) / w.energy(np.ones(len(load)))
    w.row(f"{item}: interruption", stopped, "<=", share * number(table, "interrupt_hours", p) * mean, "year")


def add_electric_heat(w: Writing, table: Table) -> None:
    """Add electrified steam: a bus of heat with boiler, tank and steam demand."""
    for p in range(len(table)):
        item = table.items[p]
        heat, steam = w.bus(f"{item} heat", "heat"), w.scaled(table, p, number(table, "steam", p))
        efficiency = number(table, "boiler_efficiency", p)
        rated, _ = nominal(w, table, "boiler", p, "Link", f"{item} boiler")
        w.add(
            "Link",
            f"{item} boiler",
            bus0=table.labels["zone"][p],
            bus1=heat,
            efficiency=efficiency,
            marginal_cost=number(table, "boiler_cost", p),
            **rated,
        )
        rated, _ = nominal(w, table, "tank", p, "Store", f"{item} tank")
        w.add("Store", f"{item} tank", bus=heat, e_cyclic=True, standing_loss=1.0 - number(table, "kept", p), **rated)
        w.add("Load", f"{item} steam", bus=heat, p_set=steam)
        unserved = w.add(
            "Generator",
            f"{item} unserved",
            bus=heat,
            carrier="unserved",
            p_nom=float(steam.max()),
            p_max_pu=np.asarray(steam / steam.max()),
            marginal_cost=number(w.case.tables["economy"], "value_of_lost_load", 0),
        )
        w.note("shed", unserved)
        w.note("local_demand", number(table, "steam", p) / efficiency)


def add_hydrogen(w: Writing, table: Table) -> None:
    """Add hydrogen and ammonia: a bus of hydrogen [kt/h] with electrolyser, tank, delivery and loop."""
    for p in range(len(table)):
        _add_chain(w, table, p)


def _add_chain(w: Writing, table: Table, p: int) -> None:
    """Add one plant with its products of the year."""
    item, zone, share = table.items[p], table.labels["zone"][p], number(table, "hydrogen_per_ammonia", p)
    if share <= 0:
        raise NotWritableError(
            f"hydrogen.csv, {item}: hydrogen_per_ammonia must be above zero for the network",
            f"hydrogen.csv，{item}：导出网络要求 hydrogen_per_ammonia 大于零",
        )
    gas = w.bus(f"{item} hydrogen", "hydrogen")
    rated, size = nominal(w, table, "electrolyser", p, "Link", f"{item} electrolyser")
    taken = w.add(
        "Link",
        f"{item} electrolyser",
        bus0=zone,
        bus1=gas,
        efficiency=1.0 / number(table, "specific_consumption", p),
        p_min_pu=number(table, "electrolyser_min_share", p),
        **rated,
    )
    _ramps(w, f"{item}: electrolyser", taken, size * (number(table, "electrolyser_ramp", p) * w.case.axis.hours))
    rated, _ = nominal(w, table, "tank", p, "Store", f"{item} tank")
    w.add("Store", f"{item} tank", bus=gas, e_cyclic=True, **rated)
    delivered = w.add("Generator", f"{item} delivered", bus=gas, carrier="hydrogen", sign=-1.0, p_nom=1e3)
    loop = added_size(w, table, "synthesis", p)
    drawn = w.add(
        "Link",
        f"{item} synthesis",
        bus0=gas,
        bus1=zone,
        efficiency=-number(table, "power_per_ammonia", p) / share,
        p_nom=1e3,
    )
    ammonia = drawn * (1.0 / share)
    w.row(f"{item}: loop within size", ammonia, "<=", loop)
    w.row(f"{item}: loop above minimum", ammonia, ">=", loop * number(table, "synthesis_min_share", p))
    _ramps(w, f"{item}: loop", ammonia, loop * (number(table, "synthesis_ramp", p) * w.case.axis.hours))
    hydrogen, made = (_product(w, table, p, *product) for product in (("hydrogen", delivered), ("ammonia", ammonia)))
    asked = number(table, "hydrogen_demand", p) + share * number(table, "ammonia_demand", p)
    w.note("water", (hydrogen + made * share) * number(table, "water_use", p))
    power = number(table, "specific_consumption", p) * asked
    w.note("local_demand", power + number(table, "power_per_ammonia", p) * number(table, "ammonia_demand", p))


def _product(w: Writing, table: Table, p: int, product: str, made: Linear) -> Linear:
    """Add the demand of the year for a product, and return what is delivered."""
    item, demand = table.items[p], number(table, f"{product}_demand", p)
    worth, price = number(table, "unserved_price", p), number(table, f"{product}_price", p)
    unserved = w.variable(f"{item}: {product} unserved", "year", worth)
    surplus = w.variable(f"{item}: {product} surplus", "year", -price)
    w.row(f"{item}: {product} of the year", made + unserved - surplus, "==", demand, "year")
    w.note("unserved_product", unserved)
    return demand - unserved + surplus


def _ramps(w: Writing, name: str, power: Linear, change: Linear) -> None:
    """Add the ramps of a flow; `change` is the most that a step allows. A ramp that any step allows binds nothing."""
    w.row(f"{name} ramp up", power - power.before(), "<=", change)
    w.row(f"{name} ramp down", power.before() - power, "<=", change)


def add_shedding(w: Writing) -> None:
    """Add the demand of each zone that is not served, at the value of lost load."""
    worth = number(w.case.tables["economy"], "value_of_lost_load", 0)
    for zone in w.case.zones:
        w.add("Generator", f"{zone} shed", bus=zone, carrier="unserved", p_nom=1e3, marginal_cost=worth)
        w.note("shed", of("Generator", "p", f"{zone} shed"))
