"""The heatmap: a table view whose cells are coloured, with its legend."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from widgets.clipboard import copy_table
from widgets.heat_delegate import HeatDelegate, paint_flag, paint_hatching
from widgets.heat_model import HeatCell, HeatData, HeatModel, HeatRow
from widgets.heat_scale import LEVELS, RAMP_PLACES, HeatScale, ramp_colour
from widgets.theme import current_theme

__all__ = ["HeatCell", "HeatData", "HeatLegend", "HeatRow", "Heatmap", "HeatmapView"]

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class HeatmapView(QTableView):
    """The coloured table alone; a click or Enter activates a cell, a second one opens it."""

    cell_activated = Signal(str, str)
    cell_opened = Signal(str, str)
    cell_current = Signal(str)

    def __init__(self, data: HeatData | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = HeatModel(data or HeatData(), self)
        self._delegate = HeatDelegate(self._model.heat.scale, self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self._prepare()
        self._entered, self._names = ("", ""), 60
        self.clicked.connect(self._open)
        self.doubleClicked.connect(lambda index: self.cell_opened.emit(*self._keys(index)))
        self.selectionModel().currentChanged.connect(self._tell_current)
        self._fit()

    def _prepare(self) -> None:
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setObjectName("plain")
        down.setObjectName("rowNames")
        for header in (across, down):
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setTextElideMode(Qt.TextElideMode.ElideRight)

    @property
    def data(self) -> HeatData:
        """Return the heatmap shown."""
        return self._model.heat

    def show_data(self, data: HeatData) -> None:
        """Show another heatmap; the keyboard stays on the same cell if it is still there."""
        row_key, column_key = self.current_keys()
        self._model.show_data(data)
        self._delegate.scale = data.scale
        self._fit()
        if row_key:
            self.set_current(row_key, column_key)

    def current_keys(self) -> tuple[str, str]:
        """Return the keys of the cell the keyboard is on, or empty ones."""
        return self._keys(self.currentIndex())

    def current_sentence(self) -> str:
        """Return the cell the keyboard is on as a sentence, or nothing."""
        now = self.currentIndex()
        return self._model.sentence(now.row(), now.column()) if now.isValid() else ""

    def set_current(self, row_key: str, column_key: str) -> bool:
        """Put the keyboard on a cell and return whether it is there."""
        rows = [row.key for row in self.data.rows]
        columns = [key for key, _ in self.data.columns]
        if row_key not in rows or column_key not in columns:
            return False
        self.setCurrentIndex(self._model.index(rows.index(row_key), columns.index(column_key)))
        return True

    def copy_selection(self) -> None:
        """Copy the selected cells with the names of rows and columns."""
        chosen = self.selectedIndexes()
        if not chosen:
            return
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        wanted = {(index.row(), index.column()) for index in chosen}
        horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        header = ["", *(str(self._model.headerData(c, horizontal)) for c in columns)]
        lines = [
            [str(self._model.headerData(r, vertical))]
            + [
                str(self._model.index(r, c).data() or "") if (r, c) in wanted else ""
                for c in columns
            ]
            for r in rows
        ]
        copy_table(header, lines, [True] + [False] * len(columns))

    def as_table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return the heatmap as a plain table; no data is written out."""
        data = self.data
        total = (data.total_label,) if data.has_totals else ()
        header = ("", *(label for _, label in data.columns), *total)
        rows = []
        for row, line in enumerate(data.rows):
            indexes = (self._model.index(row, column) for column in range(len(header) - 1))
            rows.append((line.name, *(str(index.data() or "无数据") for index in indexes)))
        return header, tuple(rows)

    def full_height(self) -> int:
        """Return the height at which no row is hidden."""
        return self.horizontalHeader().height() + self.verticalHeader().length() + 2

    def sizeHint(self) -> QSize:
        """Return a size that shows every row, up to some twenty."""
        row = current_theme().dense_row_height
        return QSize(current_theme().px(640), min(self.full_height(), row * 21))

    def minimumSizeHint(self) -> QSize:
        """Return a size that shows a few rows."""
        theme = current_theme()
        return QSize(theme.px(280), theme.dense_row_height * 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter, copy on Ctrl+C, else move."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() in _ENTER:
            self._enter(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        """Take over the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_delegate"):
            self._fit()

    def _keys(self, index: QModelIndex) -> tuple[str, str]:
        if not index.isValid():
            return "", ""
        is_total = self._model.is_total(index.column())
        column = "" if is_total else self.data.columns[index.column()][0]
        return self.data.rows[index.row()].key, column

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.cell_activated.emit(*self._keys(index))

    def _enter(self, index: QModelIndex) -> None:
        keys = self._keys(index)
        if index.isValid() and self._entered == keys:
            self.cell_opened.emit(*keys)
        else:
            self._open(index)
            self._entered = keys

    def _tell_current(self, now: QModelIndex, before: QModelIndex) -> None:
        said = self._model.sentence(now.row(), now.column()) if now.isValid() else ""
        self._entered = ("", "")
        self.setAccessibleDescription(said or self.data.summary)
        self.cell_current.emit(said)

    def _fit(self) -> None:
        theme = current_theme()
        metrics = theme.metrics("cell")
        self.setAccessibleName(self.data.title or "热力表")
        self.setAccessibleDescription(self.data.summary)
        names = [metrics.horizontalAdvance(row.name) for row in self.data.rows]
        down = self.verticalHeader()
        down.setMinimumSectionSize(1)
        down.setDefaultSectionSize(theme.dense_row_height)
        self._names = min(max(names, default=60) + 14, theme.px(190))
        self.horizontalHeader().setFixedHeight(theme.dense_row_height)
        self._fit_columns()
        self.updateGeometry()

    def _fit_columns(self) -> None:
        # Long names must leave the months their room; the whole name is in the tip.
        part = max(current_theme().px(80), self.width() * 3 // 10)
        self.verticalHeader().setFixedWidth(min(self._names, part))
        count = self._model.columnCount()
        if not count:
            return
        metrics = current_theme().metrics("cell")
        shown = (cell.shown for row in self.data.rows for cell in row.cells if cell is not None)
        words = {max(shown, key=len, default=""), *(label for _, label in self.data.columns)}
        least = max(metrics.horizontalAdvance(word) for word in words) + 8
        total = metrics.horizontalAdvance("1,234,567") if self.data.has_totals else 0
        across = self.horizontalHeader()
        across.setMinimumSectionSize(1)
        months = max(1, len(self.data.columns))
        room = self.viewport().width() - total
        for column in range(months):
            # Whole pixels for each column, so that the last one ends at the edge.
            even = room * (column + 1) // months - room * column // months
            across.resizeSection(column, max(least, even))
        if total:
            across.resizeSection(count - 1, total)


class HeatLegend(QWidget):
    """From few to many, what a red frame and what hatching means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flag = QLabel()
        self._swatches = [_Swatch(level) for level in range(LEVELS)]
        self._frame, self._hatched = _Swatch(None, "flag"), _Swatch(None, "hatch")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        few, many, missing = QLabel("少"), QLabel("多"), QLabel("无数据")
        for label in (few, many, missing, self._flag):
            label.setProperty("role", "note")
        parts: list[QWidget] = [few, *self._swatches, many]
        for part in parts:
            line.addWidget(part)
        for sign, label in ((self._frame, self._flag), (self._hatched, missing)):
            line.addSpacing(12)
            line.addWidget(sign)
            line.addWidget(label)
        line.addStretch(1)

    def show_scale(self, scale: HeatScale, unit: str, flag_meaning: str) -> None:
        """Name the levels and what a red frame means."""
        for level, swatch in enumerate(self._swatches):
            swatch.setToolTip(f"{scale.range_text(level)} {unit}")
        self._flag.setText(flag_meaning)
        self._flag.setVisible(bool(flag_meaning))
        self._frame.setVisible(bool(flag_meaning))
        self.setAccessibleName(f"图例：颜色由浅到深为少到多，红框为{flag_meaning}，斜纹为无数据")


class _Swatch(QWidget):
    def __init__(self, level: int | None, kind: str = "level") -> None:
        super().__init__()
        self._level, self._kind = level, kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(26 if self._kind == "level" else 18), theme.px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._kind == "flag":
            paint_flag(painter, box)
        elif self._kind == "hatch":
            paint_hatching(painter, box)
        else:
            painter.setPen(QColor(current_theme().line))
            if self._level:
                painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ramp_colour(RAMP_PLACES[self._level or 0]))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        painter.end()


class Heatmap(QWidget):
    """The heatmap with its legend below."""

    cell_activated = Signal(str, str)
    cell_opened = Signal(str, str)
    cell_current = Signal(str)

    def __init__(
        self,
        data: HeatData | None = None,
        has_legend: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = HeatmapView(data)
        self.legend = HeatLegend()
        self.legend.setVisible(has_legend)
        self.view.cell_activated.connect(self.cell_activated)
        self.view.cell_opened.connect(self.cell_opened)
        self.view.cell_current.connect(self.cell_current)
        self.setFocusProxy(self.view)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.view, 1)
        whole.addWidget(self.legend)
        self.show_data(data or HeatData())

    @property
    def data(self) -> HeatData:
        """Return the heatmap shown."""
        return self.view.data

    def as_table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return the heatmap as a plain table."""
        return self.view.as_table()

    def show_data(self, data: HeatData) -> None:
        """Show another heatmap."""
        self.setAccessibleName(data.title or "热力表")
        self.view.show_data(data)
        self.legend.show_scale(data.scale, data.unit, data.flag_meaning)
