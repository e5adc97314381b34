"""The report as one page of HTML in both languages that needs nothing from outside."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from energy_model.errors import Language
from energy_model.studies import Findings, Reader
from energy_model.write.charts import Chart, Series, charts
from energy_model.write.hourly import hourly
from energy_model.write.naming import naming
from energy_model.write.report import Report, proven, report
from energy_model.write.words import say

LANGUAGES: tuple[Language, ...] = ("zh", "en")
HTML_LANGUAGE = {"zh": "zh-CN", "en": "en"}
OWN_NAME = {"zh": "中文", "en": "English"}
WORDS = (
    "skip", "contents", "footer", "from", "comma", "csv", "tools", "go_to", "go_month", "zoom_earlier", "zoom_later",
    "zoom_closer", "zoom_wider", "zoom_day", "zoom_week", "zoom_month", "zoom_year", "zoom_hardest",
)  # fmt: skip
#: Sections that the figures to remember follow from, in their order.
KEY_SECTIONS = ("curtailment", "curtailment", "curtailment", "curtailment", "energy", "cost")
#: What plotly says on its buttons; it is English unless told otherwise.
BUTTONS = ("Download plot as a PNG", "Zoom", "Pan", "Zoom in", "Zoom out", "Reset axes")
SCRIPT_WORDS = ("day", "hour", "time", "length")


def page(findings: Findings, first: Language) -> str:
    """Return the report as HTML in both languages; every name that comes from the inputs is escaped.

    Parameters
    ----------
    findings : Findings
        Of a proven run.
    first : {"zh", "en"}
        Language in which the page opens.

    Raises
    ------
    ValueError
        If nothing was proven, so that there is nothing to report.
    """
    tables = proven(findings)
    if findings.tree is None:
        raise ValueError("nothing was proven, so there is nothing to report")
    flows, series = hourly(Reader(findings.tree)), Series()
    drawn, reports = {}, {}
    for language in LANGUAGES:
        names = naming(findings.tree, language)
        drawn[language] = charts(findings, tables, flows, names, series)
        reports[language] = report(findings, names, drawn[language])
    series.of("time.start", flows.start, None, "zh")
    series.of("time.hours", flows.hours, None, "zh")
    return fill(reports, page_data(series, drawn, reports), first)


def timeless() -> Series:
    """Return the arrays of a page without hourly figures: the script asks for a clock all the same."""
    series = Series()
    series.of("time.start", [0.0], None, "zh")
    series.of("time.hours", [1.0], None, "zh")
    return series


def fill(reports: dict[Language, Report], data: dict[str, Any], first: Language) -> str:
    """Return the page of reports in both languages and of the data that its figures draw."""
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    order = sorted(reports, key=lambda language: language != first)
    return environment.get_template("report.html").render(
        lang=HTML_LANGUAGE[first],
        panes=[_pane(reports[language]) for language in order],
        languages=[{"p": p, "html": HTML_LANGUAGE[p], "name": OWN_NAME[p]} for p in LANGUAGES],
        first=LANGUAGES.index(first),
        style=Markup(_template("report.css")),
        data=Markup(_json(data)),
        plotly=Markup(get_plotlyjs() if any(data["charts"].values()) else ""),
        script=Markup(_template("report.js")),
    )


def _pane(made: Report) -> dict[str, Any]:
    """Return what one language of the page shows."""
    words: dict[str, Any] = {word: say(f"page_{word}", made.language) for word in WORDS}
    words["months"] = [say(f"month_{month}", made.language) for month in range(1, 13)]
    return {
        "report": made,
        "keys": [(*key, section) for key, section in zip(made.keys, KEY_SECTIONS, strict=False)],
        "p": made.language,
        "html": HTML_LANGUAGE[made.language],
        "verdict": _parts(made.verdict),
        "words": words,
    }


def page_data(
    series: Series, drawn: dict[Language, dict[str, Chart]], reports: dict[Language, Report]
) -> dict[str, Any]:
    """Return what the script of the page draws: arrays once, figures and words by language."""
    return {
        "series": series.packed(),
        "charts": {language: {name: _chart(chart) for name, chart in made.items()} for language, made in drawn.items()},
        "words": {
            language: {word: say(f"script_{word}", language) for word in SCRIPT_WORDS}
            | {"html": HTML_LANGUAGE[language], "title": reports[language].title}
            for language in LANGUAGES
        },
        "locales": {
            language: {button: say(f"button_{button.lower().replace(' ', '_')}", language) for button in BUTTONS}
            for language in LANGUAGES
        },
    }


def _chart(chart: Chart) -> dict[str, Any]:
    """Return what the script needs of a figure; its words stand on the page."""
    found = asdict(chart)
    return {key: found[key] for key in ("traces", "layout", "columns", "hourly", "week")}


def _json(data: dict[str, Any]) -> str:
    """Return data as JSON that cannot end the element it stands in."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")


def _parts(sentence: str) -> tuple[str, str]:
    """Return the first word of the verdict, with its colon, and the rest of the sentence."""
    for colon in (": ", "：", ":"):
        first, found, rest = sentence.partition(colon)
        if found:
            return first + found, rest
    return sentence, ""


def _template(name: str) -> str:
    """Return the text of a template."""
    return files("energy_model.write").joinpath("templates", name).read_text(encoding="utf-8")
