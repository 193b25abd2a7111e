"""What people mend, reports joined into one visit, bodies merged."""

from __future__ import annotations

from data.models.migrations import eighth_mending

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of edits, the mark of joined reports, the successors of bodies."""
    eighth_mending.create()
