"""What is loaded once is set aside from the garbage collector, and only then."""

from __future__ import annotations

import gc
import sys

from console.operations import loaded


def test_that_only_a_program_that_loaded_much_is_set_aside(monkeypatch):
    told: list[int] = []
    monkeypatch.setattr(gc, "freeze", lambda: told.append(1))
    modules = dict.fromkeys(map(str, range(500)))
    monkeypatch.setattr(sys, "modules", {**sys.modules, **modules})
    one = loaded.Loaded()
    one.set_aside()
    one.set_aside()
    assert told == [1]
    monkeypatch.setattr(sys, "modules", {**sys.modules, **{f"m{n}": None for n in range(150)}})
    one.set_aside()
    assert told == [1, 1]
