"""Reports as people name them: by number of the row, or by 检查单位 and 检查编号."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Body, Report
from data.rows.errors import InvalidInput, NotFound


def report_ids(session: Session, names: Sequence[str]) -> list[int]:
    """Return the reports named `12` (their id) or `单位:检查编号`; NotFound where there is none."""
    return [_report_id(session, name.strip()) for name in names]


def _report_id(session: Session, name: str) -> int:
    if name.isdecimal():
        found = session.scalar(select(Report.id).where(Report.id == int(name)))
        if found is None:
            raise NotFound(f"没有检查报告 {name}，请核对序号。")
        return found
    body, colon, number = name.replace("：", ":").partition(":")
    if not (body and colon and number):
        raise InvalidInput(f"“{name}”应写作检查报告的序号，或“单位:检查编号”。")
    query = (
        select(Report.id)
        .join(Body, Body.id == Report.body_id)
        .where((Body.code == body) | (Body.name == body), Report.number == number)
    )
    ids = list(session.scalars(query.limit(2)))
    if not ids:
        raise NotFound(f"没有检查报告“{name}”，请核对检查单位和检查编号。")
    if len(ids) > 1:
        raise InvalidInput(f"检查报告“{name}”不止一份，请改用序号。")
    return ids[0]
