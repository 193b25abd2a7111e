"""The reminders of merging plans: as records behind R8, and as days in 工作日程."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Body, Finding, FindingRecord
from data.rows.clocks import ClockRow
from data.rows.enums import FindingState, RecordKind
from data.rows.findings import Named
from data.rows.matching import VerdictRow
from data.rows.period import day_number
from data.rows.records import RecordRow
from data.rules.reminders import reminders_of
from data.store.bulk import text_filter

OVER = (FindingState.UNFOUNDED, FindingState.EXEMPT, FindingState.CORRECTED)
"""Findings nobody waits for any more."""


def reminder_records(session: Session, ids: Sequence[int]) -> list[RecordRow]:
    """Return reminders as records; their day is the one by which to answer, else when they went."""
    found = reminders_of(session, ids)
    leads = _leads(session, found.values())
    return [
        RecordRow("reminder", str(one), row.key, None, (leads[row.lead],),
                  day_number(row.due or row.day))
        for one, row in sorted(found.items())
    ]  # fmt: skip


def reminder_clocks(session: Session, today: date) -> list[ClockRow]:
    """Return the days by which reminders are to be answered, of pairs that are still single."""
    query = (
        select(FindingRecord.record_id)
        .join(Finding, Finding.id == FindingRecord.finding_id)
        .where(FindingRecord.kind == RecordKind.REMINDER)
        .where(Finding.holds == 1, Finding.state.not_in(OVER))
    )
    found = reminders_of(session, list(session.scalars(query)))
    leads = _leads(session, found.values())
    return [
        ClockRow(
            row.due, "计划合并", f"合并提醒回应：{' ／ '.join(row.key.split('|'))}",
            leads[row.lead].name, "逾期" if row.due < today else "待办", row.due < today,
            f"reminder-{one}", "planning",
        )
        for one, row in sorted(found.items())
        if row.due is not None
    ]  # fmt: skip


def _leads(session: Session, rows: Iterable[VerdictRow]) -> dict[str, Named]:
    """Return the bodies that lead, by code; one that is gone by then keeps its code as name."""
    codes = sorted({row.lead for row in rows})
    query = select(Body.code, Body.name).where(text_filter(Body.code, codes))
    known = {code: Named(code, name) for code, name in session.execute(query)}
    return {code: known.get(code, Named(code, code)) for code in codes}
