"""Cases of 层级间联动: a visit beside the earlier one of another level on the same item."""

from __future__ import annotations

from dataclasses import dataclass

from data.rows.findings import Named


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
class LevelLink:
    """All cases of a period, by 条线 too, and M15: `adopted` of `stood`."""

    cases: tuple[LevelCase, ...]
    systems: tuple[SystemLine, ...]
    adopted: int
    stood: int
    share: float | None

    @property
    def repeats(self) -> int:
        """Return how many cases are repeats."""
        return sum(not one.reused for one in self.cases)
