"""The page: says the verdict, needs nothing from outside, escapes names, leads to its sources."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from energy_model.write.page import page
from energy_model.write.report import Report
from tests.write.conftest import HOSTILE


class Elements(HTMLParser):
    """All elements of a page as (tag, attributes)."""

    def __init__(self, text: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def values(self, tag: str, name: str) -> list[str]:
        return [attributes[name] for found, attributes in self.found if found == tag and name in attributes]


@pytest.fixture(scope="module", params=["zh", "en"])
def made(request, reports) -> Report:
    return reports[request.param]


@pytest.fixture(scope="module")
def text(made) -> str:
    return page(made)


@pytest.fixture(scope="module")
def elements(text) -> Elements:
    return Elements(text)


def test_it_says_the_verdict(findings, made, text):
    sentence = findings.summary["verdict"][f"sentence_{made.language}"]
    heading = re.search(r"<h1.*?</h1>", text, re.S).group()
    assert "".join(unescape(re.sub("<.*?>", "", heading)).split()) == "".join(sentence.split())


def test_nothing_is_loaded_from_outside(elements, text):
    assert all(source.startswith("data:image/png;base64,") for source in elements.values("img", "src"))
    assert [tag for tag, _ in elements.found if tag in ("link", "iframe", "object", "embed")] == []
    assert elements.values("script", "src") == []
    assert "@import" not in text
    assert "url(" not in text


def test_only_sources_link_out_and_only_to_the_web(elements):
    """An address that is no web address (``javascript:``) must not become a link."""
    assert [h for h in elements.values("a", "href") if not h.startswith("#")] == ["https://example.org/book"]


def test_names_are_escaped(elements, text):
    assert HOSTILE not in text
    assert "&lt;script&gt;alert(" in text
    assert sum(tag == "script" for tag, _ in elements.found) == 1


def test_every_link_within_the_page_leads_somewhere(elements):
    """Plants without rows of inputs have no target in this miniature; sections, sources and the plant with rows do."""
    anchors = {attributes["id"] for _, attributes in elements.found if "id" in attributes}
    links = {href[1:] for href in elements.values("a", "href") if href.startswith("#")}
    assert {link for link in links if not link.startswith("in-")} <= anchors
    assert "in-renewable-pv" in links & anchors


def test_no_name_twice(elements):
    names = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    assert len(names) == len(set(names))


def test_tables_and_figures_can_be_read_aloud(elements):
    tables = sum(tag == "table" for tag, _ in elements.found)
    assert tables == sum(tag == "caption" for tag, _ in elements.found) > 10
    assert all("scope" in attributes for tag, attributes in elements.found if tag == "th")
    assert all(len(alt) > 5 for alt in elements.values("img", "alt"))
    assert len(elements.values("img", "alt")) == sum(tag == "img" for tag, _ in elements.found) >= 5


def test_estimates_and_changes_are_marked(elements):
    marks = [a["class"] for tag, a in elements.found if tag == "tr" and "class" in a and "changed" in a["class"]]
    assert marks == ["estimate changed"]


def test_a_quick_run_says_so(made, text):
    assert made.warning
    assert made.warning in unescape(text)


def test_it_is_small(text):
    assert len(text.encode()) < 5_000_000
