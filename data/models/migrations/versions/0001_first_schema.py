"""The first schema: registers, plans, visits, findings."""

from __future__ import annotations

from alembic import op
from sqlalchemy import column, table

from data.models.migrations import first_findings, first_plans, first_registers, first_visits

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The "8" of 1+3+N+8; 无锡经开区 is no statistical division and has a code of our own.
REGIONS = (
    ("320281", "江阴市"),
    ("320282", "宜兴市"),
    ("320213", "梁溪区"),
    ("320205", "锡山区"),
    ("320206", "惠山区"),
    ("320211", "滨湖区"),
    ("320214", "新吴区"),
    ("3202JK", "无锡经开区"),
)


def upgrade() -> None:
    """Create every table of the first release, and the eight regions."""
    first_registers.create()
    first_plans.create()
    first_visits.create()
    first_findings.create()
    region = table("region", column("code"), column("name"))
    op.bulk_insert(region, [{"code": code, "name": name} for code, name in REGIONS])
