"""Cases of 层级间联动: a visit beside the earlier one of another level on the same item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from data.rows.enums import Severity
from data.rows.findings import Named

ALL_SYSTEMS = "全部条线"


@dataclass(frozen=True, slots=True)
class CaseSide:
    """One of the two visits: when, by which bodies of the 条线, of which level."""

    visit: int
    number: str
    day: int
    bodies: tuple[Named, ...]
    level: str


@dataclass(frozen=True, slots=True)
class LevelCase:
    """A later visit on an item that another level had checked: repeated (R5), or reused (M15).

    `severity` and `finding` are those of R5's finding, empty where the result was reused; `visits`
    are all visits the case rests on, of which `earlier` is the nearest before the later one.
    """

    key: str
    enterprise: Named
    item: Named
    system: str
    earlier: CaseSide
    later: CaseSide
    reused: bool
    severity: str
    finding: str
    visits: tuple[int, ...]

    @property
    def days(self) -> int:
        """Return the days between the two visits."""
        return self.later.day - self.earlier.day

    @property
    def pair(self) -> str:
        """Return which level came before which."""
        return f"{self.earlier.level} → {self.later.level}"


@dataclass(frozen=True, slots=True)
class SystemLine:
    """A 条线 with its repeats, the red among them, reused results, and M15."""

    system: str
    repeats: int
    red: int
    reused: int
    cases: int
    share: float | None


@dataclass(frozen=True, slots=True)
class PairLine:
    """The repeats of a 条线 by pair of levels, such as 市级 → 镇（街道）级."""

    system: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """Return all its repeats."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class LevelLink:
    """All cases of a period, by 条线 too, and M15: `adopted` of `stood`."""

    cases: tuple[LevelCase, ...]
    systems: tuple[SystemLine, ...]
    adopted: int
    stood: int
    share: float | None

    @property
    def repeated(self) -> tuple[LevelCase, ...]:
        """Return the cases that are repeats."""
        return tuple(one for one in self.cases if not one.reused)

    @property
    def repeats(self) -> int:
        """Return how many cases are repeats."""
        return len(self.repeated)

    @property
    def red(self) -> int:
        """Return how many repeats are red."""
        return sum(one.severity == Severity.RED.label for one in self.repeated)

    @property
    def intervals(self) -> tuple[int, int, int] | None:
        """Return the least, the middle (lower median) and the most days between two visits."""
        days = sorted(one.days for one in self.repeated)
        return (days[0], days[(len(days) - 1) // 2], days[-1]) if days else None

    @property
    def pairs(self) -> tuple[str, ...]:
        """Return the pairs of levels that occur among repeats, the most frequent first."""
        counts = Counter(one.pair for one in self.repeated)
        return tuple(sorted(counts, key=lambda pair: (-counts[pair], pair)))

    @property
    def pair_lines(self) -> tuple[PairLine, ...]:
        """Return which level repeated which: all 条线 first, then each, most repeats first."""
        found: dict[str, list[LevelCase]] = {}
        for one in self.repeated:
            found.setdefault(one.system, []).append(one)
        lines = [_pair_line(system, cases) for system, cases in found.items()]
        lines.sort(key=lambda line: (-line.total, line.system))
        return (_pair_line(ALL_SYSTEMS, self.repeated), *lines) if lines else ()


def _pair_line(system: str, cases: Sequence[LevelCase]) -> PairLine:
    return PairLine(system, dict(Counter(one.pair for one in cases)))
