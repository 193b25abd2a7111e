"""Ranking that is fair: minimum sample, data quality, peers with peers, Wilson intervals."""

from __future__ import annotations

import math
from dataclasses import replace

from data.measures.definitions import LOWER_IS_BETTER
from data.rows.measures import Group

MINIMUM_VISITS = 20
MINIMUM_QUALITY = 0.95
Z95 = 1.959963984540054


def wilson(numerator: int, denominator: int) -> tuple[float, float]:
    """Return the Wilson 95 % interval of a share."""
    share, z2 = numerator / denominator, Z95 * Z95
    centre = share + z2 / (2 * denominator)
    spread = Z95 * math.sqrt(
        share * (1 - share) / denominator + z2 / (4 * denominator * denominator)
    )
    scale = 1 + z2 / denominator
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def unranked(visits: int, quality: float | None, takes_part: bool) -> str | None:
    """Return why a body is not ranked, None if it is; an unknown quality bars nobody."""
    if not takes_part:
        return "不参评"
    if visits < MINIMUM_VISITS:
        return "样本不足"
    if quality is not None and quality < MINIMUM_QUALITY:
        return "数据不全"
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
