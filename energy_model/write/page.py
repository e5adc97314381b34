"""The report as one page of HTML that needs nothing from outside."""

from __future__ import annotations

from base64 import b64encode
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from energy_model.write.pictures import Picture
from energy_model.write.report import Report, Section
from energy_model.write.words import say

WORDS = ("skip", "contents", "footer")
HTML_LANGUAGE = {"zh": "zh-CN", "en": "en"}


def page(report: Report) -> str:
    """Return the report as HTML; every name that comes from the inputs is escaped."""
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html").render(
        lang=HTML_LANGUAGE[report.language],
        title=report.title,
        scenario=report.scenario,
        question=report.question,
        verdict=_parts(report.verdict),
        tone=report.tone,
        warning=report.warning,
        keys=[{"label": label, "value": value} for label, value in report.keys],
        sections=[_shown(section) for section in report.sections],
        style=Markup(_template("report.css")),
        words={word: say(f"page_{word}", report.language) for word in WORDS},
    )


def _parts(sentence: str) -> tuple[str, str]:
    """Return the first word of the verdict, with its colon, and the rest of the sentence."""
    for colon in (": ", "：", ":"):
        first, found, rest = sentence.partition(colon)
        if found:
            return first + found, rest
    return sentence, ""


def _shown(section: Section) -> dict[str, Any]:
    """Return a section with its figures as text."""
    blocks = [_figure(block) if isinstance(block, Picture) else block for block in section.blocks]
    return {"name": section.name, "title": section.title, "text": section.text, "blocks": blocks}


def _figure(picture: Picture) -> dict[str, Any]:
    """Return a figure as the template needs it."""
    return {
        "name": picture.name,
        "data": b64encode(picture.png).decode("ascii"),
        "width": picture.width,
        "height": picture.height,
        "alt": picture.alt,
        "caption": picture.caption,
    }


def _template(name: str) -> str:
    """Return the text of a template."""
    return files("energy_model.write").joinpath("templates", name).read_text(encoding="utf-8")
