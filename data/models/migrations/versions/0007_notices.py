"""Papers of the accountability ladder in their life, and what bodies confirm."""

from __future__ import annotations

from data.models.migrations import seventh_notices

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create notices, their findings and events, and the items of 核对单."""
    seventh_notices.create()
