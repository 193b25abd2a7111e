"""A small card that leads through the program step by step, without holding anything up."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from widgets.theme import current_theme

WIDTH, EDGE, MARGIN = 380, 24, 16


class TourCard(QFrame):
    """Title, words, where one is, and the way on; it stands at the window's lower right."""

    moved = Signal(int)
    ended = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("popup")
        self.setAccessibleName("导览")
        self._place, self._many = 0, 0
        self._title, self.words, self._count = QLabel(), QLabel(), QLabel()
        self._title.setProperty("role", "card")
        self.words.setWordWrap(True)
        self._count.setProperty("role", "quiet")
        self.back, self.onward, self.end = (
            QPushButton(text) for text in ("上一步", "下一步", "结束导览")
        )
        self.onward.setProperty("primary", True)
        self.end.setProperty("quiet", True)
        line = QHBoxLayout()
        for part in (self.end, self._count):
            line.addWidget(part)
        line.addStretch(1)
        for button in (self.back, self.onward):
            line.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 14, MARGIN, 12)
        whole.setSpacing(8)
        whole.addWidget(self._title)
        whole.addWidget(self.words)
        whole.addLayout(line)
        self.back.clicked.connect(lambda: self.moved.emit(self._place - 1))
        self.onward.clicked.connect(self._go_on)
        self.end.clicked.connect(self.ended)
        window.installEventFilter(self)
        self.hide()

    @property
    def place(self) -> int:
        """Return which step is shown, from 0."""
        return self._place

    def show_step(self, place: int, many: int, title: str, words: str) -> None:
        """Show a step; the keyboard is on the way on."""
        self._place, self._many = place, many
        self._title.setText(title)
        self.words.setText(words)
        self._count.setText(f"{place + 1} / {many}")
        self.back.setEnabled(place > 0)
        self.onward.setText("下一步" if place + 1 < many else "完成")
        self.show()
        self._settle()
        self.raise_()
        self.onward.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape end the tour."""
        if event.key() == Qt.Key.Key_Escape:
            self.ended.emit()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return False

    def _go_on(self) -> None:
        if self._place + 1 < self._many:
            self.moved.emit(self._place + 1)
        else:
            self.ended.emit()

    def _settle(self) -> None:
        window = self.parentWidget()
        if window is None or not self.words.text():
            return
        wide = min(current_theme().px(WIDTH), window.width() - 2 * EDGE)
        self.setFixedWidth(wide)
        # A wrapped label tells its height only for a width that is known.
        self.words.setFixedHeight(self.words.heightForWidth(wide - 2 * MARGIN))
        self.adjustSize()
        self.move(window.width() - wide - EDGE, window.height() - self.height() - 2 * EDGE)
