"""How columns share the room of a table: which are shown, and how wide each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Width:
    """What a column asks for: its width, the least it can bear, its part of what is left over."""

    wanted: int
    least: int
    share: int = 0


def widths_for(columns: Sequence[Width], room: int) -> list[int]:
    """Return the widths that fill the room: words give way and grow, figures and dates do not.

    Where even the least widths need more room, every column keeps what it wants and the table
    scrolls.
    """
    total = sum(column.wanted for column in columns)
    shares = sum(column.share for column in columns)
    if total <= room:
        return _shared(columns, room - total, shares)
    give = [max(0, column.wanted - column.least) for column in columns]
    if total - sum(give) > room:
        return [column.wanted for column in columns]
    over, left = total - room, sum(give)
    widths = []
    for column, most in zip(columns, give, strict=True):
        part = -(-over * most // left) if left else 0
        over, left = over - part, left - most
        widths.append(column.wanted - part)
    return widths


def _shared(columns: Sequence[Width], rest: int, shares: int) -> list[int]:
    widths = []
    for column in columns:
        part = rest * column.share // shares if shares else 0
        rest, shares = rest - part, shares - column.share
        widths.append(column.wanted + part)
    return widths


def extras_that_fit(needed: int, extras: Sequence[int], room: int) -> int:
    """Return how many of the extra columns, in their order, still fit beside the needed ones."""
    count = 0
    for extra in extras:
        needed += extra
        if needed > room:
            break
        count += 1
    return count
