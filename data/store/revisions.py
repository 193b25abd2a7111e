"""The schema revisions this program knows, oldest first.

A constant, so that a start can compare it with the database without loading the migration
machinery; a test holds it equal to `data/models/migrations/versions`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, text

KNOWN: tuple[str, ...] = (
    "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011",
    "0012", "0013", "0014", "0015", "0016", "0017",
)  # fmt: skip
FOLDER = Path(__file__).resolve().parent.parent / "models" / "migrations"

Runner = Callable[[Connection], None]


@dataclass(frozen=True, slots=True)
class Schema:
    """A line of revisions and the folder with their scripts."""

    known: Sequence[str] = KNOWN
    folder: Path = FOLDER

    @property
    def head(self) -> str:
        """Return the newest revision."""
        return self.known[-1]

    def state_of(self, revision: str | None) -> str:
        """Say whether a database is `empty`, `old`, `current` or `newer` than this program."""
        if revision is None:
            return "empty"
        if revision == self.head:
            return "current"
        return "old" if revision in self.known else "newer"


def revision_of(connection: Connection) -> str | None:
    """Return the schema revision written in a database, None when it has no schema."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)
