"""The rows a quality score counts, beside their number; earlier batches tell none."""

from __future__ import annotations

from alembic import op

from data.models.migrations.columns import prose

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the rows to the counts of batches."""
    op.add_column("quality", prose("listed", null=True))
