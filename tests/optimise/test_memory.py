"""Arrays that are put aside in a file while a solver works."""

import gc
import sys

import numpy as np
import psutil
import pytest

from energy_model.optimise import memory
from energy_model.optimise.memory import filed, give_back
from tests.optimise.programmes import random_programme

MEGABYTE = 1 << 20


def resident() -> float:
    """Resident memory of this process [MiB]."""
    return float(psutil.Process().memory_info().rss) / MEGABYTE


def test_what_is_filed_stays_what_it_was(monkeypatch):
    """Wrong offsets in the file would exchange limits and costs."""
    monkeypatch.setattr(memory, "_SMALL", 0)
    matrix = random_programme(3)
    aside = filed(matrix)
    give_back()
    for name in ("cost", "row_low", "row_high", "column_low", "column_high"):
        assert np.array_equal(getattr(aside, name), getattr(matrix, name)), name
        assert getattr(aside, name).__array_interface__["data"][0] % 64 == 0
    assert (aside.a != matrix.a).nnz == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only there memory is given back")
def test_what_is_filed_leaves_memory_and_its_file_ends_with_it():
    """A copy that stays, or a file that is never closed, would hold the memory of a year beside the solver's."""
    values = filed(np.ones(64 * MEGABYTE // 8))
    assert values.sum() == values.size
    full = resident()
    give_back()
    assert resident() < full - 50
    assert values.sum() == values.size
    gc.collect()
    files = len(memory._FILES)
    del values
    gc.collect()
    assert len(memory._FILES) == files - 1


def test_arrays_without_entries_or_not_to_be_changed_come_back(monkeypatch):
    """Some solvers hand out such arrays; a file of no length cannot be mapped."""
    monkeypatch.setattr(memory, "_SMALL", 0)
    fixed = np.arange(5.0)
    fixed.flags.writeable = False
    empty, back = filed((np.zeros(0), fixed))
    assert empty.size == 0
    assert back.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert filed(np.zeros(0)).size == 0


def test_without_room_for_a_file_arrays_stay_in_memory(monkeypatch):
    """A full disk is no reason not to solve what fits into memory."""

    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(memory, "TemporaryFile", full)
    values = np.ones(10_000_000 // 8)
    assert filed(values) is values


def test_what_is_small_stays_where_it_is():
    """A file for each small programme would take longer than solving it."""
    values = np.ones(10)
    assert filed(values) is values
