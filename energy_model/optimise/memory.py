"""Memory that this process does not need for a while, given to others."""

import ctypes
import mmap
import pickle
import sys
from tempfile import TemporaryFile
from typing import TypeVar
from weakref import WeakSet

T = TypeVar("T")

# Arrays begin at multiples of this, as those of numpy do [B].
_ALIGNED = 64

# Less than this is not worth a file [B].
_SMALL = 4_000_000

_FILES: WeakSet[mmap.mmap] = WeakSet()


def filed(thing: T) -> T:
    """The same with its arrays in a file without a name: `give_back` clears them out of memory, and the system may.

    Parameters
    ----------
    thing
        What can be pickled; nobody changes its arrays.

    Raises
    ------
    OSError
        If the file finds no room.
    """
    arrays: list[pickle.PickleBuffer] = []
    outline = pickle.dumps(thing, protocol=5, buffer_callback=arrays.append)
    parts = [array.raw() for array in arrays]
    if sum(part.nbytes for part in parts) < _SMALL:
        return thing
    with TemporaryFile() as file:
        ends = []
        for part in parts:
            file.write(part)
            ends.append(file.tell())
            file.write(bytes(-file.tell() % _ALIGNED))
        file.flush()
        held = mmap.mmap(file.fileno(), 0)
    _FILES.add(held)
    whole = memoryview(held)
    views = [whole[end - part.nbytes : end] for part, end in zip(parts, ends, strict=True)]
    found: T = pickle.loads(outline, buffers=views)
    return found


def give_back() -> None:
    """Give back what is freed, and what is in files; the allocator keeps it otherwise. Only where that can be."""
    if hasattr(mmap, "MADV_DONTNEED"):
        for held in list(_FILES):
            held.madvise(mmap.MADV_DONTNEED)
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "malloc_trim"):
        library.malloc_trim(0)
