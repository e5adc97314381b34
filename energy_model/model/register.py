"""Which technologies there are: every file of this folder that answers ``net_supply``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import energy_model.model as package
from energy_model.case.schema import Schema
from energy_model.model import balance, economy, financing, grid_project, levers, reference, requirements

#: Tables that serve reports alone: what they say is in no equation.
REPORT_TABLES = ("financing", "grid_project", "reference")


@cache
def technologies() -> dict[str, ModuleType]:
    """Return the technology files by stem, in the order of the alphabet."""
    stems = sorted(info.name for info in iter_modules(package.__path__))
    modules = {stem: import_module(f"{package.__name__}.{stem}") for stem in stems}
    return {stem: module for stem, module in modules.items() if hasattr(module, "net_supply")}


def schemas() -> dict[str, Schema]:
    """Return what each table of a case may hold: technologies, zones, economy, requirements, and what reports add."""
    modules = {**technologies(), "zones": balance, "economy": economy, "requirements": requirements}
    modules |= {"financing": financing, "grid_project": grid_project, "levers": levers, "reference": reference}
    return {stem: Schema(tuple(module.LABELS), tuple(module.PARAMETERS)) for stem, module in modules.items()}
