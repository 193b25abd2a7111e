"""Revision 0006: issuers, number series and issued papers, which triggers keep as they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import blob, line, prose, small, version, whole

FROZEN = "issued_paper"
REFUSED = "已印发的文件不得更改"


def create() -> None:
    """Create the tables, then the triggers that refuse changes to what went out."""
    op.create_table(
        "issuer",
        *(line("id", 32), prose("names"), line("mark", 128), line("code", 32)),
        *(line("letter_code", 32), small("sealed"), line("printed_by", 128), line("contact", 64)),
        *(line("telephone", 64), version()),
        sa.PrimaryKeyConstraint("id", name="pk_issuer"),
    )
    op.create_table(
        "paper_series",
        *(line("code", 32), whole("year", given=True), whole("last")),
        sa.PrimaryKeyConstraint("code", "year", name="pk_paper_series"),
    )
    op.create_table(
        FROZEN,
        *(whole("id"), line("kind", 16), line("number", 64), small("own"), line("issuer", 256)),
        *(prose("title"), line("period", 32), prose("recipients"), line("disclosure", 16)),
        *(whole("made_on"), whole("as_of"), prose("rulesets"), line("snapshot", 64)),
        *(prose("facts"), prose("records"), whole("pages"), blob("pdf"), line("pdf_sha256", 64)),
        *(blob("final", null=True), line("final_sha256", 64)),
        *(line("actor", 64), line("at", 32), whole("day")),
        sa.PrimaryKeyConstraint("id", name="pk_issued_paper"),
        sa.UniqueConstraint("number", name="uq_issued_paper_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_issued_paper_snapshot", FROZEN, ["snapshot"])
    op.create_index("ix_issued_paper_pdf_sha256", FROZEN, ["pdf_sha256"])
    _freeze()


def _freeze() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = '42501'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {FROZEN}_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON {FROZEN} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_frozen()"
        )
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {FROZEN}_no_{deed.lower()} BEFORE {deed} ON {FROZEN} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
