"""What a report says, in order: sections with their tables and figures, all from the findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from energy_model.case.errors import Language
from energy_model.studies import Findings, Reader, Tables
from energy_model.write import tables as planning
from energy_model.write.inputs import input_tables, source_table
from energy_model.write.naming import Naming, naming
from energy_model.write.pictures import Picture, pictures
from energy_model.write.proof import proof_tables
from energy_model.write.requirements import requirements
from energy_model.write.text_table import TextTable
from energy_model.write.units import with_unit
from energy_model.write.words import say

YEAR = 8760
TONES = {"feasible": "good", "infeasible_as_required": "bad", "unproven": "bad"}


@dataclass(frozen=True)
class Section:
    """A section of the page: words, then tables and figures."""

    name: str
    title: str
    text: tuple[str, ...]
    blocks: tuple[TextTable | Picture, ...]


@dataclass(frozen=True)
class Report:
    """A report in one language.

    Attributes
    ----------
    language : {"zh", "en"}
        Language.
    title, scenario, question, verdict, tone, warning : str
        Case, what the scenario asks, the question, the sentence that answers it, ``good`` or ``bad``, and what a
        reader must know before quoting it.
    keys : tuple of (label, value)
        The figures to remember.
    sections : tuple of Section
        In order.
    pictures : tuple of Picture
        All figures.
    """

    language: Language
    title: str
    scenario: str
    question: str
    verdict: str
    tone: str
    warning: str
    keys: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    pictures: tuple[Picture, ...]


def report(findings: Findings, language: Language) -> Report:
    """Return the report of a proven run.

    Parameters
    ----------
    findings : Findings
        With tree and tables.
    language : {"zh", "en"}
        Language.

    Raises
    ------
    ValueError
        If nothing was proven, so that there is nothing to report.
    """
    if findings.tree is None or findings.tables is None:
        raise ValueError("nothing was proven, so there is nothing to report")
    names, summary = naming(findings.tree, language), findings.summary
    origin, verdict = summary["provenance"], summary["verdict"]
    months = last_stage(findings.tables).by("month")
    drawn = pictures(
        Reader(findings.tree), months, findings.tables.capacity, (origin["base_year"], origin["stages"][-1]), names
    )
    return Report(
        language,
        origin[f"title_{language}"] or origin["case"],
        say("scenario_is", language, name=origin["scenario"], sentence=origin[f"scenario_{language}"]),
        origin[f"question_{language}"],
        verdict[f"sentence_{language}"],
        TONES[verdict["status"]],
        warning(summary, language),
        key_figures(summary, language),
        _sections(findings, findings.tables, drawn, names),
        tuple(drawn.values()),
    )


def warning(summary: dict[str, Any], language: Language) -> str:
    """Return what a reader must know first: that the run is short, that energy was wasted to look used."""
    origin, words = summary["provenance"], []
    hours = origin["hours"] / (len(origin["stages"]) * len(origin["weather_years"]))
    if hours < YEAR:
        words.append(say("short_run", language, hours=f"{hours:.0f}"))
    if summary["hidden_burning"]["notable"]:
        wasted = with_unit(summary["hidden_burning_gwh"], "energy", language)
        words.append(say("hidden_burning", language, wasted=wasted))
    return " ".join(words)


def key_figures(summary: dict[str, Any], language: Language) -> tuple[tuple[str, str], ...]:
    """Return the figures to remember: utilisation, curtailed energy by group, cost."""
    curtailed = summary["curtailment"]
    values = (
        ("key_utilisation", curtailed["utilisation"], "share"),
        ("key_curtailed", 1000.0 * curtailed["curtailed_twh"], "energy"),
        ("key_network", curtailed["network_gwh"], "energy"),
        ("key_peak_shaving", curtailed["peak_shaving_gwh"], "energy"),
        ("key_emissions", 1000.0 * summary["emissions_mt"], "mass"),
        ("key_cost", summary["objective_mcny_per_year"], "money"),
    )
    return tuple(
        (say(key, language), with_unit(value if value is not None else float("nan"), quantity, language))  # type: ignore[arg-type]
        for key, value, quantity in values
    )


def main_tables(findings: Findings, names: Naming) -> list[TextTable]:
    """Return the tables that the command line shows, too."""
    tables = _proven(findings)
    found = last_stage(tables)
    return [
        requirements(pd.DataFrame(findings.summary["requirements"]), names, sentences=False),
        planning.capacity_by_technology(tables.capacity, names),
        planning.generation(tables.generation, names),
        *_curtailed(found, names),
        planning.export(tables.export, names),
    ]


def last_stage(tables: Tables) -> Any:
    """Return the curtailment of the last planning year."""
    found = tables.curtailment
    return type(found)(planning.latest(found.cube), found.hourly)


def _proven(findings: Findings) -> Tables:
    """Return the tables of a proven run."""
    if findings.tables is None:
        raise ValueError("nothing was proven, so there is nothing to show")
    return findings.tables


def _curtailed(found: Any, names: Naming) -> list[TextTable]:
    """Return the tables of curtailment by source, month and cause."""
    return [
        planning.curtailed_by(found.by("technology"), "technology", names),
        planning.curtailed_by(found.by("month"), "month", names),
        planning.curtailed_by_cause(found.by("technology"), names),
    ]


def _sections(findings: Findings, tables: Tables, drawn: dict[str, Picture], names: Naming) -> tuple[Section, ...]:
    """Return all sections in order; figures that were not drawn are left out."""
    found = last_stage(tables)
    told = pd.DataFrame(findings.summary["requirements"])
    content: dict[str, list[TextTable | Picture | None]] = {
        "answer": [drawn.get("curtailment_by_month")],
        "requirements": [requirements(told, names)],
        "capacity": [
            drawn.get("capacity"),
            planning.capacity_by_technology(tables.capacity, names),
            planning.capacity_by_plant(tables.capacity, names),
        ],
        "energy": [
            planning.generation(tables.generation, names),
            planning.balance(tables.balance, names),
            drawn.get("hardest_week"),
            drawn.get("typical_weeks"),
        ],
        "curtailment": [
            *_curtailed(found, names),
            planning.curtailed_by(found.by("zone"), "zone", names),
            drawn.get("curtailment_by_hour"),
        ],
        "export": [
            planning.export(tables.export, names),
            planning.sections(tables.sections, names),
            drawn.get("durations"),
        ],
        "storage": [planning.stores(tables.storage, names), drawn.get("levels")],
        "cost": [planning.cost(tables.cost, names)],
        "proof": list(proof_tables(findings, names)),
        "inputs": [
            *input_tables(findings.inputs, findings.sources, names.language),
            source_table(findings.inputs, findings.sources, names.language),
        ],
    }
    return tuple(_section(name, blocks, findings, names.language) for name, blocks in content.items())


def _section(name: str, blocks: list[TextTable | Picture | None], findings: Findings, language: Language) -> Section:
    """Return a section with its title and its words."""
    origin = findings.summary["provenance"]
    text = say(f"text_{name}", language, year=origin["stages"][-1], hours=f"{origin['hours']:.0f}")
    shown = tuple(block for block in blocks if block is not None and (isinstance(block, Picture) or block.rows))
    return Section(name, say(f"section_{name}", language), (text,) if text else (), shown)
