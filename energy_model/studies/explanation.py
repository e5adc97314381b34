"""The verdict explained: conflicts between requirements, what single levers and pairs of levers can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from energy_model.case.case import Case, FloatArray
from energy_model.case.checks import place_of
from energy_model.errors import Place
from energy_model.optimise import SolverSettings
from energy_model.studies.conflicts import MOST, Conflicts, conflict_table, find_conflicts
from energy_model.studies.evaluate import Findings, run_case
from energy_model.studies.held_remedies import find_held_remedies
from energy_model.studies.pairs import Pairs, find_pairs
from energy_model.studies.programme import NoProofError, Programme, study_settings
from energy_model.studies.remedies import find_remedies
from energy_model.studies.workshop import Remedy, Workshop, open_workshop

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Explanation:
    """Why a case holds or not, and what would repair it.

    Attributes
    ----------
    findings : Findings
        The run that is explained, with its requirement table.
    feasible : bool
        Whether all requirements can be met together.
    conflicts : pandas.DataFrame
        A line per member of each conflict, as `conflicts.conflict_table` says.
    complete : bool
        Whether these are all conflicts.
    remedies : pandas.DataFrame
        A line per lever: ``lever, name_zh, name_en, table, unit, direction, most, change`` (NaN: not alone),
        ``suffices, left`` (least weighted shortfall left), ``left_share`` (of that without a lever), ``missing``
        (requirements short, with amounts by their id), ``lever_cost, cost`` [MCNY/a], ``way, rows``.
    pairs : pandas.DataFrame
        A line per sufficient pair, the cheapest first: ``first, second, first_change, second_change, cost`` and names
        and units; empty where a single lever is enough.
    asked : dict
        How many programmes each part solved.
    only_by_burning : bool
        Whether the requirements hold together only where stores burn surplus by running both ways at once. Conflicts
        are linear questions that allow this, so they are not asked then; levers are tried with runs.
    """

    findings: Findings
    feasible: bool
    conflicts: pd.DataFrame
    complete: bool
    remedies: pd.DataFrame
    pairs: pd.DataFrame
    asked: dict[str, int]
    only_by_burning: bool = False


def explain(
    case: Case, most: int = MOST, settings: SolverSettings | None = None, progress: Progress | None = None
) -> Explanation:
    """Return why the requirements of a case can or cannot be met together, and the least repairs.

    Parameters
    ----------
    case : Case
        The case.
    most : int
        Number of conflicts after which the search for more ends.
    settings : SolverSettings, optional
        Which solver; the quickest for the number of steps where not given.
    progress : callable, optional
        Told a sentence before each step.

    Raises
    ------
    NoProofError
        If a question could not be answered with a proof.
    """
    tell = progress or (lambda sentence: None)
    findings = proven_run(case, settings, tell)
    feasible = findings.summary["verdict"]["status"] != "infeasible_as_required"
    unheld = findings.summary["hidden_burning"]["before_directions_were_held"]
    burning = not feasible and unheld is not None and unheld["feasible"]
    if feasible:
        return Explanation(findings, True, _conflicts(case, None), True, _remedies(case, None, []), _pairs(None), {})
    shop = open_workshop(case, settings, tell)
    if burning:
        cost = findings.tables.cost if findings.tables is not None else pd.DataFrame(columns=["term", "cost"])
        shop.reference = findings.summary["objective_mcny_per_year"] - cost.loc[cost["term"] == "shed", "cost"].sum()
        remedies = _remedies(case, shop, find_held_remedies(shop))
        return Explanation(findings, False, _conflicts(case, None), True, remedies, _pairs(None), {}, True)
    conflicts = find_conflicts(shop.programme, most, settings, tell)
    remedies = find_remedies(shop)
    alone = any(remedy.suffices for remedy in remedies)
    pairs = None if alone else find_pairs(shop, remedies)
    asked = {"conflicts": conflicts.asked, "pairs": 0 if pairs is None else pairs.solved}
    return Explanation(
        findings,
        False,
        _conflicts(case, conflicts),
        conflicts.complete,
        _remedies(case, shop, remedies),
        _pairs(pairs),
        asked,
    )


def proven_run(case: Case, settings: SolverSettings | None, tell: Progress) -> Findings:
    """Return the findings of a case, by the method that is quick for its steps, else by the whole portfolio.

    Raises
    ------
    NoProofError
        If there is no proof.
    """
    findings = run_case(case, study_settings(len(case.axis), settings), tell)
    if findings.tree is None and settings is None:
        findings = run_case(case, None, tell)
    if findings.tree is None:
        raise NoProofError("the case itself could not be solved with a proof / 算例本身没有得到可证明的解")
    return findings


def _conflicts(case: Case, conflicts: Conflicts | None) -> pd.DataFrame:
    """Return the table of conflicts, empty where there are none."""
    return conflict_table(case, conflicts or Conflicts((), True, 0))


def _remedies(case: Case, shop: Workshop | None, remedies: list[Remedy]) -> pd.DataFrame:
    """Return the table of remedies: what is enough first and cheap first, then by what is left."""
    lines = []
    for remedy in remedies:
        lever = remedy.lever
        lines.append(
            {
                "lever": lever.name,
                "name_zh": lever.name_zh,
                "name_en": lever.name_en,
                "table": lever.table,
                "unit": lever.unit,
                "direction": lever.direction,
                "most": lever.most,
                "change": remedy.change,
                "suffices": remedy.suffices,
                "left": remedy.left,
                "left_share": np.nan if shop is None else remedy.left / shop.short,
                "missing": {} if shop is None else _missing(shop.programme, remedy.missing),
                "lever_cost": remedy.lever_cost,
                "cost": remedy.cost,
                "way": remedy.way,
                "rows": _rows(case, remedy),
            }
        )
    columns = [
        "lever",
        "name_zh",
        "name_en",
        "table",
        "unit",
        "direction",
        "most",
        "change",
        "suffices",
        "left",
        "left_share",
        "missing",
    ]
    frame = pd.DataFrame(lines, columns=[*columns, "lever_cost", "cost", "way", "rows"])
    return frame.sort_values(
        ["suffices", "cost", "left"], ascending=[False, True, True], kind="stable", ignore_index=True
    )


def _missing(programme: Programme, missing: FloatArray) -> dict[str, float]:
    """Return what is missing by id of the requirement, in the unit of its row."""
    items = programme.case.tables["requirements"].items
    total: dict[str, float] = {}
    for i, amount in zip(programme.requirement, missing, strict=True):
        if np.isfinite(amount) and amount > 0:
            total[items[i]] = total.get(items[i], 0.0) + float(amount)
    return total


def _rows(case: Case, remedy: Remedy) -> str:
    """Return where the inputs stand that a lever moves, as ``file:row``."""
    table, lever = case.tables[remedy.lever.table], remedy.lever
    places = [place_of(table, item, name) for item in lever.items for _, name in lever.parameters]
    return ", ".join(dict.fromkeys(f"{_file(p)}:{p.row}" if p.row else _file(p) for p in places))


def _file(place: Place) -> str:
    """Return the file of a place without who changed it."""
    return place.file.partition(" (")[0]


def _pairs(pairs: Pairs | None) -> pd.DataFrame:
    """Return the table of pairs."""
    lines = []
    for pair in () if pairs is None else pairs.found:
        line: dict[str, object] = {"cost": pair.cost}
        for place, lever, change in zip(("first", "second"), pair.levers, pair.changes, strict=True):
            line |= {place: lever.name, f"{place}_zh": lever.name_zh, f"{place}_en": lever.name_en}
            line |= {f"{place}_unit": lever.unit, f"{place}_table": lever.table}
            line |= {f"{place}_direction": lever.direction, f"{place}_change": change}
        lines.append(line)
    ends = ("", "_zh", "_en", "_table", "_unit", "_direction", "_change")
    return pd.DataFrame(lines, columns=[*(f"{p}{e}" for p in ("first", "second") for e in ends), "cost"])
