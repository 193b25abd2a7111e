"""What a benchmark is made of: its size, its room to work in, the sides it compares."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from data.rows.errors import InvalidInput

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = ROOT / "tests" / "bench"
ROUNDS = 3


class Unavailable(InvalidInput):
    """What a benchmark needs is not on this computer."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured; the defaults are what the targets speak of."""

    visits: int = 2_000_000
    enterprises: int = 1_200_000
    history: int = 10_000_000
    server_visits: int = 400_000
    rows: int = 100_000
    window_visits: int = 50_000
    rounds: int = ROUNDS
    ledger: int = 200_000
    years: int = 5
    keep: Path | None = None
    """Where the ledger and the files of `pages` and `rules` stay for another run."""

    @classmethod
    def of(
        cls,
        visits: int | None,
        enterprises: int | None,
        history: int | None,
        rounds: int | None,
        years: int | None = None,
        keep: Path | None = None,
    ) -> Sizes:
        """Return what was asked for; fewer visits make every file smaller, more only the first."""
        usual = cls()
        if rounds is not None and rounds < 1:
            raise InvalidInput("--rounds 至少是 1。")
        if years is not None and years < 2:
            raise InvalidInput("--years 至少是 2。")
        most = usual.visits if visits is None else visits
        return cls(
            visits=most,
            enterprises=usual.enterprises if enterprises is None else enterprises,
            history=usual.history if history is None else history,
            server_visits=min(usual.server_visits, most),
            rows=min(usual.rows, most),
            window_visits=min(usual.window_visits, most),
            rounds=usual.rounds if rounds is None else rounds,
            ledger=usual.ledger if visits is None else visits,
            years=usual.years if years is None else years,
            keep=keep,
        )


@dataclass(frozen=True, slots=True)
class Room:
    """Where a benchmark works: a folder that goes with it, and what is shut down behind it."""

    folder: Path
    sizes: Sizes
    shut: ExitStack


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: how long it took, the most memory it held, and its own count of the inner work."""

    seconds: float
    peak_mib: float
    inside_s: float | None = None


Side = Callable[[], Sample]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What is measured: ours, the least it could cost, and what others offer for it."""

    ours: Side
    floor: Side
    peer: Side | None = None


def say(words: str) -> None:
    """Say on standard error how far a long preparation is."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def script(name: str) -> str:
    """Return the path of a program the benchmarks run beside ours."""
    path = SCRIPTS / name
    if not path.is_file():
        raise Unavailable("性能测试需要程序源码中的 tests/bench 文件夹。")
    return str(path)
