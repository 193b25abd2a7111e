"""文书: the papers of a period, each shown as it will be printed, then saved or printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.loading.papers import Prepared, prepare
from console.messages import open_dialog
from console.operations.base import Operation, Task
from console.operations.documents import issue, save_papers
from console.operations.paper_desk import Desk, Order, known_issuers, papers
from console.operations.papers import File
from console.pages.base import Page
from console.pages.issued_dialog import IssuedDialog
from console.pages.paper_options import PaperOptions
from console.printing import print_pdf
from data.rows.errors import DataError, InvalidInput
from data.rows.issues import Changes
from data.rows.papers import IssuedRow, Issuer
from data.rows.period import Period
from widgets.card import Card
from widgets.pdf_preview import STEP, PdfPreview

SIDE, ROW = 268, 27
MOST_FAULTS = 6
ZOOMS = (
    ("－", 1 / STEP, "缩小（预览中按－）"), ("＋", STEP, "放大（预览中按＋）"),
    ("适合宽度", 0.0, "适合宽度（预览中按 0）"),
)  # fmt: skip
FIRST = "briefing"
NOT_SHOWN = ("notices",)
"""Batches are saved, not shown: their papers are in the list one by one."""


class PapersPage(Page):
    """Which paper, how it goes out, and its pages."""

    name = "papers"
    title = "文书"
    obeys = ("period",)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._desk: Desk | None = None
        self._shown = Prepared(b"", (), "", (), ())
        self.list, self.body_box = QListWidget(), QComboBox()
        self.options, self.preview = PaperOptions(), PdfPreview(self._draw_beside)
        self.save, self.print = QPushButton("导出…"), QPushButton("打印…")
        self.issue, self._menu = QPushButton("印发"), QMenu(self)
        self._place, self._faults, self._faces = QLabel(), QLabel(), QLabel()
        self._whom = QLabel("发给")
        self._card = Card("文件预览", holds_table=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        whole = QHBoxLayout()
        whole.setSpacing(14)
        side = QWidget()
        side.setFixedWidth(SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._list_card(), 1)
        terms = Card("发文要素")
        terms.add(self.options)
        column.addWidget(terms)
        whole.addWidget(side)
        self._card.add_line(self._tools())
        self._card.add(self.preview, 1)
        for label in (self._faults, self._faces):
            label.setWordWrap(True)
            label.setProperty("role", "note")
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line = QHBoxLayout()
            line.addWidget(label, 1)
            self._card.add_line(line)
        whole.addWidget(self._card, 1)
        self.body.addLayout(whole, 1)

    def _list_card(self) -> Card:
        card = Card("文件")
        self.list.setAccessibleName("文件种类")
        for code, name in papers().items():
            if code not in NOT_SHOWN:
                item = QListWidgetItem(name)
                item.setData(Qt.ItemDataRole.UserRole, code)
                item.setSizeHint(QSize(0, ROW))
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        card.add(self.list, 1)
        return card

    def _tools(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.body_box.setAccessibleName("发给哪个单位")
        self.body_box.setMinimumWidth(180)
        line.addWidget(self._whom)
        line.addWidget(self.body_box)
        line.addStretch(1)
        self._place.setProperty("role", "note")
        line.addWidget(self._place)
        for text, factor, tip in ZOOMS:
            button = QPushButton(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(lambda _=False, by=factor: self.preview.zoom(by))
            line.addWidget(button)
        self.save.setProperty("primary", True)
        for text, deed in (
            ("登记印发…", self.ask_issue), ("附定稿登记印发…", self._ask_final),
            ("已印发的文件、核验…", self.show_issued),
        ):  # fmt: skip
            self._menu.addAction(text).triggered.connect(lambda _=False, one=deed: one())
        self.issue.setMenu(self._menu)
        self.issue.setToolTip("编号、校核、定版留存；印发后不能更改")
        for button in (self.print, self.issue, self.save):
            line.addWidget(button)
        return line

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(lambda _: self._choose())
        self.options.changed.connect(self.reload)
        self.body_box.activated.connect(lambda _: self.reload())
        self.preview.page_changed.connect(self._tell_place)
        self.save.clicked.connect(self.ask_folder)
        self.print.clicked.connect(self._print)

    @property
    def paper(self) -> str:
        """Return the code of the paper chosen."""
        item = self.list.currentItem()
        return FIRST if item is None else str(item.data(Qt.ItemDataRole.UserRole))

    def choose(self, paper: str) -> None:
        """Choose a paper by its code."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == paper:
                self.list.setCurrentRow(row)

    def selection(self) -> tuple[object, ...]:
        """Return the paper chosen."""
        return (self.paper,)

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose the paper again."""
        if len(selection) == 1 and selection[0] != self.paper:
            self.list.blockSignals(True)
            self.choose(str(selection[0]))
            self.list.blockSignals(False)
            self.body_box.clear()

    def _choose(self) -> None:
        self.body_box.clear()
        self.reload()

    def order(self, papers: tuple[str, ...]) -> Order:
        """Return the order the form stands for."""
        options = self.options
        return Order(
            Period.parse(self.ctx.filter.period, self.ctx.today), self.ctx.today, papers,
            str(options.issuer.currentData() or ""), options.number.text().strip(),
            options.stage.currentData(), options.disclosure.currentData(),
            options.public.isChecked(), options.approved.isChecked(),
        )  # fmt: skip

    def load(self) -> None:
        """Make the paper beside the window."""
        try:
            order = self.order((self.paper,))
        except InvalidInput as error:
            self._show_nothing(error.message)
            return
        desk = self._desk.reordered(order) if self._desk else Desk(self.ctx.db, order)
        self._desk = desk
        body = self.body_box.currentText()
        paper = self.paper
        self._card.set_note("正在生成…")
        if not self.options.issuer.count():
            Operation(self.ctx, lambda task: known_issuers(self.ctx.db), self._offer,
                      topic="issuers").run()  # fmt: skip
        Operation(
            self.ctx, lambda task: _told(task, desk, paper, body), self._show, topic="paper",
            failed=self.load_failed,
        ).run()  # fmt: skip

    def shows(self, changes: Changes) -> bool:
        """Return whether a write touched what papers say; then the rows are read anew."""
        touched = super().shows(changes) or changes.planning
        if touched:
            self._desk = None
        return touched

    def _offer(self, found: tuple[Issuer, ...]) -> None:
        self.options.set_issuers(found)

    def _draw_beside(self, work: Callable[[], QImage], done: Callable[[QImage], None]) -> None:
        Operation(self.ctx, lambda task: work(), done, failed=lambda _: done(QImage())).run()

    def _show(self, made: Prepared | str) -> None:
        if isinstance(made, str):
            self._show_nothing(made)
            return
        self._shown = made
        several = bool(made.bodies)
        self._whom.setVisible(several)
        self.body_box.setVisible(several)
        if several:
            self.body_box.clear()
            self.body_box.addItems(list(made.bodies))
            self.body_box.setCurrentText(made.body)
        self._card.set_note(made.title)
        self.preview.show_pdf(made.pdf, made.sizes)
        self._tell_faults(made)
        self.save.setEnabled(True)
        self.print.setEnabled(True)
        self.finish()

    def _show_nothing(self, why: str) -> None:
        self._shown = Prepared(b"", (), "", (), ())
        self.preview.show_pdf(b"", ())
        self._card.set_note("")
        self._faults.setText(why)
        self._faces.setText("")
        self._whom.setVisible(False)
        self.body_box.setVisible(False)
        self.save.setEnabled(False)
        self.print.setEnabled(False)
        self.finish()

    def _tell_faults(self, made: Prepared) -> None:
        told = [f"{one.level.value}　{one.where}：{one.message}" for one in made.faults]
        more = [f"另有{len(told) - MOST_FAULTS}处。"] if len(told) > MOST_FAULTS else []
        self._faults.setText("\n".join([*told[:MOST_FAULTS], *more]) or "校核：没有发现问题。")
        self._faces.setText("字体：" + "；".join(f"{role} {face}" for role, face in made.faces))

    def _tell_place(self, place: int, pages: int) -> None:
        self._place.setText(f"第 {place + 1}/{pages} 页" if pages else "")

    def ask_folder(self) -> None:
        """Ask where to, then save the paper, of several bodies all, in the three forms."""
        self.ctx.messages.choose_folder("存放位置", self.save_into)

    def save_into(self, folder: Path) -> None:
        """Save the paper chosen into a folder."""
        save_papers(self.ctx, self.order((self.paper,)), Path(folder), self._tell_saved).run()

    def _tell_saved(self, files: list[File]) -> None:
        self.ctx.messages.info(f"已导出 {len(files)} 个文件到“{files[0].path.parent}”"
                               if files else "本期没有需要导出的文件")  # fmt: skip

    def show_issued(self) -> None:
        """Open the register of issued papers."""
        open_dialog(IssuedDialog(self.ctx, self))

    def _ask_final(self) -> None:
        self.ctx.messages.open_files(
            "在 WPS 中改定的文件", "文档 (*.docx)", lambda paths: self.ask_issue(paths[0])
        )

    def ask_issue(self, final: Path | None = None) -> None:
        """Ask, then number the paper shown, check it and keep it for good."""
        if not self._shown.pdf:
            self.ctx.messages.info("本期没有可以印发的文件")
            return
        told = self.options.number.text().strip() or "由本台按序列编号"
        whom = f"\n发给：{self._shown.body}" if self._shown.body else ""
        self.ctx.messages.ask(
            "登记印发", f"{self._shown.title}{whom}\n发文字号：{told}\n印发后不能更改，确认印发？",
            "印发", lambda: self.issue_now(final),
        )  # fmt: skip

    def issue_now(self, final: Path | None = None) -> None:
        """Issue the paper shown."""
        order = replace(self.order((self.paper,)), body=self._shown.body)
        issue(self.ctx, order, final, self._tell_issued).run()

    def _tell_issued(self, row: IssuedRow) -> None:
        self.options.number.clear()
        self.ctx.messages.info(f"已印发：{row.number}")

    def _print(self) -> None:
        if self._shown.pdf:
            print_pdf(self._shown.pdf, self._shown.title, self)


def _told(task: Task, desk: Desk, paper: str, body: str) -> Prepared | str:
    """Return the paper, or in words why the period gives no reason for it."""
    task.step(0, 1, "生成文件")
    try:
        return prepare(desk, paper, body)
    except DataError as error:
        return error.message
