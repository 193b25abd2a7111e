"""双随机抽取: promises, seeds, outcomes, and who was drawn."""

from __future__ import annotations

from data.models.migrations import thirteenth_draws

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of draws."""
    thirteenth_draws.create()
