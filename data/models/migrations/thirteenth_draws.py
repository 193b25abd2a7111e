"""Revision 0011: 双随机 draws, which triggers let only grow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import blob, line, prose, small, whole
from data.models.migrations.triggers import keep

KEPT = "双随机抽取的记录不得更改"


def create() -> None:
    """Create the tables, then the triggers that refuse changes to promises and outcomes."""
    _draws()
    _ends()
    for table in ("draw", "draw_seed", "draw_end", "drawn_enterprise"):
        keep(table, KEPT)


def _draws() -> None:
    op.create_table(
        "draw",
        *(whole("id"), whole("year"), whole("place"), prose("title"), whole("held")),
        *(whole("objects"), whole("officers"), whole("size"), prose("agreed")),
        *(line("commitment", 64), line("previous", 64), blob("text")),
        *(line("actor", 64), line("at", 32), whole("day")),
        sa.PrimaryKeyConstraint("id", name="pk_draw"),
        sa.UniqueConstraint("year", "place", name="uq_draw_year_place"),
        sa.UniqueConstraint("commitment", name="uq_draw_commitment"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "draw_seed",
        *(whole("id"), whole("draw_id"), line("seed", 64)),
        sa.PrimaryKeyConstraint("id", name="pk_draw_seed"),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name="fk_draw_seed_draw_id"),
        sa.UniqueConstraint("draw_id", name="uq_draw_seed_draw_id"),
        sqlite_autoincrement=True,
    )


def _ends() -> None:
    op.create_table(
        "draw_end",
        *(whole("id"), whole("draw_id"), small("state"), line("seed", 64), prose("witness")),
        *(line("result", 64), prose("outcome"), prose("reason")),
        *(line("actor", 64), line("at", 32), whole("day")),
        sa.PrimaryKeyConstraint("id", name="pk_draw_end"),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name="fk_draw_end_draw_id"),
        sa.UniqueConstraint("draw_id", name="uq_draw_end_draw_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "drawn_enterprise",
        *(whole("id"), whole("draw_id"), whole("year"), line("code", 200), whole("day")),
        sa.PrimaryKeyConstraint("id", name="pk_drawn_enterprise"),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["draw.id"], name="fk_drawn_enterprise_draw_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drawn_enterprise_year_code", "drawn_enterprise", ["year", "code"])
