from __future__ import annotations

from pathlib import Path

import pytest

from tests.case.good import write_case


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Folder of a tiny good case."""
    return write_case(tmp_path / "small")
