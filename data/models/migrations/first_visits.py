"""Revision 0001: the tables of visits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import big, line, prose, small, version, whole

Columns = sa.Column[int] | sa.Column[str]


def _report_columns_1() -> list[Columns]:
    return [
        whole("id"),
        whole("visit_id"),
        whole("body_id"),
        line("number", 128, default=""),
        whole("enterprise_id"),
        whole("region_id", default="0"),
        whole("day"),
        whole("task_id", null=True),
        whole("plan_id", null=True),
        small("type"),
        small("trigger"),
        small("mode"),
        small("kind"),
        small("status"),
        small("code"),
        whole("delay", null=True),
        whole("arrive", null=True),
        whole("leave", null=True),
    ]


def _report_columns_2() -> list[Columns]:
    return [
        whole("officers", null=True),
        prose("badges", default=""),
        prose("companions", default=""),
        prose("partners", default=""),
        small("claim"),
        prose("basis", default=""),
        line("approver", 64, default=""),
        whole("basis_day", null=True),
        prose("reason", default=""),
        line("clue", 128, default=""),
        small("sourced", default="1"),
        line("reused", 128, default=""),
        line("test_report", 128, default=""),
        small("urgent", null=True),
        whole("entered", null=True),
        whole("published", null=True),
        whole("batch_id", null=True),
        version(),
    ]


def _report() -> None:
    op.create_table(
        "report",
        *_report_columns_1(),
        *_report_columns_2(),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_report_batch_id"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_report_body_id"),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name="fk_report_enterprise_id"
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_report_plan_id"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_report_task_id"),
        sa.UniqueConstraint("id", "body_id", name="uq_report_id_body_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_report_batch_id", "report", ["batch_id"])
    op.create_index("ix_report_body_number", "report", ["body_id", "number"])
    op.create_index("ix_report_enterprise_day", "report", ["enterprise_id", "day"])
    op.create_index("ix_report_task_id", "report", ["task_id"])
    op.create_index("ix_report_visit_id", "report", ["visit_id"])


def _report_line() -> None:
    op.create_table(
        "report_line",
        whole("id"),
        whole("report_id"),
        whole("body_id"),
        whole("item_id", null=True),
        line("line", 64, default=""),
        small("result", default="0"),
        line("result_text", 128, default=""),
        prose("demand", default=""),
        whole("deadline", null=True),
        big("digest"),
        whole("batch_id", null=True),
        version(),
        sa.PrimaryKeyConstraint("id", name="pk_report_line"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_report_line_batch_id"),
        sa.ForeignKeyConstraint(
            ["report_id", "body_id"],
            ["report.id", "report.body_id"],
            name="fk_report_line_report_id_body_id",
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_report_line_item_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_report_line_batch_id", "report_line", ["batch_id"])
    op.create_index("ix_report_line_report_id", "report_line", ["report_id"])


def _code_event() -> None:
    op.create_table(
        "code_event",
        whole("report_id", given=True),
        whole("body_id"),
        line("act_code", 128, default=""),
        whole("shown", null=True),
        prose("late_reason", default=""),
        whole("scanned", null=True),
        line("rating", 32, default=""),
        sa.PrimaryKeyConstraint("report_id", name="pk_code_event"),
        sa.ForeignKeyConstraint(
            ["report_id", "body_id"],
            ["report.id", "report.body_id"],
            name="fk_code_event_report_id_body_id",
        ),
    )


def _visit_columns_1() -> list[Columns]:
    return [
        whole("id", given=True),
        whole("enterprise_id"),
        whole("region_id"),
        whole("body_id"),
        line("number", 128),
        whole("day"),
        whole("month"),
        whole("task_id", null=True),
        whole("plan_id", null=True),
        small("type"),
        small("trigger"),
        small("onsite"),
        small("inspection"),
    ]


def _visit_columns_2() -> list[Columns]:
    return [
        small("status"),
        small("joint"),
        small("code"),
        whole("delay", null=True),
        whole("arrive", null=True),
        small("found", null=True),
        small("claim"),
        small("reasoned"),
        small("sourced"),
        small("reused"),
        whole("officers", null=True),
        small("reports"),
    ]


def _visit() -> None:
    op.create_table(
        "visit",
        *_visit_columns_1(),
        *_visit_columns_2(),
        sa.PrimaryKeyConstraint("id", name="pk_visit"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_visit_body_id"),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name="fk_visit_enterprise_id"
        ),
    )
    op.create_index("ix_visit_enterprise_day", "visit", ["enterprise_id", "day"])
    op.create_index("ix_visit_month_body", "visit", ["month", "body_id"])
    loose = sa.text("task_id IS NULL")
    op.create_index(
        "ix_visit_plan_id", "visit", ["plan_id"], sqlite_where=loose, postgresql_where=loose
    )
    op.create_index("ix_visit_task_id", "visit", ["task_id"])


def _visit_body() -> None:
    op.create_table(
        "visit_body",
        whole("visit_id"),
        whole("body_id"),
        sa.PrimaryKeyConstraint("visit_id", "body_id", name="pk_visit_body"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_visit_body_body_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_visit_body_visit_id"),
    )
    op.create_index("ix_visit_body_body_id", "visit_body", ["body_id"])


def _visit_item() -> None:
    op.create_table(
        "visit_item",
        whole("visit_id"),
        whole("item_id"),
        sa.PrimaryKeyConstraint("visit_id", "item_id", name="pk_visit_item"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_visit_item_item_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_visit_item_visit_id"),
    )
    op.create_index("ix_visit_item_item_id", "visit_item", ["item_id"])


def create() -> None:
    """Create the tables of visits."""
    _report()
    _report_line()
    _code_event()
    _visit()
    _visit_body()
    _visit_item()
