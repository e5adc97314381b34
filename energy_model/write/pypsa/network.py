"""A case as a PyPSA network, written from the inputs and from nothing else."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

import pandas as pd

from energy_model.case.active import without_idle_plants
from energy_model.case.case import Case, Table
from energy_model.model import technologies
from energy_model.write.pypsa.demands import add_demand, add_electric_heat, add_hydrogen, add_shedding
from energy_model.write.pypsa.generation import add_renewable, add_thermal
from energy_model.write.pypsa.lines import add_corridor, add_export_line
from energy_model.write.pypsa.requirements import add_requirements, refuse_unknown_kinds
from energy_model.write.pypsa.solar_thermal import add_csp
from energy_model.write.pypsa.stores import add_direct_supply, add_pumped_hydro, add_storage
from energy_model.write.pypsa.writing import NotWritableError, Writing

WRITERS: dict[str, Callable[[Writing, Table], None]] = {
    "renewable": add_renewable,
    "csp": add_csp,
    "thermal": add_thermal,
    "storage": add_storage,
    "pumped_hydro": add_pumped_hydro,
    "hydrogen": add_hydrogen,
    "demand": add_demand,
    "electric_heat": add_electric_heat,
    "direct_supply": add_direct_supply,
    "export_line": add_export_line,
    "corridor": add_corridor,
}


class PeerMissingError(ImportError):
    """PyPSA is not installed."""


def write_network(case: Case) -> Writing:
    """Return a case as a PyPSA network, with the rules that PyPSA has no component for.

    Parameters
    ----------
    case : Case
        One stage and one weather year.

    Returns
    -------
    Writing
        The network in GW, GWh, h and million CNY; its objective plus ``constant`` is the cost of the case,
        where its requirements can be met.

    Raises
    ------
    PeerMissingError
        If PyPSA is not installed.
    NotWritableError
        If the case has what the network cannot say.
    """
    if find_spec("pypsa") is None:
        raise PeerMissingError("pypsa")
    _refuse(case)
    case = without_idle_plants(case)
    w = Writing(case, _empty_network(case))
    for zone in case.zones:
        w.bus(zone, "AC")
    add_shedding(w)
    for name, add in WRITERS.items():
        if name in case.tables:
            add(w, case.tables[name])
    add_requirements(w, case.tables["requirements"])
    w.network.add("Carrier", sorted({*w.network.buses.carrier, *w.network.generators.carrier} - {""}))
    w.network.meta = {
        "case": case.name,
        "scenario": case.scenario,
        "fingerprint": case.fingerprint,
        "units": "GW, GWh, h, million CNY a year",
        "objective_constant": w.constant,
        "added_variables": sorted(w.added),
        "added_rules": [row.name for row in w.rows],
    }
    return w


def _empty_network(case: Case) -> object:
    """Return a network with the snapshots and weights of the case."""
    import pypsa

    network = pypsa.Network(name=f"{case.name} {case.scenario}")
    begin = pd.Timestamp(f"{case.settings.stages[0]}-01-01")
    network.set_snapshots(begin + pd.to_timedelta(case.axis.hour_of_year, unit="h"))
    network.snapshot_weightings["objective"] = case.axis.weight
    network.snapshot_weightings["generators"] = case.axis.weight
    network.snapshot_weightings["stores"] = case.axis.hours
    return network


def _refuse(case: Case) -> None:
    """Refuse what the network cannot say."""
    stages, years = case.settings.stages, case.settings.weather_years
    if len(stages) != 1 or len(years) != 1:
        raise NotWritableError(
            f"{len(stages)} stages and {len(years)} weather years: the network holds one of each",
            f"{len(stages)} 个规划水平年、{len(years)} 个气象年：导出网络只容纳各一个",
        )
    unknown = sorted(set(case.tables) & set(technologies()) - set(WRITERS))
    if unknown:
        names = ", ".join(unknown)
        raise NotWritableError(f"tables that the network cannot say: {names}", f"导出网络无法表达的表：{names}")
    refuse_unknown_kinds(case.tables["requirements"])
