"""`window`: the longest silence of the window and the first paint of each page, sample city."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from console.cli.benchmarks.children import cli, prepare, until_end
from console.cli.benchmarks.city import sqlite_url
from console.cli.benchmarks.parts import Benchmark, Room, Sample, say, script
from console.cli.benchmarks.reading import LONGEST_GAP_S

HEARTBEAT = "heartbeat"
FIRST_PAINT_S = 0.1
"""What a person takes for at once."""


class _Runs:
    """Runs of the window; all parts of one round are read from the same run."""

    def __init__(self, url: str, program: str) -> None:
        self._command = [sys.executable, program, url]
        self._runs: list[dict[str, Sample]] = []
        self._read: dict[str, int] = {}

    def next(self, part: str) -> Sample:
        """Return a part of the next run that it was not read of."""
        place = self._read.get(part, 0)
        self._read[part] = place + 1
        while len(self._runs) <= place:
            self._runs.append(self._run())
        return self._runs[place][part]

    def _run(self) -> dict[str, Sample]:
        told: dict[str, float] = {}

        def read(content: dict[str, object]) -> float:
            pages, longest = content["pages"], content["seconds"]
            assert isinstance(pages, dict) and isinstance(longest, float)
            told.update({name: float(one["first"]) for name, one in pages.items()})
            said = (f"{name} {one['first']:.3f}/{one['loaded']:.3f}" for name, one in pages.items())
            work = max(float(one["work"]) for one in pages.values())
            say(
                f"window　首次绘出/读出数据（秒）：{'，'.join(said)}；"
                f"最长停顿 {longest:.3f}，其间窗口线程最多占用处理器 {work:.3f}"
            )
            told[HEARTBEAT] = longest
            return longest

        peak = until_end(self._command, read).peak_mib
        return {name: Sample(seconds, peak) for name, seconds in told.items()}


def window(room: Room) -> dict[str, Benchmark]:
    """Open every page once a round."""
    # Imported here: only this benchmark needs the pages, and with them the window's libraries.
    from console.page_list import PAGES

    program = script("window_pages.py")
    url = sqlite_url(room.folder / "sample.sqlite")
    prepare(cli("init", "--sample", "--db", url, "--json"))
    runs = _Runs(url, program)

    def limit(seconds: float) -> Callable[[], Sample]:
        return lambda: Sample(seconds, 0.0)

    parts = {HEARTBEAT: Benchmark(partial(runs.next, HEARTBEAT), limit(LONGEST_GAP_S))}
    for page in PAGES:
        parts[page] = Benchmark(partial(runs.next, page), limit(FIRST_PAINT_S))
    return parts
