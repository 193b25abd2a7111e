"""A calm band that says the window shows a past day, with the way back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from widgets.theme import current_theme


class PastBand(QFrame):
    """Shown while the window looks at a past day."""

    back_clicked = Signal()
    other_day_clicked = Signal()
    compare_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pastband")
        self.setAccessibleName("正在查看过去的数据")
        self._words = QLabel()
        self.back = self._button("返回现在", "回到现在的数据，可以修改")
        self.other_day = self._button("换一天", "改看另一天的数据")
        self.compare = self._button("与现在对比", "这一天与现在的差别及原因")
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 0, 20, 0)
        line.setSpacing(10)
        line.addWidget(self._words)
        line.addWidget(self.back)
        line.addWidget(self.other_day)
        line.addWidget(self.compare)
        line.addStretch(1)
        self.back.clicked.connect(self.back_clicked)
        self.other_day.clicked.connect(self.other_day_clicked)
        self.compare.clicked.connect(self.compare_clicked)
        self._apply_theme()
        self.hide()

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("quiet", True)
        button.setToolTip(tip)
        return button

    @property
    def words(self) -> str:
        """Return what the band says."""
        return self._words.text()

    def show_day(self, day: date, tip: str = "") -> None:
        """Say which day is shown; `tip` is what to know about it."""
        self._words.setText(f"数据截至 {day.year}年{day.month}月{day.day}日的状态，只能查看")
        self._words.setToolTip(tip)
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        """Take over the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_words"):
            self._apply_theme()

    def _apply_theme(self) -> None:
        self.setFixedHeight(current_theme().px(36))
