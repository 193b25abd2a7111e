"""A card with a chart: the same figures as a table, and both on the clipboard."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea

from widgets.bar_chart import BarChart
from widgets.card import Card
from widgets.chart_or_table import ChartOrTable, Row
from widgets.clipboard import copy_table
from widgets.theme import current_theme
from widgets.trend_chart import TrendChart

C = TypeVar("C", BarChart, TrendChart)


class ChartCard(Card, Generic[C]):
    """Shows a chart or its table; long bar charts scroll, and follow the keyboard."""

    def __init__(self, title: str, chart: C, can_explain: bool = False) -> None:
        super().__init__(title, can_explain=can_explain)
        self.chart: C = chart
        shown = _Scrolled(chart) if isinstance(chart, BarChart) else chart
        self._switcher = ChartOrTable(shown, has_shortcut=False)
        self.see, self.copy = QPushButton("看表"), QPushButton("复制")
        for button in (self.see, self.copy):
            button.setProperty("quiet", True)
            button.setAccessibleName(f"{title}：{button.text()}")
            self.add_to_head(button)
        self.see.setToolTip("以表格看这张图（Alt+T）")
        self.copy.setToolTip("把数据复制为表格，可粘贴到 WPS")
        self.see.clicked.connect(self.switch)
        self.copy.clicked.connect(self.copy_figures)
        shortcut = QShortcut(QKeySequence.StandardKey.Copy, chart, self.copy_figures)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.add(self._switcher, 1)

    @property
    def shows_table(self) -> bool:
        """Return whether the table is on show."""
        return self._switcher.shows_table

    def switch(self) -> None:
        """Change between chart and table."""
        self._switcher.switch()
        self.see.setText("看图" if self.shows_table else "看表")

    def renew(self) -> None:
        """Take new figures over into the table, if that is on show."""
        if self.shows_table:
            self._switcher.switch()
            self._switcher.switch()

    def copy_figures(self) -> None:
        """Put the chart's figures on the clipboard as a table."""
        header, rows = self.as_table()
        copy_table(header, rows, [place == 0 for place in range(len(header))])

    def as_table(self) -> tuple[Row, tuple[Row, ...]]:
        """Return the chart as header and rows."""
        return self.chart.as_table()


class _Scrolled(QScrollArea):
    """A bar chart of any length."""

    def __init__(self, chart: BarChart) -> None:
        super().__init__()
        self._chart = chart
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(chart)
        # The card shows through: a scroll area would fill its own ground.
        chart.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        chart.bar_reached.connect(self._follow)

    def accessibleName(self) -> str:
        """Return the chart's name."""
        return self._chart.accessibleName()

    def as_table(self) -> tuple[Row, tuple[Row, ...]]:
        """Return the chart as header and rows."""
        return self._chart.as_table()

    def sizeHint(self) -> QSize:
        """Return a size that shows every bar, up to some eight."""
        hint = self._chart.sizeHint()
        return QSize(hint.width(), min(hint.height(), current_theme().px(220)))

    def minimumSizeHint(self) -> QSize:
        """Return a size that shows a few bars."""
        theme = current_theme()
        return QSize(theme.px(220), min(self._chart.sizeHint().height(), theme.px(110)))

    def _follow(self, line: QRectF) -> None:
        self.ensureVisible(0, round(line.center().y()), 0, round(line.height()))
