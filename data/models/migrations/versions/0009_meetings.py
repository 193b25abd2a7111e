"""Joint meetings, the 15 tasks' dates and steps, calls to report, contradictory demands."""

from __future__ import annotations

from data.models.migrations import ninth_demands, ninth_meetings

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; entries of what people did only grow."""
    ninth_meetings.create()
    ninth_demands.create()
