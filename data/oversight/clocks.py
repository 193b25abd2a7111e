"""工作日程: deadlines of papers, 核对单, filings, reminders; meetings, tasks, calls, draws."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Body, CheckItemRecord, Demand, Draw, DrawEnd
from data.oversight.demands import list_demands
from data.oversight.meeting_rows import decisions, list_meetings
from data.oversight.notices.listing import Wanted, list_notices
from data.oversight.submissions import list_calls
from data.oversight.tasks import step_rows, task_rows
from data.records.filings import filing_clocks
from data.records.reminders import reminder_clocks
from data.rows.clocks import ClockRow
from data.rows.demands import DemandState
from data.rows.notices import OUT
from data.rows.period import day_of

FILING = (3, 31)
"""Annual plans are published and filed by this day (RULES.md, M11.filed)."""
KINDS = ("会议", "议定事项", "重点任务", "报送", "督办通报", "核对单", "要求不一", "双随机抽取",
         "计划备案", "计划合并")
OPEN = "待办"


def list_clocks(
    session: Session, today: date, first: date | None = None, last: date | None = None,
    viewer: str = "",
) -> list[ClockRow]:  # fmt: skip
    """Return what has a day, oldest first; what is done is left out, meetings stay.

    `first` and `last` bound the days. Restricted papers are for those who handle them.
    """
    start, end = first or date.min, last or date.max
    made = (
        *_meetings(session, today), *_decisions(session, today), *_tasks(session, today),
        *_calls(session, today), *_notices(session, today, viewer), *_checks(session, today),
        *_demands(session, today), *filing_clocks(session, today), *_draws(session, today),
        *_filings(today, first, last), *reminder_clocks(session, today),
    )  # fmt: skip
    rows = [row for row in made if start <= row.day <= end]
    return sorted(rows, key=lambda row: (row.day, KINDS.index(row.kind), row.uid))


def _state(day: date, today: date) -> tuple[str, bool]:
    late = day < today
    return ("逾期" if late else OPEN), late


def _meetings(session: Session, today: date) -> Iterator[ClockRow]:
    for one in list_meetings(session, today):
        state = "已召开" if one.day < today else "待召开"
        title = " ".join(filter(None, (one.clock, one.title, one.place)))
        yield ClockRow(one.day, "会议", title, "", state, False, f"meeting-{one.id}", "meetings",
                       one.id)  # fmt: skip


def _decisions(session: Session, today: date) -> Iterator[ClockRow]:
    for one in decisions(session, today):
        if one.due is not None and one.word != "已完成":
            yield ClockRow(
                one.due, "议定事项", one.content, one.body.name if one.body else "", one.word,
                one.overdue, f"decision-{one.id}", "meetings", one.meeting,
            )  # fmt: skip


def _tasks(session: Session, today: date) -> Iterator[ClockRow]:
    for one in task_rows(session, today):
        if one.due is not None and one.done is None:
            yield ClockRow(one.due, "重点任务", f"{one.number}. {one.name}", "",
                           *_state(one.due, today), f"task-{one.number}", "tasks",
                           one.number)  # fmt: skip
    for step in step_rows(session, today):
        if step.due is not None and step.done is None:
            yield ClockRow(
                step.due, "重点任务", f"第{step.task}项：{step.content}",
                step.body.name if step.body else "", *_state(step.due, today),
                f"step-{step.id}", "tasks", step.task,
            )  # fmt: skip


def _calls(session: Session, today: date) -> Iterator[ClockRow]:
    for one in list_calls(session, today):
        if one.closed is None and one.missing:
            title = f"{one.title}（{one.missing}个单位未报齐）"
            yield ClockRow(one.due, "报送", title, "", *_state(one.due, today),
                           f"call-{one.id}", "tasks", one.id)  # fmt: skip


def _notices(session: Session, today: date, viewer: str) -> Iterator[ClockRow]:
    for one in list_notices(session, today, Wanted(viewer=viewer)):
        if one.deadline is not None and one.state in OUT:
            yield ClockRow(
                one.deadline, "督办通报", f"{one.kind.label}{one.number} 反馈",
                one.body.name if one.body else "", *_state(one.deadline, today),
                f"notice-{one.id}", "notices", one.id,
            )  # fmt: skip


def _checks(session: Session, today: date) -> Iterator[ClockRow]:
    waiting: dict[tuple[int, str, str], int] = defaultdict(int)
    query = (
        select(CheckItemRecord.due, Body.code, Body.name)
        .join(Body, Body.id == CheckItemRecord.body_id)
        .where(CheckItemRecord.due.is_not(None), CheckItemRecord.settled == "")
    )
    for due, code, name in session.execute(query):
        waiting[int(due or 0), code, name] += 1
    for (due, code, name), count in sorted(waiting.items()):
        day = day_of(due)
        yield ClockRow(day, "核对单", f"核对单反馈（{count}项）", name, *_state(day, today),
                       f"check-{code}-{due}", "notices")  # fmt: skip


def _demands(session: Session, today: date) -> Iterator[ClockRow]:
    for one in list_demands(session, today, Demand.state == int(DemandState.OPEN)):
        if one.due is not None:
            yield ClockRow(
                one.due, "要求不一", f"统一意见：{one.matter}", one.initiator.name,
                *_state(one.due, today), f"demand-{one.id}", "tasks", one.id,
            )  # fmt: skip


def _draws(session: Session, today: date) -> Iterator[ClockRow]:
    """Yield the draws that were promised and are not over."""
    query = select(Draw.id, Draw.held, Draw.title).outerjoin(DrawEnd, DrawEnd.draw_id == Draw.id)
    for number, held, title in session.execute(query.where(DrawEnd.id.is_(None))):
        yield ClockRow(day_of(held), "双随机抽取", title, "", *_state(day_of(held), today),
                       f"draw-{number}", "draws", number)  # fmt: skip


def _filings(today: date, first: date | None, last: date | None) -> Iterator[ClockRow]:
    start = first.year if first else today.year
    for year in range(start, (last.year if last else max(start, today.year) + 1) + 1):
        day = date(year, *FILING)
        state = "待办" if day >= today else "已过"
        yield ClockRow(day, "计划备案", f"{year}年度检查计划公布、备案截止", "各单位", state,
                       False, f"filing-{year}", "")  # fmt: skip
