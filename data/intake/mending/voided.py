"""Reports a person voided stay voided when their file comes again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.models import Edit, Report
from data.rows.edits import EditKind
from data.rows.enums import VisitStatus
from data.store.bulk import id_filter


def voided_among(session: Session, reports: Sequence[int]) -> list[int]:
    """Return the reports that are voided now."""
    query = (
        select(Edit.report_id)
        .join(Report, Report.id == Edit.report_id)
        .where(Edit.kind == EditKind.VOID, Edit.undone == 0)
        .where(Report.status == VisitStatus.CANCELLED, id_filter(Report.id, reports))
    )
    return [one for one in session.scalars(query) if one is not None]


def keep_void(session: Session, reports: Sequence[int]) -> None:
    """Let reports stay voided, whatever a file has just said of their 状态."""
    if reports:
        void = {"status": int(VisitStatus.CANCELLED)}
        session.execute(update(Report).where(id_filter(Report.id, reports)).values(void))
