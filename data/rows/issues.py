"""What intake says of a file, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.rows.changes import Changed
from data.rows.enums import IssueLevel


@dataclass(frozen=True, slots=True)
class Issue:
    """One message about one place in a file; `row` is the sheet's own row number (1-based)."""

    level: IssueLevel
    file: str
    sheet: str
    row: int | None
    column: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What one file brought: rows = taken + unchanged + skipped + rejected."""

    id: int | None
    file: str
    kind: str
    sha256: str
    rows: int
    taken: int
    unchanged: int
    skipped: int
    rejected: int
    errors: int
    warnings: int
    visits: int
    seconds: float
    issues: tuple[Issue, ...] = ()
    repeated: bool = False
    notes: tuple[str, ...] = ()
    changed: Changed = field(default_factory=Changed)
    """What a preview would change; empty once taken (`batch` tells it then)."""


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch in the history of imports."""

    id: int
    file: str
    kind: str
    sha256: str
    rows: int
    taken: int
    unchanged: int
    skipped: int
    rejected: int
    warnings: int
    visits: int
    at: str
    actor: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What a write touched, so that open views know whether to reload."""

    count: int = 0
    visits: bool = False
    plans: bool = False
    registers: bool = False
    findings: bool = False
    batches: bool = False
    notices: bool = False
    meetings: bool = False
    planning: bool = False
    draws: bool = False
    details: Mapping[str, int] = field(default_factory=dict)
