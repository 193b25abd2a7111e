"""报送: calls to bodies at the left, what each body sent at the right."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from console.context import AppContext
from console.loading.meetings import read_call, read_calls
from console.operations.base import ReadOp
from console.operations.meetings import deed
from console.pages.form_dialog import Answers, Field, FormDialog, ask
from console.pages.meeting_columns import CALLS, SENT
from console.pages.reflow import Reflow
from console.pages.table_part import TablePart
from data.rows.submissions import CallRow, SentRow, SubmissionKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.oversight.acting import By

NARROW = 820
KINDS = tuple(kind.label for kind in SubmissionKind)


def kinds_of(labels: tuple[str, ...]) -> tuple[SubmissionKind, ...]:
    """Return what is asked for by its words."""
    return tuple(kind for kind in SubmissionKind if kind.label in labels)


class CallsTab(QWidget):
    """The calls; the bodies of the one chosen are listed at the right."""

    settled = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self._all: tuple[SentRow, ...] = ()
        self.calls: TablePart[CallRow] = TablePart(
            "报送要求", CALLS, lambda r: r.id,
            ("还没有报送要求", "点“发起报送”，写明要报什么、何时报、由哪些单位报。"),
        )  # fmt: skip
        self.sent: TablePart[SentRow] = TablePart(
            "各单位报送", SENT, lambda r: r.body.code, ("没有单位", "在左侧选择一次报送。")
        )
        self.missing = QCheckBox("只看未报齐")
        self.calls.add_button("发起报送…", self.ask_open, "F2", primary=True)
        self.close_call = self.calls.add_button("结束", self.ask_close)
        self.sent.line.insertWidget(0, self.missing)
        self.receive = self.sent.add_button("登记收到…", self.ask_receive, "F2")
        self.remind = self.sent.add_button("复制催报文字", self.copy_reminder, "F4")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.addWidget(Reflow(((self.calls, 1), (self.sent, 1)), NARROW))
        self.calls.chosen.connect(self._choose)
        self.missing.toggled.connect(lambda _: self._list())

    def load(self) -> None:
        """Read the calls, then the bodies of the one chosen."""
        ReadOp(
            self.ctx, lambda session: read_calls(session, self.ctx.today),
            lambda rows: self.calls.put(rows, f"{len(rows)} 次" if rows else ""),
            topic="calls", failed=lambda _: self.settled.emit(),
        ).run()  # fmt: skip

    def _choose(self, row: object) -> None:
        is_open = isinstance(row, CallRow) and row.closed is None
        for button in (self.close_call, self.receive):
            button.setEnabled(is_open)
        if not isinstance(row, CallRow):
            self._put(())
            return
        ReadOp(
            self.ctx, lambda session: read_call(session, row.id, self.ctx.today), self._put,
            topic="call-bodies", failed=lambda _: self.settled.emit(),
        ).run()  # fmt: skip

    def _put(self, rows: tuple[SentRow, ...]) -> None:
        self._all = rows
        self._list()
        self.settled.emit()

    def _list(self) -> None:
        left = sum(bool(row.missing) for row in self._all)
        shown = [row for row in self._all if row.missing or not self.missing.isChecked()]
        self.sent.put(shown, f"{len(self._all)} 个单位 · 未报齐 {left}" if self._all else "")
        self.remind.setEnabled(left > 0)

    # -- what one does here ----------------------------------------------------------------

    def ask_open(self) -> FormDialog | None:
        """Ask what is to be sent, by when and by whom."""
        fields = (
            Field("title", "名称", needed=True, hint="如 三季度重点任务进展"),
            Field("kinds", "报送内容", "checks", KINDS[0], KINDS, needed=True),
            Field("due", "报送期限", "day", needed=True),
            Field("bodies", "单位", hint="用顿号隔开；不填为全部单位"),
            Field("paper", "报送通知文号", hint="可不填"),
        )
        return ask(self.ctx, self, "发起报送", fields, self._open)

    def _open(self, said: Answers) -> None:
        def work(session: Session, by: By) -> int:
            from data.oversight.submissions import CallDraft, open_call

            draft = CallDraft(said.text("title"), said.day("due") or date.max,
                              kinds_of(said.parts("kinds")), said.parts("bodies"),
                              said.text("paper"))  # fmt: skip
            return open_call(session, draft, by)

        deed(self.ctx, f"发起报送“{said.text('title')}”", work, self.calls.want).run()

    def ask_receive(self) -> FormDialog | None:
        """Ask what a body sent, with its file."""
        call, row = self.calls.current, self.sent.current
        if call is None or row is None or call.closed is not None:
            return None
        left = row.missing or call.kinds
        fields = (
            Field("kind", "内容", "choice", left[0].label, tuple(k.label for k in call.kinds)),
            Field("file", "文件", "file"), Field("note", "说明"),
        )  # fmt: skip
        number, body = call.id, row.body

        def take(said: Answers) -> None:
            def work(session: Session, by: By) -> object:
                from console.operations.attachments import read_attachment
                from data.oversight.submissions import receive

                (kind,) = kinds_of((said.text("kind"),))
                kept = read_attachment(said.file("file"))
                return receive(session, number, body.code, kind, by, kept)

            deed(self.ctx, f"登记{body.name}报送", work, note=said.text("note")).run()

        return ask(self.ctx, self, "登记收到", fields, take, f"{body.name}　{call.title}")

    def copy_reminder(self) -> str:
        """Copy the text that reminds those of whom something is missing."""
        from data.oversight.submissions import reminder

        call = self.calls.current
        text = "" if call is None else reminder(call, self._all)
        if text:
            QGuiApplication.clipboard().setText(text)
            self.ctx.messages.info("已复制催报文字")
        return text

    def ask_close(self) -> None:
        """Ask before a call is closed."""
        call = self.calls.current
        if call is not None and call.closed is None and self.ctx.past_day is None:
            self.ctx.messages.ask(
                "结束报送", f"结束“{call.title}”？以后报来的不再计入本次。", "结束",
                lambda: self.end(call),
            )  # fmt: skip

    def end(self, call: CallRow) -> None:
        """Close a call."""

        def work(session: Session, by: By) -> object:
            from data.oversight.submissions import close_call

            return close_call(session, call.id, by)

        deed(self.ctx, f"结束报送“{call.title}”", work, seen=call.version).run()
