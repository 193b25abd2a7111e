"""Programs run as children: both sides of a comparison are timed from outside by one clock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil

from console.cli.benchmarks.parts import ROOT, Sample
from data.rows.errors import InvalidInput

LONGEST_RUN_S = 3600.0
LOOK_EVERY_S = 0.05
MIB = 1024 * 1024
Command = list[str]


def cli(*words: str) -> Command:
    """Return our command line as a program of its own."""
    return [sys.executable, "-m", "console.cli.main", *words]


def until_first_line(command: Command) -> Sample:
    """Run a program; count from its start to the first line it prints."""
    with _child(command) as (child, started, errors):
        line = child.stdout.readline() if child.stdout else b""
        seconds = time.perf_counter() - started
        peak = peak_mib(child.pid)
        child.communicate()
        _require_success(command, child, errors, bool(line))
    return Sample(seconds, peak)


def until_end(
    command: Command,
    inside: Callable[[dict[str, object]], float] | None = None,
    allowed: tuple[int, ...] = (0,),
) -> Sample:
    """Run a program to its end; `inside` reads its own count from the JSON object it prints."""
    with _child(command) as (child, started, errors):
        watch = _Watch(child.pid)
        output, _ = child.communicate()
        seconds = time.perf_counter() - started
        peak = watch.stop()
        _require_success(command, child, errors, bool(output) or inside is None, allowed)
    return Sample(seconds, peak, inside(json.loads(output)) if inside else None)


def prepare(command: Command) -> None:
    """Run a step that is not counted; its progress is shown on standard error."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode != 0:
        raise _failed(command, done.returncode, b"")


@contextmanager
def serving(command: Command) -> Iterator[str]:
    """Run a server beside; give the first line it prints, and end it by closing its input."""
    child = subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield child.stdout.readline().decode().strip() if child.stdout else ""
    finally:
        child.communicate()


@contextmanager
def _child(command: Command) -> Iterator[tuple[subprocess.Popen[bytes], float, IO[bytes]]]:
    """Start a program; give it, the moment it was started, and what it says of errors."""
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
            yield child, started, errors
        finally:
            child.kill()  # harmless after its end; otherwise nothing may stay behind
            child.wait()
            limit.cancel()
            limit.join()


class _Watch:
    """Looks at a program's memory while it runs: its own peak and what its children hold."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> float:
        """Return the most memory that was seen."""
        self._ended.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while True:
            self._peak = max(self._peak, peak_mib(self._pid) + _children_mib(self._pid))
            if self._ended.wait(LOOK_EVERY_S):
                return


def _environment() -> dict[str, str]:
    """Return the children's environment: this project first, and no window on the screen."""
    known = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(ROOT), known] if known else [str(ROOT)])
    return {**os.environ, "PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen"}


def peak_mib(pid: int) -> float:
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


def _children_mib(pid: int) -> float:
    try:
        below = psutil.Process(pid).children(recursive=True)
        return sum(float(one.memory_info().rss) for one in below) / MIB
    except (OSError, psutil.Error):  # one of them ended in between
        return 0.0


def _require_success(
    command: Command,
    child: subprocess.Popen[bytes],
    errors: IO[bytes],
    spoke: bool,
    allowed: tuple[int, ...] = (0,),
) -> None:
    if child.returncode not in allowed or not spoke:
        errors.seek(0)
        raise _failed(command, child.returncode, errors.read())


def _failed(command: Command, status: int, errors: bytes) -> InvalidInput:
    what = " ".join(Path(part).name if os.sep in part else part for part in command[1:])
    last = errors.decode("utf-8", errors="replace").strip().splitlines()[-1:]
    return InvalidInput(f"性能测试没有完成：{what} 以状态 {status} 结束。{''.join(last)}")
