"""The findings of a solved day with every technology, and of two plants with hostile names."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from energy_model.studies import Findings, run_case
from energy_model.write.page import page
from energy_model.write.pictures import Picture, pictures
from energy_model.write.standard import facts
from tests.helpers import miniature
from tests.studies.conftest import PROFILES, WHOLE

HOSTILE = "<script>alert('名')</script>"


def inputs() -> pd.DataFrame:
    """Return rows of inputs as a case has them: one documented, one estimated and changed by a scenario."""
    columns = ["table", "item", "parameter", "from", "value", "low", "high", "unit", "source", "note"]
    columns += ["file", "row", "changed_by", "base_value"]
    lines = [
        ("renewable", "pv", "name_zh", "", HOSTILE, None, None, "text", "", "", "renewable.csv", 2, "", None),
        ("renewable", "pv", "capacity_existing", "2025", 3.0, 2.0, 4.0, "GW", "book", "", "renewable.csv", 3, "", None),
        ("renewable", "pv", "lifetime", "", 25.0, 20.0, 30.0, "a", "guess", HOSTILE, "renewable.csv", 4, "long", 20.0),
    ]
    return pd.DataFrame(lines, columns=columns)


SOURCES = pd.DataFrame(
    [
        ("A book", "Author 2020", "https://example.org/book", "2020", "documented", ""),
        ("A guess", "", "javascript:alert(1)", "2025", "estimate", HOSTILE),
    ],
    columns=["title", "reference", "url", "date", "confidence", "note"],
    index=pd.Index(["book", "guess"], name="id"),
)


@pytest.fixture(scope="session")
def findings() -> Findings:
    """Return the findings of a day with every technology; the name of a plant is an attack."""
    tables = {**WHOLE, "renewable": {**WHOLE["renewable"]}}
    tables["renewable"]["pv"] = {**tables["renewable"]["pv"], "name_zh": HOSTILE, "name_en": HOSTILE}
    return replace(run_case(miniature(tables, 24, PROFILES)), inputs=inputs(), sources=SOURCES)


@pytest.fixture(scope="session")
def whole_page(findings: Findings) -> str:
    """Return the page in both languages, which opens in Chinese."""
    return page(findings, "zh")


@pytest.fixture(scope="session", params=["zh", "en"])
def drawn(findings: Findings, request: pytest.FixtureRequest) -> list[Picture]:
    """Return the figures for print; warnings are errors, so a missing glyph fails here."""
    return pictures(facts(findings, request.param))
