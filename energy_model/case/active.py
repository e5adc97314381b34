"""Plants that take part: one that neither stands nor may be built, and serves no demand, has no place in the model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from energy_model.case.case import BoolArray, Case, Table

STOCK, ADDITION = "_existing", "_addition_max"
DEMANDS = ("demand_energy", "hydrogen_demand", "ammonia_demand", "steam")


def without_idle_plants(case: Case, widest: Case | None = None) -> Case:
    """Return the case without plants whose sizes and demands are all zero in the base year and in every stage.

    Their rows stay in `Table.rows`, so the report still lists them. It keeps candidates that a scenario closes (or has
    not opened) from costing tens of thousands of columns each. A plant that a requirement names stays: a line that is
    not built still owes what is asked of it.

    Parameters
    ----------
    case : Case
        The case.
    widest : Case, optional
        The same plants with other numbers: what takes part there stays, so that several cases have the same columns.
    """
    named = set(case.tables["requirements"].labels["subject"])
    judged = case.tables if widest is None else widest.tables
    tables = {name: _without_idle(table, judged[name], named) for name, table in case.tables.items()}
    return replace(case, tables=tables)


def _without_idle(table: Table, judged: Table, named: set[str]) -> Table:
    """Return a table without the plants idle in `judged`; a table without sizes is returned as it is."""
    if not any(name.endswith(ADDITION) for name in table.numbers):
        return table
    keep = np.flatnonzero(_takes_part(table) | _takes_part(judged) | np.isin(table.items, list(named)))
    return replace(
        table,
        items=tuple(table.items[i] for i in keep),
        labels={name: tuple(words[i] for i in keep) for name, words in table.labels.items()},
        numbers={name: values[keep] for name, values in table.numbers.items()},
        year_end={name: values[keep] for name, values in table.year_end.items()},
        base_year={name: values[keep] for name, values in table.base_year.items()},
    )


def _takes_part(table: Table) -> BoolArray:
    """Return True for plants that stand at some time, may be built or serve a demand, shape (plants,)."""
    takes_part = np.zeros(len(table), dtype=bool)
    for name, values in table.numbers.items():
        if name.endswith((STOCK, ADDITION)) or name in DEMANDS:
            takes_part |= (values.reshape(len(table), -1) > 0).any(axis=1)
    for name, values in table.base_year.items():
        takes_part |= (values > 0) & name.endswith(STOCK)
    return takes_part
