"""The columns of the joint meeting's tables: tasks, steps, calls, demands, meetings, clocks."""

from __future__ import annotations

from datetime import date

from data.rows.board import Lamp, ProgressRow, StepRow
from data.rows.briefing import TaskRow
from data.rows.clocks import ClockRow
from data.rows.demands import DemandRow, DemandState
from data.rows.meetings import (
    AgendaRow,
    AttendanceRow,
    DecisionRow,
    DecisionState,
    MeetingRow,
    Presence,
)
from data.rows.submissions import CallRow, SentRow, SubmissionKind
from widgets.column import Column
from widgets.formats import thousands
from widgets.status import Status


def _lamp(lamp: Lamp) -> Status:
    return Status.of(lamp.status)


def _late(is_late: bool, is_done: bool = False) -> Status:
    return Status.RED if is_late else Status.GREEN if is_done else Status.NONE


def _steps(row: TaskRow) -> str:
    return f"{row.steps_done} / {row.steps}" if row.steps else ""


TASKS: tuple[Column[TaskRow], ...] = (
    Column("序号", lambda r: r.number, width=48, sortable=False),
    Column("状态", lambda r: r.lamp.word, width=104, status=lambda r: _lamp(r.lamp),
           sortable=False),
    Column("重点任务", lambda r: r.name, width=330, least=160, share=3, tip=lambda r: r.name,
           sortable=False),
    Column("期限", lambda r: r.due, date.isoformat, width=98, sortable=False),
    Column("步骤", _steps, width=62, sortable=False, align="right"),
    Column("报送", lambda r: r.bodies or None, thousands, width=56, align="right",
           sortable=False, tip=lambda r: f"{r.bodies} 个单位报送进展，{r.problems} 个有问题"),
    Column("有问题", lambda r: r.problems or None, thousands, width=70, align="right",
           sortable=False, roomy=True),
    Column("责任单位", lambda r: r.lead, width=200, least=90, share=2, tip=lambda r: r.lead,
           sortable=False, roomy=True),
)  # fmt: skip

STEPS: tuple[Column[StepRow], ...] = (
    Column("状态", lambda r: r.lamp.word, width=100, status=lambda r: _lamp(r.lamp),
           sortable=False),
    Column("步骤", lambda r: r.content, width=150, least=80, share=2, tip=lambda r: r.content,
           sortable=False),
    Column("责任单位", lambda r: r.body.name if r.body else None, width=100, least=72, share=1,
           tip=lambda r: r.body.name if r.body else "", sortable=False),
    Column("期限", lambda r: r.due, date.isoformat, width=98, sortable=False),
)  # fmt: skip


def _progress_tip(row: ProgressRow) -> str:
    parts = (("进展", row.progress), ("佐证", row.evidence), ("问题", row.problem),
             ("典型做法", row.practice))  # fmt: skip
    return "\n".join(f"{name}：{text}" for name, text in parts if text)


PROGRESS: tuple[Column[ProgressRow], ...] = (
    Column("单位", lambda r: r.body.name, width=104, least=72, share=1, tip=lambda r: r.body.name,
           sortable=False),
    Column("进展", lambda r: r.progress, width=150, least=80, share=2, tip=_progress_tip,
           sortable=False),
    Column("问题", lambda r: r.problem, width=100, least=60, share=1, tip=_progress_tip,
           status=lambda r: Status.YELLOW if r.problem else None, sortable=False),
    Column("报送日期", lambda r: r.day, date.isoformat, width=98, sortable=False, roomy=True),
)  # fmt: skip


def _call_word(row: CallRow) -> str:
    return "已结束" if row.closed else "逾期" if row.overdue else "进行中"


def _kinds(row: CallRow) -> str:
    return "、".join(kind.label for kind in row.kinds)


CALLS: tuple[Column[CallRow], ...] = (
    Column("状态", _call_word, width=88, sortable=False,
           status=lambda r: _late(r.overdue, not r.missing)),
    Column("报送要求", lambda r: r.title, width=190, least=110, share=2, tip=lambda r: r.title,
           sortable=False),
    Column("内容", _kinds, width=130, least=80, share=1, sortable=False, tip=_kinds),
    Column("期限", lambda r: r.due, date.isoformat, width=98, sortable=False),
    Column("报齐", lambda r: f"{r.complete} / {r.bodies}", width=80, align="right",
           sortable=False),
)  # fmt: skip


def _sent(kind: SubmissionKind) -> Column[SentRow]:
    def text(row: SentRow) -> str:
        cell = next((one for one in row.cells if one.kind is kind), None)
        if cell is None:
            return "不要求"
        if cell.day is None:
            return "未报"
        return f"{cell.day:%m-%d} 迟" if cell.late else f"{cell.day:%m-%d}"

    return Column(kind.label, text, width=84, sortable=False)


SENT: tuple[Column[SentRow], ...] = (
    Column("单位", lambda r: r.body.name, width=130, least=90, share=1, tip=lambda r: r.body.name,
           sortable=False),
    Column("状态", lambda r: r.word, width=98, sortable=False,
           status=lambda r: _late(r.late, not r.missing)),
    *(_sent(kind) for kind in SubmissionKind),
)

DEMANDS: tuple[Column[DemandRow], ...] = (
    Column("状态", lambda r: r.word, width=118, sortable=False,
           status=lambda r: _late(r.overdue, r.state is not DemandState.OPEN)),
    Column("反映的事项", lambda r: r.matter, width=190, least=110, share=2, tip=lambda r: r.matter,
           sortable=False),
    Column("企业", lambda r: r.enterprise.name if r.enterprise else None, width=120, least=80,
           share=1, tip=lambda r: r.enterprise.name if r.enterprise else "", sortable=False),
    Column("发起部门", lambda r: r.initiator.name, width=110, least=84, share=1, sortable=False),
    Column("牵头", lambda r: r.lead, width=104, sortable=False, roomy=True),
    Column("立案", lambda r: r.opened, date.isoformat, width=98, sortable=False, roomy=True),
    Column("期限", lambda r: r.due, date.isoformat, width=98, sortable=False),
)  # fmt: skip

MEETINGS: tuple[Column[MeetingRow], ...] = (
    Column("日期", lambda r: r.day, date.isoformat, width=98, sortable=False),
    Column("会议", lambda r: r.title, width=260, least=140, share=2, tip=lambda r: r.title,
           sortable=False),
    Column("所议期间", lambda r: r.period, width=120, sortable=False),
    Column("地点", lambda r: r.place, width=130, least=70, share=1, sortable=False, roomy=True),
    Column("主持人", lambda r: r.host, width=80, sortable=False, roomy=True),
    Column("议题", lambda r: r.agenda, thousands, width=60, align="right", sortable=False),
    Column("议定", lambda r: r.decisions, thousands, width=60, align="right", sortable=False),
    Column("未完成", lambda r: r.open, thousands, width=92, align="right", sortable=False,
           status=lambda r: Status.RED if r.late else Status.GREEN if not r.open
           else Status.YELLOW),
)  # fmt: skip

AGENDA: tuple[Column[AgendaRow], ...] = (
    Column("序号", lambda r: r.place, width=48, sortable=False),
    Column("议题", lambda r: r.title, width=360, least=160, share=3, tip=lambda r: r.title,
           sortable=False),
    Column("汇报单位", lambda r: r.presenter, width=130, least=80, share=1, sortable=False),
    Column("所附文件", lambda r: r.paper, width=170, least=90, share=1, sortable=False),
    Column("相关页", lambda r: page_title(r.page), width=90, sortable=False),
)  # fmt: skip

PRESENCE = {Presence.PRESENT: Status.GREEN, Presence.EXCUSED: Status.YELLOW}
ATTENDANCE: tuple[Column[AttendanceRow], ...] = (
    Column("参会", lambda r: r.presence.label, width=90, sortable=False,
           status=lambda r: PRESENCE.get(r.presence, Status.NONE)),
    Column("单位", lambda r: r.body.name, width=220, least=120, share=2, sortable=False),
    Column("姓名", lambda r: r.person, width=160, least=80, share=1, sortable=False),
)  # fmt: skip

DECISIONS: tuple[Column[DecisionRow], ...] = (
    Column("落实", lambda r: r.word, width=98, sortable=False,
           status=lambda r: Status.RED if r.overdue else Status.GREEN
           if r.state is DecisionState.DONE else Status.YELLOW),
    Column("议定事项", lambda r: r.content, width=320, least=160, share=3, tip=lambda r: r.content,
           sortable=False),
    Column("责任单位", lambda r: r.body.name if r.body else None, width=130, least=80, share=1,
           sortable=False),
    Column("期限", lambda r: r.due, date.isoformat, width=98, sortable=False),
    Column("最近进展", lambda r: r.note, width=190, least=90, share=2, tip=lambda r: r.note,
           sortable=False),
)  # fmt: skip

CLOCKS: tuple[Column[ClockRow], ...] = (
    Column("日期", lambda r: r.day, date.isoformat, width=98, sortable=False),
    Column("状态", lambda r: r.state, width=92, sortable=False, status=lambda r: _late(r.overdue)),
    Column("类别", lambda r: r.kind, width=84, sortable=False),
    Column("事项", lambda r: r.title, width=260, least=140, share=3, tip=lambda r: r.title,
           sortable=False),
    Column("单位", lambda r: r.body, width=130, least=80, share=1, tip=lambda r: r.body,
           sortable=False),
)  # fmt: skip


def page_title(key: str) -> str:
    """Return the title of a page of the window, empty for one that is not there."""
    from console.page_list import ENTRIES

    return next((one.text for one in ENTRIES if one.key == key), "")


def page_key(title: str) -> str:
    """Return the key of a page by its title, empty for none."""
    from console.page_list import ENTRIES

    return next((one.key for one in ENTRIES if one.text == title), "")
