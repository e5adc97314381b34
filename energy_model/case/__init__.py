"""Folder of a case → case: read, scenario applied, checked, frozen, in base units."""

from energy_model.case.axis import build_axis
from energy_model.case.case import Case, Settings, Table, TimeAxis
from energy_model.case.changed_rows import Change
from energy_model.case.checks import place_of
from energy_model.case.read import read_case, read_scenarios
from energy_model.case.scenario import list_scenarios
from energy_model.case.schema import Label, Parameter, Schema
from energy_model.errors import EnergyModelError, InputError, Place, Problem, problem_at

__all__ = [
    "Case",
    "Change",
    "EnergyModelError",
    "InputError",
    "Label",
    "Parameter",
    "Place",
    "Problem",
    "Schema",
    "Settings",
    "Table",
    "TimeAxis",
    "build_axis",
    "list_scenarios",
    "place_of",
    "problem_at",
    "read_case",
    "read_scenarios",
]
