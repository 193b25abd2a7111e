"""Revision 0002: what stands beside bodies, enterprises and reports; words for its tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import big, line, prose, small, version, whole

Columns = sa.Column[int] | sa.Column[str]


def fact(
    table: str, *columns: Columns, unique: tuple[str, ...] = (), versioned: bool = True
) -> None:
    """Create a table of facts that batches bring: id first, batch and version last.

    A column named after a register refers to it; `report_id` goes with its body.
    """
    names = [column.name for column in columns]
    parts: list[sa.Column[int] | sa.Column[str] | sa.Constraint] = [
        whole("id"),
        *columns,
        whole("batch_id", null=True),
        *([version()] if versioned else []),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=f"fk_{table}_batch_id"),
    ]
    if "report_id" in names:
        parts.append(
            sa.ForeignKeyConstraint(
                ["report_id", "body_id"],
                ["report.id", "report.body_id"],
                name=f"fk_{table}_report_id_body_id",
            )
        )
    for register in ("body", "enterprise", "item"):
        key = f"{register}_id"
        if key in names and not (register == "body" and "report_id" in names):
            parts.append(
                sa.ForeignKeyConstraint([key], [f"{register}.id"], name=f"fk_{table}_{key}")
            )
    if unique:
        parts.append(sa.UniqueConstraint(*unique, name=f"uq_{table}_{'_'.join(unique)}"))
    op.create_table(table, *parts, sqlite_autoincrement=True)
    op.create_index(f"ix_{table}_batch_id", table, ["batch_id"])


def _code_record() -> None:
    fact(
        "code_record",
        whole("report_id"),
        whole("body_id"),
        line("act_code", 128),
        small("stated", default="0"),
        whole("shown", null=True),
        line("shown_by", 128, default=""),
        prose("place", default=""),
        whole("scanned", null=True),
        line("rating", 32, default=""),
        prose("comment", default=""),
        prose("late_reason", default=""),
        unique=("report_id", "act_code"),
    )


def _audit() -> None:
    fact(
        "audit",
        whole("report_id"),
        whole("body_id"),
        whole("day"),
        small("verdict"),
        line("checker", 128, default=""),
        prose("note", default=""),
        unique=("report_id", "day"),
    )


def _selfcheck() -> None:
    fact(
        "selfcheck",
        whole("enterprise_id"),
        whole("item_id"),
        whole("day"),
        small("verdict", default="0"),
        whole("decided", null=True),
        unique=("enterprise_id", "item_id", "day"),
    )
    op.create_index("ix_selfcheck_item_id", "selfcheck", ["item_id"])


def _complaint() -> None:
    fact(
        "complaint",
        line("number", 128),
        whole("day"),
        whole("body_id"),
        small("category", default="0"),
        whole("enterprise_id", null=True),
        small("channel", default="0"),
        prose("content", default=""),
        line("state", 64, default=""),
        unique=("number",),
    )
    op.create_index("ix_complaint_body_day", "complaint", ["body_id", "day"])
    op.create_index("ix_complaint_enterprise_id", "complaint", ["enterprise_id"])


def _figures() -> None:
    fact("capacity", whole("body_id"), whole("month"), whole("visits"), unique=("body_id", "month"))
    fact(
        "usage",
        whole("body_id"),
        whole("month"),
        whole("logins", null=True),
        whole("plans", null=True),
        whole("results", null=True),
        unique=("body_id", "month"),
    )
    fact("fine", whole("body_id"), whole("month"), big("cents"), unique=("body_id", "month"))


def _cap() -> None:
    fact(
        "cap",
        whole("body_id"),
        whole("year"),
        whole("item_id", null=True),
        whole("cap"),
        prose("basis", default=""),
        unique=("body_id", "year", "item_id"),
    )
    op.create_index("ix_cap_item_id", "cap", ["item_id"])
    none = sa.text("item_id IS NULL")
    op.create_index(
        "uq_cap_body_id_year",
        "cap",
        ["body_id", "year"],
        unique=True,
        sqlite_where=none,
        postgresql_where=none,
    )


def create() -> None:
    """Create the tables of facts."""
    _code_record()
    _audit()
    _selfcheck()
    _complaint()
    _figures()
    _cap()
