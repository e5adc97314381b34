"""The page of a study: sentences, tables and drawn figures in both languages, in the form of the report's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from energy_model.case.case import Case
from energy_model.errors import Language
from energy_model.write.page import fill, page_data, timeless
from energy_model.write.pictures import Picture
from energy_model.write.report import YEAR, Report, Section
from energy_model.write.words import say


def study_page(reports: Mapping[Language, Report], first: Language) -> str:
    """Return the page of a study; every name that comes from the inputs is escaped.

    Parameters
    ----------
    reports : mapping of language to Report
        The same report in both languages.
    first : {"zh", "en"}
        Language in which the page opens.
    """
    both = dict(reports)
    return fill(both, page_data(timeless(), {language: {} for language in both}, both), first)


def study_report(
    case: Case,
    language: Language,
    question: str,
    verdict: str,
    tone: str,
    sections: Sequence[Section],
    keys: Sequence[tuple[str, str]] = (),
) -> Report:
    """Return the report of a study in one language, under title and scenario of its case.

    Parameters
    ----------
    case : Case
        What was studied.
    language : {"zh", "en"}
        Language.
    question : str
        Key of the question in ``words.csv``.
    verdict : str
        The sentence that answers.
    tone : str
        Colour of the verdict: good, bad or plain.
    sections : sequence of Section
        In order.
    keys : sequence of (label, value)
        Figures to remember.
    """
    settings = case.settings
    hours = case.axis.hours.sum() / (len(settings.stages) * len(settings.weather_years))
    title, scenario = {
        "zh": (settings.title_zh, case.scenario_zh),
        "en": (settings.title_en, case.scenario_en),
    }[language]
    return Report(
        language,
        title or case.name,
        say("scenario_is", language, name=case.scenario, sentence=scenario),
        say(question, language),
        verdict,
        tone,
        say("short_run", language, hours=f"{hours:.0f}") if hours < YEAR else "",
        tuple(keys),
        tuple(sections),
    )


def pictures_of(report: Report) -> list[Picture]:
    """Return the drawn figures of a report, in order."""
    return [block for section in report.sections for block in section.blocks if isinstance(block, Picture)]
