"""The tables of a comparison: a row per quantity, a column per result, and the differences from the first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from energy_model.studies.plain import latest
from energy_model.write.compare.explain import Explanation
from energy_model.write.compare.inputs import different_inputs
from energy_model.write.compare.profiles import different_profiles
from energy_model.write.compare.results import Result, side_by_side
from energy_model.write.inputs import parameter_words
from energy_model.write.naming import Naming, in_order
from energy_model.write.requirements import QUANTITIES
from energy_model.write.tables import CAUSES, cost_steps, last_stage
from energy_model.write.text_table import Cell, Row, TextTable
from energy_model.write.units import Quantity, text, unit, with_unit
from energy_model.write.words import say


@dataclass(frozen=True)
class Amount:
    """A number in base units, what it is, and whether its unit stands beside it (else in the heading)."""

    value: float
    quantity: Quantity
    alone: bool = False


@dataclass(frozen=True)
class Grid:
    """A table of texts and amounts with the headings of a language."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | Amount, ...], ...]
    total: bool = False

    def numeric(self, column: int) -> bool:
        """Return whether a column holds amounts."""
        return any(isinstance(row[column], Amount) for row in self.rows)


def as_text(grid: Grid, names: Naming, folded: bool = False) -> TextTable:
    """Return a grid as a table of text; the last row of one with a total is shown as such."""
    last = len(grid.rows) - 1
    rows = [
        Row(tuple(Cell(cell_text(cell, names)) for cell in row), tone="total" if grid.total and i == last else "")
        for i, row in enumerate(grid.rows)
    ]
    numeric = tuple(grid.numeric(column) for column in range(len(grid.headings)))
    return TextTable(grid.name, grid.title, grid.headings, numeric, tuple(rows), folded=folded)


def cell_text(cell: str | Amount, names: Naming) -> str:
    """Return a cell as it is shown."""
    if isinstance(cell, str):
        return cell
    return (with_unit if cell.alone else text)(cell.value, cell.quantity, names.language)


def grids(results: Sequence[Result], names: Naming) -> list[Grid]:
    """Return all tables of differences in order."""
    word: Callable[[str], str] = names.word
    capacities = [_sums(latest(_power(result)), "technology", "year_end") for result in results]
    energies = [_sums(latest(result.tables.generation), "technology", "given") for result in results]
    causes = [last_stage(result.tables).counted[list(CAUSES)].sum() for result in results]
    lines = [_sums(latest(result.tables.export), "line", "energy") for result in results]
    costs = [pd.Series(cost_steps(result.tables.cost), dtype=float) for result in results]
    return [
        headline(results, names),
        requirement_grid(results, names),
        _grid("capacity", results, capacities, "power", "col_technology", word, names),
        _grid("energy", results, energies, "energy", "col_technology", word, names),
        _grid("curtailed_by_cause", results, causes, "energy", "col_cause", word, names, total=True),
        _grid("export", results, lines, "energy", "col_line", lambda key: names.plant("export_line", key), names),
        _grid("cost", results, costs, "money", "col_term", lambda key: word(f"cost_{key}"), names, total=True),
    ]


def headline(results: Sequence[Result], names: Naming) -> Grid:
    """Return verdict and main figures of each result."""
    summaries = [result.findings.summary for result in results]
    quantities: tuple[tuple[str, Quantity, list[float]], ...] = (
        ("key_utilisation", "share", [s["curtailment"]["utilisation"] for s in summaries]),
        ("key_curtailed", "energy", [1000.0 * s["curtailment"]["curtailed_twh"] for s in summaries]),
        ("key_network", "energy", [s["curtailment"]["network_gwh"] for s in summaries]),
        ("key_peak_shaving", "energy", [s["curtailment"]["peak_shaving_gwh"] for s in summaries]),
        ("key_emissions", "mass", [1000.0 * s["emissions_mt"] for s in summaries]),
        ("key_cost", "money", [s["objective_mcny_per_year"] for s in summaries]),
    )
    verdicts = [say(f"verdict_{s['verdict']['status']}", names.language) for s in summaries]
    blank = ("",) * (len(results) - 1)
    asked = [str(result.origin[f"scenario_{names.language}"]) for result in results]
    rows: list[tuple[str | Amount, ...]] = [
        (names.word("col_scenario"), *asked, *blank),
        (names.word("col_verdict"), *verdicts, *blank),
    ]
    for key, quantity, values in quantities:
        amounts = [Amount(float("nan") if value is None else value, quantity, True) for value in values]
        rows.append((names.word(key), *amounts, *_differences(amounts)))
    return Grid(
        "headline", say("compare_headline", names.language), _headings("col_quantity", results, names), tuple(rows)
    )


def requirement_grid(results: Sequence[Result], names: Naming) -> Grid:
    """Return what each result reaches of each requirement, and whether it is met."""
    found = [{line["id"]: line for line in result.findings.summary["requirements"]} for result in results]
    keys = list(dict.fromkeys(key for lines in found for key in lines))
    rows: list[tuple[str | Amount, ...]] = []
    for key in keys:
        line = next(lines[key] for lines in found if key in lines)
        quantity, factor = QUANTITIES[line["unit"]]
        reached = [Amount(_reached(lines.get(key), factor), quantity, True) for lines in found]
        states = [
            say("met" if lines[key]["met"] else "not_met", names.language) if key in lines else "" for lines in found
        ]
        rows.append((str(line[f"name_{names.language}"]), *(
            cell for pair in zip(reached, states, strict=True) for cell in pair)))  # fmt: skip
    met = names.word("col_met")
    headings = (names.word("col_requirement"), *(h for result in results for h in (result.label, met)))
    return Grid("requirements", names.word("title_requirements"), headings, tuple(rows))


def _reached(line: Mapping[str, Any] | None, factor: float) -> float:
    """Return what was reached of a requirement; nan where there is none, or nothing to reach it by (no line)."""
    return float("nan") if line is None or line["value"] is None else float(line["value"]) * factor


def explanation_grid(found: Explanation, first: Result, second: Result, labels: dict[str, str], names: Naming) -> Grid:
    """Return an explanation as a table: the first total, each step, the second total."""
    rows: list[tuple[str | Amount, ...]] = [(first.label, Amount(found.begin, found.quantity))]
    rows += [(labels[key], Amount(value, found.quantity)) for key, value in found.steps.items()]
    rows.append((second.label, Amount(found.end, found.quantity)))
    heads = (names.word("col_term"), f"{names.word('col_amount')}\n({unit(found.quantity, names.language).symbol})")
    title = say(f"explain_{found.name}", names.language, first=first.label, second=second.label)
    return Grid(f"explain_{found.name}", title, heads, tuple(rows), total=True)


def input_grid(results: Sequence[Result], names: Naming) -> Grid:
    """Return the inputs that differ, with the value of each result."""
    table = different_inputs([result.findings.inputs for result in results])
    rows = [
        (names.word(f"table_{row['table']}"), names.plant(_node(str(row["table"])), str(row["item"])),
         f"{parameter_words(str(row['parameter']), names.language)} {row['parameter']}", str(row["from"]),
         *(str(row[f"value_{i}"]) or "—" for i in range(len(results))))
        for row in table.to_dict("records")
    ]  # fmt: skip
    heads = ("col_input_table", "col_item", "col_parameter", "col_from")
    headings = (*(names.word(head) for head in heads), *(result.label for result in results))
    return Grid("inputs", say("compare_inputs", names.language), headings, tuple(rows))


def profile_grid(results: Sequence[Result], names: Naming) -> Grid:
    """Return the hourly curves that differ, with the mean and the largest difference from the first result."""
    rows = [
        (names.word(f"table_{row['node']}"), names.plant(str(row["node"]), str(row["plant"])),
         names.word(f"curve_{row['curve']}"), results[row["second"]].label,
         Amount(row["mean"], "share", True), Amount(row["largest"], "share", True))
        for row in different_profiles(results).to_dict("records")
    ]  # fmt: skip
    heads = ("col_input_table", "col_item", "col_hourly_curve", "col_result", "col_mean_apart", "col_largest_apart")
    return Grid("profiles", say("compare_profiles", names.language), tuple(map(names.word, heads)), tuple(rows))


def _node(table: str) -> str:
    """Return the node of the result that holds the names of an input table."""
    return "balance" if table == "zones" else table


def _grid(
    name: str,
    results: Sequence[Result],
    values: Sequence[pd.Series[float]],
    quantity: Quantity,
    heading: str,
    words: Callable[[str], str],
    names: Naming,
    total: bool = False,
) -> Grid:
    """Return values by key as a grid, with a row of sums where asked."""
    table = side_by_side(results, values)
    table = table[table.abs().max(axis=1) > 1e-3]
    if heading == "col_technology":
        table = in_order(table.rename_axis("technology").reset_index()).set_index("technology")
    rows: list[tuple[str | Amount, ...]] = [(words(str(key)), *(Amount(float(value), quantity) for value in line))
            for key, line in zip(table.index, table.to_numpy(), strict=True)]  # fmt: skip
    if total:
        rows.append((names.word("col_all"), *(Amount(float(value), quantity) for value in table.sum())))
    symbol = unit(quantity, names.language).symbol
    head, *others = _headings(heading, results, names)
    headings = (head, *(f"{other}\n({symbol})" for other in others))
    return Grid(name, names.word(f"title_{name}"), headings, tuple(rows), total)


def _headings(first: str, results: Sequence[Result], names: Naming) -> tuple[str, ...]:
    """Return the headings of results and of their differences from the first."""
    differences = [say("col_difference", names.language, first=results[0].label, second=r.label) for r in results[1:]]
    return (names.word(first), *(result.label for result in results), *differences)


def _differences(amounts: Sequence[Amount]) -> list[Amount]:
    """Return by how much each amount differs from the first."""
    quantity: Quantity = "points" if amounts[0].quantity == "share" else amounts[0].quantity
    return [Amount(one.value - amounts[0].value, quantity, True) for one in amounts[1:]]


def _power(result: Result) -> pd.DataFrame:
    """Return the capacities that are power."""
    return result.tables.capacity[result.tables.capacity["is_power"]]


def _sums(frame: pd.DataFrame, key: str, value: str) -> pd.Series[float]:
    """Return the sum of a column by another."""
    return frame.groupby(key, sort=False)[value].sum()
