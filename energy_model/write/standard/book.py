"""All standard tables in the order of a planning report."""

from __future__ import annotations

from dataclasses import dataclass

from energy_model.write.standard.absorption import absorption, absorption_by_month, curtailment_causes
from energy_model.write.standard.assumptions import assumptions, confidence_count, source_list, widest_estimates
from energy_model.write.standard.capacity import capacity_by_zone, capacity_plan
from energy_model.write.standard.carbon import carbon
from energy_model.write.standard.days import typical_day
from energy_model.write.standard.energy import energy_balance, energy_indicators
from energy_model.write.standard.facts import Facts
from energy_model.write.standard.flexibility import flexibility_balance, flexibility_by_month
from energy_model.write.standard.money import cost, investment
from energy_model.write.standard.network import export_lines, grid_projects, sections, transfer_capacity
from energy_model.write.standard.power import power_balance
from energy_model.write.standard.requirement import requirement_table
from energy_model.write.standard.storage import storage_comparison
from energy_model.write.standard.table import StandardTable

SEASONS = ("summer", "winter")


@dataclass(frozen=True)
class Chapter:
    """A chapter of a report: its key (row ``chapter_<key>`` of the words) and its tables.

    `long` are tables that a workbook holds in full and a document leaves out.
    """

    key: str
    tables: tuple[StandardTable, ...]
    long: tuple[StandardTable, ...] = ()


def chapters(facts: Facts) -> tuple[Chapter, ...]:
    """Return the chapters of a report with their tables.

    Raises
    ------
    SumError
        If the parts of a table do not add up.
    """
    stages = facts.stages
    days = [typical_day(facts, season) for season in SEASONS]
    found = (
        Chapter("conclusion", (requirement_table(facts),)),
        Chapter("capacity", (capacity_plan(facts), capacity_by_zone(facts))),
        Chapter("power", tuple(power_balance(facts, stage) for stage in stages)),
        Chapter(
            "energy", tuple(made(facts, stage) for stage in stages for made in (energy_balance, energy_indicators))
        ),
        Chapter(
            "flexibility",
            tuple(made(facts, stage) for stage in stages for made in (flexibility_balance, flexibility_by_month)),
        ),
        Chapter("absorption", (absorption(facts), curtailment_causes(facts), absorption_by_month(facts))),
        Chapter("days", tuple(day for day in days if day is not None)),
        Chapter("network", (export_lines(facts), sections(facts), transfer_capacity(facts), grid_projects(facts))),
        Chapter("storage", (storage_comparison(facts),)),
        Chapter("money", (investment(facts), cost(facts))),
        Chapter("carbon", (carbon(facts),)),
        Chapter(
            "assumptions", (confidence_count(facts), widest_estimates(facts), source_list(facts)), (assumptions(facts),)
        ),
    )
    return tuple(_filled(chapter) for chapter in found)


def _filled(chapter: Chapter) -> Chapter:
    """Return a chapter without tables that have no rows."""
    tables, long = (tuple(t for t in group if len(t.frame)) for group in (chapter.tables, chapter.long))
    return Chapter(chapter.key, tables, long)
