"""值对照: which of our words each word of a column stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from widgets.dialogs import answer_buttons
from widgets.theme import current_theme

AS_IT_IS = "按原词读取"


class WordsDialog(QDialog):
    """A line for each distinct text of the column; those that cannot be read come first."""

    chosen = Signal(object)

    def __init__(
        self,
        title: str,
        texts: Sequence[tuple[str, bool]],
        words: Sequence[str],
        known: Mapping[str, str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"值对照 · {title}")
        self.fields: dict[str, QComboBox | QLineEdit] = {}
        grid_part = QWidget()
        grid = QGridLayout(grid_part)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        ordered = sorted(texts, key=lambda one: one[1])
        for row, (text, is_read) in enumerate(ordered):
            label = QLabel(text if is_read else f"■ {text}（不在规定用词中）")
            label.setTextFormat(Qt.TextFormat.PlainText)
            field = self._field(words, known.get(text, ""))
            field.setAccessibleName(f"“{text}”对应")
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            self.fields[text] = field
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(ordered), 1)
        self._arrange(grid_part)

    def _field(self, words: Sequence[str], known: str) -> QComboBox | QLineEdit:
        if not words:
            field = QLineEdit(known)
            field.setPlaceholderText(AS_IT_IS)
            return field
        box = QComboBox()
        box.addItem(AS_IT_IS, "")
        for word in words:
            box.addItem(word, word)
        box.setCurrentIndex(max(0, box.findData(known)))
        return box

    def _arrange(self, grid: QWidget) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        note = QLabel("左边是文件中的用词，右边选它在本系统中的意思。")
        note.setProperty("role", "note")
        note.setWordWrap(True)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(grid)
        for part in (note, area, answer_buttons(self, self._tell)):
            whole.addWidget(part)
        theme = current_theme()
        self.resize(theme.space(520), theme.space(420))

    def _tell(self) -> None:
        told = {}
        for text, field in self.fields.items():
            word = field.currentData() if isinstance(field, QComboBox) else field.text().strip()
            told[text] = str(word or "")
        self.chosen.emit(told)
        self.accept()
