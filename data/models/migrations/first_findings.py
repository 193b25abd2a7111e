"""Revision 0001: the tables of findings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import line, prose, small, version, whole

Columns = sa.Column[int] | sa.Column[str]


def _finding() -> None:
    op.create_table(
        "finding",
        whole("id"),
        line("key", 400),
        line("rule", 8),
        line("ruleset", 16),
        small("trial"),
        small("severity"),
        small("force"),
        small("state", default="1"),
        prose("reason", default=""),
        whole("enterprise_id"),
        whole("region_id"),
        whole("item_id", null=True),
        line("period", 16),
        whole("day"),
        whole("month"),
        whole("count"),
        whole("beyond"),
        whole("claimed"),
        version(),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name="fk_finding_enterprise_id"
        ),
        sa.UniqueConstraint("key", name="uq_finding_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_finding_day_rule", "finding", ["day", "rule"])
    op.create_index("ix_finding_enterprise_id", "finding", ["enterprise_id"])


def _finding_body() -> None:
    op.create_table(
        "finding_body",
        whole("finding_id"),
        whole("body_id", given=True),
        sa.PrimaryKeyConstraint("finding_id", "body_id", name="pk_finding_body"),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name="fk_finding_body_finding_id"),
    )
    op.create_index("ix_finding_body_body_id", "finding_body", ["body_id"])


def _finding_visit() -> None:
    op.create_table(
        "finding_visit",
        whole("finding_id"),
        whole("visit_id", given=True),
        small("beyond"),
        sa.PrimaryKeyConstraint("finding_id", "visit_id", name="pk_finding_visit"),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name="fk_finding_visit_finding_id"),
    )
    op.create_index("ix_finding_visit_visit_id", "finding_visit", ["visit_id"])


def _tally_columns_1() -> list[Columns]:
    return [
        small("shape", given=True),
        whole("month", given=True),
        whole("k1", given=True),
        whole("k2", given=True),
        whole("visits"),
        whole("people"),
        whole("people_unknown"),
        whole("code_need"),
        whole("code_shown"),
        whole("code_unknown"),
        whole("result_known"),
        whole("result_found"),
    ]


def _tally_columns_2() -> list[Columns]:
    return [
        whole("result_unknown"),
        whole("tasks"),
        whole("tasks_joint"),
        whole("tasks_random"),
        whole("tasks_random_joint"),
        whole("tasks_due"),
        whole("tasks_planned"),
        whole("tasks_unknown"),
        whole("months"),
        whole("months_beyond"),
        whole("months_bare"),
    ]


def _tally() -> None:
    op.create_table(
        "tally",
        *_tally_columns_1(),
        *_tally_columns_2(),
        sa.PrimaryKeyConstraint("shape", "month", "k1", "k2", name="pk_tally"),
    )


def _finding_tally() -> None:
    op.create_table(
        "finding_tally",
        small("shape", given=True),
        whole("month", given=True),
        whole("k1", given=True),
        line("rule", 8),
        small("severity", given=True),
        whole("n"),
        sa.PrimaryKeyConstraint(
            "shape", "month", "k1", "rule", "severity", name="pk_finding_tally"
        ),
    )


def create() -> None:
    """Create the tables of findings."""
    _finding()
    _finding_body()
    _finding_visit()
    _tally()
    _finding_tally()
