"""Revision 0004: what people decide, the calendar, what looking back needs; all derived anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.migrations.columns import blob, line, prose, small, version, whole

TALLIED = (
    *("visits", "people", "people_unknown", "code_need", "code_shown", "code_late"),
    *("code_overdue", "code_unknown", "scan_known", "scan_done", "scan_unknown", "rate_known"),
    *("rate_done", "rate_good", "rate_unknown", "result_known", "result_found", "result_unknown"),
    *("joint_known", "joint_found", "off_site", "claims"),
    *("tasks", "tasks_joint", "tasks_random", "tasks_random_joint", "tasks_due", "tasks_planned"),
    *("tasks_unknown", "months", "months_beyond", "months_bare"),
)
DERIVED = ("finding_visit", "finding_body", "finding", "finding_tally", "tally")
VISIT = (("scanned", small), ("rating", small), ("entered", whole), ("published", whole))


def _decided(name: str, *columns: sa.Column[int] | sa.Column[str] | sa.Column[float]) -> None:
    """Create a table of what people decide: who, when, on which day of the program."""
    op.create_table(
        name,
        whole("id"),
        *columns,
        line("at", 32),
        whole("day"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sqlite_autoincrement=True,
    )


def _decisions() -> None:
    _decided(
        "rule_change",
        *(whole("effective"), line("rule", 8), line("name", 64)),
        *(sa.Column("value", sa.Float(), nullable=False), line("author", 64), prose("reason")),
    )
    _decided(
        "decision",
        *(line("finding_key", 400), small("before"), small("state"), prose("reason")),
        line("actor", 64),
    )
    op.create_index("ix_decision_finding_key", "decision", ["finding_key"])
    _decided(
        "audit_sample",
        *(line("period", 64), prose("method"), whole("seed"), whole("population"), whole("size")),
        line("actor", 64),
    )


def _of_reports() -> None:
    report = ["report.id", "report.body_id"]
    op.create_table(
        "basis_verdict",
        *(whole("id"), whole("report_id"), whole("body_id"), prose("basis"), small("verdict")),
        *(prose("reason"), line("actor", 64), line("at", 32), whole("day")),
        sa.PrimaryKeyConstraint("id", name="pk_basis_verdict"),
        sa.ForeignKeyConstraint(
            ["report_id", "body_id"], report, name="fk_basis_verdict_report_id_body_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_basis_verdict_report_id", "basis_verdict", ["report_id"])
    claimed = sa.text("claim <> 0")
    op.create_index(
        "ix_report_claim_day",
        "report",
        ["claim", "day"],
        sqlite_where=claimed,
        postgresql_where=claimed,
    )
    op.create_table(
        "audit_draw",
        *(whole("id"), whole("sample_id"), whole("report_id"), whole("body_id")),
        sa.PrimaryKeyConstraint("id", name="pk_audit_draw"),
        sa.UniqueConstraint("sample_id", "report_id", name="uq_audit_draw_sample_id_report_id"),
        sa.ForeignKeyConstraint(["sample_id"], ["audit_sample.id"], name="fk_audit_draw_sample_id"),
        sa.ForeignKeyConstraint(
            ["report_id", "body_id"], report, name="fk_audit_draw_report_id_body_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_draw_report_id", "audit_draw", ["report_id"])


def _calendar() -> None:
    op.create_table(
        "calendar_year",
        *(whole("year", given=True), line("source", 200), line("actor", 64), line("at", 32)),
        version(),
        sa.PrimaryKeyConstraint("year", name="pk_calendar_year"),
    )
    op.create_table(
        "calendar_day",
        *(whole("day", given=True), small("works"), line("name", 64, default="")),
        version(),
        sa.PrimaryKeyConstraint("day", name="pk_calendar_day"),
    )


def _batches() -> None:
    op.add_column("batch", whole("day", default="0"))
    op.add_column("batch", whole("undone_day", null=True))
    begun = "julianday(substr(at, 1, 10)) - 2440587.5"
    if op.get_bind().dialect.name == "postgresql":
        begun = "CAST(substr(at, 1, 10) AS date) - DATE '1970-01-01'"
    op.execute(f"UPDATE batch SET day = CAST({begun} AS INTEGER)")
    op.execute("UPDATE batch SET undone_day = day WHERE undone = 1")
    op.create_table(
        "batch_removed",
        *(whole("id"), whole("batch_id"), line("table_name", 32), blob("rows")),
        sa.PrimaryKeyConstraint("id", name="pk_batch_removed"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_batch_removed_batch_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_batch_removed_batch_id", "batch_removed", ["batch_id"])


def _finding() -> None:
    op.create_table(
        "finding",
        *(whole("id"), line("key", 400), line("rule", 8), line("ruleset", 16), small("trial")),
        *(small("severity"), small("force"), small("state", default="1")),
        *(prose("reason", default=""), small("holds", default="1"), small("subject_kind")),
        *(whole("subject_id"), whole("enterprise_id", null=True), whole("region_id")),
        *(whole("item_id", null=True), line("period", 16), whole("day"), whole("month")),
        *(whole("count"), whole("beyond"), whole("claimed"), version()),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name="fk_finding_enterprise_id"
        ),
        sa.UniqueConstraint("key", name="uq_finding_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_finding_day_rule", "finding", ["day", "rule"])
    op.create_index(
        "ix_finding_severity_day_rule", "finding", ["severity", "day", "rule", "beyond"]
    )
    decided = sa.text("state <> 1")
    op.create_index(
        "ix_finding_state_day",
        "finding",
        ["state", "day"],
        sqlite_where=decided,
        postgresql_where=decided,
    )
    op.create_index("ix_finding_enterprise_id", "finding", ["enterprise_id"])
    op.create_index("ix_finding_subject_id_subject_kind", "finding", ["subject_id", "subject_kind"])


def _finding_parts() -> None:
    parts = {
        "finding_body": [whole("body_id", given=True)],
        "finding_visit": [whole("visit_id", given=True), small("beyond")],
        "finding_record": [small("kind", given=True), whole("record_id", given=True)],
    }
    for name, columns in parts.items():
        keys = [column.name for column in columns if column.name != "beyond"]
        op.create_table(
            name,
            whole("finding_id"),
            *columns,
            sa.PrimaryKeyConstraint("finding_id", *keys, name=f"pk_{name}"),
            sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=f"fk_{name}_finding_id"),
        )
    op.create_index("ix_finding_body_body_finding", "finding_body", ["body_id", "finding_id"])
    op.create_index("ix_finding_visit_visit_id", "finding_visit", ["visit_id"])


def _tallies() -> None:
    op.create_table(
        "tally",
        *(small("shape", given=True), whole("month", given=True)),
        *(whole("k1", given=True), whole("k2", given=True)),
        *(whole(name) for name in TALLIED),
        sa.PrimaryKeyConstraint("shape", "month", "k1", "k2", name="pk_tally"),
    )
    op.create_table(
        "tally_distinct",
        *(whole("first", given=True), whole("last", given=True), small("shape", given=True)),
        *(whole("k1", given=True), whole("k2", given=True), whole("enterprises")),
        *(whole("pairs"), whole("pairs_beyond"), whole("pairs_bare")),
        sa.PrimaryKeyConstraint("first", "last", "shape", "k1", "k2", name="pk_tally_distinct"),
    )
    op.create_table(
        "tally_trigger",
        *(small("shape", given=True), whole("month", given=True), whole("k1", given=True)),
        *(whole("k2", given=True), small("trigger", given=True), whole("listed")),
        *(whole("visits"), whole("records"), whole("code_need"), whole("code_shown")),
        whole("code_unknown"),
        sa.PrimaryKeyConstraint("shape", "month", "k1", "k2", "trigger", name="pk_tally_trigger"),
    )
    op.create_table(
        "finding_tally",
        *(small("shape", given=True), whole("month", given=True), whole("k1", given=True)),
        *(line("rule", 8), small("severity", given=True), whole("n")),
        sa.PrimaryKeyConstraint(
            "shape", "month", "k1", "rule", "severity", name="pk_finding_tally"
        ),
    )


def _of_days() -> None:
    """Let the latest visits be found by their day: of all, of a region, of a body."""
    op.drop_index("ix_visit_month_body", table_name="visit")
    of_list = ["day", "id", "region_id", "trigger"]
    op.create_index("ix_visit_day_id_region_trigger", "visit", of_list)
    # Without the visits that have no task: SQLite would look for them here, and not by their plan.
    op.drop_index("ix_visit_task_id", table_name="visit")
    tasked = sa.text("task_id IS NOT NULL")
    op.create_index(
        "ix_visit_task_id", "visit", ["task_id"], sqlite_where=tasked, postgresql_where=tasked
    )
    op.drop_index("ix_visit_body_body_id", table_name="visit_body")
    op.add_column("visit_body", whole("day", default="0"))
    op.create_index("ix_visit_body_body_day", "visit_body", ["body_id", "day", "visit_id"])
    provisional = sa.text("provisional = 1")
    op.create_index(
        "ix_enterprise_provisional",
        "enterprise",
        ["provisional"],
        sqlite_where=provisional,
        postgresql_where=provisional,
    )


def create() -> None:
    """Create what judging needs; visits, tallies and findings are to be made anew (`freshen`)."""
    _decisions()
    _of_reports()
    _calendar()
    _batches()
    for name, kind in VISIT:
        op.add_column("visit", kind(name, null=True))
    op.create_index("ix_report_body_day", "report", ["body_id", "day"])
    _of_days()
    for name in DERIVED:
        op.drop_table(name)
    _finding()
    _finding_parts()
    _tallies()
    op.execute(
        "INSERT INTO setting (key, value) SELECT 'derived', 'stale' "
        "WHERE EXISTS (SELECT 1 FROM report)"
    )
