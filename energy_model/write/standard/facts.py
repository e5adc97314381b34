"""What the standard tables are made of, gathered once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from energy_model.errors import Language
from energy_model.studies import Findings, Reader, Tables
from energy_model.write.hourly import Hourly, hourly
from energy_model.write.naming import Naming, naming
from energy_model.write.standard.flows import Flow, system_flows
from energy_model.write.words import say

#: Order of sources in planning tables, and the technologies that each holds.
SOURCES: dict[str, tuple[str, ...]] = {
    "hydro": ("hydro",),
    "coal": ("coal",),
    "gas": ("gas",),
    "pumped_hydro": ("pumped_hydro",),
    "new_storage": (
        "lfp",
        "sodium_ion",
        "vanadium_flow",
        "compressed_air",
        "liquid_air",
        "flywheel",
        "molten_salt",
        "battery",
    ),
    "csp": ("csp",),
    "wind": ("wind",),
    "pv": ("pv",),
}
SOURCE_OF = {technology: source for source, held in SOURCES.items() for technology in held}


def source_of(technology: str) -> str:
    """Return the line of the planning tables that a technology belongs to.

    Raises
    ------
    KeyError
        If no line holds it: its capacity and energy would be missing in the tables.
    """
    return SOURCE_OF[technology]


@dataclass(frozen=True)
class Facts:
    """Findings, read once, with names in the language of the tables."""

    findings: Findings
    tables: Tables
    reader: Reader
    names: Naming

    @property
    def language(self) -> Language:
        """Language of all words."""
        return self.names.language

    @property
    def stages(self) -> tuple[int, ...]:
        """Planning years."""
        return self.reader.stages

    @property
    def base_year(self) -> int:
        """Year whose end the stock refers to."""
        return int(self.findings.summary["provenance"]["base_year"])

    @cached_property
    def flows(self) -> list[Flow]:
        """All supply and use of electricity, own plants of direct supply included."""
        return system_flows(self.reader)

    @cached_property
    def hourly(self) -> list[Hourly]:
        """Hourly flows of each stage, first weather year."""
        return [hourly(self.reader, y) for y in range(len(self.stages))]

    def say(self, key: str, **values: object) -> str:
        """Return words in the language of the tables."""
        return say(key, self.language, **values)

    def year(self, stage: int) -> str:
        """Return what tells the table of one stage from that of another."""
        return say("in_year", self.language, year=stage)

    def of_stage(self, frame: pd.DataFrame, stage: int) -> pd.DataFrame:
        """Return the rows of one stage."""
        return frame[frame["stage"] == stage]


def facts(findings: Findings, language: Language) -> Facts:
    """Return what the standard tables are made of.

    Raises
    ------
    ValueError
        If nothing was proven.
    """
    if findings.tree is None or findings.tables is None:
        raise ValueError("nothing was proven, so there is nothing to tell")
    return Facts(findings, findings.tables, Reader(findings.tree), naming(findings.tree, language))
