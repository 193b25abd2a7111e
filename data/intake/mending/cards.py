"""The reports of a visit with all their fields as people see and correct them."""

from __future__ import annotations

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from data.intake.field_words import Image, Names, headers_of
from data.intake.mending.changes import EVENT, REPORT
from data.intake.mending.fields import PLACE_OF, columns
from data.intake.mending.reports import LINE, subject_of
from data.records.edit_images import row_of
from data.rows.edits import ReportCard, ReportField
from data.rows.enums import VisitStatus


def cards_of(session: Session, visit: int) -> tuple[ReportCard, ...]:
    """Return the reports of a visit, in the order they came."""
    query = select(REPORT).where(REPORT.c.visit_id == visit).order_by(REPORT.c.id)
    return tuple(_card(session, row) for row in session.execute(query).mappings().all())


def _card(session: Session, row: RowMapping) -> ReportCard:
    report = int(row["id"])
    event = dict(row_of(session, EVENT, report) or {})
    query = select(LINE).where(LINE.c.report_id == report).order_by(LINE.c.id)
    lines = [dict(one) for one in session.execute(query).mappings()]
    images = [(REPORT.name, dict(row)), (EVENT.name, event), *((LINE.name, one) for one in lines)]
    names = Names(session, images)
    own = _fields(names, REPORT.name, dict(row)) + _fields(names, EVENT.name, event)
    return ReportCard(
        report,
        subject_of(session, report),
        row["status"] == VisitStatus.CANCELLED,
        own,
        tuple(_fields(names, LINE.name, one) for one in lines),
    )


def _fields(names: Names, table: str, image: Image) -> tuple[ReportField, ...]:
    """Return the fields of a table's row that can be corrected, in the order of the form."""
    headers = {one.text: one for one in headers_of(table)}
    return tuple(
        ReportField(col.header, names.text(headers[col.header], image), col.words)
        for col in columns()
        if PLACE_OF[col.field] == table and col.header in headers
    )


