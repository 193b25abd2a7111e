"""The tables of the wizard: a table that leaves Enter to the wizard, and the columns shown."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from data.intake.entries import FileEntry, FileState
from data.intake.grouping import IssueGroup
from data.intake.looking import Cell, Line
from data.rows.enums import IssueLevel
from data.rows.issues import Issue
from data.rows.kinds import KINDS
from widgets.formats import thousands
from widgets.records_table import Column, TableView
from widgets.status import Status

R = TypeVar("R")

LAMPS = {
    FileState.WAITING: Status.NONE, FileState.UNREADABLE: Status.RED,
    FileState.UNKNOWN: Status.ORANGE, FileState.INCOMPLETE: Status.ORANGE,
    FileState.PROPOSED: Status.YELLOW, FileState.CONFIRMED: Status.GREEN,
    FileState.LEFT_OUT: Status.NONE, FileState.GOOD: Status.GREEN,
    FileState.PARTLY: Status.YELLOW, FileState.WRONG: Status.RED,
    FileState.REPEATED: Status.NONE, FileState.TAKEN: Status.GREEN,
    FileState.NOT_TAKEN: Status.RED, FileState.TAKEN_PARTLY: Status.YELLOW,
}  # fmt: skip


class StepTable(TableView[R]):
    """A table of a step: Enter goes on to the next step, F2 and the space bar edit a row."""

    edit_asked = Signal(object)
    removal_asked = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the wizard; F2 and space edit, Delete removes."""
        key, row = event.key(), self.current_row()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Space) and row is not None:
            self.edit_asked.emit(row)
        elif key == Qt.Key.Key_Delete and row is not None:
            self.removal_asked.emit(row)
        else:
            super().keyPressEvent(event)


def _kind(one: FileEntry) -> str:
    return KINDS[one.kind].title if one.kind else ""


def _told(one: FileEntry) -> str:
    if one.fault:
        return one.fault
    if one.look is None:
        return ""
    notes = "；".join(note.rstrip("。") for note in one.look.head.notes)
    place = f"工作表“{one.look.head.sheet}”，" if one.look.head.sheet else ""
    return f"{place}表头在第 {one.look.head.header_row} 行" + (f"；{notes}" if notes else "")


FILES: tuple[Column[FileEntry], ...] = (
    Column("状态", lambda one: one.state.value, width=104, sortable=False,
           status=lambda one: LAMPS[one.state]),
    Column("文件", lambda one: one.name, width=250, sortable=False, least=130, share=2,
           tip=lambda one: str(one.path)),
    Column("表类", _kind, width=104, sortable=False),
    Column("行数", lambda one: one.look.rows if one.look else None, thousands, align="right",
           width=80, sortable=False),
    Column("读到的内容", _told, width=330, sortable=False, least=150, share=3, tip=_told),
)  # fmt: skip

FILE_LIST: tuple[Column[FileEntry], ...] = (
    Column("文件", lambda one: one.name, width=130, sortable=False, least=80, share=1,
           tip=lambda one: str(one.path)),
    Column("状态", lambda one: one.state.value, width=98, sortable=False,
           status=lambda one: LAMPS[one.state]),
)  # fmt: skip


def _line_lamp(line: Line) -> Status | None:
    if line.how == "缺少":
        return Status.ORANGE
    if line.faults:
        return Status.RED
    return Status.GREEN if line.theirs else Status.NONE


def _sample(line: Line) -> str:
    cell = line.sample
    return "" if cell is None else cell.raw or cell.value


MAPPING: tuple[Column[Line], ...] = (
    Column("本系统的列", lambda line: line.header + (" *" if line.required else ""), width=128,
           sortable=False, least=100),
    Column("文件中的列", lambda line: line.theirs, width=140, sortable=False, least=90, share=2,
           tip=lambda line: line.theirs),
    Column("对应方式", lambda line: line.how, width=100, sortable=False, status=_line_lamp),
    Column("示例", _sample, width=120, sortable=False, least=70, share=2, tip=_sample),
    Column("问题", lambda line: line.faults or None, thousands, align="right", width=52,
           sortable=False),
)  # fmt: skip


def cell_lamp(cell: Cell) -> Status | None:
    """Return the lamp of a cell: red where it is wrong, yellow where it is doubtful."""
    if not cell.fault:
        return None
    return Status.YELLOW if cell.warning else Status.RED


CELLS: tuple[Column[Cell], ...] = (
    Column("行", lambda cell: cell.row, align="right", width=48, sortable=False),
    Column("原文", lambda cell: cell.raw, width=110, sortable=False, least=64, share=2,
           tip=lambda cell: cell.raw),
    Column("读作", lambda cell: "不能读取" if cell.fault and not cell.warning else cell.value,
           width=110, sortable=False, least=84, share=2, status=cell_lamp,
           tip=lambda cell: cell.fault or cell.value),
)  # fmt: skip


def _lamp(level: IssueLevel) -> Status:
    return Status.RED if level is IssueLevel.ERROR else Status.YELLOW


GROUPS: tuple[Column[IssueGroup], ...] = (
    Column("级别", lambda one: one.level.label, width=78, sortable=False,
           status=lambda one: _lamp(one.level)),
    Column("处数", lambda one: one.count, thousands, align="right", width=64, sortable=False),
    Column("列", lambda one: one.column, width=104, sortable=False, least=70),
    Column("问题和改法", lambda one: one.text, width=260, sortable=False, least=150, share=3,
           tip=lambda one: one.text),
)  # fmt: skip

ISSUES: tuple[Column[Issue], ...] = (
    Column("行", lambda one: one.row, align="right", width=56, sortable=False),
    Column("原值", lambda one: one.value, width=120, sortable=False, least=80, share=1,
           tip=lambda one: one.value),
    Column("列", lambda one: one.column, width=96, sortable=False, least=70),
)  # fmt: skip


def _count(name: str) -> Column[FileEntry]:
    titles = {"rows": "行数", "taken": "导入", "unchanged": "未变", "skipped": "重复",
              "rejected": "退回", "errors": "错误", "warnings": "警告"}  # fmt: skip

    def get(one: FileEntry) -> object:
        report = one.taken if one.is_done else one.check
        return getattr(report, name) if report is not None else None

    return Column(titles[name], get, thousands, align="right", width=62, sortable=False)


def _batch(one: FileEntry) -> int | None:
    return one.taken.id if one.taken else None


RESULTS: tuple[Column[FileEntry], ...] = (
    FILES[0], FILES[1], FILES[2],
    *(_count(name) for name in ("rows", "taken", "unchanged", "skipped", "rejected", "errors",
                                "warnings")),
)  # fmt: skip
DONE: tuple[Column[FileEntry], ...] = (
    *RESULTS, Column("批次", _batch, align="right", width=60, sortable=False),
)  # fmt: skip
