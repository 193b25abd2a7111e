"""Revision 0001: the tables of registers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import blob, line, prose, small, version, whole


def _batch() -> None:
    op.create_table(
        "batch",
        whole("id"),
        line("kind", 32),
        prose("file"),
        line("sha256", 64),
        prose("sheet", default=""),
        line("profile", 64, default=""),
        whole("rows"),
        whole("taken"),
        whole("unchanged"),
        whole("skipped"),
        whole("rejected"),
        whole("errors"),
        whole("warnings"),
        whole("visits"),
        line("at", 32),
        line("actor", 64),
        small("undone", default="0"),
        blob("content", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_batch_sha256", "batch", ["sha256"])


def _batch_change() -> None:
    op.create_table(
        "batch_change",
        whole("id"),
        whole("batch_id"),
        line("table_name", 32),
        whole("row_id"),
        prose("before"),
        sa.PrimaryKeyConstraint("id", name="pk_batch_change"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_batch_change_batch_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_batch_change_batch_id", "batch_change", ["batch_id"])
    op.create_index("ix_batch_change_table_name_row_id", "batch_change", ["table_name", "row_id"])


def _quality() -> None:
    op.create_table(
        "quality",
        whole("batch_id"),
        whole("body_id", given=True),
        whole("month", given=True),
        whole("sent"),
        whole("clean"),
        sa.PrimaryKeyConstraint("batch_id", "body_id", "month", name="pk_quality"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_quality_batch_id"),
    )


def _region() -> None:
    op.create_table(
        "region",
        whole("id"),
        line("code", 32),
        line("name", 64),
        small("member", default="1"),
        version(),
        sa.PrimaryKeyConstraint("id", name="pk_region"),
        sa.UniqueConstraint("code", name="uq_region_code"),
        sa.UniqueConstraint("name", name="uq_region_name"),
        sqlite_autoincrement=True,
    )


def _body() -> None:
    op.create_table(
        "body",
        whole("id"),
        line("code", 64),
        line("name", 128),
        line("short", 64, default=""),
        small("level"),
        line("system", 64, default=""),
        small("role", default="5"),
        whole("region_id", null=True),
        line("parent", 64, default=""),
        prose("former", default=""),
        small("inspects", default="1"),
        small("provisional", default="0"),
        whole("batch_id", null=True),
        version(),
        sa.PrimaryKeyConstraint("id", name="pk_body"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_body_batch_id"),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name="fk_body_region_id"),
        sa.UniqueConstraint("code", name="uq_body_code"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_body_batch_id", "body", ["batch_id"])
    op.create_index("ix_body_name", "body", ["name"])


def _enterprise() -> None:
    op.create_table(
        "enterprise",
        whole("id"),
        line("code", 200),
        line("name", 200, default=""),
        line("uscc", 18, default=""),
        line("other", 64, default=""),
        whole("region_id", null=True),
        line("town", 64, default=""),
        line("section", 64, default=""),
        line("industry", 16, default=""),
        line("category", 64, default=""),
        line("credit", 16, default=""),
        line("risk", 32, default=""),
        prose("tags", default=""),
        whole("moved_in", null=True),
        line("moved_from", 64, default=""),
        small("provisional", default="0"),
        whole("batch_id", null=True),
        version(),
        sa.PrimaryKeyConstraint("id", name="pk_enterprise"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_enterprise_batch_id"),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name="fk_enterprise_region_id"),
        sa.UniqueConstraint("code", name="uq_enterprise_code"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_enterprise_batch_id", "enterprise", ["batch_id"])
    op.create_index("ix_enterprise_name", "enterprise", ["name"])


def _item() -> None:
    op.create_table(
        "item",
        whole("id"),
        line("code", 200),
        line("name", 200),
        line("body", 128, default=""),
        prose("grounds", default=""),
        line("levels", 64, default=""),
        line("mode", 64, default=""),
        line("category", 64, default=""),
        line("field", 64, default=""),
        line("state", 32, default=""),
        prose("merged_from", default=""),
        prose("boundary", default=""),
        whole("merged_into", null=True),
        small("provisional", default="0"),
        whole("batch_id", null=True),
        version(),
        sa.PrimaryKeyConstraint("id", name="pk_item"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_item_batch_id"),
        sa.ForeignKeyConstraint(["merged_into"], ["item.id"], name="fk_item_merged_into"),
        sa.UniqueConstraint("code", name="uq_item_code"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_item_batch_id", "item", ["batch_id"])
    op.create_index("ix_item_name", "item", ["name"])


def _setting() -> None:
    op.create_table(
        "setting",
        line("key", 64),
        prose("value"),
        version(),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )


def create() -> None:
    """Create the tables of registers."""
    _batch()
    _batch_change()
    _quality()
    _region()
    _body()
    _enterprise()
    _item()
    _setting()
