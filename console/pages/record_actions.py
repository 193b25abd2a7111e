"""What people do with a row of 检查记录: correct it, void it, see what was done to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QWidget

from console.context import AppContext
from console.messages import open_dialog
from console.operations.mending import correct_report, read_cards, void_report
from console.pages.correct_dialog import CorrectDialog
from console.pages.decide_dialog import Choice, DecideDialog
from data.rows.edits import ReportCard
from data.rows.records import VisitRow
from widgets.actions import add_deed
from widgets.records_table import TableView

NOTE = "作废的检查报告保留在台账中，不再计数；同一份文件再次报送也不恢复。可在“更改记录”中撤回。"


class RecordActions(QObject):
    """Context menu and keys of the table of visits."""

    def __init__(self, ctx: AppContext, page: QWidget, table: TableView[VisitRow]) -> None:
        super().__init__(page)
        self._ctx, self._page, self._table = ctx, page, table
        self.dialog: QDialog | None = None
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.correct = add_deed(table, "更正…", lambda: self._read(self._ask_to_correct), "F2")
        self.void = add_deed(table, "作废…", lambda: self._read(self._ask_to_void), "Shift+F2")
        add_deed(table, "更改记录…", lambda: ctx.command_asked.emit("mending"))

    def _read(self, then: Callable[[tuple[ReportCard, ...]], None]) -> None:
        row = self._table.current_row()
        if row is None or not row.id:
            return
        if self._ctx.past_day is not None:
            self._ctx.messages.error("不能更改", "现在看的是过去的数据，请先点“返回现在”。")
            return
        read_cards(self._ctx, row.id, then).run()

    def _ask_to_correct(self, cards: tuple[ReportCard, ...]) -> None:
        if cards:
            self.dialog = CorrectDialog(cards, self._correct, self._page)
            open_dialog(self.dialog)

    def _correct(self, report: int, texts: Mapping[str, str], why: str, line: int | None) -> None:
        info = self._ctx.messages.info
        said = f"已更正 {len(texts)} 项，可在“更改记录”中撤回"
        correct_report(self._ctx, report, texts, why, line, lambda _: info(said)).run()

    def _ask_to_void(self, cards: tuple[ReportCard, ...]) -> None:
        standing = [card for card in cards if not card.void]
        if not standing:
            self._ctx.messages.error("不能作废", "该检查已取消或作废，本来就不计数。")
            return
        choices = [Choice(f"作废 {card.title}", NOTE, True) for card in standing]
        self.dialog = DecideDialog(
            "作废检查报告", "份检查报告", [card.title for card in standing], choices,
            lambda place, reason: self._void(standing[place].report, reason), self._page,
        )  # fmt: skip
        open_dialog(self.dialog)

    def _void(self, report: int, why: str) -> None:
        info = self._ctx.messages.info
        void_report(self._ctx, report, why, lambda _: info("已作废，可在“更改记录”中撤回")).run()
