"""What people decide of rules, findings and bases; the calendar; what looking back needs."""

from __future__ import annotations

from data.models.migrations import fourth_calendar, fourth_judging

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of judging; everything derived is made anew at the next opening."""
    fourth_judging.create()
    fourth_calendar.fill()
