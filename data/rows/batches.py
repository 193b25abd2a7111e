"""A batch told whole: what it brought, what it changed, and what rests on it."""

from __future__ import annotations

from dataclasses import dataclass

from data.rows.changes import Changed, TableCount
from data.rows.issues import BatchRow


@dataclass(frozen=True, slots=True)
class BatchStory:
    """A batch with its profile, what it made and changed, and whether its file was kept."""

    batch: BatchRow
    profile: str
    errors: int
    has_file: bool
    counts: tuple[TableCount, ...]
    changed: Changed


@dataclass(frozen=True, slots=True)
class Resting:
    """A reason why a batch cannot be taken back; `batch` is the later one, None for a decision."""

    batch: int | None
    file: str
    count: int
    text: str
    """The reason as a sentence without its full stop."""
