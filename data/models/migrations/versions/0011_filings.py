"""备案台账: the register of plans that were filed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import line, prose, small, version, whole

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the register."""
    op.create_table(
        "filing",
        *(whole("id"), whole("plan_id"), small("receiver"), small("state"), line("receipt", 64)),
        *(whole("received"), line("sender", 64, default=""), line("handler", 64, default="")),
        *(whole("returned", null=True), line("lacks", 64, default=""), prose("reason", default="")),
        *(whole("due", null=True), whole("returns", default="0"), whole("seen", null=True)),
        *(whole("back", null=True), whole("taken", null=True), line("number", 64, null=True)),
        *(prose("note", default=""), version()),
        sa.PrimaryKeyConstraint("id", name="pk_filing"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_filing_plan_id"),
        sa.UniqueConstraint("plan_id", name="uq_filing_plan_id"),
        sa.UniqueConstraint("receiver", "receipt", name="uq_filing_receiver_receipt"),
        sa.UniqueConstraint("receiver", "number", name="uq_filing_receiver_number"),
        sqlite_autoincrement=True,
    )
