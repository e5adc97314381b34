"""A comparison as one page of HTML in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from energy_model.errors import Language
from energy_model.write.charts import Chart
from energy_model.write.compare.comparison import Comparison
from energy_model.write.compare.figures import explanation_chart, group_charts
from energy_model.write.compare.grids import as_text
from energy_model.write.page import fill, page_data, timeless
from energy_model.write.report import Report, Section
from energy_model.write.text_table import TextTable
from energy_model.write.words import say


def comparison_page(comparisons: dict[Language, Comparison], first: Language) -> str:
    """Return the page of a comparison; every name that comes from the inputs is escaped.

    Parameters
    ----------
    comparisons : mapping of language to Comparison
        The same comparison in both languages.
    first : {"zh", "en"}
        Language in which the page opens.
    """
    series = timeless()
    reports: dict[Language, Report] = {}
    drawn: dict[Language, dict[str, Chart]] = {}
    for language, made in comparisons.items():
        groups = group_charts(made.grids, made.results, made.names)
        waterfalls = [explanation_chart(one.found, made.results[0], one.second, one.labels, one.place, made.names)
                      for one in made.explained]  # fmt: skip
        drawn[language] = {chart.name: chart for chart in (*groups.values(), *waterfalls)}
        reports[language] = _report(made, groups, waterfalls, language)
    return fill(reports, page_data(series, drawn, reports), first)


def _report(made: Comparison, groups: dict[str, Chart], waterfalls: list[Chart], language: Language) -> Report:
    """Return the comparison as a report: sentences first, then explanations, tables and inputs."""
    tables: list[TextTable | Chart] = []
    for grid in made.grids:
        tables += [groups[grid.name]] if grid.name in groups else []
        tables.append(as_text(grid, made.names))
    explained: list[TextTable | Chart] = []
    for one, chart in zip(made.explained, waterfalls, strict=True):
        table = as_text(one.grid, made.names, folded=True)
        explained += [chart, replace(table, name=f"{table.name}_{one.place}")]
    first = made.results[0]
    return Report(
        language,
        say("compare_title", language),
        say(
            "compare_what",
            language,
            first=first.label,
            others=say("page_comma", language).join(r.label for r in made.results[1:]),
        ),
        first.origin[f"question_{language}"],
        say("compare_lead", language) + "\n".join(made.sentences),
        "plain",
        _warning(made, language),
        (),
        (
            _section("explained", explained, language),
            _section("inputs", [as_text(grid, made.names) for grid in made.inputs if grid.rows], language),
            _section("tables", tables, language),
        ),
    )


def _warning(made: Comparison, language: Language) -> str:
    """Return what a reader must know: that the results have not the same case or number of hours."""
    words = []
    if len({(r.origin["case"], tuple(r.origin["stages"])) for r in made.results}) > 1:
        words.append(say("compare_cases", language))
    if len({r.origin["hours"] for r in made.results}) > 1:
        words.append(say("compare_hours", language))
    return " ".join(words)


def _section(name: str, blocks: Sequence[TextTable | Chart], language: Language) -> Section:
    """Return a section with its title."""
    text = say(f"text_compare_{name}", language)
    return Section(name, say(f"section_compare_{name}", language), (text,), tuple(blocks), ())
