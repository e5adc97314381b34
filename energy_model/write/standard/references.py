"""Figures of the inputs that serve reports alone: past capacity, reference factors, grid projects."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from energy_model.case.units import convert
from energy_model.errors import Language
from energy_model.write.inputs import in_language
from energy_model.write.words import say

#: Parameter → base unit, as the modules of these tables declare it.
BASE = {
    "capacity": "GW",
    "emission_factor": "kt/GWh",
    "coal_rate": "kt/GWh",
    "voltage": "kV",
    "transformers": "GVA",
    "length": "km",
    "cost": "MCNY",
    "year": "1",
    "construction_time": "a",
    "debt_share": "1",
    "loan_rate": "1",
}
References = Mapping[str, Mapping[str, list[tuple[str, float]]]]


def references(inputs: pd.DataFrame, name: str) -> References:
    """Return item → parameter → dates and values in base units, of one table of the inputs as they were used.

    Parameters
    ----------
    inputs : DataFrame
        Rows of the inputs; numbers may stand as text.
    name : str
        ``reference``, ``grid_project`` or ``financing``.
    """
    found: dict[str, dict[str, list[tuple[str, float]]]] = {}
    if inputs.empty:
        return found
    for row in inputs[inputs["table"] == name].to_dict("records"):
        values = found.setdefault(str(row["item"]), {})
        parameter = str(row["parameter"])
        if row["unit"] == "text" or parameter not in BASE:
            continue
        value = convert(float(row["value"]), str(row["unit"]), BASE[parameter])
        values.setdefault(parameter, []).append((str(row["from"]), value))
    return found


def item_names(inputs: pd.DataFrame, name: str, language: str) -> dict[str, str]:
    """Return the name of each item of a table."""
    if inputs.empty:
        return {}
    rows = inputs[(inputs["table"] == name) & (inputs["parameter"] == f"name_{language}")]
    return {str(item): str(value) for item, value in zip(rows["item"], rows["value"], strict=True)}


def item_sources(inputs: pd.DataFrame, name: str, sources: pd.DataFrame, language: Language) -> dict[str, str]:
    """Return the titles of the sources that the numbers of each item name; a source not known stands by its id."""
    if inputs.empty:
        return {}
    titles = {str(key): in_language(line, "title", language) for key, line in sources.to_dict("index").items()}
    rows = inputs[(inputs["table"] == name) & (inputs["unit"] != "text")]
    gap = say("clause_join", language)
    return {
        str(item): gap.join(titles.get(str(key), str(key)) for key in dict.fromkeys(part["source"]))
        for item, part in rows.groupby("item", sort=False)
    }


def first(table: References, item: str, parameter: str) -> float | None:
    """Return the first value of a parameter of an item, None where there is none."""
    values = table.get(item, {}).get(parameter, [])
    return values[0][1] if values else None
