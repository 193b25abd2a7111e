"""A time line: what happened when, by whom, with a note and perhaps a file; the latest last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.theme import current_theme

_ENTRY = int(Qt.ItemDataRole.UserRole)
LEFT, GAP = 22, 6
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened; `file` is the name of what was attached."""

    key: str
    when: str
    headline: str
    note: str = ""
    file: str = ""

    @property
    def spoken(self) -> str:
        """Return the entry as one sentence."""
        parts = (self.when, self.headline, self.note, f"附件{self.file}" if self.file else "")
        return "，".join(part for part in parts if part)

    @property
    def below(self) -> str:
        """Return what stands under the headline."""
        return "\n".join(part for part in (self.note, self.file and f"附件：{self.file}") if part)


class Timeline(QListWidget):
    """Entries one below the other along a line; click or Enter opens the file of one."""

    file_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_TimelineDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("办理过程")
        self.itemDoubleClicked.connect(self._open)

    @property
    def entries(self) -> tuple[TimelineEntry, ...]:
        """Return the entries from top to bottom."""
        return tuple(_entry(self.item(place)) for place in range(self.count()))

    def show_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show other entries; the latest is brought into sight."""
        self.clear()
        for one in entries:
            item = QListWidgetItem(one.headline)
            item.setData(_ENTRY, one)
            item.setToolTip(f"{one.spoken}（回车另存附件）" if one.file else "")
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), one.spoken)
            self.addItem(item)
        self.scrollToBottom()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the file of the entry the keyboard is on."""
        current: QListWidgetItem | None = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
            self._open(current)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the notes anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        """Take over the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()

    def _open(self, item: QListWidgetItem) -> None:
        entry = _entry(item)
        if entry.file:
            self.file_opened.emit(entry.key)


def _entry(item: QListWidgetItem) -> TimelineEntry:
    entry = item.data(_ENTRY)
    assert isinstance(entry, TimelineEntry)
    return entry


class _TimelineDelegate(QStyledItemDelegate):
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        theme, entry = current_theme(), index.data(_ENTRY)
        head = theme.metrics("cell").height() + theme.px(2 * GAP)
        owner = self.parent()
        room = owner.viewport().width() if isinstance(owner, Timeline) else 200
        below = entry.below if isinstance(entry, TimelineEntry) else ""
        return QSize(80, head + _note_height(below, room - theme.px(LEFT) - theme.px(GAP)))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry = index.data(_ENTRY)
        if not isinstance(entry, TimelineEntry):
            return
        theme = current_theme()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            painter.fillRect(rect, QColor(theme.hover))
        line = theme.metrics("cell").height()
        top = rect.top() + theme.px(GAP)
        middle = QPointF(rect.left() + theme.px(8), top + line / 2)
        last = index.row() == index.model().rowCount() - 1
        self._paint_line(painter, rect, middle, index.row() == 0, last)
        head = QRect(rect.left() + theme.px(LEFT), top,
                     rect.width() - theme.px(LEFT) - theme.px(GAP), line)  # fmt: skip
        painter.setFont(theme.font("note"))
        painter.setPen(QColor(theme.quiet))
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                         entry.when)  # fmt: skip
        taken = painter.fontMetrics().horizontalAdvance(entry.when) + theme.px(8)
        painter.setFont(theme.font("cell"))
        painter.setPen(QColor(theme.text))
        room = head.width() - taken
        shown = painter.fontMetrics().elidedText(entry.headline, Qt.TextElideMode.ElideRight, room)
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        if entry.below:
            painter.setFont(theme.font("note"))
            painter.setPen(QColor(theme.second))
            under = QRect(head.left(), head.bottom() + theme.px(2), head.width(), rect.height())
            painter.drawText(under, _WRAP, entry.below)
        painter.restore()

    def _paint_line(
        self, painter: QPainter, rect: QRect, middle: QPointF, first: bool, last: bool
    ) -> None:
        theme = current_theme()
        painter.setPen(QPen(QColor(theme.line_strong), 1.4))
        top = middle.y() if first else rect.top()
        bottom = middle.y() if last else rect.bottom() + 1
        painter.drawLine(QPointF(middle.x(), top), QPointF(middle.x(), bottom))
        size = theme.px(9 if last else 7)
        painter.setPen(QPen(QColor(theme.ink), 1.4))
        painter.setBrush(QColor(theme.ink if last else theme.card))
        painter.drawEllipse(QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size))


def _note_height(text: str, room: int) -> int:
    if not text:
        return 0
    theme = current_theme()
    box = theme.metrics("note").boundingRect(QRect(0, 0, max(room, 40), 4000), _WRAP, text)
    return box.height() + theme.px(2)
