"""A Gantt chart: groups of bars on days, for keyboard and mouse; only what is visible is drawn."""

from __future__ import annotations

from collections.abc import Set

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from widgets.gantt_data import GanttBar, GanttData, GanttGroup, GanttLines, Table
from widgets.gantt_paint import (
    Axis,
    colour_of,
    paint_bar,
    paint_grid,
    paint_group,
    paint_months,
    paint_today,
)
from widgets.theme import current_theme

__all__ = ["Gantt", "GanttBar", "GanttData", "GanttGroup", "GanttView"]
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
ROWS_AT_LEAST = 5
NAMES = 236


class GanttView(QAbstractScrollArea):
    """The chart alone; the bar the keyboard is on is told, Enter or a double click opens it."""

    bar_current = Signal(str)
    bar_activated = Signal(str)
    sentence_told = Signal(str)

    def __init__(self, data: GanttData | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = data or GanttData()
        self._folded: set[str] = set()
        self._lines = GanttLines(self._data, self._folded)
        self._line = -1
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.show_data(self._data)

    # -- what is shown ---------------------------------------------------------------------

    @property
    def data(self) -> GanttData:
        """Return what is shown."""
        return self._data

    @property
    def folded(self) -> Set[str]:
        """Return the keys of the groups that are folded."""
        return frozenset(self._folded)

    @property
    def line_count(self) -> int:
        """Return how many lines there are, shown or not."""
        return self._lines.count

    def show_data(self, data: GanttData) -> None:
        """Show other bars; the keyboard stays on its bar, groups stay folded."""
        kept = self.current_key()
        self._data = data
        self._folded &= {group.key for group in data.groups}
        self.setAccessibleName(data.title or "甘特图")
        self.setAccessibleDescription(data.summary)
        self._rearrange(kept)

    def fold(self, keys: Set[str]) -> None:
        """Fold just these groups."""
        kept = self.current_key()
        self._folded = {group.key for group in self._data.groups if group.key in keys}
        self._rearrange(kept)

    def fold_all(self, is_folded: bool) -> None:
        """Fold or unfold every group."""
        self.fold({group.key for group in self._data.groups} if is_folded else set())

    def as_table(self) -> Table:
        """Return the chart as header and rows."""
        return self._data.as_table()

    def _rearrange(self, kept: str) -> None:
        self._lines = GanttLines(self._data, self._folded)
        line = self._lines.line_of(kept) if kept else None
        self._line = -1 if line is None else line
        self._fit_scrolling()
        self.viewport().update()

    # -- the line the keyboard is on -------------------------------------------------------

    def current_key(self) -> str:
        """Return the key of the bar or group the keyboard is on, or nothing."""
        if not 0 <= self._line < self._lines.count:
            return ""
        group, bar = self._lines.at(self._line)
        return bar.key if bar is not None else group.key

    def set_current(self, key: str) -> bool:
        """Put the keyboard on a bar, unfolding its group; return whether there is one."""
        for group in self._data.groups:
            if group.key in self._folded and any(bar.key == key for bar in group.bars):
                self.fold(self._folded - {group.key})
        line = self._lines.line_of(key)
        if line is not None:
            self._go(line)
        return line is not None

    def current_sentence(self) -> str:
        """Return the line the keyboard is on as a sentence."""
        if not 0 <= self._line < self._lines.count:
            return ""
        group, bar = self._lines.at(self._line)
        if bar is not None:
            return f"{group.name}：{bar.sentence}"
        state = "已收起" if group.key in self._folded else "已展开"
        return f"{group.name}，{len(group.bars)} {self._data.unit}，{state}"

    def _go(self, line: int) -> None:
        if not self._lines.count:
            return
        self._line = min(max(0, line), self._lines.count - 1)
        self._scroll_to(self._line)
        self.viewport().update()
        said = self.current_sentence()
        self.setAccessibleDescription(said)
        self.sentence_told.emit(said)
        _, bar = self._lines.at(self._line)
        self.bar_current.emit(bar.key if bar is not None else "")

    def _toggle(self, group: GanttGroup) -> None:
        self.fold(self._folded ^ {group.key})
        line = self._lines.line_of(group.key)
        if line is not None:
            self._go(line)

    def _open(self, line: int) -> None:
        if not 0 <= line < self._lines.count:
            return
        group, bar = self._lines.at(line)
        if bar is None:
            self._toggle(group)
        else:
            self.bar_activated.emit(bar.key)

    # -- measures --------------------------------------------------------------------------

    @property
    def _row(self) -> int:
        return current_theme().dense_row_height

    @property
    def axis(self) -> Axis:
        """Return where the days lie."""
        wide = self.viewport().width()
        left = min(current_theme().space(NAMES), wide * 2 // 5)
        room = max(1, wide - left - current_theme().px(8))
        return Axis(self._data.first, self._data.last, float(left), float(room))

    def line_at(self, place: QPoint) -> int:
        """Return the line under a point of the viewport, -1 for none."""
        if place.y() < self._row:
            return -1
        line = (place.y() - self._row + self.verticalScrollBar().value()) // self._row
        return line if line < self._lines.count else -1

    def _fit_scrolling(self) -> None:
        room = max(1, self.viewport().height() - self._row)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._lines.count * self._row - room))
        bar.setPageStep(room)
        bar.setSingleStep(self._row)

    def _scroll_to(self, line: int) -> None:
        bar, room = self.verticalScrollBar(), self.viewport().height() - self._row
        top = line * self._row
        if top < bar.value():
            bar.setValue(top)
        elif top + self._row > bar.value() + room:
            bar.setValue(top + self._row - room)

    def sizeHint(self) -> QSize:
        """Return a size for some twenty lines."""
        return QSize(current_theme().px(760), self._row * 20)

    def minimumSizeHint(self) -> QSize:
        """Return a size for a few lines."""
        return QSize(current_theme().px(320), self._row * ROWS_AT_LEAST)

    # -- what Qt calls ---------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines that are visible, then months and today over them."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, row, axis = current_theme(), self._row, self.axis
        wide, high = self.viewport().width(), self.viewport().height()
        painter.fillRect(self.viewport().rect(), QColor(theme.card))
        offset = self.verticalScrollBar().value()
        paint_grid(painter, self._data, axis, row, high)
        first, last = offset // row, (offset + high) // row
        for line, group, bar in self._lines.between(first, last):
            box = QRectF(0, row + line * row - offset, wide, row)
            if line == self._line:
                painter.fillRect(box, QColor(theme.selected))
            if bar is None:
                folded = group.key in self._folded
                paint_group(painter, group, self._data, axis, box, folded)
            else:
                paint_bar(painter, bar, self._data, axis, box)
        painter.fillRect(QRectF(0, 0, wide, row), QColor(theme.card))
        paint_months(painter, self._data, axis, row)
        paint_today(painter, self._data, axis, row, high)
        if self.hasFocus() and 0 <= self._line < self._lines.count:
            painter.setPen(QColor(theme.ink))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            top = row + self._line * row - offset
            painter.setClipRect(QRectF(0, row, wide, high - row))
            painter.drawRect(QRectF(0.5, top + 0.5, wide - 1, row - 1))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by lines and pages, fold with the arrows to the sides, open on Enter."""
        key, page = event.key(), max(1, self.viewport().height() // self._row - 2)
        steps = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page, Qt.Key.Key_Home: -self._lines.count,
            Qt.Key.Key_End: self._lines.count,
        }  # fmt: skip
        if not self._lines.count:
            super().keyPressEvent(event)
        elif key in steps:
            self._go(self._line + steps[Qt.Key(key)])
        elif key in _ENTER:
            self._open(self._line)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._line >= 0:
            self._fold_by_key(key == Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)

    def _fold_by_key(self, is_left: bool) -> None:
        group, bar = self._lines.at(self._line)
        if bar is not None:
            if is_left:
                self._go(self._lines.group_line(self._line))
        elif (group.key in self._folded) != is_left:
            self._toggle(group)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the keyboard on a line; a click on a group folds it."""
        line = self.line_at(event.position().toPoint())
        if line < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        group, bar = self._lines.at(line)
        if bar is None:
            self._toggle(group)
        else:
            self._go(line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing waits for the release."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a bar."""
        line = self.line_at(event.position().toPoint())
        if line >= 0 and self._lines.at(line)[1] is not None:
            self._open(line)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell a bar in full where the mouse rests."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().viewportEvent(event)
        QToolTip.showText(event.globalPos(), self.tip_at(event.pos()))
        return True

    def tip_at(self, place: QPoint) -> str:
        """Return what is told of the bar under a point of the viewport."""
        line = self.line_at(place)
        bar = self._lines.at(line)[1] if line >= 0 else None
        return "" if bar is None else bar.tip or bar.sentence

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the scroll bar to the new height."""
        super().resizeEvent(event)
        self._fit_scrolling()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the first line."""
        super().focusInEvent(event)
        if self._line < 0:
            self._go(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Take over the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_lines"):
            self._fit_scrolling()
            self.viewport().update()


class Gantt(QWidget):
    """The chart with the words of its colours below."""

    def __init__(self, data: GanttData | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = GanttView(data)
        self._legend = QHBoxLayout()
        self._legend.setSpacing(6)
        self._kinds: tuple[str, ...] = ()
        self.setFocusProxy(self.view)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.view, 1)
        whole.addLayout(self._legend)
        self.show_data(data or GanttData())

    def as_table(self) -> Table:
        """Return the chart as header and rows."""
        return self.view.as_table()

    def show_data(self, data: GanttData) -> None:
        """Show other bars and the kinds there are."""
        self.view.show_data(data)
        if data.kinds == self._kinds:
            return
        self._kinds = data.kinds
        while (item := self._legend.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for kind in data.kinds:
            label = QLabel(kind)
            label.setProperty("role", "note")
            self._legend.addWidget(_Swatch(kind, data.kinds))
            self._legend.addWidget(label)
            self._legend.addSpacing(8)
        note = QLabel("条底深色为已完成部分")
        note.setProperty("role", "note")
        self._legend.addWidget(note)
        self._legend.addStretch(1)


class _Swatch(QWidget):
    def __init__(self, kind: str, kinds: tuple[str, ...]) -> None:
        super().__init__()
        self._kind, self._kinds = kind, kinds
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(18), theme.px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour_of(self._kind, self._kinds))
        painter.end()
