"""双随机抽取: promises, seeds, outcomes, and who was drawn."""

from __future__ import annotations

from data.models.migrations import eleventh_draws

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of draws."""
    eleventh_draws.create()
