"""What has to be done in this period: lamp, headline, second line; the click leads there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from widgets.status import Status, paint_status
from widgets.theme import current_theme

_ITEM = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class TodoItem:
    """One thing to do."""

    key: str
    status: Status
    headline: str
    detail: str = ""

    @property
    def summary(self) -> str:
        """Return the thing as one sentence."""
        said = f"{self.status.value}：{self.headline}"
        return f"{said}，{self.detail}" if self.detail else said


class TodoList(QWidget):
    """A list of things to do; click or Enter opens one."""

    activated = Signal(str)

    def __init__(self, items: Sequence[TodoItem] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = _Rows()
        self.list.opened.connect(self.activated)
        self.setFocusProxy(self.list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.list)
        self.show_items(items)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys from top to bottom."""
        return tuple(_todo(self.list.item(place)).key for place in range(self.list.count()))

    def show_items(self, items: Sequence[TodoItem]) -> None:
        """Show other things to do."""
        self.list.clear()
        for todo in items:
            item = QListWidgetItem(todo.headline)
            item.setData(_ITEM, todo)
            item.setToolTip(f"{todo.headline}\n{todo.detail}".strip())
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), todo.summary)
            self.list.addItem(item)

    def changeEvent(self, event: QEvent) -> None:
        """Take over the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "list"):
            self.list.doItemsLayout()


class _Rows(QListWidget):
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(_TodoDelegate(self))
        self.setMouseTracking(True)
        self.setAccessibleName("需要办的事")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.itemClicked.connect(self._open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current: QListWidgetItem | None = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
            self._open(current)
        else:
            super().keyPressEvent(event)

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(_todo(item).key)


def _todo(item: QListWidgetItem) -> TodoItem:
    todo = item.data(_ITEM)
    assert isinstance(todo, TodoItem)
    return todo


class _TodoDelegate(QStyledItemDelegate):
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(80, current_theme().px(56))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = current_theme()
        todo = index.data(_ITEM)
        if not isinstance(todo, TodoItem):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            painter.fillRect(rect, QColor(theme.hover))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.ink), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -2))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        size = theme.px(12)
        half = rect.height() // 2
        paint_status(painter, QRectF(rect.left() + 1, rect.top() + half * 0.6 - size / 2 + 1,
                                     size, size), todo.status)  # fmt: skip
        left = rect.left() + size + theme.px(9)
        room = rect.right() - left - 2
        lines = (
            (todo.headline, theme.font("cell"), theme.text, rect.top() + theme.px(7)),
            (todo.detail, theme.font("note"), theme.second, rect.top() + half - theme.px(1)),
        )
        for text, font, colour, top in lines:
            painter.setFont(font)
            painter.setPen(QColor(colour))
            fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            box = QRect(left, top, room, half - theme.px(5))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, fitting)
        painter.restore()
