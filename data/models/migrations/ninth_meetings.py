"""Revision 0009, first part: meetings with agenda, attendance and decisions; the 15 tasks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import line, prose, small, version, whole
from data.models.migrations.triggers import keep

KEPT = "办理记录不得更改"


def create() -> None:
    """Create the tables of meetings and of the board."""
    _meetings()
    _decisions()
    _board()


def _meetings() -> None:
    op.create_table(
        "meeting",
        *(whole("id"), prose("title"), whole("day"), line("clock", 16), line("place", 128)),
        *(line("host", 64), line("period", 32), version()),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meeting_day", "meeting", ["day"])
    op.create_table(
        "agenda_item",
        *(whole("id"), whole("meeting_id"), whole("place"), prose("title")),
        *(line("presenter", 128), line("paper", 64), line("page", 32), version()),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_item"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_agenda_item_meeting_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_agenda_item_meeting_id", "agenda_item", ["meeting_id"])
    op.create_table(
        "attendance",
        *(whole("id"), whole("meeting_id"), whole("body_id"), line("person", 64)),
        *(small("presence"), version()),
        sa.PrimaryKeyConstraint("id", name="pk_attendance"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_attendance_meeting_id"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_attendance_body_id"),
        sa.UniqueConstraint("meeting_id", "body_id", "person",
                            name="uq_attendance_meeting_id_body_id_person"),
        sqlite_autoincrement=True,
    )  # fmt: skip


def _decisions() -> None:
    op.create_table(
        "decision_item",
        *(whole("id"), whole("meeting_id"), whole("place"), prose("content")),
        *(whole("body_id", null=True), whole("due", null=True), version()),
        sa.PrimaryKeyConstraint("id", name="pk_decision_item"),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name="fk_decision_item_meeting_id"
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_decision_item_body_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decision_item_meeting_id", "decision_item", ["meeting_id"])
    op.create_table(
        "decision_event",
        *(whole("id"), whole("decision_id"), small("state"), small("is_amendment")),
        *(line("actor", 64), line("at", 32), whole("day"), prose("note")),
        sa.PrimaryKeyConstraint("id", name="pk_decision_event"),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision_item.id"], name="fk_decision_event_decision_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decision_event_decision_id", "decision_event", ["decision_id"])
    keep("decision_event", KEPT)


def _board() -> None:
    op.create_table(
        "board_step",
        *(whole("id"), whole("number"), whole("place"), prose("content")),
        *(whole("body_id", null=True), version()),
        sa.PrimaryKeyConstraint("id", name="pk_board_step"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_board_step_body_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_board_step_number", "board_step", ["number"])
    op.create_table(
        "board_event",
        *(whole("id"), whole("number"), whole("step_id", null=True), small("deed")),
        *(whole("due", null=True), line("actor", 64), line("at", 32), whole("day"), prose("note")),
        sa.PrimaryKeyConstraint("id", name="pk_board_event"),
        sa.ForeignKeyConstraint(["step_id"], ["board_step.id"], name="fk_board_event_step_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_board_event_number", "board_event", ["number"])
    keep("board_event", KEPT)
