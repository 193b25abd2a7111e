"""A joint timetable in figures: what it saves, each kind apart, and how it is told in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Piece = tuple[str, str]
"""The key of a figure ("" for none) and how it is printed."""


@dataclass(frozen=True, slots=True)
class Savings:
    """Visits saved: `across`, `levels` and `inside` add up to what going together saves.

    `across` by bodies of several 条线 going together, `levels` by several levels of one 条线,
    `inside` by one body doing several plans at once (进一次门、查多项事). Beyond these `reused`
    assignments need no look of their own, since another level's result on each of their items is
    at most as old as R5 says; `skipped` visits consist of nothing else.
    """

    across: int = 0
    levels: int = 0
    inside: int = 0
    reused: int = 0
    skipped: int = 0

    @property
    def together(self) -> int:
        """Return how many visits going together saves."""
        return self.across + self.levels + self.inside

    @property
    def lines(self) -> tuple[str, ...]:
        """Return each kind of saving in words."""
        return (
            f"其中跨部门联合少 {self.across:,} 次，上下级同行少 {self.levels:,} 次，"
            f"部门内进一次门、查多项事少 {self.inside:,} 次",
            f"另可采用其他层级近期结果 {self.reused:,} 户次（结果互认），"
            f"可再免入企 {self.skipped:,} 次，不计入合并后次数",
        )


@dataclass(frozen=True, slots=True)
class TimetableFigures:
    """What a timetable of a year comes to; `bound` is proven, `bodies` go jointly somewhere."""

    year: int
    plans: int
    bodies: int
    before: int
    after: int
    bound: int
    savings: Savings = Savings()

    @property
    def saved(self) -> int:
        """Return how many visits less there are."""
        return self.before - self.after

    @property
    def part(self) -> float:
        """Return which part of the visits is saved."""
        return self.saved / self.before if self.before else 0.0

    @property
    def gap(self) -> float:
        """Return by which part of the bound the visits lie above it."""
        return (self.after - self.bound) / self.bound if self.bound else 0.0

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Return the paragraph of the briefing, its figures apart from the words between."""
        one = self.savings
        gap: tuple[Piece, ...] = (("", "本方案已是最少。"),)
        if self.gap:
            gap = (("", "本方案与之相差"), ("timetable.gap", f"{self.gap:.2%}"), ("", "。"))
        told: tuple[Piece, ...] = (
            ("", f"对{self.year}年已备案的"), ("timetable.plans", f"{self.plans:,}个"),
            ("", "检查计划统筹安排：各单位分别检查需入企"),
            ("timetable.before", f"{self.before:,}次"), ("", "，同一企业同月的检查合并后为"),
            ("timetable.after", f"{self.after:,}次"), ("", "，减少"),
            ("timetable.saved", f"{self.saved:,}次"),
            ("", f"（{self.part:.1%}），其中跨部门联合减少"),
            ("timetable.across", f"{one.across:,}次"), ("", "，上下级同行减少"),
            ("timetable.levels", f"{one.levels:,}次"), ("", "，部门内进一次门、查多项事减少"),
            ("timetable.inside", f"{one.inside:,}次"), ("", "；涉及"),
            ("timetable.bodies", f"{self.bodies:,}个"),
            ("", "单位联合检查。经证明，在现有计划时间和检查能力下无论怎样安排都不会少于"),
            ("timetable.bound", f"{self.bound:,}次"), ("", "，"), *gap,
        )  # fmt: skip
        if not one.reused:
            return told
        return (
            *told, ("", "此外，采用其他层级近期检查结果可免检查"),
            ("timetable.reused", f"{one.reused:,}户次"), ("", "、免入企"),
            ("timetable.skipped", f"{one.skipped:,}次"), ("", "，未计入上述次数。"),
        )  # fmt: skip

    @property
    def paragraph(self) -> str:
        """Return the paragraph of the briefing."""
        return "".join(text for _, text in self.pieces)


@dataclass(frozen=True, slots=True)
class KeptTimetable:
    """A timetable that was kept for its year: its figures, who kept it and when.

    `digest` tells whether plans, capacities and visits are still those it was made of.
    """

    figures: TimetableFigures
    digest: str
    actor: str
    day: date
