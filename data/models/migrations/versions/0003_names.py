"""Other names of bodies and enterprises, and enterprises that turned out to be one."""

from __future__ import annotations

from data.models.migrations import third_names

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of other names."""
    third_names.create()
