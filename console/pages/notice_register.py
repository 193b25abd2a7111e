"""办件: the register of the ladder; beside it the life, the findings and the pages of a paper."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton

from console.context import AppContext
from console.history import Origin
from console.loading.ladder import Register, narrowed, read_register
from console.operations.base import ReadOp
from console.pages.base import TableMaker
from console.pages.choosing import selected_rows
from console.pages.notice_columns import REGISTER
from console.pages.notice_draft import ask_draft
from console.pages.notice_panel import NoticePanel
from console.pages.notice_part import Part
from console.pages.reflow import Reflow
from data.rows.notices import NoticeRow, NoticeState
from widgets.actions import add_deed
from widgets.card import Card
from widgets.formats import thousands
from widgets.records_table import PagedModel, TableView

NARROW = 900
OVERDUE, MINE = "overdue", "mine"


class RegisterPart(Part):
    """A table of papers with the panel of the one the keyboard is on."""

    name = "register"
    title = "办件"

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._register = Register()
        self._shown: tuple[NoticeRow, ...] = ()
        self._wanted = 0
        self._model: PagedModel[NoticeRow] = PagedModel(REGISTER)
        self.table: TableView[NoticeRow] = TableView(self._model)
        self.state, self.search = QComboBox(), QLineEdit()
        self.draft = QPushButton("拟稿…")
        self.panel = NoticePanel(ctx)
        self._card = Card("办件", holds_table=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        for text, data in (("全部状态", None), ("已逾期", OVERDUE), ("等我办理", MINE)):
            self.state.addItem(text, data)
        for state in NoticeState:
            self.state.addItem(state.label, int(state))
        self.state.setAccessibleName("状态")
        self.search.setPlaceholderText("找单位、文号、事由")
        self.search.setClearButtonEnabled(True)
        self.draft.setToolTip("另行拟稿；有预警的，在“预警”页选中后点“开具文件”")
        line.addWidget(self.state)
        line.addWidget(self.search, 1)
        line.addWidget(self.draft)
        self.table.setAccessibleName("办件")
        self.table.set_empty_state(
            "没有办件", "在“建议”中勾选后拟稿，或在“预警”页选中有据的预警开具文件。"
        )
        self._card.add_line(line)
        self._card.add(self.table, 1)
        self.whole.addWidget(Reflow([(self._card, 3), (self.panel, 2)], NARROW), 1)

    def _connect(self) -> None:
        self.state.activated.connect(lambda _: self._list())
        self.search.textChanged.connect(lambda _: self._list())
        self.draft.clicked.connect(lambda: self.ask_draft())
        self.table.current_row_changed.connect(lambda _: self._choose())
        self.table.selection_stats.connect(lambda text: self._select(text))
        self.table.row_activated.connect(lambda _: self.panel.views.setFocus())
        add_deed(self.table, "办理下一步", lambda: self.panel.deeds.ask_next(), "F2")
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.panel.loaded.connect(self.loaded)
        self.panel.deeds.opened.connect(self.paper_asked)
        self.panel.deeds.outdated.connect(self.load)

    @property
    def rows(self) -> tuple[NoticeRow, ...]:
        """Return the papers listed."""
        return self._shown

    def load(self) -> None:
        """Read the register."""
        now = self.table.current_row() if self._shown else None
        self._wanted = self._wanted or (now.id if now else 0)
        today, viewer = self.ctx.today, self.ctx.actor
        ReadOp(
            self.ctx, lambda session: read_register(session, today, viewer), self._show,
            topic="notices", failed=self.load_failed,
        ).run()  # fmt: skip

    def open(self, origin: Origin) -> None:
        """Show one paper, or the papers that are overdue or wait."""
        self._wanted = origin.notice
        self.search.clear()
        self.state.setCurrentIndex(max(self.state.findData(origin.measure or None), 0))

    def selection(self) -> tuple[object, ...]:
        """Return the state listed and the paper the keyboard is on."""
        row = self.table.current_row() if self._shown else None
        return (self.state.currentIndex(), row.id if row else 0)

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose state and paper again."""
        if len(selection) == 2:
            self.state.setCurrentIndex(int(str(selection[0])))
            self._wanted = int(str(selection[1]))

    def focus_search(self) -> None:
        """Put the keyboard into the search."""
        self.search.setFocus()

    def _show(self, register: Register) -> None:
        self._register = register
        self.ctx.badge_counted.emit("notices", register.pressing)
        self._list()

    def _list(self) -> None:
        text = self.search.text().strip()
        body = self.ctx.filter.body or ""
        now = self.table.current_row() if self._shown else None
        wanted = self._wanted or (now.id if now else 0)
        self._shown = narrowed(self._register, self.state.currentData(), body, text)
        self._wanted = 0
        self._model.set_rows(self._shown)
        late = sum(row.overdue for row in self._shown)
        mine = sum(row.id in self._register.mine for row in self._shown)
        told = (f"全部期间 {thousands(len(self._shown))} 件", f"逾期 {late}", f"等我办理 {mine}")
        self._card.set_note(" · ".join(told) if self._shown else "")
        self.draft.setEnabled(self.may_write)
        ids = [row.id for row in self._shown]
        if ids:
            self.table.select_row(ids.index(wanted) if wanted in ids else 0)
        else:
            self.panel.show_rows(())

    def _choose(self) -> None:
        row = self.table.current_row() if self._shown else None
        self.panel.show_rows((row,) if row is not None else ())

    def _select(self, text: str) -> None:
        rows = selected_rows(self.table, self._model) if self._shown else []
        self.stats_shown.emit(text if len(rows) > 1 else "")
        if len(rows) > 1:
            self.panel.show_rows(tuple(rows))
        elif len(rows) == 1 and len(self.panel.chosen) > 1:
            self._choose()

    def ask_draft(self) -> None:
        """Open the form of a paper of no finding."""
        ask_draft(self.ctx, (), self.paper_asked.emit, self)

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the papers listed as a table."""
        also = ("全部期间", f"状态 {self.state.currentText()}")
        return self.exported("督办通报办件", REGISTER, self._shown, ("body",), also)
