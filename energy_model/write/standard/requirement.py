"""The table of requirements, as the page has it, with a unit in each row."""

from __future__ import annotations

from math import isfinite

import pandas as pd

from energy_model.write.requirements import QUANTITIES, missed_first, requirements
from energy_model.write.standard.facts import Facts
from energy_model.write.standard.table import Field, StandardTable, must_agree, table


def requirement_table(facts: Facts) -> StandardTable:
    """Return limit, value and margin of each requirement, in the order of the page, with its sentence."""
    told = missed_first(pd.DataFrame(facts.findings.summary["requirements"]))
    shown = requirements(told, facts.names)
    rows = []
    for line, text in zip(told.to_dict("records"), shown.rows, strict=True):
        quantity, factor = QUANTITIES[line["unit"]]
        sign = 1.0 if line["at_least"] else -1.0
        numbers = {key: float(line[key]) * factor for key in ("limit", "value", "margin")}
        if isfinite(numbers["value"]):  # the clean share of a line that sends nothing has no value
            difference = sign * (numbers["value"] - numbers["limit"])
            must_agree(f"requirement {line['id']}", difference, numbers["margin"], abs(numbers["limit"]))
        rows.append(
            {
                "item": line[f"name_{facts.language}"],
                "year": str(line["stage"]),
                "sense": "≥" if line["at_least"] else "≤",
                **numbers,
                "quantity": quantity,
                "met": text.cells[4].text,
                "price": text.cells[5].text,
                "sentence": line[f"sentence_{facts.language}"],
                "tone": "bad" if line["required"] and not line["met"] else "",
            }
        )
    frame = pd.DataFrame(rows)
    fields = (
        Field("item", facts.say("col_requirement")),
        Field("year", facts.say("col_year")),
        Field("sense", facts.say("col_sense")),
        Field("limit", facts.say("col_limit"), "row"),
        Field("value", facts.say("col_reached"), "row"),
        Field("margin", facts.say("col_margin"), "row"),
        Field("met", facts.say("col_met")),
        Field("price", facts.say("col_shadow_price")),
        Field("sentence", facts.say("col_sentence")),
    )
    return table("requirement_table", fields, frame, facts.language)
