"""Files that cost seconds to make, made once for all workers of a run."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

_PATIENCE_S = 280.0


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a file of that name: one worker makes it, the others wait for it."""
    own = factory.getbasetemp()
    folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    whole, failed = folder / name, folder / f"{name}.failed"
    try:
        (folder / f"{name}.making").mkdir()
    except FileExistsError:
        until = time.monotonic() + _PATIENCE_S
        while not whole.exists():
            assert not failed.exists(), f"{name} could not be made"
            assert time.monotonic() < until, f"{name} is not there yet"
            time.sleep(0.05)
        return whole
    begun = folder / f"begun-{name}"
    try:
        make(begun)
    except BaseException:
        failed.touch()
        raise
    return begun.rename(whole)
