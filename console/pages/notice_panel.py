"""The panel beside the register: what was done to a paper, its findings, its pages, its deeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from console.context import AppContext
from console.loading.ladder import Life, read_life, show_paper
from console.loading.papers import Prepared
from console.operations.base import Operation, ReadOp, Task
from console.operations.ladder import save_attachment
from console.pages.notice_actions import NoticeActions
from console.pages.notice_columns import facts, state_words, timeline_entry, whom
from console.pages.notice_findings import ChargedTable
from data.rows.errors import DataError
from data.rows.issues import Changes
from data.rows.notices import NoticeRow
from widgets.card import Card
from widgets.pdf_preview import PdfPreview
from widgets.theme import current_theme
from widgets.timeline import Timeline

if TYPE_CHECKING:
    from console.operations.paper_desk import Desk

VIEWS = ("办理过程", "所依据的预警", "文件预览")
LIFE, FOUND, PAGES = range(len(VIEWS))
WIDTH = 400
MOST_FAULTS = 3


class NoticePanel(Card):
    """One paper in full; several chosen at once have only their common deeds."""

    loaded = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__("办理")
        self.ctx = ctx
        self._rows: tuple[NoticeRow, ...] = ()
        self._life: Life | None = None
        self._desk: Desk | None = None
        self._previewed: tuple[int, int] = (0, 0)
        self.deeds = NoticeActions(ctx, self)
        self._facts, self._faults = QLabel(), QLabel()
        self.views, self._stack = QTabBar(), QStackedWidget()
        self.timeline = Timeline()
        self.findings = ChargedTable(ctx)
        self.preview = PdfPreview(self._draw_beside)
        self._build()
        self.setMinimumWidth(current_theme().space(WIDTH))

    def _build(self) -> None:
        for label in (self._facts, self._faults):
            label.setWordWrap(True)
            label.setProperty("role", "note")
        self.add(self._facts)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.deeds.add_to(line)
        line.addStretch(1)
        self.add_line(line)
        for text in VIEWS:
            self.views.addTab(text)
        self.views.setAccessibleName("办件内容")
        self.views.setDrawBase(False)
        self.views.setExpanding(False)
        self.add(self.views)
        self.preview.thumbs.hide()
        pages = QWidget()
        column = QVBoxLayout(pages)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.preview, 1)
        column.addWidget(self._faults)
        for part in (self.timeline, self.findings, pages):
            self._stack.addWidget(part)
        self.add(self._stack, 1)
        self.views.currentChanged.connect(self._switch)
        self.ctx.changed.connect(self._forget_rows)
        self.timeline.file_opened.connect(self._ask_folder)

    @property
    def life(self) -> Life | None:
        """Return the paper shown."""
        return self._life

    @property
    def chosen(self) -> tuple[NoticeRow, ...]:
        """Return the papers whose deeds are offered."""
        return self._rows

    def _forget_rows(self, changes: Changes, initiator: object) -> None:
        """Collect the rows of documents anew where facts or decisions changed."""
        if changes.visits or changes.plans or changes.registers or changes.findings:
            self._desk, self._previewed = None, (0, 0)

    def show_rows(self, rows: Sequence[NoticeRow]) -> None:
        """Show the paper chosen, or the common deeds of several."""
        self._rows = tuple(rows)
        if len(self._rows) == 1:
            number, today, viewer = self._rows[0].id, self.ctx.today, self.ctx.actor
            ReadOp(
                self.ctx, lambda session: read_life(session, number, today, viewer), self._show,
                topic="notice-life", failed=lambda _: self.loaded.emit(),
            ).run()  # fmt: skip
            return
        self._life = None
        self._clear(f"已选 {len(self._rows)} 件" if self._rows else "")
        self.loaded.emit()

    def _clear(self, title: str) -> None:
        self.set_title(title or "办理")
        self.set_note("")
        hint = "可一并办理下列事项。" if self._rows else "选中一件看办理过程、预警和文件。"
        self._facts.setText(hint)
        self.timeline.show_entries(())
        self.findings.show_findings(())
        self.preview.show_pdf(b"", ())
        self._previewed = (0, 0)
        self._faults.clear()
        self.deeds.settle(self._rows, None)

    def _show(self, life: Life) -> None:
        if [row.id for row in self._rows] != [life.row.id]:
            return  # others were chosen meanwhile
        self._life = life
        row = life.row
        self.set_title(f"{row.kind.label} · {whom(row.body)}")
        self.set_note(" · ".join(part for part in (row.number, state_words(row)) if part))
        self._facts.setText(facts(row))
        self.timeline.show_entries([timeline_entry(one) for one in life.events])
        self.findings.show_findings(life.findings, row.period)
        self.views.setTabText(FOUND, f"{VIEWS[FOUND]}（{len(row.keys)}）")
        self.deeds.settle((row,), life)
        self._show_pages()
        self.loaded.emit()

    def _switch(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._show_pages()

    # -- the document ----------------------------------------------------------------------

    def _show_pages(self) -> None:
        life = self._life
        if life is None or self.views.currentIndex() != PAGES:
            return
        wanted = (life.row.id, life.row.version)
        if wanted == self._previewed:
            return
        self._previewed = wanted
        self._faults.setText("正在生成文件…")
        ctx, kept, number = self.ctx, self._desk, life.row.id

        def work(task: Task) -> tuple[Prepared, Desk | None] | str:
            try:
                return show_paper(ctx.db, number, ctx.today, ctx.actor, kept)
            except DataError as error:
                return error.message

        Operation(ctx, work, self._put_pages, topic="notice-pages").run()

    def _put_pages(self, made: tuple[Prepared, Desk | None] | str) -> None:
        if isinstance(made, str):
            self.preview.show_pdf(b"", ())
            self._faults.setText(made)
            return
        prepared, self._desk = made
        self.preview.show_pdf(prepared.pdf, prepared.sizes)
        told = [f"{one.level.value}　{one.where}：{one.message}" for one in prepared.faults]
        more = [f"另有{len(told) - MOST_FAULTS}处。"] if len(told) > MOST_FAULTS else []
        issued = self._life is not None and self._life.row.issued_paper is not None
        fine = "已印发的原件" if issued else "校核：没有发现问题。"
        self._faults.setText("\n".join([*told[:MOST_FAULTS], *more]) or fine)

    def _draw_beside(self, work: Callable[[], QImage], done: Callable[[QImage], None]) -> None:
        Operation(self.ctx, lambda task: work(), done, failed=lambda _: done(QImage())).run()

    def _ask_folder(self, event: str) -> None:
        self.ctx.messages.choose_folder("另存附件", lambda folder: self.save_file(event, folder))

    def save_file(self, event: str, folder: Path) -> None:
        """Save what was attached to an entry into a folder."""
        save_attachment(self.ctx, int(event), folder).run()
