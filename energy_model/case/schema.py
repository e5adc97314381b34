"""What a table of the inputs may hold: the numbers and the words of each technology.

The technology files of ``energy_model/model`` list their inputs with these two classes. The same lists
check the tables, build the model, label the results and print the manual.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Literal

Dating = Literal["none", "latest", "stock"]


@dataclass(frozen=True)
class Parameter:
    """One number of a plant.

    Attributes
    ----------
    name : str
        Name in the input table and in the model.
    symbol : str
        LaTeX symbol for the manual.
    unit : str
        Base unit (GW, GWh, h, MCNY, kt and what is made of them; ``1`` for shares).
    meaning : str
        One phrase for the manual.
    dating : {"none", "latest", "stock"}
        ``none``: one value, no date. ``latest``: a value holds from its date until the next one.
        ``stock``: as ``latest``, but within a stage the share of the year counts, and the value at the end of
        the stage's year is kept beside it.
    low, high : float
        Allowed range, in `unit`.
    default : float, optional
        Value where the table says nothing; None means that the table must say it.
    """

    name: str
    symbol: str
    unit: str
    meaning: str
    dating: Dating = "none"
    low: float = 0.0
    high: float = inf
    default: float | None = None


@dataclass(frozen=True)
class Label:
    """One word of a plant, such as its zone or the name of its hourly profile.

    Attributes
    ----------
    name : str
        Name in the input table.
    meaning : str
        One phrase for the manual.
    refers_to : {"zone", "profile"} or tuple of str, optional
        ``zone``: must be a zone of the case. ``profile``: must be a column of the hourly tables.
        A tuple lists the words allowed. None: free text.
    default : str, optional
        Word where the table says nothing; None means that the table must say it.
    """

    name: str
    meaning: str
    refers_to: Literal["zone", "profile"] | tuple[str, ...] | None = None
    default: str | None = None


@dataclass(frozen=True)
class Schema:
    """The inputs of one table: its labels and its parameters, by name."""

    labels: tuple[Label, ...]
    parameters: tuple[Parameter, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all labels and parameters."""
        return (*(label.name for label in self.labels), *(parameter.name for parameter in self.parameters))

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that name, or None."""
        return next((p for p in self.parameters if p.name == name), None)

    def label(self, name: str) -> Label | None:
        """Return the label of that name, or None."""
        return next((word for word in self.labels if word.name == name), None)


Schemas = Mapping[str, Schema]
