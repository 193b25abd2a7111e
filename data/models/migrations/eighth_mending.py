"""Revision 0008: what people mend, reports joined into one visit, bodies merged."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import line, prose, small, version, whole


def create() -> None:
    """Create the table of edits; reports get the mark of a joining, bodies their successor."""
    op.create_table(
        "edit",
        *(whole("id"), small("kind"), prose("subject"), prose("why"), line("actor", 64)),
        *(line("at", 32), whole("day"), whole("place_batch"), whole("place_step")),
        *(whole("report_id", null=True), whole("month", null=True), whole("first", null=True)),
        *(whole("last", null=True), prose("images"), small("undone", default="0")),
        *(line("back_actor", 64, default=""), line("back_at", 32, default="")),
        *(prose("back_why", default=""), whole("back_day", null=True)),
        *(whole("back_batch", null=True), whole("back_step", null=True), version()),
        sa.PrimaryKeyConstraint("id", name="pk_edit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_edit_kind_undone", "edit", ["kind", "undone"])
    op.create_index("ix_edit_report_id", "edit", ["report_id"])
    op.add_column("report", whole("joined", null=True))
    op.add_column("body", whole("merged_into", null=True))
    op.add_column("body", whole("merged_day", null=True))
