"""Revision 0001: the tables of plans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import line, prose, small, version, whole

Columns = sa.Column[int] | sa.Column[str]


def _plan_columns_1() -> list[Columns]:
    return [
        whole("id"),
        whole("body_id"),
        line("number", 128),
        prose("name"),
        small("type", default="0"),
        line("cycle", 32, default=""),
        prose("items", default=""),
        line("scenario", 64, default=""),
        prose("scope", default=""),
        line("ratio", 128, default=""),
        line("sample", 128, default=""),
        whole("first", null=True),
        whole("last", null=True),
        small("joint", null=True),
        prose("partners", default=""),
        prose("grounds", default=""),
    ]


def _plan_columns_2() -> list[Columns]:
    return [
        whole("base", null=True),
        line("mode", 64, default=""),
        line("levels", 64, default=""),
        line("region", 64, default=""),
        line("cap", 64, default=""),
        whole("filed", null=True),
        line("filing", 64, default=""),
        whole("accepted", null=True),
        line("approval", 128, default=""),
        whole("published", null=True),
        small("announce", null=True),
        small("enterprises", null=True),
        line("office", 64, default=""),
        prose("note", default=""),
        whole("batch_id", null=True),
        version(),
    ]


def _plan() -> None:
    op.create_table(
        "plan",
        *_plan_columns_1(),
        *_plan_columns_2(),
        sa.PrimaryKeyConstraint("id", name="pk_plan"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_plan_batch_id"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_plan_body_id"),
        sa.UniqueConstraint("id", "body_id", name="uq_plan_id_body_id"),
        sa.UniqueConstraint("body_id", "number", name="uq_plan_body_id_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_batch_id", "plan", ["batch_id"])


def _plan_target() -> None:
    op.create_table(
        "plan_target",
        whole("id"),
        whole("plan_id"),
        whole("body_id"),
        whole("enterprise_id"),
        prose("partners", default=""),
        whole("batch_id", null=True),
        version(),
        sa.PrimaryKeyConstraint("id", name="pk_plan_target"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_plan_target_batch_id"),
        sa.ForeignKeyConstraint(
            ["plan_id", "body_id"],
            ["plan.id", "plan.body_id"],
            name="fk_plan_target_plan_id_body_id",
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name="fk_plan_target_enterprise_id"
        ),
        sa.UniqueConstraint(
            "plan_id", "enterprise_id", name="uq_plan_target_plan_id_enterprise_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_target_batch_id", "plan_target", ["batch_id"])
    op.create_index("ix_plan_target_enterprise_id", "plan_target", ["enterprise_id"])


def _task() -> None:
    op.create_table(
        "task",
        whole("id"),
        whole("body_id"),
        line("number", 128),
        whole("plan_id", null=True),
        small("status", default="3"),
        small("type", default="0"),
        prose("partners", default=""),
        small("listed", default="0"),
        whole("batch_id", null=True),
        version(),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_task_batch_id"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_task_body_id"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_task_plan_id"),
        sa.UniqueConstraint("body_id", "number", name="uq_task_body_id_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_task_batch_id", "task", ["batch_id"])
    op.create_index("ix_task_number", "task", ["number"])


def create() -> None:
    """Create the tables of plans."""
    _plan()
    _plan_target()
    _task()
