"""What a batch changed, field by field, in the words of the forms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one row before and after a batch; the texts are ready to show."""

    table: str
    """What the row is, such as 检查记录."""
    row_id: int
    subject: str
    """Which row: its body, number, enterprise, day."""
    header: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """The first changes of a batch, and how many fields of how many rows changed in all."""

    changes: tuple[FieldChange, ...] = ()
    count: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class TableCount:
    """How many rows of a table a batch made, and how many it changed."""

    table: str
    created: int
    updated: int
