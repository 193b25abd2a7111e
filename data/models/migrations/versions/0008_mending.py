"""What people mend, and reports a person joined into one visit."""

from __future__ import annotations

from data.models.migrations import eighth_mending

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of edits and the mark of joined reports."""
    eighth_mending.create()
