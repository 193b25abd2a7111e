"""Other names, and enterprises that may be one, as rows."""

from __future__ import annotations

from dataclasses import dataclass

from data.rows.findings import Named


@dataclass(frozen=True, slots=True)
class AliasRow:
    """A name a person accepted for a body."""

    id: int
    name: str
    body: Named
    actor: str
    at: str


@dataclass(frozen=True, slots=True)
class MergeCandidate:
    """Two entries that may be one enterprise, the better known first, and what speaks for it."""

    keep: Named
    drop: Named
    reason: str
    keep_visits: int = 0
    drop_visits: int = 0


@dataclass(frozen=True, slots=True)
class MergeRow:
    """Two entries that were made one; `undone` says that they were split again."""

    id: int
    kept: Named
    dropped: Named
    why: str
    actor: str
    at: str
    undone: bool
