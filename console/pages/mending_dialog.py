"""更改记录: every edit with who made it and taking it back, joinings, moves, closed months."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.operations.mending import (
    Mendings,
    close_months,
    join_reports,
    move_to_region,
    read_mendings,
    redo_edit,
    take_back_edit,
)
from console.pages.body_part import BodyPart
from console.pages.tab_part import tab_part
from data.rows.edits import Closing, EditRow, JoinProposal
from data.rows.errors import InvalidInput
from data.rows.issues import Changes
from data.rows.period import Period
from widgets.dialogs import plain_button
from widgets.formats import thousands
from widgets.records_table import Column, PagedModel, TableView

R = TypeVar("R")


def _fields(row: EditRow) -> str:
    return "；".join(
        f"{one.header} {one.before or '（空）'}→{one.after or '（空）'}" for one in row.changes
    )


def _back(row: EditRow) -> str:
    return f"{row.back_actor} {row.back_why}".strip() if row.undone else ""


EDITS: tuple[Column[EditRow], ...] = (
    Column("序号", lambda r: r.id, align="right", width=54, sortable=False),
    Column("时间", lambda r: f"{datetime.fromisoformat(r.at).astimezone():%Y-%m-%d %H:%M}",
           width=146, sortable=False),
    Column("更改", lambda r: r.kind.label, width=90, sortable=False),
    Column("对象", lambda r: r.subject, width=230, sortable=False, tip=lambda r: r.subject,
           share=1),
    Column("原值→新值", _fields, width=260, sortable=False, tip=_fields, share=1),
    Column("理由", lambda r: r.why, width=140, sortable=False, tip=lambda r: r.why),
    Column("办理", lambda r: r.actor, width=80, sortable=False),
    Column("状态", lambda r: r.state, width=110, sortable=False, tip=_back),
)  # fmt: skip
PAIRS: tuple[Column[JoinProposal], ...] = (
    Column("检查日期", lambda r: r.day.isoformat(), width=100, sortable=False),
    Column("企业", lambda r: r.enterprise.name, width=220, sortable=False, share=1),
    Column("检查单位", lambda r: r.first.body.name, width=160, sortable=False),
    Column("检查编号", lambda r: r.first.number, width=130, sortable=False),
    Column("另一单位", lambda r: r.second.body.name, width=160, sortable=False),
    Column("检查编号", lambda r: r.second.number, width=130, sortable=False),
)
CLOSED: tuple[Column[Closing], ...] = (
    Column("月份", lambda r: r.month, width=100, sortable=False),
    Column("封账日期", lambda r: r.day.isoformat(), width=120, sortable=False),
    Column("办理", lambda r: r.actor, width=120, sortable=False),
    Column("说明", lambda r: r.note, width=300, sortable=False, share=1),
)


class MendingDialog(QDialog):
    """The window of everything people mended in the ledger."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.setWindowTitle("更改记录与封账")
        self.edits: PagedModel[EditRow] = PagedModel(EDITS, parent=self)
        self.pairs: PagedModel[JoinProposal] = PagedModel(PAIRS, parent=self)
        self.closed: PagedModel[Closing] = PagedModel(CLOSED, parent=self)
        self.edit: EditRow | None = None
        self.pair: JoinProposal | None = None
        self.month: Closing | None = None
        self.back_why, self.pair_why = _line("撤回的理由"), _line("不并的理由；并为一次可不填")
        self.back, self.again = plain_button("撤回选中的更改"), plain_button("重做选中的更改")
        self.accept_pair, self.refuse_pair = plain_button("并为一次"), plain_button("不并")
        self.period, self.note = _line("如 2026-09 或 2026-Q3"), _line("如：三季度上报")
        self.reopen_why = _line("重开的理由，必填")
        self.close_month, self.reopen = plain_button("封账"), plain_button("重开选中的月份")
        self.entry, self.region = _line("代码，或唯一的名称"), _line("迁入地区，如 宜兴市")
        self.day, self.move_why = _line("迁入日期，如 2026-09-01"), _line("依据")
        self.moving = plain_button("登记迁移")
        self.bodies = BodyPart(ctx, self._done)
        self.tabs = QTabWidget()
        self._build()
        self.reload()

    def _build(self) -> None:
        self.tabs.addTab(self._edit_part(), "更改记录")
        self.tabs.addTab(self._pair_part(), "并为一次入企")
        self.tabs.addTab(self._closed_part(), "封账")
        self.tabs.addTab(self._move_part(), "企业迁移")
        self.tabs.addTab(self.bodies, "单位合并与拆分")
        foot = QHBoxLayout()
        foot.addStretch(1)
        shut = plain_button("关闭")
        shut.clicked.connect(self.reject)
        foot.addWidget(shut)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(self.tabs, 1)
        whole.addLayout(foot)
        self.resize(1140, 600)
        for line in (self.pair_why, self.period, self.reopen_why, self.entry, self.region,
                     self.day):  # fmt: skip
            line.textChanged.connect(self._judge)
        self._judge()

    def _edit_part(self) -> QWidget:
        view = _view(self.edits, "更改记录", self._take_edit)
        form = _form(("理由", self.back_why))
        self.back.clicked.connect(self._take_back)
        self.again.clicked.connect(self._do_again)
        words = ("每一处更改的原值、新值、理由和办理人都留存；撤回后恢复更改前的内容，"
                 "撤回的可以重做，另记一条。")  # fmt: skip
        return tab_part(words, view, form, self.again, self.back)

    def _pair_part(self) -> QWidget:
        view = _view(self.pairs, "建议并为一次的检查报告", self._take_pair)
        form = _form(("理由", self.pair_why))
        self.accept_pair.setProperty("primary", True)
        self.accept_pair.clicked.connect(lambda: self._join(True))
        self.refuse_pair.clicked.connect(lambda: self._join(False))
        words = ("同一企业、同一天，一方把另一方写作配合部门而没有共同任务：确认以前按两次计。"
                 "所列为当前筛选期间。")  # fmt: skip
        return tab_part(words, view, form, self.refuse_pair, self.accept_pair)

    def _closed_part(self) -> QWidget:
        view = _view(self.closed, "已封账的月份", self._take_month)
        form = _form(("期间", self.period), ("说明", self.note), ("重开理由", self.reopen_why))
        self.close_month.setProperty("primary", True)
        self.close_month.clicked.connect(self._close)
        self.reopen.clicked.connect(self._reopen)
        words = "封账以后该月数据仍可更正，导入预览会提示，下一期简报、通报列明封账后的变化。"
        return tab_part(words, view, form, self.reopen, self.close_month)  # fmt: skip

    def _move_part(self) -> QWidget:
        form = _form(("企业", self.entry), ("迁入地区", self.region), ("迁入日期", self.day),
                     ("依据", self.move_why))  # fmt: skip
        self.moving.setProperty("primary", True)
        self.moving.clicked.connect(self._move)
        words = "迁入日期以前的检查记录仍属原地区，以后的属迁入地区；在“更改记录”中可以撤回。"
        return tab_part(words, None, form, self.moving)

    def reload(self) -> None:
        """Read everything anew."""
        period = self._ctx.filter.span(self._ctx.today)
        read_mendings(self._ctx, period, self._show).run()

    def _show(self, found: Mendings) -> None:
        self.edits.set_rows(found.edits)
        self.pairs.set_rows(found.proposals)
        self.closed.set_rows(found.closings)
        self.tabs.setTabText(1, f"并为一次入企（{thousands(len(found.proposals))}）")
        self.edit = self.pair = self.month = None
        self._judge()

    def _take_edit(self, row: object) -> None:
        self.edit = row if isinstance(row, EditRow) else None
        self._judge()

    def _take_pair(self, row: object) -> None:
        self.pair = row if isinstance(row, JoinProposal) else None
        self._judge()

    def _take_month(self, row: object) -> None:
        self.month = row if isinstance(row, Closing) else None
        self._judge()

    def _judge(self, *_: object) -> None:
        """Offer only what can be done now."""
        write = self._ctx.past_day is None
        self.back.setEnabled(write and self.edit is not None and self.edit.may_go_back)
        self.again.setEnabled(write and self.edit is not None and self.edit.may_be_redone)
        self.accept_pair.setEnabled(write and self.pair is not None)
        self.refuse_pair.setEnabled(write and self.pair is not None and _told(self.pair_why))
        self.close_month.setEnabled(write and _told(self.period))
        self.reopen.setEnabled(write and self.month is not None and _told(self.reopen_why))
        lines = (self.entry, self.region, self.day)
        self.moving.setEnabled(write and all(map(_told, lines)))

    def _take_back(self) -> None:
        row = self.edit
        if row is None:
            return
        why = self.back_why.text().strip()
        if row.kind.label == "封账" and not why:
            self._ctx.messages.error("不能重开", "重新开账须写明理由。")
            return
        self._ctx.messages.ask(
            "撤回更改", f"撤回第 {row.id} 号更改（{row.kind.label}　{row.subject}）？", "撤回",
            lambda: self._run_back(row.id, why),
        )  # fmt: skip

    def _run_back(self, number: int, why: str) -> None:
        take_back_edit(self._ctx, number, why, lambda _: self._done("已撤回")).run()

    def _do_again(self) -> None:
        if (row := self.edit) is not None:
            self._ctx.messages.ask(
                "重做更改", row.redo_sentence, "重做", lambda: self._run_again(row.id)
            )

    def _run_again(self, number: int) -> None:
        redo_edit(self._ctx, number, lambda _: self._done("已重做")).run()

    def _join(self, accepted: bool) -> None:
        if self.pair is not None:
            why, said = self.pair_why.text().strip(), "已并为一次" if accepted else "已记为两次"
            join_reports(self._ctx, self.pair, why, accepted, lambda _: self._done(said)).run()

    def _close(self) -> None:
        try:
            period = Period.parse(self.period.text(), self._ctx.today)
        except InvalidInput as error:
            self._ctx.messages.error("不能封账", error.message)
            return
        note = self.note.text().strip()
        close_months(self._ctx, period, note, self._closed).run()

    def _closed(self, changes: Changes) -> None:
        self._done(f"已封账 {changes.count} 个月")

    def _reopen(self) -> None:
        if self.month is not None:
            why = self.reopen_why.text().strip()
            take_back_edit(self._ctx, self.month.edit, why, lambda _: self._done("已重开")).run()

    def _move(self) -> None:
        try:
            day = date.fromisoformat(self.day.text().strip())
        except ValueError:
            self._ctx.messages.error("不能登记", "迁入日期应写作 2026-09-01。")
            return
        entry, region = self.entry.text().strip(), self.region.text().strip()
        why = self.move_why.text().strip()
        move_to_region(self._ctx, entry, region, day, why, lambda _: self._done("已登记迁移")).run()

    def _done(self, text: str) -> None:
        for line in (self.back_why, self.pair_why, self.period, self.note, self.reopen_why,
                     self.entry, self.region, self.day, self.move_why):  # fmt: skip
            line.clear()
        self._ctx.messages.info(text)
        self.reload()


def _told(line: QLineEdit) -> bool:
    return bool(line.text().strip())


def _line(hint: str) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(hint)
    line.setAccessibleName(hint)
    return line


def _form(*rows: tuple[str, QWidget]) -> QFormLayout:
    form = QFormLayout()
    for label, widget in rows:
        form.addRow(label, widget)
    return form


def _view(model: PagedModel[R], name: str, chosen: Callable[[object], None]) -> QWidget:
    view: TableView[R] = TableView(model)
    view.setAccessibleName(name)
    view.current_row_changed.connect(chosen)
    return view
