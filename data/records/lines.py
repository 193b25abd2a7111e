"""The lines behind a number counted by records: each body's each line is one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Body, Enterprise, Item, Report, ReportLine
from data.rows.enums import VisitStatus
from data.rows.findings import Named
from data.rows.records import RecordRow
from data.store.bulk import id_filter


def line_records(session: Session, pairs: Sequence[tuple[int, int]]) -> list[RecordRow]:
    """Return the standing lines of (visit, reporting body), in order of day and id."""
    wanted = set(pairs)
    query = (
        select(
            ReportLine.id,
            Report.number,
            Report.day,
            Report.visit_id,
            Report.body_id,
            Enterprise.code,
            Enterprise.name,
            Body.code,
            Body.name,
            Item.code,
            Item.name,
        )
        .join(Report, Report.id == ReportLine.report_id)
        .join(Enterprise, Enterprise.id == Report.enterprise_id)
        .join(Body, Body.id == Report.body_id)
        .outerjoin(Item, Item.id == ReportLine.item_id)
        .where(
            id_filter(Report.visit_id, {visit for visit, _ in wanted}),
            Report.status != VisitStatus.CANCELLED,
        )
        .order_by(Report.day, ReportLine.id)
    )
    return [_record(tuple(row)) for row in session.execute(query) if (row[3], row[4]) in wanted]


def _record(row: tuple[int, str, int, int, int, str, str, str, str, str, str]) -> RecordRow:
    line, number, day, visit, _, code, name, body, body_name, item, item_name = row
    return RecordRow(
        "line",
        str(line),
        number,
        Named(code, name or code),
        (Named(body, body_name),),
        day,
        (Named(item, item_name),) if item else (),
        (visit,),
    )
