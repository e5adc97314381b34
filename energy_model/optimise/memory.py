"""Memory that this process has freed, given back to the system for others."""

import ctypes
import sys


def give_back() -> None:
    """Give freed memory back; the allocator keeps it otherwise (measured on a year: 150 MB). Only where it can."""
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "malloc_trim"):
        library.malloc_trim(0)
