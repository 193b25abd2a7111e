"""How visits and joint shares spread over months: heat tables and trends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from data.measures.compute import measure
from data.oversight.dimensions import SHARES, joint_figures
from data.records.registers import list_bodies, list_regions
from data.rows.briefing import (
    HeatCell,
    HeatRow,
    HeatTable,
    JointRows,
    ShareRow,
    TrendPoint,
)
from data.rows.findings import Named
from data.rows.measures import MeasureSheet
from data.rows.period import Period, day_of, month_first, month_last, month_number, month_text
from data.rows.records import DataState
from data.rules.listing import flagged_cells

YEAR = 12
MOST_MONTHS = 24
VISITS = "M17"
"""Its numerator is M9's, and it needs no list of enterprises."""
UNKNOWN_REGION = Named("", "未知地区")


def joint_rows(session: Session, period: Period, sheet: MeasureSheet,
               state: DataState) -> JointRows:
    """Return the joint shares with their months since there is data, and the gap to 25 %."""
    figures = joint_figures(sheet)
    if not sheet.get("M1").denominator:
        return JointRows(())
    last = month_number(period.last)
    count = min(max(len(period.months), YEAR), MOST_MONTHS)
    if state.first_day is not None:
        count = min(count, last - month_number(day_of(state.first_day)) + 1)
    months = [month_text(last - back) for back in reversed(range(count))]
    cut = measure(session, _span(last - count + 1, last), SHARES, by=("month",))
    shares = []
    for one in figures:
        known = {group.key[0]: group for group in cut.get(one.id).groups}
        points = (
            TrendPoint(month, known[month].value, known[month].numerator,
                       known[month].denominator)
            if month in known else TrendPoint(month, None) for month in months)
        shares.append(ShareRow(one, tuple(points)))
    return JointRows(tuple(shares), sheet.get("M2.new").numerator,
                     sheet.get("M2.merge").numerator, sheet.reading)


def heat_tables(session: Session, period: Period, state: DataState,
                today: date) -> tuple[HeatTable, HeatTable]:
    """Return visits by body and month, and by region and month."""
    months = heat_months(period, today)
    bodies = [Named(body.code, body.name) for body in list_bodies(session) if body.inspects]
    by_body = _table(session, months, state, "body", bodies)
    by_region = _table(session, months, state, "region", list_regions(session))
    return by_body, by_region


def heat_months(period: Period, today: date) -> list[int]:
    """Return the months of the period's year to its end or today; of a longer one the last 12."""
    last = max(min(month_number(period.last), month_number(today)), period.months[0])
    first = min(period.months[0], last - last % YEAR)
    return list(range(first, last + 1))[-YEAR:]


def _span(first: int, last: int) -> Period:
    return Period(f"{month_text(first)}..{month_text(last)}", month_first(first),
                  month_last(last))


def _table(session: Session, months: Sequence[int], state: DataState, by: str,
           subjects: Sequence[Named]) -> HeatTable:
    span = _span(months[0], months[-1])
    sheet = measure(session, span, [VISITS], by=(by, "month"))
    counts = {(group.key[0], group.key[1]): group.numerator for group in sheet.get(VISITS).groups}
    flagged = flagged_cells(session, span, by)
    texts = [month_text(month) for month in months]
    known = [text for text, month in zip(texts, months, strict=True) if _has_data(month, state)]
    strangers = by == "region" and any(not code for code, _ in counts)
    rows = []
    for subject in [*subjects, UNKNOWN_REGION] if strangers else subjects:
        heard = any((subject.code, text) in counts for text in texts)
        cells = tuple(
            HeatCell(counts.get((subject.code, text), 0), (subject.code, text) in flagged)
            if heard and text in known else HeatCell(None) for text in texts)
        total = sum(cell.value or 0 for cell in cells) if heard else None
        rows.append(HeatRow(subject.code, subject.name, cells, total))
    if by == "body":
        rows.sort(key=lambda row: (-(row.total or 0), row.code))
    return HeatTable("单位" if by == "body" else "地区", tuple(texts), tuple(rows))


def _has_data(month: int, state: DataState) -> bool:
    """Return whether the ledger reaches into a month at all; outside it nothing is known."""
    if state.first_day is None or state.last_day is None:
        return False
    first, last = (month_number(day_of(day)) for day in (state.first_day, state.last_day))
    return first <= month <= last
