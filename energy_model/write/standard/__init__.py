"""The standard tables of planning reports: one function each, from the findings, with its sums checked."""

from energy_model.write.standard.book import Chapter, chapters
from energy_model.write.standard.facts import Facts, facts
from energy_model.write.standard.table import Field, StandardTable, SumError

__all__ = ["Chapter", "Facts", "Field", "StandardTable", "SumError", "chapters", "facts"]
