"""Three plans or more that may be joined as a whole, as rows."""

from __future__ import annotations

from dataclasses import dataclass

from data.rows.matching import MatchSide, pair_key

LEAST = 3


@dataclass(frozen=True, slots=True)
class MergeGroup:
    """Plans of different bodies that may be joined: the leading one first.

    `shared` counts, for each of the others, the enterprises it shares with the leading plan, and
    `flags` say what speaks for joining it. `first` and `last` are the months all have, `month` the
    one proposed; `objects` are the enterprises that two or more of them mean to visit.
    """

    sides: tuple[MatchSide, ...]
    shared: tuple[int, ...]
    flags: tuple[tuple[str, ...], ...]
    first: str
    last: str
    month: str
    objects: int
    saves: int

    @property
    def key(self) -> str:
        """Return what names the group: its plans, the leading one first."""
        return "|".join(side.key for side in self.sides)

    @property
    def pairs(self) -> tuple[str, ...]:
        """Return the pairs it is decided by: the leading plan with each other one."""
        return group_pairs(self.key)

    @property
    def leading(self) -> MatchSide:
        """Return the plan the others are joined to."""
        return self.sides[0]

    @property
    def span(self) -> str:
        """Return the months all have."""
        return self.first if self.first == self.last else f"{self.first}—{self.last}"

    @property
    def why(self) -> str:
        """Return in words what speaks for joining them."""
        each = "；".join(
            f"{side.body.name}与牵头计划共同对象 {count} 户"
            + (f"（{'、'.join(words)}）" if words else "")
            for side, count, words in zip(self.sides[1:], self.shared, self.flags, strict=True)
        )
        return f"{len(self.sides)} 个计划共同对象 {self.objects} 户，{self.span} 可同查；{each}"


def group_pairs(key: str) -> tuple[str, ...]:
    """Return the pairs a key of two plans or more stands for: the first with each other one."""
    first, *others = [side.strip() for side in key.split("|")]
    return tuple(pair_key(first, other) for other in others)
