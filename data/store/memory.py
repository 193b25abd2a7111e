"""Memory that was freed and is still kept for later use: handed back to the system between stages.

A large import frees hundreds of megabytes after each of its stages; what the next one needs has
other sizes, so kept memory adds up to more than any stage has in use.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache


def give_back() -> None:
    """Let Arrow and the C library hand free memory back to the system."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    library = _c_library()
    if library is not None:
        library.malloc_trim(0)


@cache
def _c_library() -> ctypes.CDLL | None:
    """Return glibc; others, and other systems, hand memory back by themselves or not at all."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        library = ctypes.CDLL(None)
    except OSError:
        return None
    return library if hasattr(library, "malloc_trim") else None
