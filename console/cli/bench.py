"""Benchmarks: each measured beside its floor, and its peer where there is one, in one run.

Rounds are interleaved and a ratio is taken inside one round, because only there both sides met
the same computer.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from data.rows.errors import InvalidInput

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "tests" / "bench"
ROUNDS = 3
LONGEST_RUN_S = 600.0
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: how long it took and how much memory it held at most."""

    seconds: float
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What is measured: ours, the least it could cost, and what others offer for it."""

    ours: Callable[[], Sample]
    floor: Callable[[], Sample]
    peer: Callable[[], Sample] | None = None


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


def run_benchmarks(names: list[str]) -> list[BenchResult]:
    """Run the named benchmarks, all of them if none is named."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        raise InvalidInput(
            f"没有名为 {'、'.join(unknown)} 的性能测试。可选：{'、'.join(BENCHMARKS)}。"
        )
    results = []
    for name in names or list(BENCHMARKS):
        with tempfile.TemporaryDirectory(prefix="lianxi-bench-") as folder:
            results.append(measure(name, BENCHMARKS[name](Path(folder))))
    return results


def measure(name: str, benchmark: Benchmark, rounds: int = ROUNDS) -> BenchResult:
    """Run one benchmark in interleaved rounds and take the medians."""
    ours, floor, peer = [], [], []
    for _ in range(rounds):
        ours.append(benchmark.ours())
        floor.append(benchmark.floor())
        if benchmark.peer is not None:
            peer.append(benchmark.peer())
    return BenchResult(
        name=name,
        ours_s=median(sample.seconds for sample in ours),
        floor_s=median(sample.seconds for sample in floor),
        peer_s=median(sample.seconds for sample in peer) if peer else None,
        ratio_floor=_ratio(ours, floor),
        ratio_peer=_ratio(ours, peer) if peer else None,
        peak_mib=max(sample.peak_mib for sample in ours),
    )


def until_first_line(command: list[str]) -> Sample:
    """Run a program; count from its start to the first line it prints.

    Both sides of a comparison are timed from outside, with the same clock.
    """
    with tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        limit = threading.Timer(LONGEST_RUN_S, child.kill)
        limit.start()
        try:
            assert child.stdout is not None  # it was asked for as a pipe
            line = child.stdout.readline()
            seconds = time.perf_counter() - started
            peak = _peak_mib(child.pid)
            child.communicate()
        finally:
            limit.cancel()
            limit.join()
        if child.returncode != 0 or not line:
            errors.seek(0)
            raise _failed(command, child.returncode, errors.read())
    return Sample(seconds, peak)


def start(folder: Path) -> Benchmark:
    """First paint of our window on the sample city, beside a bare PySide6 window."""
    bare = SCRIPTS / "bare_window.py"
    if not bare.is_file():
        raise InvalidInput("性能测试需要程序源码中的 tests/bench 文件夹。")
    url = f"sqlite:///{(folder / 'sample.sqlite').as_posix()}"
    _run([sys.executable, "-m", "console.cli.main", "init", "--sample", "--db", url, "--json"])
    ours = [sys.executable, "-m", "console.app", "--time-first-paint", url]
    floor = [sys.executable, str(bare)]
    for command in (ours, floor):  # the first run of each reads its files from the disk
        until_first_line(command)
    return Benchmark(lambda: until_first_line(ours), lambda: until_first_line(floor))


BENCHMARKS: dict[str, Callable[[Path], Benchmark]] = {"start": start}


def _ratio(ours: list[Sample], other: list[Sample]) -> float:
    return median(a.seconds / b.seconds for a, b in zip(ours, other, strict=True))


def _environment() -> dict[str, str]:
    """Return the children's environment: this project first, and no window on the screen."""
    known = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(ROOT), known] if known else [str(ROOT)])
    return {**os.environ, "PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen"}


def _run(command: list[str]) -> None:
    """Run a preparing step, which is not counted."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=LONGEST_RUN_S,
        check=False,
    )
    if done.returncode != 0:
        raise _failed(command, done.returncode, done.stderr)


def _peak_mib(pid: int) -> float:
    """Return the most memory a running program held, as far as the system tells."""
    try:
        status = Path(f"/proc/{pid}/status")
        if status.exists():
            text = status.read_text(encoding="utf-8", errors="replace")
            rows = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
            return float(rows["VmHWM"].split()[0]) / 1024
        memory = psutil.Process(pid).memory_info()
        return float(getattr(memory, "peak_wset", memory.rss)) / MIB
    except (OSError, KeyError, psutil.Error):  # it ended in between
        return 0.0


def _failed(command: list[str], status: int, errors: bytes) -> InvalidInput:
    what = " ".join(Path(part).name if os.sep in part else part for part in command[1:])
    last = errors.decode("utf-8", errors="replace").strip().splitlines()[-1:]
    return InvalidInput(f"性能测试没有完成：{what} 以状态 {status} 结束。{''.join(last)}")
