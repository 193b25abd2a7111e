"""A decision with its reason: what it is on is listed, what it needs is said before it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QWidget,
)

from console.drafts import DraftKeeper
from widgets.dialogs import answer_buttons, stack
from widgets.formats import thousands
from widgets.theme import current_theme

LISTED = 200
LIST_HEIGHT, REASON_HEIGHT, WIDTH = 150, 88, 560


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be decided: its word, what follows from it, whether it needs a reason."""

    word: str
    note: str
    needs_reason: bool = False


class DecideDialog(QDialog):
    """One decision on several things at once; `confirm` hears its place and the reason."""

    def __init__(
        self,
        title: str,
        unit: str,
        lines: Sequence[str],
        choices: Sequence[Choice],
        confirm: Callable[[int, str], None],
        parent: QWidget | None = None,
        chosen: int = 0,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._choices, self._confirm = tuple(choices), confirm
        self.choice, self.reason = QComboBox(), QPlainTextEdit()
        self.note, self.need = QLabel(), QLabel()
        self.listed = QListWidget()
        self.buttons = answer_buttons(self, self.take)
        self._list(lines, unit)
        key = f"decide:{title}:{len(lines)}:{lines[0] if lines else ''}"
        self.drafts = DraftKeeper(self.reason, self, key, f"{title}的理由")
        self._build(f"所选 {thousands(len(lines))} {unit}")
        self.choice.setCurrentIndex(chosen)
        self._judge()

    def _list(self, lines: Sequence[str], unit: str) -> None:
        self.listed.setAccessibleName("涉及的记录")
        self.listed.setFixedHeight(current_theme().space(LIST_HEIGHT))
        self.listed.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.listed.setFrameShape(QListWidget.Shape.NoFrame)
        for line in lines[:LISTED]:
            item = QListWidgetItem(line)
            item.setToolTip(line)
            self.listed.addItem(item)
        if len(lines) > LISTED:
            self.listed.addItem(f"……等共 {thousands(len(lines))} {unit}")

    def _build(self, heading: str) -> None:
        theme = current_theme()
        self.choice.addItems([one.word for one in self._choices])
        self.choice.setAccessibleName("结论")
        self.reason.setAccessibleName("理由")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(theme.space(REASON_HEIGHT))
        for label in (self.note, self.need):
            label.setWordWrap(True)
            label.setProperty("role", "note")
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow("结论", self.choice)
        form.addRow("", self.note)
        form.addRow("理由", self.reason)
        form.addRow("", self.need)
        stack(self, QLabel(heading), self.listed, form, self.buttons, spacing=10, width=WIDTH)
        self.choice.currentIndexChanged.connect(lambda _: self._judge())
        self.reason.textChanged.connect(self._judge)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.take)
        self.reason.setFocus()

    @property
    def can_take(self) -> bool:
        """Return whether what is needed is there."""
        return bool(self._told()) or not self._chosen().needs_reason

    def take(self) -> None:
        """Make the decision and close."""
        if self.can_take:
            self._confirm(self.choice.currentIndex(), self._told())
            self.accept()

    def _told(self) -> str:
        return self.reason.toPlainText().strip()

    def _chosen(self) -> Choice:
        return self._choices[max(0, self.choice.currentIndex())]

    def _judge(self) -> None:
        one = self._chosen()
        self.note.setText(one.note)
        self.need.setText("须写明理由" if one.needs_reason else "理由可不填；Ctrl+回车确定")
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(self.can_take)
