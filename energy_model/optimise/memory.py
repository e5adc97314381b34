"""Memory that this process does not need for a while, given to others."""

import ctypes
import logging
import mmap
import pickle
import sys
from contextlib import suppress
from tempfile import TemporaryFile
from threading import Lock
from typing import TypeVar
from weakref import WeakSet

log = logging.getLogger(__name__)

T = TypeVar("T")

# Arrays begin at multiples of this, as those of numpy do [B].
_ALIGNED = 64

# Less than this is not worth a file [B].
_SMALL = 4_000_000

_FILES: WeakSet[mmap.mmap] = WeakSet()
_LOCK = Lock()


def filed(thing: T) -> T:
    """The same with its arrays in a file without a name, whose pages `give_back` clears out of this process.

    Where the folder of temporary files is itself in memory, as on some systems, that saves nothing; nor does it on
    other systems than Linux, where the thing stays as it is. So it does where there is no room for the file.

    Parameters
    ----------
    thing
        What can be pickled.
    """
    if sys.platform != "linux":
        return thing
    arrays: list[pickle.PickleBuffer] = []
    outline = pickle.dumps(thing, protocol=5, buffer_callback=arrays.append)
    parts = [array.raw() for array in arrays]
    if sum(part.nbytes for part in parts) <= _SMALL:
        return thing
    try:
        held, ends = _written(parts)
    except OSError as error:
        log.info("arrays stay in memory: %s", error)
        return thing
    with _LOCK:
        _FILES.add(held)
    whole = memoryview(held)
    views = [whole[end - part.nbytes : end] for part, end in zip(parts, ends, strict=True)]
    found: T = pickle.loads(outline, buffers=views)
    return found


def _written(parts: list[memoryview]) -> tuple[mmap.mmap, list[int]]:
    """A file with these parts, mapped into memory, and where each ends."""
    with TemporaryFile() as file:
        ends = []
        for part in parts:
            file.write(part)
            ends.append(file.tell())
            file.write(bytes(-file.tell() % _ALIGNED))
        file.flush()
        return mmap.mmap(file.fileno(), 0), ends


def give_back() -> None:
    """Give back what is freed, and what is in files; the allocator keeps it otherwise. Only where that can be."""
    with _LOCK:
        files = list(_FILES)
    for held in files:
        # A system that has pinned its memory refuses.
        with suppress(OSError):
            held.madvise(mmap.MADV_DONTNEED)
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "malloc_trim"):
        library.malloc_trim(0)
