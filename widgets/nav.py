"""The navigation on the left: four groups by what one does there, badges for what needs one."""

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
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from widgets.theme import current_theme

WIDTH = 168
ROOMY, DENSE = (34, 24, 33), (25, 18, 18)
"""Heights of a page, the first heading and the other headings; dense where they do not fit."""
_KEY = int(Qt.ItemDataRole.UserRole)
_BADGE = _KEY + 1
_FILLED = _KEY + 2
_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


@dataclass(frozen=True, slots=True)
class NavItem:
    """A page by key and the text people see."""

    key: str
    text: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class NavGroup:
    """A group of pages: 看, 办, 查 or 管."""

    title: str
    items: tuple[NavItem, ...]


class Navigation(QFrame):
    """Product name, groups and pages; arrows and clicks choose a page."""

    page_chosen = Signal(str)

    def __init__(
        self,
        groups: Sequence[NavGroup],
        name: str = "联席会议协调台",
        subtitle: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self._name, self._subtitle = QLabel(name), QLabel(subtitle)
        self._name.setProperty("role", "card")
        self._subtitle.setProperty("role", "quiet")
        self._subtitle.setMinimumWidth(1)
        self._subtitle.setWordWrap(True)
        self._list = _NavList()
        self._list.setObjectName("navigationList")
        self._list.setItemDelegate(_NavDelegate(self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName("导航")
        self._places: dict[str, QListWidgetItem] = {}
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 14, 0, 8)
        whole.setSpacing(0)
        for label in (self._name, self._subtitle):
            label.setContentsMargins(20, 0, 8, 0)
            whole.addWidget(label)
        whole.addSpacing(8)
        whole.addWidget(self._list, 1)
        self._fill(groups)
        self._list.currentItemChanged.connect(self._choose)
        self.setFocusProxy(self._list)
        self._apply_theme()

    def _fill(self, groups: Sequence[NavGroup]) -> None:
        for group in groups:
            heading = QListWidgetItem(group.title)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(heading)
            for entry in group.items:
                item = QListWidgetItem(entry.text)
                item.setData(_KEY, entry.key)
                item.setToolTip(entry.tip)
                self._list.addItem(item)
                self._places[entry.key] = item

    @property
    def current(self) -> str:
        """Return the key of the page chosen."""
        item = self._list.currentItem()
        return str(item.data(_KEY)) if item is not None else ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of all pages from top to bottom."""
        return tuple(self._places)

    def set_current(self, key: str) -> None:
        """Mark a page as the one on show, none for one that stands elsewhere; asks for it if it
        was another."""
        if key in self._places:
            self._list.setCurrentItem(self._places[key])
        else:
            self._list.setCurrentRow(-1)

    def set_badge(self, key: str, count: int, is_filled: bool = True) -> None:
        """Show how many entries need the person; nought hides the badge."""
        item = self._places.get(key)
        if item is None:
            return
        item.setData(_BADGE, count)
        item.setData(_FILLED, is_filled)
        spoken = f"{item.text()}，{count} 件待办" if count else item.text()
        item.setData(int(Qt.ItemDataRole.AccessibleTextRole), spoken)

    def badge(self, key: str) -> int:
        """Return the count in a page's badge."""
        return int(self._places[key].data(_BADGE) or 0)

    def set_subtitle(self, text: str) -> None:
        """Show whose data this is, under the product name."""
        self._subtitle.setText(text)
        self._subtitle.setToolTip(text)

    def changeEvent(self, event: QEvent) -> None:
        """Take over the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_list"):
            self._apply_theme()

    def _apply_theme(self) -> None:
        # Text grows with the setting, the column half as fast: its words are short.
        self.setFixedWidth(current_theme().space(WIDTH))
        self._list.fit()
        self._list.doItemsLayout()

    def _choose(self, now: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        if now is not None and now.data(_KEY):
            self.page_chosen.emit(str(now.data(_KEY)))


class _NavList(QListWidget):
    """Knows whether the keyboard led here: only then is a ring shown around the page."""

    def __init__(self) -> None:
        super().__init__()
        self.by_keyboard = False
        self.is_dense = False

    def fit(self) -> None:
        """Choose roomy or dense rows by the height there is."""
        rows = [self.item(place) for place in range(self.count())]
        pages = sum(bool(row.data(_KEY)) for row in rows)
        row, first, heading = ROOMY
        height = current_theme().px(row) * pages + current_theme().px(first)
        height += current_theme().px(heading) * (len(rows) - pages - 1)
        is_dense = height > self.viewport().height()
        if is_dense != self.is_dense:
            self.is_dense = is_dense
            self.doItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.by_keyboard = event.reason() in _BY_KEY
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.by_keyboard = True
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.by_keyboard = False
        super().mousePressEvent(event)


class _NavDelegate(QStyledItemDelegate):
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        owner = self.parent()
        is_dense = isinstance(owner, _NavList) and owner.is_dense
        row, first, heading = DENSE if is_dense else ROOMY
        height = row if index.data(_KEY) else heading if index.row() else first
        return QSize(10, current_theme().px(height))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = current_theme()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = rect.adjusted(20, 0, -20, 0)
        if not index.data(_KEY):
            _paint_heading(painter, inside, str(index.data()))
            painter.restore()
            return
        box = QRectF(rect).adjusted(10, 0.5, -10, -0.5)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selected if is_chosen else theme.hover))
            painter.drawRoundedRect(box, 6, 6)
        owner = self.parent()
        by_keyboard = isinstance(owner, _NavList) and owner.by_keyboard
        if state & QStyle.StateFlag.State_HasFocus and is_chosen and by_keyboard:
            painter.setPen(QPen(QColor(theme.ink), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(theme.font("body"))
        painter.setPen(QColor(theme.ink if is_chosen else theme.text))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        count = int(index.data(_BADGE) or 0)
        if count:
            _paint_badge(painter, inside, count, bool(index.data(_FILLED)))
        painter.restore()


def _paint_heading(painter: QPainter, inside: QRect, title: str) -> None:
    theme = current_theme()
    painter.setFont(theme.font("note"))
    painter.setPen(QColor(theme.quiet))
    low = inside.adjusted(0, 0, 0, -theme.px(4))
    painter.drawText(low, Qt.AlignmentFlag.AlignBottom, title)


def _paint_badge(painter: QPainter, inside: QRect, count: int, is_filled: bool) -> None:
    theme = current_theme()
    text = str(count) if count < 1000 else "999+"
    painter.setFont(theme.font("note"))
    height = theme.px(19)
    width = max(theme.px(21), painter.fontMetrics().horizontalAdvance(text) + theme.px(11))
    box = QRectF(inside.right() - width + 1, inside.center().y() - height / 2 + 0.5, width, height)
    painter.setPen(QPen(QColor(theme.red), 1.2))
    painter.setBrush(QColor(theme.red) if is_filled else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setPen(QColor(theme.on_red if is_filled else theme.red))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
