"""Edits done again, entries that belong to edits, and what became of findings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import line, prose, small, whole

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let edits be done again and entries belong to them; create the turns of findings."""
    op.add_column("edit", whole("redo_of", null=True))
    for table in ("board_event", "decision_event"):
        op.add_column(table, whole("edit_id", null=True))
    op.create_table(
        "finding_change",
        *(whole("id"), whole("day"), line("at", 32), small("turn")),
        *(whole("first", default="0"), whole("last", default="0"), prose("listed", default="")),
        sa.PrimaryKeyConstraint("id", name="pk_finding_change"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_finding_change_day", "finding_change", ["day"])
