"""By when an accepted pair of plans is to be answered, and which entries take one back."""

from __future__ import annotations

from alembic import op

from data.models.migrations.columns import small, whole

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both to the entries; those of earlier programs asked for no answer by any day."""
    op.add_column("match_verdict", whole("due", null=True))
    op.add_column("match_verdict", small("back", default="0"))
