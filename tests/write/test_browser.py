"""The page in a browser: nothing fails, zoom, language and downloads do what they say."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import numpy as np
import pytest

from energy_model.studies import Reader
from energy_model.write.hourly import hourly

BROWSER = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), "")
pytestmark = [pytest.mark.long, pytest.mark.skipif(not BROWSER, reason="no browser on this machine")]

LISTEN = """<script>window.failures = [];
addEventListener("error", e => failures.push(String(e.message)));
addEventListener("unhandledrejection", e => failures.push(String(e.reason)));
for (const name of ["error", "warn"]) console[name] = (...words) => failures.push(words.join(" "));</script>"""
ACT = """<script>setTimeout(() => {
  const shown = () => document.querySelector(".pane:not([hidden])");
  const figure = name => shown().querySelector(`figure[data-chart="${name}"]`);
  const outcome = { drawn: [], title: [document.title], lang: [document.documentElement.lang] };
  shown().querySelectorAll("figure.chart").forEach(f => outcome.drawn.push([f.dataset.chart, Boolean(f.querySelector("svg"))]));
  const dispatch = figure("dispatch");
  dispatch.querySelector('[data-zoom="year"]').click();
  outcome.year = dispatch.view;
  dispatch.querySelector('[data-zoom="day"]').click();
  outcome.day = dispatch.view;
  dispatch.querySelector(".plot").dispatchEvent(new KeyboardEvent("keydown", { key: "Home", bubbles: true }));
  outcome.home = dispatch.view;
  const link = dispatch.querySelector("a.csv");
  link.addEventListener("click", e => e.preventDefault());
  link.click();
  outcome.href = link.href;
  outcome.csv = report.csv("dispatch");
  outcome.map = report.csv("map");
  document.querySelector('.languages [data-lang="en"]').click();
  outcome.title.push(document.title);
  outcome.lang.push(document.documentElement.lang);
  outcome.pane = shown().dataset.lang;
  location.hash = "#zh-in-renewable-pv";
  setTimeout(() => {
    outcome.opened = document.getElementById("zh-in-renewable-pv").closest("details").open;
    outcome.back = shown().dataset.lang;
    outcome.failures = failures;
    const pre = document.createElement("pre");
    pre.id = "outcome"; pre.textContent = JSON.stringify(outcome);
    document.body.append(pre);
  }, 1500);
}, 4000);</script>"""


@pytest.fixture(scope="module")
def outcome(whole_page, tmp_path_factory) -> dict:
    path: Path = tmp_path_factory.mktemp("page") / "report.html"
    text = whole_page.replace("<head>", "<head>" + LISTEN, 1).replace("</body>", ACT + "</body>")
    path.write_text(text, encoding="utf-8")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,900"]
    command += ["--virtual-time-budget=20000", "--dump-dom", path.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True).stdout
    return json.loads(unescape(re.search(r'<pre id="outcome">(.*?)</pre>', dom, re.S).group(1)))


def test_nothing_fails(outcome):
    assert outcome["failures"] == []


def test_every_figure_is_drawn(outcome):
    assert len(outcome["drawn"]) == 10
    assert all(drawn for _, drawn in outcome["drawn"])


def test_zoom_by_button_and_key(outcome):
    assert outcome["year"] == outcome["home"] == [0, 23]
    assert outcome["day"] == [0, 23]


def test_the_language_switches_and_a_link_finds_its_pane(outcome, findings):
    origin = findings.summary["provenance"]
    assert outcome["lang"] == ["zh-CN", "en"]
    assert outcome["title"] == [origin["title_zh"] or origin["case"], origin["title_en"] or origin["case"]]
    assert (outcome["pane"], outcome["back"], outcome["opened"]) == ("en", "zh", True)


def test_the_download_holds_the_solution(outcome, findings):
    """Power by hour in the file, in 万千瓦, is that of ``solution.nc``."""
    assert outcome["href"].startswith("blob:")
    head, *rows = csv.reader(outcome["csv"].lstrip("\ufeff").splitlines())
    flows = hourly(Reader(findings.tree))
    column = head.index("光伏 (万千瓦)")
    shown = np.array([float(row[column]) for row in rows])
    assert shown == pytest.approx(100.0 * flows.supply["pv"], rel=1e-6, abs=1e-6)
    assert head[0].startswith("时间")


def test_no_cell_of_a_download_begins_a_formula(outcome):
    cells = [cell for row in csv.reader(outcome["map"].lstrip("\ufeff").splitlines()) for cell in row]
    assert not [cell for cell in cells if re.match(r"[=+@\t]", cell)]
