"""The first schema: registers, plans, visits, findings."""

from __future__ import annotations

from data.models.migrations import first_findings, first_plans, first_registers, first_visits

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table of the first release."""
    first_registers.create()
    first_plans.create()
    first_visits.create()
    first_findings.create()
