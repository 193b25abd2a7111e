"""Revision 0003: other names of bodies and enterprises, and enterprises made one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import line, prose, small, version, whole


def _body_alias() -> None:
    op.create_table(
        "body_alias",
        whole("id"),
        whole("body_id"),
        line("name", 128),
        line("actor", 64),
        line("at", 32),
        version(),
        sa.PrimaryKeyConstraint("id", name="pk_body_alias"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_body_alias_body_id"),
        sa.UniqueConstraint("name", name="uq_body_alias_name"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_body_alias_body_id", "body_alias", ["body_id"])


def _enterprise_merge() -> None:
    op.create_table(
        "enterprise_merge",
        whole("id"),
        whole("kept_id"),
        whole("dropped_id"),
        line("dropped_code", 200),
        line("dropped_name", 200),
        prose("why"),
        line("actor", 64),
        line("at", 32),
        small("undone", default="0"),
        prose("images"),
        version(),
        sa.PrimaryKeyConstraint("id", name="pk_enterprise_merge"),
        sa.ForeignKeyConstraint(["kept_id"], ["enterprise.id"], name="fk_enterprise_merge_kept_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_enterprise_merge_kept_id", "enterprise_merge", ["kept_id"])


def _enterprise_code() -> None:
    keys = {"enterprise_id": "enterprise.id", "merge_id": "enterprise_merge.id"}
    keys["batch_id"] = "batch.id"
    op.create_table(
        "enterprise_code",
        whole("id"),
        whole("enterprise_id"),
        line("code", 200),
        whole("merge_id", null=True),
        whole("batch_id", null=True),
        version(),
        sa.PrimaryKeyConstraint("id", name="pk_enterprise_code"),
        *(
            sa.ForeignKeyConstraint([name], [target], name=f"fk_enterprise_code_{name}")
            for name, target in keys.items()
        ),
        sa.UniqueConstraint("code", name="uq_enterprise_code_code"),
        sqlite_autoincrement=True,
    )
    for name in keys:
        op.create_index(f"ix_enterprise_code_{name}", "enterprise_code", [name])


def create() -> None:
    """Create the tables of other names."""
    _body_alias()
    _enterprise_merge()
    _enterprise_code()
