"""What people decide of plans proposed to be joined."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import line, prose, small, whole
from data.models.migrations.ninth_meetings import KEPT
from data.models.migrations.triggers import keep

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; entries of what people did only grow."""
    op.create_table(
        "match_verdict",
        *(whole("id"), line("pair_key", 400), small("before"), small("state"), line("lead", 64)),
        *(whole("until", null=True), prose("reason"), line("actor", 64), line("at", 32)),
        whole("day"),
        sa.PrimaryKeyConstraint("id", name="pk_match_verdict"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_match_verdict_pair_key", "match_verdict", ["pair_key"])
    keep("match_verdict", KEPT)
