"""What stands where nothing is yet: a headline, a sentence, what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTableView, QVBoxLayout, QWidget


class EmptyState(QWidget):
    """A headline and a sentence in the middle, with up to two buttons."""

    primary_clicked = Signal()
    secondary_clicked = Signal()

    def __init__(
        self,
        headline: str,
        sentence: str = "",
        primary: str = "",
        secondary: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._headline, self._sentence = QLabel(), QLabel()
        self._headline.setProperty("role", "card")
        self._sentence.setProperty("role", "cell")
        self._primary, self._secondary = QPushButton(), QPushButton()
        self._primary.setProperty("primary", True)
        self._primary.clicked.connect(self.primary_clicked)
        self._secondary.clicked.connect(self.secondary_clicked)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self._primary)
        buttons.addWidget(self._secondary)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.setSpacing(8)
        whole.addStretch(2)
        for label in (self._headline, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            whole.addWidget(label)
        whole.addSpacing(8)
        whole.addLayout(buttons)
        whole.addStretch(3)
        self.set_texts(headline, sentence)
        self.set_buttons(primary, secondary)

    def set_texts(self, headline: str, sentence: str = "") -> None:
        """Say what is missing and what to do about it."""
        self._headline.setText(headline)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self.setAccessibleName(headline)
        self.setAccessibleDescription(sentence)

    def set_buttons(self, primary: str = "", secondary: str = "") -> None:
        """Offer up to two ways on; a button without a text is hidden."""
        for button, text in ((self._primary, primary), (self._secondary, secondary)):
            button.setText(text)
            button.setVisible(bool(text))

    def cover(self, table: QTableView) -> None:
        """Stand in place of the rows of a table, below its header."""
        top = table.horizontalHeader().height()
        self.setGeometry(0, top, table.width(), max(0, table.height() - top))
