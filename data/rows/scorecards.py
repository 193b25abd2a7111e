"""One body's scorecard: the six tracked dimensions among its peers, and its other affairs."""

from __future__ import annotations

from dataclasses import dataclass

from data.rows.findings import Named
from data.rows.measures import Target


@dataclass(frozen=True, slots=True)
class Peer:
    """Another body of the same kind with its value; who is not ranked has no place."""

    body: Named
    value: float
    rank: int | None


@dataclass(frozen=True, slots=True)
class Score:
    """A measure of one body: its figure, its place among its peers, the peers themselves.

    `peers` are those of its level with a value, itself included; `ranked` counts the ranked ones.
    """

    dimension: str
    measure: str
    name: str
    value: float | None
    numerator: int
    denominator: int | None
    unknown: int
    target: Target | None
    lamp: str
    low_is_better: bool
    rank: int | None = None
    ranked: int = 0
    unranked: str | None = None
    low: float | None = None
    high: float | None = None
    place_change: int | None = None
    peers: tuple[Peer, ...] = ()


@dataclass(frozen=True, slots=True)
class RankPoint:
    """The places of a body in one month or quarter, by measure; None where it had none."""

    period: str
    ranks: tuple[int | None, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """What the files of a body do not tell: of how many reports, which column is missing."""

    reports: int
    columns: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class BodyFile:
    """What the registers hold of a body: contacts, published caps, how whole its plans are."""

    contacts: tuple[tuple[str, str, str, str], ...]
    """Name, post, telephone, substitute."""
    caps: tuple[tuple[int, str, int, str], ...]
    """Year, item (全部事项 where it names none), cap, ground."""
    officers: int
