"""Revision 0009, second part: calls to report and what came; contradictory demands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import blob, line, prose, small, version, whole
from data.models.migrations.ninth_meetings import KEPT
from data.models.migrations.triggers import keep


def create() -> None:
    """Create the tables of calls and of contradictory demands."""
    _submissions()
    _demands()


def _submissions() -> None:
    op.create_table(
        "submission_call",
        *(whole("id"), prose("title"), line("kinds", 64), whole("opened"), whole("due")),
        *(line("paper", 64), whole("closed", null=True), line("actor", 64), version()),
        sa.PrimaryKeyConstraint("id", name="pk_submission_call"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "submission_body",
        *(whole("call_id", given=True), whole("body_id", given=True)),
        sa.PrimaryKeyConstraint("call_id", "body_id", name="pk_submission_body"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["submission_call.id"], name="fk_submission_body_call_id"
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_submission_body_body_id"),
    )
    op.create_table(
        "submission_receipt",
        *(whole("id"), whole("call_id"), whole("body_id"), small("kind"), line("actor", 64)),
        *(line("at", 32), whole("day"), prose("note"), line("file_name", 256)),
        *(blob("file", null=True), line("sha256", 64)),
        sa.PrimaryKeyConstraint("id", name="pk_submission_receipt"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["submission_call.id"], name="fk_submission_receipt_call_id"
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_submission_receipt_body_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_submission_receipt_call_id", "submission_receipt", ["call_id"])
    keep("submission_receipt", KEPT)


def _demands() -> None:
    op.create_table(
        "demand",
        *(whole("id"), prose("matter"), line("complaint", 128), whole("enterprise_id", null=True)),
        *(whole("body_id"), small("is_random"), whole("opened"), whole("due", null=True)),
        *(small("state"), prose("opinion"), line("number", 64), whole("settled", null=True)),
        *(whole("closed", null=True), version()),
        sa.PrimaryKeyConstraint("id", name="pk_demand"),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"],
                                name="fk_demand_enterprise_id"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_demand_body_id"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("ix_demand_state", "demand", ["state"])
    op.create_table(
        "demand_side",
        *(whole("demand_id", given=True), whole("body_id", given=True), prose("content")),
        sa.PrimaryKeyConstraint("demand_id", "body_id", name="pk_demand_side"),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name="fk_demand_side_demand_id"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_demand_side_body_id"),
    )
    op.create_table(
        "demand_event",
        *(whole("id"), whole("demand_id"), small("deed"), line("actor", 64), line("at", 32)),
        *(whole("day"), prose("note")),
        sa.PrimaryKeyConstraint("id", name="pk_demand_event"),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name="fk_demand_event_demand_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_demand_event_demand_id", "demand_event", ["demand_id"])
    keep("demand_event", KEPT)
