"""收件箱: what became of findings, days that come near, papers that wait, notes and disputes.

Each entry comes in on one day and once for each state: a day that is near, then one that is over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from data.measures.rulebook import rule_book
from data.models import Decision, Finding, NoticeEvent
from data.oversight.clocks import list_clocks
from data.oversight.notices.confirming import check_items
from data.oversight.notices.listing import Wanted, list_notices
from data.oversight.remarks import list_notes
from data.rows.clocks import ClockRow
from data.rows.enums import Confirmation, FindingState
from data.rows.inbox import InboxEntry, InboxKind
from data.rows.notices import NoticeState
from data.rows.period import Period, day_number, day_of
from data.rules.listing import rows_of
from data.rules.turns import FindingTurn, Turn, recent_turns
from data.store.bulk import id_filter

KEPT, NEAR = 30, 7
"""Findings and notes are told for so many days; a day is near so many days before."""
MOST = 100
"""So many disputed findings are told one by one."""
WAITS = {
    NoticeState.DRAFT: "待送审", NoticeState.REVIEW: "待审核", NoticeState.APPROVED: "待签发",
    NoticeState.SIGNED: "待印发", NoticeState.REPLIED: "反馈待审核",
}  # fmt: skip
HELD = ("已召开", "已过")
"""States of days that are over and call for nothing."""


def inbox_entries(session: Session, today: date, viewer: str) -> list[InboxEntry]:
    """Return everything that came in for a person, in no order of days."""
    since = today - timedelta(days=KEPT)
    return [
        *_papers(session, today, viewer), *_due(session, today, viewer),
        *_findings(session, since), *_disputes(session), *_answers(session),
        *_notes(session, since, viewer),
    ]  # fmt: skip


def _findings(session: Session, since: date) -> Iterator[InboxEntry]:
    rules = rule_book(session).known_rules
    for one in recent_turns(session, since):
        word, name = one.turn.label, rules[one.rule].name
        gravest = one.counts[0][0] if one.turn in (FindingTurn.NEW, FindingTurn.RISEN) else None
        yield InboxEntry(
            f"finding:{one.day.isoformat()}:{int(one.turn)}:{one.rule}", InboxKind.FINDING,
            one.day, gravest.label if gravest is not None else "绿",
            f"{word}：{name} {one.count:,} 起", _severities(one), version=one.number,
            page="findings", rule=one.rule, period=_span(one), findings=one.findings,
            count=one.count,
        )  # fmt: skip


def _severities(one: Turn) -> str:
    if one.turn is FindingTurn.GONE:
        return f"{one.rule} · 数据变动后自动撤销或降为提示"
    return f"{one.rule} · " + "、".join(f"{severity.label} {n:,}" for severity, n in one.counts)


def _span(one: Turn) -> str:
    """Return a period that holds all these findings, in whole months so that tallies serve."""
    if one.span is None:
        return ""
    first, last = one.span
    low, high = f"{first:%Y-%m}", f"{last:%Y-%m}"
    return low if low == high else f"{low}..{high}"


def _due(session: Session, today: date, viewer: str) -> Iterator[InboxEntry]:
    for row in list_clocks(session, today, last=today + timedelta(days=NEAR), viewer=viewer):
        if row.state in HELD or (row.kind == "会议" and row.day < today):
            continue
        is_late = row.day < today
        came = row.day + timedelta(days=1) if is_late else row.day - timedelta(days=NEAR)
        yield InboxEntry(
            f"due:{row.uid}:{row.day.isoformat()}:{'late' if is_late else 'near'}",
            InboxKind.DUE, came, "红" if is_late else "黄", row.title, _left(row, today),
            row.body, page=row.page or "plans", period=row.day.isoformat(),
            notice=row.number if row.page == "notices" else 0, text=row.place,
        )  # fmt: skip


def _left(row: ClockRow, today: date) -> str:
    days = (row.day - today).days
    if days < 0:
        words = f"逾期 {-days} 天"
    else:
        words = ("今天", "明天", "后天")[days] if days < 3 else f"还有 {days} 天"
    return f"{row.kind} · {row.day.isoformat()} · {words}"


def _papers(session: Session, today: date, viewer: str) -> Iterator[InboxEntry]:
    rows = list_notices(session, today, Wanted(viewer=viewer, mine=True))
    came = {
        number: day_of(day)
        for number, day in session.execute(
            select(NoticeEvent.notice_id, func.max(NoticeEvent.day))
            .where(id_filter(NoticeEvent.notice_id, [row.id for row in rows]))
            .group_by(NoticeEvent.notice_id)
        )
    }
    for row in rows:
        name = row.body.name if row.body else "各有关单位"
        yield InboxEntry(
            f"paper:{row.id}:{int(row.state)}", InboxKind.PAPER, came.get(row.id, today), "橙",
            f"{row.kind.label}{WAITS[row.state]}：{name}", row.number or row.title, name,
            page="notices", notice=row.id,
        )  # fmt: skip


def _disputes(session: Session) -> Iterator[InboxEntry]:
    """Yield the findings somebody disputes, each on the day that was said."""
    query = (
        select(Finding.id)
        .where(Finding.state == int(FindingState.DISPUTED), Finding.holds == 1,
               literal_column("finding.state") != literal_column("1"))
        .order_by(Finding.day.desc(), Finding.id.desc()).limit(MOST)
    )  # fmt: skip
    rows = rows_of(session, list(session.scalars(query)))
    said = {
        key: (number, day)
        for key, number, day in session.execute(
            select(Decision.finding_key, func.max(Decision.id), func.max(Decision.day))
            .where(Decision.finding_key.in_([row.key for row in rows]))
            .group_by(Decision.finding_key)
        )
    }
    for row in rows:
        number, day = said.get(row.key, (0, row.day))
        yield InboxEntry(
            f"dispute:{row.key}", InboxKind.NOTE, day_of(day), "橙",
            f"有异议：{row.rule_name} · {row.subject.name}", row.reason,
            "、".join(body.name for body in row.bodies), number, "findings", rule=row.rule,
            period=f"{day_of(row.day):%Y-%m}", finding=row.key,
        )  # fmt: skip


def _answers(session: Session) -> Iterator[InboxEntry]:
    """Yield the answers to 核对单 that object and nobody settled, gathered by body and period."""
    objecting = (Confirmation.DISPUTED, Confirmation.CORRECTED)
    found = defaultdict(list)
    for item in check_items(session, waiting=True):
        if item.verdict in objecting:
            found[item.period, item.body.code].append(item)
    for (period, code), items in found.items():
        name, title = items[0].body.name, Period.parse(period).title
        yield InboxEntry(
            f"answer:{period}:{code}", InboxKind.NOTE, max(one.sent_on for one in items), "橙",
            f"核对单有异议 {len(items)} 项：{name}", f"{title} · {items[0].note}".rstrip(" ·"),
            name, len(items), "notices", text="checks",
        )  # fmt: skip


def _notes(session: Session, since: date, viewer: str) -> Iterator[InboxEntry]:
    for note in list_notes(session):
        if note.day >= day_number(since) and note.actor != viewer:
            yield InboxEntry(
                f"note:{note.id}", InboxKind.NOTE, day_of(note.day), "无",
                f"{note.actor}加注：{note.place}", note.text, note.whom.name,
            )  # fmt: skip


