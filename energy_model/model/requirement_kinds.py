"""What each kind of requirement compares: the two sides of its row, asked of the technologies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from pyomo.environ import Set

from energy_model.case.case import Case
from energy_model.model.declare import add_rows, add_variable
from energy_model.model.demand import firm_demand
from energy_model.model.parts import hours_of_stages, total

Sides = tuple[Any, Any]
EVENING = range(18, 23)
SEASON_MONTHS = {"winter_evening": (11, 12, 1, 2), "summer_evening": (6, 7, 8)}


@dataclass(frozen=True)
class Kind:
    """A kind of requirement.

    Attributes
    ----------
    limit : str
        Parameter of the table that holds the limit.
    unit : str
        Unit of what is achieved, needed and missing.
    at_least : bool
        True: at least what is needed; False: at most.
    sides : callable
        ``sides(m, block, case, requirement, stage, limit)`` returns what is achieved and what is needed.
    """

    limit: str
    unit: str
    at_least: bool
    sides: Callable[[Any, Any, Case, int, int, float], Sides]


def ask(m: Any, question: str, *arguments: Any) -> Any:
    """Return the sum of what all technologies answer; a file without the answer counts as zero."""
    return total(member.answer(question, *arguments) for member in m.members)


def subject(case: Case, i: int) -> str:
    """Return the subject of a requirement."""
    return case.tables["requirements"].labels["subject"][i]


def line_of(m: Any, case: Case, i: int) -> tuple[Any, int]:
    """Return the block of the export lines and the number of the line that a requirement speaks of."""
    return m.export_line, case.tables["export_line"].items.index(subject(case, i))


def zones_of(case: Case, i: int) -> tuple[int, ...]:
    """Return the zones that a requirement speaks of."""
    words = case.tables["requirements"].labels["zones"][i]
    chosen = words.split("+") if words else case.zones
    return tuple(case.zones.index(zone) for zone in chosen)


def clean_capacity(m: Any, block: Any, case: Case, i: int, y: int, limit: float) -> Sides:
    """Capacity at the end of the year, by a way of counting [GW]."""
    return ask(m, "counted_capacity", subject(case, i), y), limit


def export_energy(m: Any, block: Any, case: Case, i: int, y: int, limit: float) -> Sides:
    """Energy sent over a line, against a share of its contract [GWh]."""
    lines, p = line_of(m, case, i)
    return lines.sent_energy[p, y], limit * lines.contract_energy[p, y]


def export_curve(m: Any, block: Any, case: Case, i: int, y: int, limit: float) -> Sides:
    """Energy owed under the curve of a line and not sent [GWh]."""
    lines, p = line_of(m, case, i)
    return lines.undelivered_energy[p, y] if p in lines.undelivered_plants else 0.0, limit


def export_clean_share(m: Any, block: Any, case: Case, i: int, y: int, limit: float) -> Sides:
    """Energy from fuel fed into the sending zone, against what the clean share leaves [GWh]."""
    lines, p = line_of(m, case, i)
    zone = case.zones.index(case.tables["export_line"].labels["zone"][p])
    return ask(m, "non_clean_energy", zone, y), (1.0 - limit) * lines.sent_energy[p, y]


def demand_served(m: Any, block: Any, case: Case, i: int, y: int, limit: float) -> Sides:
    """Demand that is not served [GWh]."""
    return ask(m, "shed_energy", y), limit


def product_served(m: Any, block: Any, case: Case, i: int, y: int, limit: float) -> Sides:
    """Hydrogen and ammonia that are not delivered [kt]."""
    return ask(m, "unserved_product", y), limit


def utilisation(m: Any, block: Any, case: Case, i: int, y: int, limit: float) -> Sides:
    """Energy given by wind and PV, against a share of what the weather allows [GWh]."""
    technologies = tuple(subject(case, i).split("+"))
    pairs = [member.answer("renewable_use", technologies, zones_of(case, i), y) for member in m.members]
    pairs = [pair for pair in pairs if isinstance(pair, tuple)]
    return total(given for given, _ in pairs), limit * total(available for _, available in pairs)


def firm_capacity(m: Any, block: Any, case: Case, i: int, y: int, limit: float) -> Sides:
    """Capacity that counts in a balance hour, against peak demand with reserve and firm export [GW]."""
    hour, margin = subject(case, i), case.tables["requirements"].numbers["reserve_margin"][i]
    peak = firm_demand(case, balance_steps(case, hour, y))
    return ask(m, "firm_capacity", hour, y), limit * (1.0 + margin) * peak + ask(m, "firm_owed", hour, y)


def balance_steps(case: Case, balance_hour: str, y: int) -> Any:
    """Return True for the steps of a balance hour: evenings of a season."""
    axis = case.axis
    evening = np.isin(axis.hour_of_day, list(EVENING)) & (axis.stage_of == y)
    season = evening & np.isin(axis.month_of, SEASON_MONTHS[balance_hour])
    return season if season.any() else axis.stage_of == y


def spinning_reserve(m: Any, block: Any, case: Case, i: int, y: int, limit: float) -> Sides:
    """Headroom missing against shares of load, wind and PV, as energy [GWh]."""
    numbers = case.tables["requirements"].numbers
    shares = {"wind": float(numbers["wind_share"][i]), "pv": float(numbers["pv_share"][i])}
    load = (
        float(numbers["load_share"][i]) * case.tables["demand"].numbers["energy"][:, y].sum() / hours_of_stages(case)[y]
    )

    def reserve(b: Any, t: int) -> Any:
        """What is online has the headroom that load, wind and PV ask for."""
        missing = b.component(f"missing_{i}_{y}")
        return ask(m, "headroom", t) + missing[t] >= load + ask(m, "reserve_need", shares, t)

    return _hourly(m, block, case, i, y, reserve), limit


def system_strength(m: Any, block: Any, case: Case, i: int, y: int, limit: float) -> Sides:
    """Synchronous capacity missing in the sending zone against a share of the power on the line [GWh]."""
    lines, p = line_of(m, case, i)
    zone = case.zones.index(case.tables["export_line"].labels["zone"][p])

    def strength(b: Any, t: int) -> Any:
        """Rotating machines that run in the sending zone hold a share of the power on the line."""
        missing = b.component(f"missing_{i}_{y}")
        return ask(m, "synchronous_capacity", zone, t) + missing[t] >= limit * lines.sent[p, t]

    return _hourly(m, block, case, i, y, strength), 0.0


def _hourly(m: Any, block: Any, case: Case, i: int, y: int, rule: Any) -> Any:
    """Add an hourly row with what it may miss, and return the energy missing in the year [GWh]."""
    name = f"{i}_{y}"
    steps = Set(initialize=np.flatnonzero(case.axis.stage_of == y).tolist())
    block.add_component(f"steps_{name}", steps)
    missing = add_variable(m, block, f"missing_{name}", [steps])
    energy = add_variable(m, block, f"missing_energy_{name}", [])
    add_rows(m, block, f"row_{name}", [steps], rule)
    add_rows(m, block, f"missing_adds_up_{name}", [], lambda b: energy == sum(m.weight[t] * missing[t] for t in steps))
    return energy


def local_green_use(m: Any, block: Any, case: Case, i: int, y: int, limit: float) -> Sides:
    """Clean energy that stays in the city, losses included, against a share of its demand [GWh].

    Energy from fuel counts as sent, since the coal units stand at the sending end of the line.
    """
    clean = ask(m, "clean_energy", y)
    sent = total(m.export_line.sent_energy[p, y] for p in m.export_line.each)
    fuel = total(ask(m, "non_clean_energy", z, y) for z in range(len(case.zones)))
    return clean - sent + fuel, limit * ask(m, "local_demand", y)


def direct_supply(m: Any, block: Any, case: Case, i: int, y: int, limit: float) -> Sides:
    """Energy by which the rules of direct supply fail [GWh]."""
    return ask(m, "direct_supply_missing", y), limit


def emissions(m: Any, block: Any, case: Case, i: int, y: int, limit: float) -> Sides:
    """CO2 of the year [kt]."""
    return ask(m, "emissions", y), limit


def coal_energy(m: Any, block: Any, case: Case, i: int, y: int, limit: float) -> Sides:
    """Energy from coal in the year [GWh]."""
    return ask(m, "coal_energy", y), limit


def water(m: Any, block: Any, case: Case, i: int, y: int, limit: float) -> Sides:
    """Water used in the year [kt]."""
    return ask(m, "water_use", y), limit


KINDS = {
    "clean_capacity": Kind("power", "GW", True, clean_capacity),
    "export_energy": Kind("share", "GWh", True, export_energy),
    "export_curve": Kind("energy", "GWh", False, export_curve),
    "export_clean_share": Kind("share", "GWh", False, export_clean_share),
    "demand_served": Kind("energy", "GWh", False, demand_served),
    "product_served": Kind("mass", "kt", False, product_served),
    "utilisation": Kind("share", "GWh", True, utilisation),
    "firm_capacity": Kind("share", "GW", True, firm_capacity),
    "spinning_reserve": Kind("energy", "GWh", False, spinning_reserve),
    "system_strength": Kind("share", "GWh", False, system_strength),
    "local_green_use": Kind("share", "GWh", True, local_green_use),
    "direct_supply": Kind("energy", "GWh", False, direct_supply),
    "emissions": Kind("mass", "kt", False, emissions),
    "coal_energy": Kind("energy", "GWh", False, coal_energy),
    "water": Kind("mass", "kt", False, water),
}
