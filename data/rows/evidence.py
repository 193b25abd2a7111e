"""The records behind the figures and findings of a paper."""

from __future__ import annotations

from dataclasses import dataclass

from data.rows.records import RecordRow


@dataclass(frozen=True, slots=True)
class FactRecords:
    """A figure's records: `count` all of them, `rows` the first ones, `command` shows the rest."""

    key: str
    name: str
    count: int
    rows: tuple[RecordRow, ...]
    command: str


@dataclass(frozen=True, slots=True)
class FindingRecords:
    """A finding's records."""

    key: str
    rows: tuple[RecordRow, ...]
