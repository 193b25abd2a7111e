"""Revision 0007: papers in their life, kept as they are by triggers; what bodies confirm."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import blob, line, prose, small, version, whole
from data.models.migrations.triggers import refuse

REFUSED = "已印发的文件不得更改"
UNSIGNED = "文件未经签发，不得印发"
KEPT = "办理记录不得更改"
FIXED = (
    *("kind", "period", "body_id", "issuer", "title", "reason", "wording", "handlers"),
    *("drafter", "reviewer", "signer", "number", "issued_id", "opened", "issued", "previous_id"),
)
"""Columns of a paper that stand still once it is issued."""
SIGNED_STATE, ISSUED_STATE = 5, 6




def create() -> None:
    """Create the tables, then the triggers; an issuer gets a series for legal instruments."""
    op.add_column("issuer", line("law_code", 32, default=""))
    op.create_table(
        "notice",
        *(whole("id"), line("kind", 16), small("state"), line("period", 32)),
        *(whole("body_id", null=True), line("issuer", 32), prose("title"), prose("reason")),
        *(prose("wording"), prose("handlers"), line("drafter", 64), line("reviewer", 64)),
        *(line("signer", 64), line("number", 64), whole("issued_id", null=True), whole("opened")),
        *(whole("issued", null=True), whole("received", null=True), whole("deadline", null=True)),
        *(whole("replied", null=True), whole("closed", null=True)),
        *(whole("previous_id", null=True), version()),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_notice_body_id"),
        sa.ForeignKeyConstraint(["issued_id"], ["issued_paper.id"], name="fk_notice_issued_id"),
        sa.ForeignKeyConstraint(["previous_id"], ["notice.id"], name="fk_notice_previous_id"),
        sa.UniqueConstraint("issued_id", name="uq_notice_issued_id"),
        sqlite_autoincrement=True,
    )
    for columns in (["body_id", "state"], ["deadline"], ["number"], ["previous_id"]):
        op.create_index(f"ix_notice_{'_'.join(columns)}", "notice", columns)
    op.create_table(
        "notice_finding",
        *(whole("notice_id", given=True), line("finding_key", 512)),
        sa.PrimaryKeyConstraint("notice_id", "finding_key", name="pk_notice_finding"),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name="fk_notice_finding_notice_id"),
    )
    op.create_index("ix_notice_finding_finding_key", "notice_finding", ["finding_key"])
    op.create_table(
        "notice_event",
        *(whole("id"), whole("notice_id"), small("deed"), small("before"), small("after")),
        *(line("actor", 64), line("at", 32), whole("day"), prose("note"), whole("due", null=True)),
        *(line("file_name", 256), blob("file", null=True), line("sha256", 64)),
        sa.PrimaryKeyConstraint("id", name="pk_notice_event"),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name="fk_notice_event_notice_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notice_event_notice_id", "notice_event", ["notice_id"])
    _check_items()
    _freeze()


def _check_items() -> None:
    op.create_table(
        "check_item",
        *(whole("id"), line("number", 128), whole("body_id"), line("period", 32)),
        *(small("is_finding"), line("fact", 512), prose("name"), prose("told"), whole("sent")),
        *(whole("due", null=True), line("settled", 16), line("actor", 64), version()),
        sa.PrimaryKeyConstraint("id", name="pk_check_item"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_check_item_body_id"),
        sa.UniqueConstraint("number", name="uq_check_item_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_check_item_period_body_id", "check_item", ["period", "body_id"])
    op.create_index("ix_check_item_fact", "check_item", ["fact"])


def _freeze() -> None:
    differs = "IS DISTINCT FROM" if op.get_bind().dialect.name == "postgresql" else "IS NOT"
    moved = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in FIXED)
    # States after 印发 have higher numbers: one below it would undo the issue; a paper that is
    # closed, archived, withdrawn or dropped does not come back to life.
    back = f"NEW.state < {ISSUED_STATE}"
    ended = f"OLD.state IN (11, 13) AND NEW.state {differs} OLD.state"
    again = "OLD.state = 12 AND NEW.state NOT IN (11, 12)"
    of_issued = "OLD.issued_id IS NOT NULL"
    rules = (
        ("notice_fixed", "UPDATE", "notice", f"{of_issued} AND (NEW.id {differs} OLD.id OR {moved} "
         f"OR {back} OR {ended} OR {again})", REFUSED),
        ("notice_signed", "UPDATE", "notice",
         f"NEW.issued_id IS NOT NULL AND OLD.issued_id IS NULL AND (OLD.state <> {SIGNED_STATE} "
         f"OR NEW.state <> {ISSUED_STATE} OR NEW.signer = '' OR NEW.signer = NEW.drafter "
         "OR NEW.number = '')", UNSIGNED),
        ("notice_out", "UPDATE", "notice",
         f"NEW.issued_id IS NULL AND (NEW.state BETWEEN {ISSUED_STATE} AND 10 OR NEW.state = 12)",
         UNSIGNED),
        ("notice_kept", "DELETE", "notice", "OLD.state >= 2 OR OLD.issued_id IS NOT NULL", REFUSED),
        ("notice_event_fixed", "UPDATE", "notice_event", "1 = 1", KEPT),
        ("notice_event_kept", "DELETE", "notice_event", "1 = 1", KEPT),
        ("notice_finding_fixed", "UPDATE", "notice_finding", _is_issued("OLD"), REFUSED),
        ("notice_finding_kept", "DELETE", "notice_finding", _is_issued("OLD"), REFUSED),
        ("notice_finding_added", "INSERT", "notice_finding", _is_issued("NEW"), REFUSED),
        # INSERT OR REPLACE must not take the place of what went out.
        ("notice_replaced", "INSERT", "notice", _is_there("notice"), REFUSED),
        ("notice_event_replaced", "INSERT", "notice_event", _is_there("notice_event"), KEPT),
        ("issued_paper_replaced", "INSERT", "issued_paper", _paper_there(), REFUSED),
        ("notice_unissued", "INSERT", "notice",
         "NEW.issued_id IS NOT NULL OR NEW.number <> '' OR NEW.state > 1", REFUSED),
    )  # fmt: skip
    for name, deed, table, when, words in rules:
        refuse(name, deed, table, when, words)


def _is_issued(row: str) -> str:
    return (f"EXISTS (SELECT 1 FROM notice n WHERE n.id = {row}.notice_id "
            "AND n.issued_id IS NOT NULL)")  # fmt: skip


def _is_there(table: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} was WHERE was.id = NEW.id)"


def _paper_there() -> str:
    return ("EXISTS (SELECT 1 FROM issued_paper was WHERE was.id = NEW.id "
            "OR was.number = NEW.number)")  # fmt: skip
