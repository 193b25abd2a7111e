"""The pop-up that chooses a period: named ones, quarters, or months of one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.period_choices import months_text, period_title, quick_choices


class PeriodPicker(QFrame):
    """Tells the period chosen in the syntax of commands and files."""

    period_chosen = Signal(str)

    def __init__(
        self, today: date, first_year: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAccessibleName("选择期间")
        self._today = today
        self._years = range(today.year, (first_year or today.year - 2) - 1, -1)
        self._quick: dict[str, QPushButton] = {}
        self._current = ""
        self._from, self._to = _MonthField(self._years), _MonthField(self._years)
        self._from.set_month(date(today.year, 1, 1))
        self._to.set_month(today)
        self._arrange()

    def _arrange(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setSpacing(8)
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, choice in enumerate(quick_choices(self._today)):
            button = QPushButton(choice.name)
            button.setObjectName("choice")
            button.setCheckable(True)
            button.setToolTip(period_title(choice.text, self._today))
            button.clicked.connect(lambda _=False, text=choice.text: self._choose(text))
            self._quick[choice.text] = button
            grid.addWidget(button, place // 2, place % 2)
        whole.addLayout(grid)
        line = QFrame()
        line.setObjectName("hairline")
        line.setFixedHeight(1)
        whole.addWidget(line)
        own = QLabel("自定义月份")
        own.setProperty("role", "note")
        whole.addWidget(own)
        for name, field in (("从", self._from), ("至", self._to)):
            row = QHBoxLayout()
            row.addWidget(QLabel(name))
            row.addWidget(field, 1)
            whole.addLayout(row)
        self._take = QPushButton("确定")
        self._take.setProperty("primary", True)
        self._take.clicked.connect(self._choose_own)
        whole.addWidget(self._take)

    @property
    def current(self) -> str:
        """Return the period marked as chosen."""
        return self._current

    def set_current(self, text: str) -> None:
        """Mark a period as the one in force."""
        self._current = text
        for own, button in self._quick.items():
            button.setChecked(own == text)

    def set_own_months(self, first: date, last: date) -> None:
        """Fill the fields of one's own months."""
        self._from.set_month(first)
        self._to.set_month(last)

    def offer(self, text: str, then: Callable[[], None]) -> None:
        """Offer something else that has to do with time, below the periods."""
        button = QPushButton(text)
        button.setProperty("quiet", True)
        button.clicked.connect(self.hide)
        button.clicked.connect(lambda: then())
        whole = self.layout()
        assert whole is not None
        whole.addWidget(button)

    def open_below(self, widget: QWidget) -> None:
        """Open under a chip or button."""
        self.adjustSize()
        self.move(widget.mapToGlobal(QPoint(0, widget.height() + 4)))
        self.show()
        chosen = self._quick.get(self._current)
        (chosen or next(iter(self._quick.values()))).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape, choose the button under the keyboard on Enter."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(focused, QPushButton):
                focused.click()
            else:
                self._choose_own()
        else:
            super().keyPressEvent(event)

    def _choose(self, text: str) -> None:
        self.set_current(text)
        self.hide()
        self.period_chosen.emit(text)

    def _choose_own(self) -> None:
        self._choose(months_text(self._from.month(), self._to.month()))


class _MonthField(QWidget):
    def __init__(self, years: range) -> None:
        super().__init__()
        self._year, self._month = QComboBox(), QComboBox()
        for year in years:
            self._year.addItem(f"{year}年", year)
        for month in range(1, 13):
            self._month.addItem(f"{month}月", month)
        self._year.setAccessibleName("年")
        self._month.setAccessibleName("月")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._year, 1)
        row.addWidget(self._month, 1)

    def month(self) -> date:
        return date(int(self._year.currentData()), int(self._month.currentData()), 1)

    def set_month(self, day: date) -> None:
        self._year.setCurrentIndex(max(0, self._year.findData(day.year)))
        self._month.setCurrentIndex(day.month - 1)
