"""A result in the format of the IAMC: model, scenario, region, variable, unit, year, value; read by pyam and its like.

Names of variables follow the common list of the Integrated Assessment Modeling Consortium where it has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from energy_model.studies import Findings, Tables

COLUMNS = ("model", "scenario", "region", "variable", "unit", "year", "value")
MODEL = "energy-model"
SHEET = "data"
NAMES = {
    "pv": "Solar|PV",
    "wind": "Wind",
    "hydro": "Hydro",
    "csp": "Solar|CSP",
    "coal": "Coal",
    "gas": "Gas",
    "pumped_hydro": "Storage|Pumped Hydro",
    "lfp": "Storage|Battery|Lithium-Ion",
    "sodium_ion": "Storage|Battery|Sodium-Ion",
    "vanadium_flow": "Storage|Battery|Vanadium Flow",
    "battery": "Storage|Battery|Direct Supply",
    "direct_supply": "Storage|Battery|Direct Supply",
    "compressed_air": "Storage|Compressed Air",
    "liquid_air": "Storage|Liquid Air",
    "flywheel": "Storage|Flywheel",
    "molten_salt": "Storage|Molten Salt",
}
DEMAND = ("demand", "direct_supply", "electric_heat", "hydrogen")
EJ = 3.6e-6  # per GWh
Line = tuple[str, str, str, int, float]


def iamc(findings: Findings) -> pd.DataFrame:
    """Return the yearly figures of a result as one long table.

    Parameters
    ----------
    findings : Findings
        Of a proven run.

    Returns
    -------
    pandas.DataFrame
        Columns ``model, scenario, region, variable, unit, year, value``; regions are the case and, below it,
        ``case|zone``.
    """
    if findings.tables is None:
        raise ValueError("nothing was proven, so there is nothing to export")
    origin = findings.summary["provenance"]
    case = str(origin["case"])
    frame = pd.DataFrame(_lines(findings.tables, case), columns=["region", "variable", "unit", "year", "value"])
    frame = frame.groupby(["region", "variable", "unit", "year"], sort=False)["value"].sum().reset_index()
    return frame.assign(model=MODEL, scenario=str(origin["scenario"]))[list(COLUMNS)]


def write_iamc(path: Path, findings: Findings) -> None:
    """Write the long table as a workbook with one sheet; a text that begins with ``=`` stays a text."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    part = path.with_name(f".{path.name}")
    with pd.ExcelWriter(part, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        iamc(findings).to_excel(writer, sheet_name=SHEET, index=False)
    part.replace(path)


def _lines(tables: Tables, case: str) -> Iterator[Line]:
    """Yield every figure, by zone and for the whole case."""
    capacity = tables.capacity[tables.capacity["is_power"]]
    for line in capacity.itertuples():
        for name in _with_parents(NAMES[line.technology]):
            yield from _both(case, line.zone, f"Capacity|Electricity|{name}", "GW", line.stage, line.year_end)
        yield from _both(case, line.zone, "Capacity|Electricity", "GW", line.stage, line.year_end)
    for line in tables.generation.itertuples():
        if NAMES[line.technology].startswith("Storage"):
            continue
        for name in (*_with_parents(NAMES[line.technology]), ""):
            variable = "Secondary Energy|Electricity" + (f"|{name}" if name else "")
            yield from _both(case, line.zone, variable, "EJ/yr", line.stage, EJ * line.given)
    yield from _wind_and_sun(tables, case)
    yield from _trade_and_demand(tables, case)
    yield from _emissions_and_money(tables, case)


def _wind_and_sun(tables: Tables, case: str) -> Iterator[Line]:
    """Yield curtailed energy by source."""
    for line in tables.curtailment.by("technology", "zone", "stage").itertuples():
        for name in (*_with_parents(NAMES[line.technology]), ""):
            variable = "Curtailment|Electricity" + (f"|{name}" if name else "")
            yield from _both(case, line.zone, variable, "EJ/yr", line.stage, EJ * line.curtailed)


def _trade_and_demand(tables: Tables, case: str) -> Iterator[Line]:
    """Yield export by line, demand at the busbars, losses of stores."""
    for line in tables.export.itertuples():
        for variable in (
            "Trade|Secondary Energy|Electricity|Volume",
            f"Trade|Secondary Energy|Electricity|Volume|{line.line}",
        ):
            yield from _both(case, line.zone, variable, "EJ/yr", line.stage, EJ * (line.energy - line.imported))
    used = tables.balance[tables.balance["node"].isin(DEMAND)]
    for line in used.itertuples():
        yield from _both(case, line.zone, "Electricity|Demand at Busbar", "EJ/yr", line.stage, -EJ * line.energy)
    for line in tables.storage.itertuples():
        yield from _both(
            case, line.zone, "Secondary Energy|Electricity|Storage Losses", "EJ/yr", line.stage, EJ * line.lost
        )


def _emissions_and_money(tables: Tables, case: str) -> Iterator[Line]:
    """Yield CO2, investment and prices."""
    for line in tables.fuels.itertuples():
        variable = "Emissions|CO2|Energy|Supply|Electricity"
        for name in (variable, f"{variable}|{NAMES[line.technology]}"):
            yield from _both(case, line.zone, name, "Mt CO2/yr", line.stage, 1e-3 * line.co2)
    for line in tables.investment.itertuples():
        yield case, "Investment|Energy Supply", "million CNY", line.stage, line.investment
    for line in tables.prices.itertuples():
        yield f"{case}|{line.zone}", "Price|Secondary Energy|Electricity", "CNY/MWh", line.stage, 1e3 * line.mean


def _with_parents(name: str) -> tuple[str, ...]:
    """Return a name with the names above it: ``Solar|PV`` is part of ``Solar``."""
    parts = name.split("|")
    return tuple("|".join(parts[: i + 1]) for i in range(len(parts)))


def _both(case: str, zone: str, variable: str, unit: str, year: int, value: float) -> Iterator[Line]:
    """Yield a figure for its zone and for the whole case."""
    yield case, variable, unit, year, value
    yield f"{case}|{zone}", variable, unit, year, value
