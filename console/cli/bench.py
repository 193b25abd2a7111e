"""Benchmarks: each measured beside its floor, and its peer where there is one, in one run.

Rounds are interleaved and a ratio is taken inside one round, because only there both sides met
the same computer.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from console.cli.benchmarks.documents import documents
from console.cli.benchmarks.importing import small_file, whole_year
from console.cli.benchmarks.pages import pages
from console.cli.benchmarks.parts import (
    ROUNDS,
    Benchmark,
    Room,
    Sample,
    Sizes,
    Unavailable,
    say,
)
from console.cli.benchmarks.planning import planning
from console.cli.benchmarks.postgresql import server_import
from console.cli.benchmarks.reading import heartbeat, workbook
from console.cli.benchmarks.rules import rules
from console.cli.benchmarks.start import start
from console.cli.benchmarks.window import window
from data.rows.errors import InvalidInput

BENCHMARKS: dict[str, Callable[[Room], Benchmark | dict[str, Benchmark]]] = {
    "start": start,
    "import": whole_year,
    "import-small": small_file,
    "import-xlsx": workbook,
    "import-heartbeat": heartbeat,
    "import-postgresql": server_import,
    "pages": pages,
    "rules": rules,
    "documents": documents,
    "window": window,
    "planning": planning,
}
INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class BenchResult:
    """Medians over the rounds of one benchmark."""

    name: str
    ours_s: float
    floor_s: float
    peer_s: float | None
    ratio_floor: float
    ratio_peer: float | None
    peak_mib: float


def run_benchmarks(names: list[str], sizes: Sizes | None = None) -> list[BenchResult]:
    """Run the named benchmarks and those of their families, all of them if none is named."""
    results: list[BenchResult] = []
    missing: list[str] = []
    for name in chosen(names):
        try:
            results += _run(name, sizes or Sizes())
        except Unavailable as reason:
            missing.append(f"{name}：{reason.message}")
            say(missing[-1])
    if missing and not results:
        raise InvalidInput("；".join(missing))
    return results


def chosen(names: list[str]) -> list[str]:
    """Return what is run: `import` stands for itself and for everything named `import-…`."""
    known = list(BENCHMARKS)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InvalidInput(f"没有名为 {'、'.join(unknown)} 的性能测试。可选：{'、'.join(known)}。")
    return [
        one
        for one in known
        if not names or any(one == name or one.startswith(f"{name}-") for name in names)
    ]


def _run(name: str, sizes: Sizes) -> list[BenchResult]:
    with tempfile.TemporaryDirectory(prefix="lianxi-bench-") as folder, ExitStack() as shut:
        made = BENCHMARKS[name](Room(Path(folder), sizes, shut))
        several = made if isinstance(made, dict) else {"": made}
        results: list[BenchResult] = []
        for part, benchmark in several.items():
            own = f"{name}-{part}" if part else name
            results += measure(own, benchmark, sizes.rounds)
        return results


def measure(name: str, benchmark: Benchmark, rounds: int = ROUNDS) -> list[BenchResult]:
    """Run one benchmark in interleaved rounds and take the medians.

    Where both sides count their inner work themselves, that is a result of its own.
    """
    ours: list[Sample] = []
    floor: list[Sample] = []
    peer: list[Sample] = []
    for number in range(1, rounds + 1):
        for place, runs in (
            (benchmark.ours, ours),
            (benchmark.floor, floor),
            (benchmark.peer, peer),
        ):
            if place is not None:
                runs.append(place())
        took = "　".join(f"{runs[-1].seconds:.3f} s" for runs in (ours, floor, peer) if runs)
        say(f"{name}　第 {number}/{rounds} 轮：{took}")
    results = [_result(name, ours, floor, peer)]
    within_ours, within_floor = _inside(ours), _inside(floor)
    if within_ours and within_floor:
        results.append(_result(f"{name}-{INSIDE}", within_ours, within_floor, _inside(peer)))
    return results


def _inside(samples: list[Sample]) -> list[Sample]:
    """Return the samples by their own count of the inner work, none where one has no count."""
    counted = [replace(one, seconds=one.inside_s) for one in samples if one.inside_s is not None]
    return counted if len(counted) == len(samples) else []


def _result(name: str, ours: list[Sample], floor: list[Sample], peer: list[Sample]) -> BenchResult:
    return BenchResult(
        name=name,
        ours_s=median(sample.seconds for sample in ours),
        floor_s=median(sample.seconds for sample in floor),
        peer_s=median(sample.seconds for sample in peer) if peer else None,
        ratio_floor=_ratio(ours, floor),
        ratio_peer=_ratio(ours, peer) if peer else None,
        peak_mib=max(sample.peak_mib for sample in ours),
    )


def _ratio(ours: list[Sample], other: list[Sample]) -> float:
    return median(a.seconds / b.seconds for a, b in zip(ours, other, strict=True))
