"""What people mend in the ledger, as rows: edits, proposed joinings, closed months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from data.rows.changes import FieldChange
from data.rows.enums import Word
from data.rows.findings import Named


class EditKind(Word):
    """What an edit does."""

    CORRECT = 1, "更正"
    VOID = 2, "作废"
    JOIN = 3, "并为一次"
    APART = 4, "不并"
    MOVE = 5, "企业迁移"
    BODY_MERGE = 6, "单位合并"
    BODY_SPLIT = 7, "单位拆分"
    CLOSE = 8, "封账"
    EMPTY = 9, "移除演示数据"
    FILING = 10, "备案登记"
    PLAN = 11, "计划登记"
    MEETING = 12, "联席会议"
    BOARD = 13, "重点任务"
    NOTE = 14, "注"


FINAL = (EditKind.EMPTY,)
"""Edits that cannot be taken back."""
JOINT_WORK = (EditKind.MEETING, EditKind.BOARD, EditKind.NOTE)
"""Edits of the joint meeting's own work: no figure and no finding follows from them."""
FIELDS_TOLD = 3
"""So many fields are named before an edit is taken back or done again."""


@dataclass(frozen=True, slots=True)
class EditRow:
    """An edit with who made it and who took it back; `changes` say what it changed.

    `redo_of` is the edit it does again, `redone` the one that does it again.
    """

    id: int
    kind: EditKind
    subject: str
    why: str
    actor: str
    at: str
    day: date
    undone: bool
    back_actor: str = ""
    back_at: str = ""
    back_why: str = ""
    changes: tuple[FieldChange, ...] = ()
    redo_of: int | None = None
    redone: int | None = None

    @property
    def may_go_back(self) -> bool:
        """Return whether it stands and can be taken back at all."""
        return not self.undone and self.kind not in FINAL

    @property
    def may_be_redone(self) -> bool:
        """Return whether it was taken back and not done again yet."""
        return self.undone and self.redone is None

    @property
    def undo_sentence(self) -> str:
        """Return in one sentence what taking it back would do."""
        told = [f"{one.header}恢复为{one.before or '空'}" for one in self.changes]
        return f"将撤回 {_moment(self.at)} {self._named}{_told(told)}。"

    @property
    def redo_sentence(self) -> str:
        """Return in one sentence what doing it again would do."""
        told = [f"{one.header}再改为{one.after or '空'}" for one in self.changes]
        return f"将重做 {_moment(self.back_at)} 撤回的{self._named}{_told(told)}。"

    @property
    def _named(self) -> str:
        return f"第 {self.id} 号更改（{self.kind.label}　{self.subject}）"

    @property
    def state(self) -> str:
        """Return whether it stands, in a word."""
        if self.redone is not None:
            return f"已撤回，第 {self.redone} 号重做"
        if self.kind is EditKind.CLOSE:
            return "已重开" if self.undone else "已封账"
        if self.undone:
            return "已撤回"
        return f"有效，重做第 {self.redo_of} 号" if self.redo_of is not None else "有效"


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def _told(fields: list[str]) -> str:
    more = f"等 {len(fields)} 处" if len(fields) > FIELDS_TOLD else ""
    return f"：{'，'.join(fields[:FIELDS_TOLD])}{more}" if fields else ""


@dataclass(frozen=True, slots=True)
class ReportSide:
    """A report as a proposal names it."""

    report: int
    number: str
    body: Named
    officers: int | None


@dataclass(frozen=True, slots=True)
class JoinProposal:
    """Two reports of one enterprise and day, one of which names the other's body as partner."""

    enterprise: Named
    day: date
    first: ReportSide
    second: ReportSide

    @property
    def key(self) -> str:
        """Return the pair as commands name it."""
        return f"{self.first.report}+{self.second.report}"


@dataclass(frozen=True, slots=True)
class ReportField:
    """A field of a report that can be corrected; `words` are the values it may have."""

    header: str
    text: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report with its fields as they stand; `lines` holds those of each line."""

    report: int
    title: str
    void: bool
    fields: tuple[ReportField, ...]
    lines: tuple[tuple[ReportField, ...], ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """A month closed for reporting."""

    edit: int
    month: str
    day: date
    actor: str
    note: str
