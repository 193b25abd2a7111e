"""`start`: the first paint of our window on the sample city, beside a bare PySide6 window."""

from __future__ import annotations

import sys

from console.cli.benchmarks.children import cli, prepare, until_first_line
from console.cli.benchmarks.city import sqlite_url
from console.cli.benchmarks.parts import Benchmark, Room, script


def start(room: Room) -> Benchmark:
    """Time the first paint."""
    bare = script("bare_window.py")
    url = sqlite_url(room.folder / "sample.sqlite")
    prepare(cli("init", "--sample", "--db", url, "--json"))
    ours = [sys.executable, "-m", "console.app", "--time-first-paint", url]
    floor = [sys.executable, bare]
    for command in (ours, floor):  # the first run of each reads its files from the disk
        until_first_line(command)
    return Benchmark(lambda: until_first_line(ours), lambda: until_first_line(floor))
