"""Plans say whether nobody else takes part, which an empty 参与部门 does not say."""

from __future__ import annotations

from alembic import op

from data.models.migrations.columns import small

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the answer 无 of 参与部门; what was stored before only knows whom a plan names."""
    op.add_column("plan", small("alone", default="0"))
