"""Who is proposed for which step of the ladder, and why (RULES.md, accountability ladder).

A proposal is only that: a person opens the paper. What a paper under way already speaks of is not
proposed again; a clock that has run out proposes the next step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from data.measures.settings import setting
from data.oversight.notices.entering import By, enter, notice_of
from data.oversight.notices.life import Draft, open_notice
from data.oversight.notices.listing import Wanted, list_notices, notice_row
from data.oversight.papers.proposing import MISSED, Proposal, propose
from data.rows.circular import CircularRows
from data.rows.enums import FindingState, Severity
from data.rows.errors import InvalidInput
from data.rows.findings import Named
from data.rows.notices import STEPS, Deed, NoticeRow, NoticeState
from data.rows.papers import PaperKind
from data.rows.settings import REPEATED

NEXT: Mapping[PaperKind, PaperKind] = {
    PaperKind.REMINDER: PaperKind.URGING,
    PaperKind.URGING: PaperKind.NAMED_CIRCULAR,
    PaperKind.SUPERVISION: PaperKind.NAMED_CIRCULAR,
    PaperKind.NAMED_CIRCULAR: PaperKind.INTERVIEW,
    PaperKind.INTERVIEW: PaperKind.LAW_NOTICE,
}
"""The paper that follows when one was not answered in time."""
_OVER = (NoticeState.DROPPED, NoticeState.WITHDRAWN)
_LEFT_OUT = (FindingState.UNFOUNDED, FindingState.EXEMPT, FindingState.CORRECTED)
QUARTER = 3


@dataclass(frozen=True, slots=True)
class Step:
    """A paper proposed: to whom (None: to all), of which findings, why, after which paper."""

    kind: PaperKind
    body: Named | None
    keys: tuple[str, ...]
    reason: str
    previous: int | None = None

    @property
    def number(self) -> int:
        """Return the step of the ladder."""
        return STEPS[self.kind]


def proposed(session: Session, rows: CircularRows, today: date) -> list[Step]:
    """Return what a period and the clocks call for, the highest step first."""
    known = list_notices(session, today, Wanted())
    repeated = int(setting(session, REPEATED))
    found = [*_escalated(known), *_of_findings(rows, known, repeated), *_circular(rows, known)]
    order = sorted(found, key=lambda one: (-one.number, one.body.code if one.body else ""))
    return order


def next_step(notice: NoticeRow) -> PaperKind | None:
    """Return the paper that follows an unanswered one, None where the ladder ends."""
    return NEXT.get(notice.kind)


def escalate(
    session: Session, number: int, by: By, kind: PaperKind | None = None, issuer: str = ""
) -> int:
    """Open the paper of the next step, or of a kind, after one that was not answered in time."""
    row = notice_row(session, number, by.day, by.actor)
    following = kind or next_step(row)
    if following is None or not row.overdue:
        why = "没有到期未反馈" if following else "没有下一步文件"
        raise InvalidInput(f"第 {number} 号办件{why}，不能升级办理。")
    reason = by.note or _late(row)
    body = row.body.code if row.body else ""
    made = open_notice(
        session, Draft(following, row.period, body, row.keys, reason, issuer, number), by
    )
    enter(session, notice_of(session, number), Deed.ESCALATE, replace(by, note=reason))
    return made


def _late(row: NoticeRow) -> str:
    return f"{row.kind.label}{row.number}应于{row.deadline}前反馈，至今未反馈"


def _escalated(known: Sequence[NoticeRow]) -> Iterator[Step]:
    followed = {one.previous for one in known if one.state not in _OVER}
    for one in known:
        kind = next_step(one)
        if not one.overdue or kind is None or one.id in followed:
            continue
        yield Step(kind, one.body, one.keys, _late(one), one.id)


def _of_findings(
    rows: CircularRows, known: Sequence[NoticeRow], repeated: int
) -> Iterator[Step]:
    carried: dict[str, int] = {}
    for one in known:
        if one.state not in _OVER:
            for key in one.keys:
                carried[key] = max(carried.get(key, 0), one.step)
    for proposal in propose(rows, repeated):
        step = STEPS[proposal.kind]
        fresh = tuple(
            row.key for row in proposal.problems
            if carried.get(row.key, 0) < step and row.state not in _LEFT_OUT
        )  # fmt: skip
        if fresh:
            body = Named(proposal.body.code, proposal.body.name)
            yield Step(proposal.kind, body, fresh, _why(proposal, len(fresh)))


def _why(proposal: Proposal, count: int) -> str:
    if proposal.kind is PaperKind.URGING:
        return f"红色预警经核实属实{count}条"
    if proposal.kind is PaperKind.SUPERVISION:
        return f"低质量、走过场、无计划检查经核实属实{count}条"
    yellow = sum(row.severity is Severity.YELLOW for row in proposal.problems)
    parts = [f"黄色预警{yellow}条"] if yellow else []
    missed = proposal.body.of(MISSED)
    if missed is not None and missed.value and any(row.rule == "R1" for row in proposal.problems):
        parts.append(f"月超频次且无认可依据{missed.numerator}户·月")
    return "，".join(parts)


def _circular(rows: CircularRows, known: Sequence[NoticeRow]) -> Iterator[Step]:
    """Yield the circular of a whole quarter that none was opened for yet."""
    period = rows.period
    is_quarter = period.whole_months and len(period.months) == QUARTER
    is_there = any(
        one.kind is PaperKind.CIRCULAR and one.period == period.text and one.state not in _OVER
        for one in known
    )
    if is_quarter and not is_there and rows.problems:
        keys = tuple(row.key for row in rows.problems)
        yield Step(PaperKind.CIRCULAR, None, keys, f"{period.title}情况通报，问题{len(keys)}条")
