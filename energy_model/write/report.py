"""What a report says, in order: sections with their tables and figures, all from the findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from energy_model.errors import Language
from energy_model.studies import Findings, Tables
from energy_model.write import resources
from energy_model.write import tables as planning
from energy_model.write.charts.chart import Chart
from energy_model.write.inputs import input_tables, source_table
from energy_model.write.naming import Naming
from energy_model.write.path import path_tables
from energy_model.write.pictures import Picture
from energy_model.write.proof import proof_tables
from energy_model.write.requirements import requirements
from energy_model.write.text_table import TextTable
from energy_model.write.units import Quantity, with_unit
from energy_model.write.words import say

YEAR = 8760
#: Section → tables of inputs that its figures follow from.
PLANTS = ("renewable", "csp", "thermal", "storage", "pumped_hydro")
BEHIND = {
    "requirements": ("requirements",),
    "flows": (*PLANTS, "demand", "corridor", "export_line", "zones"),
    "path": PLANTS,
    "capacity": PLANTS,
    "energy": (*PLANTS, "demand", "electric_heat", "hydrogen", "direct_supply"),
    "curtailment": ("renewable", "export_line", "corridor", "storage"),
    "export": ("export_line", "corridor"),
    "storage": ("storage", "pumped_hydro", "csp"),
    "cost": ("economy", *PLANTS, "export_line", "corridor"),
}
TONES = {"feasible": "good", "infeasible_as_required": "bad", "unproven": "bad"}


@dataclass(frozen=True)
class Section:
    """A section of the page: words, then tables, figures and pictures, then links to the inputs behind them."""

    name: str
    title: str
    text: tuple[str, ...]
    blocks: tuple[TextTable | Chart | Picture, ...]
    sources: tuple[tuple[str, str], ...]


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


def report(findings: Findings, names: Naming, charts: Mapping[str, Chart]) -> Report:
    """Return the report of a proven run.

    Parameters
    ----------
    findings : Findings
        With tree and tables.
    names : Naming
        Names and language.
    charts : mapping of str to Chart
        Figures by name; those that are not there are left out.

    Raises
    ------
    ValueError
        If nothing was proven, so that there is nothing to report.
    """
    tables, summary, language = proven(findings), findings.summary, names.language
    origin, verdict = summary["provenance"], summary["verdict"]
    return Report(
        language,
        origin[f"title_{language}"] or origin["case"],
        say("scenario_is", language, name=origin["scenario"], sentence=origin[f"scenario_{language}"]),
        origin[f"question_{language}"],
        verdict[f"sentence_{language}"],
        TONES[verdict["status"]],
        warning_words(summary, language),
        key_figures(summary, language),
        _sections(findings, tables, charts, names),
    )


def warning_words(summary: dict[str, Any], language: Language) -> str:
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
    values: tuple[tuple[str, float | None, Quantity], ...] = (
        ("key_utilisation", curtailed["utilisation"], "share"),
        ("key_curtailed", 1000.0 * curtailed["curtailed_twh"], "energy"),
        ("key_network", curtailed["network_gwh"], "energy"),
        ("key_peak_shaving", curtailed["peak_shaving_gwh"], "energy"),
        ("key_emissions", 1000.0 * summary["emissions_mt"], "mass"),
        ("key_cost", summary["objective_mcny_per_year"], "money"),
    )
    return tuple(
        (say(key, language), with_unit(value if value is not None else float("nan"), quantity, language))
        for key, value, quantity in values
    )


def main_tables(findings: Findings, names: Naming) -> list[TextTable]:
    """Return the tables that the command line shows, too."""
    tables = proven(findings)
    found = planning.last_stage(tables)
    return [
        requirements(pd.DataFrame(findings.summary["requirements"]), names, sentences=False),
        planning.capacity_by_technology(tables.capacity, names),
        planning.generation(tables.generation, names),
        *_curtailed(found, names),
        planning.export(tables.export, names),
    ]


def proven(findings: Findings) -> Tables:
    """Return the tables of a proven run; raise ValueError of another."""
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


def _sections(findings: Findings, tables: Tables, charts: Mapping[str, Chart], names: Naming) -> tuple[Section, ...]:
    """Return all sections in order; figures that were not drawn are left out."""
    found = planning.last_stage(tables)
    told = pd.DataFrame(findings.summary["requirements"])
    origin = findings.summary["provenance"]
    several = len(origin["stages"]) > 1
    content: dict[str, list[TextTable | Chart | None]] = {
        "answer": [charts.get("curtailment_by_month")],
        **({"path": [charts.get("path"), *path_tables(tables, origin["base_year"], names)]} if several else {}),
        "requirements": [requirements(told, names)],
        "flows": [charts.get("map"), charts.get("sankey")],
        "capacity": [
            charts.get("capacity"),
            planning.capacity_by_technology(tables.capacity, names),
            planning.capacity_by_plant(tables.capacity, names),
            planning.other_sizes(tables.capacity, names),
            resources.firm(tables.firm_balance, names),
        ],
        "energy": [
            charts.get("dispatch"),
            planning.generation(tables.generation, names),
            planning.balance(tables.balance, names),
            resources.fuels(tables.fuels, names),
            resources.water(tables.water, names),
        ],
        "curtailment": [
            charts.get("curtailment_by_hour"),
            *_curtailed(found, names),
            planning.curtailed_by(found.by("zone"), "zone", names),
        ],
        "export": [
            charts.get("export_curve"),
            planning.export(tables.export, names),
            planning.sections(tables.sections, names),
            charts.get("durations"),
            resources.prices(tables.prices, names),
        ],
        "storage": [charts.get("levels"), planning.stores(tables.storage, names)],
        "cost": [
            charts.get("cost"),
            planning.cost(tables.cost, names),
            resources.investments(tables.investment, names),
        ],
        "proof": list(proof_tables(findings, names)),
        "inputs": [
            *input_tables(findings.inputs, findings.sources, names.language),
            source_table(findings.inputs, findings.sources, names.language),
        ],
    }
    return tuple(_section(name, blocks, findings, names.language) for name, blocks in content.items())


def _section(name: str, blocks: list[TextTable | Chart | None], findings: Findings, language: Language) -> Section:
    """Return a section with its title and its words."""
    origin = findings.summary["provenance"]
    text = say(f"text_{name}", language, year=origin["stages"][-1], hours=f"{origin['hours']:.0f}")
    shown = tuple(block for block in blocks if block is not None and (isinstance(block, Chart) or block.rows))
    used = () if findings.inputs.empty else set(findings.inputs["table"])
    sources = tuple(
        (f"table-in-{table}", say(f"table_{table}", language)) for table in BEHIND.get(name, ()) if table in used
    )
    return Section(name, say(f"section_{name}", language), (text,) if text else (), shown, sources)
