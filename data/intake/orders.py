"""What the importer is told to take, and what a check says of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.intake.grouping import IssueGroup
from data.intake.profiles import Profile
from data.rows.changes import Changed
from data.rows.issues import BatchReport

NO_CHANGES = Changed()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to take in, and as what."""

    number: int
    path: Path
    kind: str
    profile: Profile | None = None
    sheet: str = ""
    """The sheet of a workbook with several tables."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What would become of a file, and what of the stored rows it would change."""

    report: BatchReport
    changed: Changed = NO_CHANGES
    groups: tuple[IssueGroup, ...] = ()
    """The report's messages by what they say."""
