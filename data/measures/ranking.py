"""Ranking that is fair: minimum sample, data quality, peers with peers, Wilson intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from data.measures.definitions import LOWER_IS_BETTER
from data.measures.settings import setting
from data.rows.measures import Group
from data.rows.period import Period, month_text
from data.rows.settings import MINIMUM, QUALITY

SUBJECTS = ("body", "region", "system")
"""Who can be ranked: the first of these that a cut has, among cells that agree in all else."""
NOT_RANKED, FEW, POOR = "不参评", "样本不足", "数据不全"
Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Fairness:
    """From how many visits and which data quality on a cell is ranked."""

    minimum: float = MINIMUM.default
    quality: float = QUALITY.default


def fairness(session: Session) -> Fairness:
    """Return the thresholds as they are set."""
    return Fairness(setting(session, MINIMUM), setting(session, QUALITY))


def subject_of(by: Sequence[str]) -> str | None:
    """Return the dimension whose cells are ranked, None where a cut has none."""
    return next((name for name in SUBJECTS if name in by), None)


def wilson(numerator: int, denominator: int) -> tuple[float, float]:
    """Return the Wilson 95 % interval of a share."""
    share, z2 = numerator / denominator, Z95 * Z95
    centre = share + z2 / (2 * denominator)
    spread = Z95 * math.sqrt(
        share * (1 - share) / denominator + z2 / (4 * denominator * denominator)
    )
    scale = 1 + z2 / denominator
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def unranked(
    visits: int, quality: float | None, takes_part: bool, fair: Fairness | None = None
) -> str | None:
    """Return why a body is not ranked, None if it is; an unknown quality bars nobody."""
    fair = fair or Fairness()
    if not takes_part:
        return NOT_RANKED
    if visits < fair.minimum:
        return FEW
    if quality is not None and quality < fair.quality:
        return POOR
    return None


def rank(measure: str, groups: list[tuple[Group, str]]) -> list[Group]:
    """Give places within each peer group (the text beside a group); equals share a place."""
    better_low = measure in LOWER_IS_BETTER
    ranked: dict[int, int] = {}
    peers = {peer for _, peer in groups}
    for peer in peers:
        values = [
            (group.value, place)
            for place, (group, own) in enumerate(groups)
            if own == peer and group.unranked is None and group.value is not None
        ]
        for value, place in values:
            better = [
                other for other, _ in values if (other < value if better_low else other > value)
            ]
            ranked[place] = len(better) + 1
    return [replace(group, rank=ranked.get(place)) for place, (group, _) in enumerate(groups)]


def moved(now: Sequence[Group], before: Sequence[Group]) -> tuple[Group, ...]:
    """Give each ranked group its change of place against an earlier period; positive is better."""
    places = {group.key: group.rank for group in before}
    return tuple(_moved(group, places.get(group.key)) for group in now)


def moved_by_month(groups: Sequence[Group], by: Sequence[str]) -> tuple[Group, ...]:
    """Give groups cut by month their change of place against the month before, if it is there."""
    at = list(by).index("month")
    places = {group.key: group.rank for group in groups}

    def before(group: Group) -> tuple[str, ...]:
        month = Period.parse(group.key[at]).months[0]
        return (*group.key[:at], month_text(month - 1), *group.key[at + 1 :])

    return tuple(_moved(group, places.get(before(group))) for group in groups)


def _moved(group: Group, old: int | None) -> Group:
    known = old is not None and group.rank is not None
    return replace(group, place_change=(old or 0) - (group.rank or 0) if known else None)
