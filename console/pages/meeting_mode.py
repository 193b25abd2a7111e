"""会议模式: full screen in large type; the agenda at the left, decisions noted as they fall."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.pages.form_dialog import FormDialog
from console.pages.meeting_columns import page_title
from console.pages.meeting_forms import ask_decision
from console.pages.reading import ReadingBox
from data.rows.meetings import AgendaRow, MeetingSheet
from widgets.card import Card
from widgets.theme import Theme, current_theme

PAGES = ("overview", "heatmap", "findings", "records", "tasks", "meetings")
"""The pages behind the keys 1 to 6."""
LARGE, HUGE, SIDE = 22, 40, 420
HINT = "↑ ↓ 议题　回车 打开议题的相关页　D 记议定事项　F11 返回会议模式　Esc 退出"


class MeetingMode(QWidget):
    """A window of its own over the whole screen; a page opened from here is left with F11."""

    def __init__(self, ctx: AppContext, owner: QWidget) -> None:
        self._worn: Theme | None = None
        super().__init__(owner, Qt.WindowType.Window)
        self.ctx, self._owner = ctx, owner
        self.sheet: MeetingSheet | None = None
        self.setObjectName("page")
        self.setWindowTitle("会议模式")
        self.setAccessibleName("会议模式")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._head, self.agenda = QLabel(), QListWidget()
        self.topic, self._presenter, self._hint = ReadingBox("当前议题", 2), QLabel(), QLabel()
        self.settled = QListWidget()
        self._left, self._right, self._below = Card("议程"), Card("当前议题"), Card("本次议定事项")
        self._build()
        self._apply_theme()
        self.agenda.currentRowChanged.connect(self._show_item)
        self.agenda.itemActivated.connect(lambda _: self.open_page())
        # Shortcuts, since a list takes letters for a search of its own.
        for keys, run in (("F11", self.toggle), ("Esc", self.hide), ("D", self.note_decision)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda run=run: run())
        for number, name in enumerate(PAGES, 1):
            key = QShortcut(QKeySequence(str(number)), self)
            key.activated.connect(lambda name=name: self.open_page(name))

    def _build(self) -> None:
        for part, name in ((self.agenda, "议程"), (self.settled, "本次议定事项")):
            part.setAccessibleName(name)
            part.setWordWrap(True)
            part.setSpacing(4)
            part.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for label in (self._head, self._presenter, self._hint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._left.add(self.agenda, 1)
        self.topic.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._right.add(self.topic, 1)
        self._right.add(self._presenter)
        self._below.add(self.settled, 1)
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addWidget(self._right, 3)
        column.addWidget(self._below, 2)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self._left)
        line.addLayout(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 20, 28, 16)
        whole.setSpacing(14)
        whole.addWidget(self._head)
        whole.addLayout(line, 1)
        whole.addWidget(self._hint)

    def _apply_theme(self) -> None:
        theme = self._worn = current_theme()
        self.setStyleSheet(f"QWidget#page {{ background: {theme.ground}; }}")
        # Large from the start: what is larger still would leave no room for the words.
        large, huge = theme.space(LARGE), theme.space(HUGE)
        for part in (self.agenda, self.settled, self._presenter, self._head):
            part.setStyleSheet(f"font-size: {large}px;")
        self.topic.setStyleSheet(f"QPlainTextEdit {{ border: none; padding: 0; "
                                 f"font-size: {huge}px; }}")  # fmt: skip
        self._hint.setStyleSheet(f"color: {theme.second};")
        self._left.setFixedWidth(theme.space(SIDE))

    def changeEvent(self, event: QEvent) -> None:
        """Take over the scale of a new theme."""
        super().changeEvent(event)
        # Its own style sheets change the style as well: once a theme is worn, nothing is to do.
        if event.type() == QEvent.Type.StyleChange and self._worn not in (None, current_theme()):
            self._apply_theme()

    # -- what is shown ---------------------------------------------------------------------

    def show_sheet(self, sheet: MeetingSheet | None) -> None:
        """Show a meeting; the item on show stays on show."""
        place = max(0, self.agenda.currentRow())
        self.sheet = sheet
        self.agenda.blockSignals(True)
        self.agenda.clear()
        for one in sheet.agenda if sheet else ():
            who = f"\n　{one.presenter}" if one.presenter else ""
            self.agenda.addItem(f"{one.place}. {one.title}{who}")
        self.agenda.setCurrentRow(min(place, self.agenda.count() - 1))
        self.agenda.blockSignals(False)
        self.settled.clear()
        for number, row in enumerate(sheet.decisions if sheet else (), 1):
            who = row.body.name if row.body else ""
            due = f"{row.due}前" if row.due else ""
            tail = "，".join(filter(None, (who, due)))
            item = QListWidgetItem(f"{number}. {row.content}" + (f"（{tail}）" if tail else ""))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.settled.addItem(item)
        self.settled.scrollToBottom()
        about, registers = sheet.meeting if sheet else None, self.ctx.registers
        sample = "演示数据　" if registers is not None and registers.state.sample else ""
        self._head.setText(
            f"{sample}{about.title}　{about.day} {about.clock}　{about.place}　"
            f"主持人 {about.host or '—'}"
            if about else "没有会议"
        )
        keys = "　".join(f"{n} {page_title(one)}" for n, one in enumerate(PAGES, 1))
        self._hint.setText(f"{HINT}\n{keys}")
        self._show_item(self.agenda.currentRow())

    @property
    def item(self) -> AgendaRow | None:
        """Return the item of the agenda on show."""
        place = self.agenda.currentRow()
        rows = self.sheet.agenda if self.sheet else ()
        return rows[place] if 0 <= place < len(rows) else None

    def _show_item(self, place: int) -> None:
        one = self.item
        self.topic.setPlainText(one.title if one else "没有议题，请在联席会议页增加。")
        said = [one.presenter, one.paper, f"相关页：{page_title(one.page)}" if one.page else "",
                ] if one else []  # fmt: skip
        self._presenter.setText("\n".join(filter(None, said)))

    # -- what one does here ----------------------------------------------------------------

    def toggle(self) -> None:
        """Enter the mode, or leave it."""
        if self.isVisible():
            self.hide()
        elif self.sheet is not None:
            self.showFullScreen()
            self.agenda.setFocus()

    def open_page(self, name: str = "") -> None:
        """Open a page of the window, that of the item unless another is named."""
        one = self.item
        wanted = name or (one.page if one else "")
        if wanted and page_title(wanted):
            self.hide()
            self.ctx.go(wanted)

    def note_decision(self) -> FormDialog | None:
        """Note what was just settled."""
        if self.sheet is None:
            return None
        return ask_decision(self.ctx, self, self.sheet.meeting.id)

    def sizeHint(self) -> QSize:
        """Return a size for screens that cannot be filled."""
        return QSize(1366, 768)
