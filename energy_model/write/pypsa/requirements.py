"""Requirements that must hold, as rows of the year (two kinds add rows of the hour); none may fall short."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isnan

from energy_model.case.case import Table
from energy_model.write.pypsa.linear import Linear, Number
from energy_model.write.pypsa.writing import NotWritableError, Sense, Writing, number


@dataclass(frozen=True)
class Required:
    """A requirement as the inputs say it."""

    table: Table
    i: int
    limit: float
    zones: tuple[str, ...]

    @property
    def subject(self) -> str:
        """Line, way of counting, technologies or balance hour."""
        return self.table.labels["subject"][self.i]

    @property
    def name(self) -> str:
        """Name of the requirement."""
        return self.table.items[self.i]


Sides = tuple[Linear, Sense, Linear | Number]


def add_requirements(w: Writing, table: Table) -> None:
    """Add the requirements that must hold; those that are only reported bind nothing."""
    for i in range(len(table)):
        kind = table.labels["kind"][i]
        limit_name, sides = KINDS[kind]
        limit = number(table, limit_name, i)
        if isnan(limit) or number(table, "required", i) <= 0.5:
            continue
        word = table.labels["zones"][i]
        achieved, sense, needed = sides(w, Required(table, i, limit, tuple(word.split("+")) if word else w.case.zones))
        w.row(f"requirement: {table.items[i]}", achieved, sense, needed, "year")


def _clean_capacity(w: Writing, said: Required) -> Sides:
    return w.asked("counted_capacity", way=said.subject), ">=", said.limit


def _export_energy(w: Writing, said: Required) -> Sides:
    return w.asked("sent", line=said.subject), ">=", w.asked("contract", line=said.subject) * said.limit


def _export_curve(w: Writing, said: Required) -> Sides:
    return w.asked("undelivered", line=said.subject), "<=", said.limit


def _export_clean_share(w: Writing, said: Required) -> Sides:
    lines = w.case.tables["export_line"]
    zone = lines.labels["zone"][lines.items.index(said.subject)]
    return w.asked("non_clean_energy", zone=zone), "<=", w.asked("sent", line=said.subject) * (1.0 - said.limit)


def _utilisation(w: Writing, said: Required) -> Sides:
    tags = {"technology": tuple(said.subject.split("+")), "zone": said.zones}
    return w.asked("given", **tags), ">=", w.asked("available", **tags) * said.limit


def _firm_capacity(w: Writing, said: Required) -> Sides:
    hour, margin = said.subject, number(said.table, "reserve_margin", said.i)
    needed = w.asked("peak", hour=hour) * (said.limit * (1.0 + margin)) + w.asked("firm_owed", hour=hour)
    return w.asked("firm_capacity", hour=hour), ">=", needed


def _spinning_reserve(w: Writing, said: Required) -> Sides:
    missing = w.variable(f"{said.name}: missing")
    needed = w.asked("mean_load") * number(said.table, "load_share", said.i)
    for technology in ("wind", "pv"):
        share = number(said.table, f"{technology}_share", said.i)
        needed = needed + w.asked("reserve_need", technology=technology) * share
    w.row(f"{said.name}: headroom", w.asked("headroom") + missing, ">=", needed)
    return missing, "<=", said.limit


def _system_strength(w: Writing, said: Required) -> Sides:
    lines = w.case.tables["export_line"]
    zone = lines.labels["zone"][lines.items.index(said.subject)]
    missing = w.variable(f"{said.name}: missing")
    share = w.asked("sent", line=said.subject) * said.limit
    w.row(f"{said.name}: strength", w.asked("synchronous", zone=zone) + missing, ">=", share)
    return missing, "<=", 0.0


def _local_green_use(w: Writing, said: Required) -> Sides:
    sent = Linear()
    for line in w.case.tables["export_line"].items:
        sent = sent + w.asked("sent", line=line)
    used = w.asked("clean_energy") - sent + w.asked("non_clean_energy", zone=w.case.zones)
    return used, ">=", w.asked("local_demand") * said.limit


def _at_most(question: str) -> Callable[[Writing, Required], Sides]:
    """Return the sides of a budget: what is asked for, at most the limit."""
    return lambda w, said: (w.asked(question), "<=", said.limit)


KINDS: dict[str, tuple[str, Callable[[Writing, Required], Sides]]] = {
    "clean_capacity": ("power", _clean_capacity),
    "export_energy": ("share", _export_energy),
    "export_curve": ("energy", _export_curve),
    "export_clean_share": ("share", _export_clean_share),
    "demand_served": ("energy", _at_most("shed")),
    "product_served": ("mass", _at_most("unserved_product")),
    "utilisation": ("share", _utilisation),
    "firm_capacity": ("share", _firm_capacity),
    "spinning_reserve": ("energy", _spinning_reserve),
    "system_strength": ("share", _system_strength),
    "local_green_use": ("share", _local_green_use),
    "direct_supply": ("energy", _at_most("missing")),
    "emissions": ("mass", _at_most("emissions")),
    "coal_energy": ("energy", _at_most("coal_energy")),
    "water": ("mass", _at_most("water")),
}


def refuse_unknown_kinds(table: Table) -> None:
    """Refuse requirements of a kind that the network has no words for.

    Raises
    ------
    NotWritableError
        With the kinds and the requirements that have them.
    """
    pairs = zip(table.items, table.labels["kind"], strict=True)
    unknown = ", ".join(f"{item} ({kind})" for item, kind in pairs if kind not in KINDS)
    if unknown:
        raise NotWritableError(
            f"requirements.csv: kinds that the network cannot say: {unknown}",
            f"requirements.csv：导出网络无法表达的要求类型：{unknown}",
        )
