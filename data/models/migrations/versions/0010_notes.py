"""Notes on bodies, regions and their months."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import line, prose, whole

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of notes."""
    op.create_table(
        "note",
        *(whole("id"), line("subject", 16), line("code", 64), whole("month", default="0")),
        *(prose("text"), line("actor", 64), whole("day")),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_note_subject_code", "note", ["subject", "code"])
