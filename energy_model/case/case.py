"""The case: everything the model needs, checked, frozen and in base units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class TimeAxis:
    """One flat axis of steps, made of slices; a slice is one weather year of one stage.

    Attributes
    ----------
    hours : array, shape (steps,)
        Length of each step [h].
    weight : array, shape (steps,)
        Hours of a year that the step stands for [h]; sums to 8760 per stage.
    stage_of, slice_of, slot_of, month_of, hour_of_day, hour_of_year : array of int, shape (steps,)
        Stage, slice, slot of the export contract, month (1-12), hour of the day (0-23) and hour of the year
        (0-8759) at which the step begins.
    previous : array of int, shape (steps,)
        The step before, cyclic within the slice.
    slots : int
        Number of slots of the export contract.
    """

    hours: FloatArray
    weight: FloatArray
    stage_of: IntArray
    slice_of: IntArray
    slot_of: IntArray
    month_of: IntArray
    hour_of_day: IntArray
    hour_of_year: IntArray
    previous: IntArray
    slots: int

    def __len__(self) -> int:
        """Return the number of steps."""
        return len(self.hours)


@dataclass(frozen=True)
class Table:
    """The plants of one technology, in the order of the input file.

    Attributes
    ----------
    name : str
        Stem of the input file and of the technology's module.
    items : tuple of str
        Names of the plants.
    labels : mapping of str to tuple of str
        Words by label name, one per plant.
    numbers : mapping of str to array
        Shape (plants,) for undated parameters, (plants, stages) for dated ones, in base units.
    year_end : mapping of str to array, shape (plants, stages)
        Stock parameters at the end of the stage's year.
    base_year : mapping of str to array, shape (plants,)
        Stock parameters at the end of the case's base year.
    rows : pandas.DataFrame
        One line per row of the input file as it was used: ``item, parameter, from, value, low, high, unit,
        source, note, file, row, changed_by`` (values in the units of the file).
    """

    name: str
    items: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, FloatArray]
    year_end: Mapping[str, FloatArray] = field(default_factory=dict)
    base_year: Mapping[str, FloatArray] = field(default_factory=dict)
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __len__(self) -> int:
        """Return the number of plants."""
        return len(self.items)


@dataclass(frozen=True)
class Settings:
    """What ``case.toml`` says of the run.

    Attributes
    ----------
    title_zh, title_en : str
        Name of the case in both languages.
    question_zh, question_en : str
        The question that the case answers.
    base_year : int
        Year whose end the stock refers to.
    stages : tuple of int
        Planning years (规划水平年).
    weather_years : mapping of int to float
        Weather years of the hourly tables and their probabilities (sum 1).
    slot_hours : tuple of int
        Hours of the day at which a new block of the export contract begins.
    """

    title_zh: str
    title_en: str
    question_zh: str
    question_en: str
    base_year: int
    stages: tuple[int, ...]
    weather_years: Mapping[int, float]
    slot_hours: tuple[int, ...]


@dataclass(frozen=True)
class Case:
    """A case with one scenario applied.

    Attributes
    ----------
    name, scenario : str
        Folder of the case and name of the scenario.
    scenario_zh, scenario_en : str
        The sentence that says what the scenario asks.
    settings : Settings
        What ``case.toml`` says.
    axis : TimeAxis
        The time axis.
    tables : mapping of str to Table
        One per input table.
    profiles : mapping of str to array, shape (steps,)
        Hourly columns on the time axis.
    profile_units : mapping of str to str
        Unit of each hourly column.
    sources : pandas.DataFrame
        Index source id; columns ``title, reference, url, date, confidence, note``.
    fingerprint : str
        SHA-256 of all inputs that the case was read from, the scenario included.
    """

    name: str
    scenario: str
    scenario_zh: str
    scenario_en: str
    settings: Settings
    axis: TimeAxis
    tables: Mapping[str, Table]
    profiles: Mapping[str, FloatArray]
    profile_units: Mapping[str, str]
    sources: pd.DataFrame
    fingerprint: str

    def frozen(self) -> Case:
        """Return the case, its arrays no longer to be written to."""
        of_tables = (kind for t in self.tables.values() for kind in (t.numbers, t.year_end, t.base_year))
        for arrays in (self.profiles, vars(self.axis), *of_tables):
            for array in arrays.values():
                if isinstance(array, np.ndarray):
                    array.setflags(write=False)
        return self

    def __setstate__(self, state: dict[str, object]) -> None:
        """Freeze a case that comes from another process: pickled arrays forget that they must not be written to."""
        self.__dict__.update(state)
        self.frozen()

    @property
    def zones(self) -> tuple[str, ...]:
        """Names of the zones."""
        return self.tables["zones"].items
