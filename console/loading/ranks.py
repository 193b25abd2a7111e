"""Bodies and regions ranked by a measure: peers with peers, whoever cannot be ranked last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState
from data.rows.measures import Group
from data.rows.period import Period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

REGIONS = "region"


@dataclass(frozen=True, slots=True)
class RankLine:
    """A body or region with its place among its peers; `key` and `by` name its records."""

    code: str
    name: str
    value: float | None
    numerator: int
    denominator: int
    rank: int | None
    moved: int | None
    unranked: str
    low: float | None
    high: float | None
    by: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def place(self) -> str:
        """Return the place with its change, `3 ↑2`; empty without one."""
        if self.rank is None:
            return ""
        if not self.moved:
            return f"{self.rank}"
        return f"{self.rank} {'↑' if self.moved > 0 else '↓'}{abs(self.moved)}"


def read_ranks(
    session: Session, state: FilterState, period: Period, measure: str, today: date
) -> dict[str, tuple[RankLine, ...]]:
    """Return the lines of each level of bodies, by its label, and of regions."""
    from data.measures.compute import measure as ask
    from data.records.registers import list_bodies

    by = ("body",) if state.region is None else ("body", "region")
    groups = ask(session, period, [measure], by, "visits", today).get(measure).groups
    if state.region is not None:
        groups = tuple(group for group in groups if group.key[1] == state.region)
    levels = {body.code: body.level for body in list_bodies(session)}
    peers: dict[str, list[RankLine]] = {}
    for group in groups:
        peers.setdefault(levels.get(group.key[0], ""), []).append(_line(group, by))
    regions = ask(session, period, [measure], [REGIONS], "visits", today).get(measure).groups
    peers[REGIONS] = [_line(group, (REGIONS,)) for group in regions]
    return {peer: tuple(sorted(lines, key=_order)) for peer, lines in peers.items()}


def _line(group: Group, by: tuple[str, ...]) -> RankLine:
    return RankLine(
        group.key[0], group.name.split(" · ")[0], group.value, group.numerator,
        group.denominator or 0, group.rank, group.place_change, group.unranked or "",
        group.low, group.high, by, group.key,
    )  # fmt: skip


def _order(line: RankLine) -> tuple[bool, int, float, str]:
    """Put ranked lines in their order, the others behind them by their value."""
    value = -1.0 if line.value is None else line.value
    return line.rank is None, line.rank or 0, -value, line.code
