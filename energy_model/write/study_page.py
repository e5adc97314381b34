"""The page of a study: sentences, tables and drawn figures in both languages, in the form of the report's page."""

from __future__ import annotations

from collections.abc import Mapping

from energy_model.case.errors import Language
from energy_model.write.charts import Series
from energy_model.write.page import fill, page_data
from energy_model.write.pictures import Picture
from energy_model.write.report import Report


def study_page(reports: Mapping[Language, Report], first: Language) -> str:
    """Return the page of a study; every name that comes from the inputs is escaped.

    Parameters
    ----------
    reports : mapping of language to Report
        The same report in both languages.
    first : {"zh", "en"}
        Language in which the page opens.
    """
    series = Series()
    series.of("time.start", [0.0], None, "zh")
    series.of("time.hours", [1.0], None, "zh")
    both = dict(reports)
    return fill(both, page_data(series, {language: {} for language in both}, both), first)


def pictures_of(report: Report) -> list[Picture]:
    """Return the drawn figures of a report, in order."""
    return [block for section in report.sections for block in section.blocks if isinstance(block, Picture)]
