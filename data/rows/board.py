"""The 15 tasks as they are steered: dates people set, steps, lamps, what bodies told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from data.rows.enums import Word
from data.rows.findings import Named


class BoardDeed(Word):
    """What somebody did with a task or a step of it."""

    DATE = 1, "设定日期"
    UNDATE = 2, "取消日期"
    DONE = 3, "完成"
    REOPEN = 4, "重新办理"
    STEP = 5, "增加步骤"
    DROP = 6, "删去步骤"


@dataclass(frozen=True, slots=True)
class Lamp:
    """A lamp (绿, 黄, 红, 无) and the word beside it."""

    status: str
    word: str


DONE = Lamp("绿", "已完成")
ON_TIME = Lamp("绿", "按期推进")
TROUBLED = Lamp("黄", "有问题")
NEARLY_DUE = Lamp("黄", "临近期限")
PAST_DUE = Lamp("红", "已逾期")
NO_DATE = Lamp("无", "未定日期")
LAMP_RULE = (
    "● 已完成，或按期且没有问题；■ 逾期；▲ {near} 天内到期，或有问题；○ 未定日期。"
    "依次看完成、逾期、临近、问题。"
)


def lamp_of(
    done: date | None, due: date | None, problems: int, today: date, near: int
) -> Lamp:
    """Return the lamp of a task or step, by LAMP_RULE."""
    if done is not None:
        return DONE
    if due is not None and due < today:
        return PAST_DUE
    if due is not None and due <= today + timedelta(days=near):
        return NEARLY_DUE
    if problems:
        return TROUBLED
    return NO_DATE if due is None else ON_TIME


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a task."""

    id: int
    task: int
    place: int
    content: str
    body: Named | None
    due: date | None
    done: date | None
    lamp: Lamp


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """What a body told of a task last; `day` is the day it was taken in, None if unknown."""

    task: int
    body: Named
    day: date | None
    progress: str
    evidence: str
    problem: str
    practice: str


@dataclass(frozen=True, slots=True)
class BoardEventRow:
    """One deed; `step` is None where it is about the task; `undone` where it was taken back."""

    id: int
    task: int
    step: int | None
    deed: BoardDeed
    due: date | None
    actor: str
    day: date
    note: str
    undone: bool = False
