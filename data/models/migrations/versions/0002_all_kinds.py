"""Tables for every kind of workbook: lists, figures, codes, oversight, answers."""

from __future__ import annotations

from data.models.migrations import second_facts, second_lists

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; nothing of the first release changes."""
    second_facts.create()
    second_lists.create()
