"""The page: says the verdict in both languages, needs nothing from outside, escapes names, leads to its sources."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from html import unescape
from html.parser import HTMLParser

import numpy as np
import pytest
from plotly import graph_objects

from energy_model.studies import Reader
from energy_model.write.hourly import hourly
from energy_model.write.units import UNITS, text
from tests.write.conftest import HOSTILE

LANGUAGES = ("zh", "en")


class Elements(HTMLParser):
    """All elements of a page as (tag, attributes), and the text of its table cells by table."""

    def __init__(self, text: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self._rows: list[list[str]] | None = None
        self._cell = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.found.append((tag, attributes))
        if tag == "table":
            self._rows = self.tables.setdefault(attributes["id"], [])
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in ("td", "th") and self._rows is not None:
            self._rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag):
        if tag == "table":
            self._rows = None
        elif tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data):
        if self._cell:
            self._rows[-1][-1] += data

    def values(self, tag: str, name: str) -> list[str]:
        return [attributes[name] for found, attributes in self.found if found == tag and name in attributes]


@pytest.fixture(scope="module")
def body(whole_page) -> str:
    """Return the page without the library that draws."""
    library = max(re.findall(r"<script>.*?</script>", whole_page, re.S), key=len)
    return whole_page.replace(library, "")


@pytest.fixture(scope="module")
def elements(body) -> Elements:
    return Elements(body)


@pytest.fixture(scope="module")
def data(body) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', body, re.S).group(1))


def series(data: dict, name: str) -> np.ndarray:
    return np.frombuffer(b64decode(data["series"][name]), dtype="<f4")


@pytest.mark.parametrize("place", [0, 1])
def test_it_says_the_verdict(findings, body, place):
    sentence = findings.summary["verdict"][f"sentence_{LANGUAGES[place]}"]
    heading = re.findall(r"<h1.*?</h1>", body, re.S)[place]
    assert "".join(unescape(re.sub("<.*?>", "", heading)).split()) == "".join(sentence.split())


def test_nothing_is_loaded_from_outside(elements, body):
    assert [tag for tag, _ in elements.found if tag in ("link", "iframe", "object", "embed", "img")] == []
    assert elements.values("script", "src") == []
    assert "@import" not in body
    assert "url(" not in body


def test_only_sources_link_out_and_only_to_the_web(elements):
    """An address that is no web address (``javascript:``) must not become a link."""
    assert {h for h in elements.values("a", "href") if not h.startswith("#")} == {"https://example.org/book"}


def test_names_are_escaped(elements, body, data):
    """A name in a table, in the data and in what plotly would read as markup must stay a name."""
    assert HOSTILE not in body
    assert "&lt;script&gt;alert(" in body
    assert sum(tag == "script" for tag, _ in elements.found) == 2
    shown = json.dumps({name: chart["traces"] + [chart["layout"]] for name, chart in data["charts"]["zh"].items()})
    assert "<script" not in shown


def test_every_link_within_the_page_leads_somewhere(elements):
    """Plants without rows of inputs have no target in this miniature; sections, sources and the plant with rows do."""
    anchors = {attributes["id"] for _, attributes in elements.found if "id" in attributes}
    links = {href[1:] for href in elements.values("a", "href") if href.startswith("#")}
    assert {link for link in links if "-in-" not in link} <= anchors
    assert {"zh-in-renewable-pv", "en-in-renewable-pv", "zh-table-in-renewable"} <= links & anchors


def test_no_name_twice(elements):
    names = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    assert len(names) == len(set(names))


def test_tables_and_figures_can_be_read_aloud(elements):
    tables = sum(tag == "table" for tag, _ in elements.found)
    assert tables == sum(tag == "caption" for tag, _ in elements.found) > 20
    assert all("scope" in attributes for tag, attributes in elements.found if tag == "th")
    plots = [attributes for tag, attributes in elements.found if attributes.get("class") == "plot"]
    assert len(plots) == 2 * 10
    assert all(len(plot["aria-label"]) > 5 and plot["tabindex"] == "0" for plot in plots)


def test_estimates_and_changes_are_marked(elements):
    marks = [a["class"] for tag, a in elements.found if tag == "tr" and "class" in a and "changed" in a["class"]]
    assert marks == ["estimate changed"] * 2


def test_it_is_small(whole_page):
    assert len(whole_page.encode()) < 15_000_000


def test_both_languages_have_the_same_tables(elements):
    names = {language: {t[3:] for t in elements.tables if t.startswith(f"{language}-")} for language in LANGUAGES}
    assert names["zh"] == names["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_say_what_the_summary_says(elements, findings, language):
    """Capacity, cost, curtailment and lines on the page are those of ``summary.json``, in the unit of the language."""
    summary = findings.summary
    cells = {key: [row for row in rows if row] for key, rows in elements.tables.items()}
    sizes = {tuple(row[1:]) for row in cells[f"{language}-table-capacity"][1:]}
    keys = ("base_year", "committed", "built", "year_end")
    for size in summary["capacity_gw"].values():
        if max(abs(size[key]) for key in keys) > 1e-4:
            assert tuple(text(size[key], "power", language) for key in keys) in sizes
    terms = sorted(row[1] for row in cells[f"{language}-table-cost"][1:-1])
    costs = [cost for cost in summary["cost_terms"].values() if abs(cost) > 1e-3]
    assert terms == sorted(text(cost, "money", language) for cost in costs)
    total = cells[f"{language}-table-cost"][-1][1]
    assert total == text(summary["objective_mcny_per_year"], "money", language)
    curtailed = {row[3] for row in cells[f"{language}-table-curtailed_by_technology"][1:]}
    counted = [line for line in summary["curtailment"]["by_technology"] if line["technology"] in ("pv", "wind")]
    assert curtailed == {text(line["curtailed"], "energy", language) for line in counted}
    sent = [row[2] for row in cells[f"{language}-table-export"][1:]]
    assert sent == [text(1000.0 * line["energy_twh"], "energy", language) for line in summary["export"].values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_draw_what_the_solution_holds(data, findings, language):
    """The reference of a curve, times its unit, is the array of ``solution.nc``."""
    flows = hourly(Reader(findings.tree))
    factor = UNITS["power"][1 if language == "zh" else 2].factor
    drawn = {trace["y"]["of"]: trace["y"]["times"] for trace in data["charts"][language]["dispatch"]["traces"]}
    assert set(drawn) >= {f"supply.{key}" for key in flows.supply} | {"line.demand"}
    assert set(drawn.values()) == {factor}
    for key, values in flows.supply.items():
        assert series(data, f"supply.{key}") == pytest.approx(values, rel=1e-6, abs=1e-9)
    sent = Reader(findings.tree).get("export_line", "sent")
    for i, key in enumerate(flows.export):
        assert series(data, f"sent.{key}") == pytest.approx(sent[i], rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("language", LANGUAGES)
def test_plotly_knows_every_word_of_the_figures(data, language):
    """A misspelt property would be dropped silently by the page; the Python library refuses it."""
    for chart in data["charts"][language].values():
        traces = [
            {key: [1.0] if isinstance(value, dict) and "of" in value else value for key, value in trace.items()}
            for trace in chart["traces"]
        ]
        graph_objects.Figure(traces, chart["layout"])


def test_the_cost_waterfall_ends_at_the_objective(data, findings):
    """Bars add up to the last one, which is the yearly cost."""
    (bars,) = data["charts"]["en"]["cost"]["traces"]
    assert bars["measure"][-1] == "total"
    assert sum(bars["y"][:-1]) == pytest.approx(bars["y"][-1], rel=1e-5)
    assert bars["y"][-1] == pytest.approx(findings.summary["objective_mcny_per_year"] / 1000.0, rel=1e-5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_figure_says_what_the_table_of_months_says(data, elements, findings, language):
    """Curtailed energy on the bars adds up to that of the summary, and the rates are those of the table."""
    chart = data["charts"][language]["curtailment_by_month"]
    bars = [trace for trace in chart["traces"] if trace["type"] == "bar"]
    factor = UNITS["energy"][1 if language == "zh" else 2].factor
    shown = sum(sum(trace["y"]) for trace in bars[1:])
    assert shown == pytest.approx(1000.0 * factor * findings.summary["curtailment"]["curtailed_twh"], rel=1e-4)
    rates = [float(row[4]) for row in elements.tables[f"{language}-table-curtailed_by_month"][1:]]
    told = [float(text.rstrip("%")) for text in chart["traces"][-1]["text"]]
    assert told == pytest.approx(rates, abs=0.0501)


def test_what_flows_in_flows_out(data):
    """The two sides of the Sankey diagram meet in the busbar; a flow counted twice would part them."""
    (flow,) = data["charts"]["en"]["sankey"]["traces"]
    link = flow["link"]
    given = sum(v for v, target in zip(link["value"], link["target"], strict=True) if target == 0)
    taken = sum(v for v, source in zip(link["value"], link["source"], strict=True) if source == 0)
    assert given == pytest.approx(taken, rel=1e-5)
    assert given > 0


def test_no_english_in_the_chinese_page(body):
    """Outside the inputs, whose notes are quoted as written, no English sentence stands in the Chinese page."""
    pane = body[body.index('data-lang="zh" lang="zh-CN">\n') : body.index('id="zh-inputs"')]
    words = {word for word in re.findall(r">([^<]+)<", pane) if re.search(r"[a-z]{3,} [a-z]{3,}", unescape(word))}
    assert {word for word in words if "alert" not in word} == set()
