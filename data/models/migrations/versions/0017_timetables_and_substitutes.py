"""Timetables kept for their year, and substitutes for what was drawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import blob, line, prose, small, whole
from data.models.migrations.ninth_meetings import KEPT
from data.models.migrations.thirteenth_draws import KEPT as DRAWN
from data.models.migrations.triggers import keep

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; what is entered only grows."""
    op.create_table(
        "kept_timetable",
        *(whole("id"), whole("year"), small("holds"), prose("figures"), line("digest", 64)),
        *(blob("content", null=True), prose("reason")),
        *(line("actor", 64), line("at", 32), whole("day")),
        sa.PrimaryKeyConstraint("id", name="pk_kept_timetable"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_kept_timetable_year", "kept_timetable", ["year"])
    keep("kept_timetable", KEPT)
    op.create_table(
        "draw_substitute",
        *(whole("id"), whole("draw_id"), whole("place"), line("code", 200), line("badge", 200)),
        *(line("found", 200), prose("reason"), line("actor", 64), line("at", 32), whole("day")),
        sa.PrimaryKeyConstraint("id", name="pk_draw_substitute"),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name="fk_draw_substitute_draw_id"),
        sa.UniqueConstraint("draw_id", "place", name="uq_draw_substitute_draw_id_place"),
        sqlite_autoincrement=True,
    )
    keep("draw_substitute", DRAWN)
