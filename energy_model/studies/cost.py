"""The cost of the plan by technology, plant, term and stage; the amounts add up to the objective."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.case.case import FloatArray
from energy_model.studies.reader import CostLine, Reader


def cost_table(reader: Reader) -> pd.DataFrame:
    """Return every term of the objective.

    Parameters
    ----------
    reader : Reader
        The labelled tree.

    Returns
    -------
    pandas.DataFrame
        ``node, technology, plant, term, part, stage, cost`` [MCNY, of the objective: discounted where there are
        several stages; revenues are less than zero]; `part` is the variable or the committed stock.
    """
    frames = [_frame(reader, node, line) for node in (*reader.nodes, "balance") for line in reader.costs(node)]
    return pd.concat(frames, ignore_index=True)


def _frame(reader: Reader, node: str, line: CostLine) -> pd.DataFrame:
    """Return one term by plant and stage."""
    amounts = line.sign * _amounts(reader, node, line)
    count, stages = amounts.shape
    return pd.DataFrame(
        {
            "node": node,
            "technology": np.repeat(np.array(reader.words(node, "technology"), dtype=object), stages),
            "plant": np.repeat(np.array(reader.plants(node), dtype=object), stages),
            "term": line.term,
            "part": line.variable or line.coefficient.removesuffix("_committed_cost"),
            "stage": np.tile(reader.stages, count),
            "cost": amounts.ravel(),
        }
    )


def _amounts(reader: Reader, node: str, line: CostLine) -> FloatArray:
    """Return coefficient times variable, summed over the year and discounted, shape (plants, stages) [MCNY]."""
    shape = (reader.count(node), len(reader.stages))
    if not line.variable:
        return np.broadcast_to(reader.get(node, line.coefficient), shape) * reader.stage_factor
    variable = reader.get(node, line.variable)
    if reader.is_hourly(node, line.variable):
        return reader.yearly(reader.hourly(node, line.coefficient) * variable) * reader.stage_factor
    coefficient = reader.get(node, line.coefficient)
    by_stage = np.broadcast_to(coefficient.reshape(shape[0], -1), shape)
    # The annuity of a vintage is already summed over the stages in which it stands.
    factor = np.ones(shape[1]) if line.variable.endswith("_built") else reader.stage_factor
    return by_stage * variable * factor


def investment_table(reader: Reader) -> pd.DataFrame:
    """Return the money to be spent, not its annuity.

    Returns
    -------
    pandas.DataFrame
        ``node, technology, plant, part, stage, kind, investment`` [MCNY]; `kind` is ``committed`` (stock that comes
        after the base year; of each stage, what comes after the stage before) or ``built``.
    """
    rows = []
    for node in reader.nodes:
        for size in reader.sizes(node):
            price = reader.get(node, f"{size}_investment")
            ends = np.column_stack([reader.get(node, f"{size}_existing_base_year"), _ends(reader, node, size)])
            came = np.maximum(np.diff(ends, axis=1), 0.0)
            rows += _investments(reader, node, size, "committed", came * price)
            rows += _investments(reader, node, size, "built", reader.get(node, f"{size}_built") * price)
    return pd.DataFrame(rows, columns=["node", "technology", "plant", "part", "stage", "kind", "investment"])


def _ends(reader: Reader, node: str, size: str) -> FloatArray:
    """Return the stock at the end of each stage's year."""
    return reader.get(node, f"{size}_existing_year_end")


def _investments(reader: Reader, node: str, size: str, kind: str, amounts: FloatArray) -> list[dict[str, object]]:
    """Return one row per plant and stage."""
    words = reader.words(node, "technology")
    return [
        {
            "node": node,
            "technology": words[p],
            "plant": plant,
            "part": size,
            "stage": stage,
            "kind": kind,
            "investment": float(amounts[p, y]),
        }
        for p, plant in enumerate(reader.plants(node))
        for y, stage in enumerate(reader.stages)
    ]
