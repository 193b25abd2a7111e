"""Keeps what the program loads once out of the way of the garbage collector.

A full pass of the collector looks at every object of every module; with pandas and the database
library loaded it holds all threads, the window's too, for longer than a person should notice.
"""

from __future__ import annotations

import gc
import sys

MANY = 100
"""So many new modules are worth being set aside."""


class Loaded:
    """The modules that were set aside so far."""

    def __init__(self) -> None:
        self._count = 0

    def set_aside(self) -> None:
        """Let the collector pass by everything there is now, if much was loaded since."""
        if len(sys.modules) - self._count < MANY:
            return
        self._count = len(sys.modules)
        gc.freeze()
