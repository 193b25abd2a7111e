"""Papers that went out: who issues, which number, and the paper as it was."""

from __future__ import annotations

from data.models.migrations import sixth_papers

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create issuers, number series and issued papers."""
    sixth_papers.create()
