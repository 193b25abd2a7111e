"""更正检查报告: every field as it stands, the new words beside it, and the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from data.rows.edits import ReportCard, ReportField
from widgets.dialogs import answer_buttons
from widgets.theme import current_theme

WIDTH, HEIGHT = 620, 640
Confirm = Callable[[int, Mapping[str, str], str, int | None], None]


class _Choice(QComboBox):
    """A choice in a long form: scrolling the form over it changes nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form."""
        event.ignore()


class CorrectDialog(QDialog):
    """Fields of one report of a visit to correct; `confirm` hears only those that changed."""

    def __init__(
        self, cards: Sequence[ReportCard], confirm: Confirm, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("更正检查报告")
        self._cards, self._confirm = tuple(cards), confirm
        self._before: dict[str, str] = {}
        self.edits: dict[str, QLineEdit | QComboBox] = {}
        self.report, self.line = QComboBox(), QComboBox()
        self.why, self.told = QLineEdit(), QLabel()
        self._area = QScrollArea()
        self.buttons = answer_buttons(self, self.take)
        self._build()
        self._show_report()

    def _build(self) -> None:
        for box, name in ((self.report, "检查报告"), (self.line, "事项行")):
            box.setAccessibleName(name)
        self.why.setAccessibleName("理由")
        self.why.setPlaceholderText("必填，如：单位来函更正")
        self.told.setProperty("role", "note")
        self.told.setWordWrap(True)
        self.report.addItems([card.title for card in self._cards])
        head = QFormLayout()
        head.addRow("检查报告", self.report)
        head.addRow("事项行", self.line)
        foot = QFormLayout()
        foot.addRow("理由", self.why)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName("各项内容")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(self._area, 1)
        whole.addWidget(self.told)
        whole.addLayout(foot)
        whole.addWidget(self.buttons)
        theme = current_theme()
        self.resize(theme.space(WIDTH), theme.space(HEIGHT))
        self.report.currentIndexChanged.connect(lambda _: self._show_report())
        self.line.currentIndexChanged.connect(lambda _: self._show_fields())
        self.why.textChanged.connect(self._judge)

    @property
    def card(self) -> ReportCard:
        """Return the report chosen."""
        return self._cards[max(0, self.report.currentIndex())]

    @property
    def changed(self) -> dict[str, str]:
        """Return the fields with other words than they had."""
        now = {header: _text(edit) for header, edit in self.edits.items()}
        return {header: text for header, text in now.items() if text != self._before[header]}

    def take(self) -> None:
        """Correct what changed, with the reason, and close."""
        texts, why = self.changed, self.why.text().strip()
        if texts and why:
            line = self.line.currentIndex() + 1 if self.card.lines else None
            self._confirm(self.card.report, texts, why, line)
            self.accept()

    def _show_report(self) -> None:
        self.edits = {}
        self.line.blockSignals(True)
        self.line.clear()
        for number, fields in enumerate(self.card.lines, 1):
            item = next((one.text for one in fields if one.text), "") or "（未填事项）"
            self.line.addItem(f"第 {number} 行　{item}")
        self.line.blockSignals(False)
        self._show_fields()

    def _show_fields(self) -> None:
        lines = self.card.lines
        own = lines[max(0, self.line.currentIndex())] if lines else ()
        fields = (*self.card.fields, *own)
        of_report = {one.header for one in self.card.fields}
        kept = {header: text for header, text in self.changed.items() if header in of_report}
        self._before = {one.header: one.text for one in fields}
        self.edits = {one.header: self._edit(one) for one in fields}
        for header, text in kept.items():
            _set(self.edits[header], text)
        form_part = QWidget()
        form = QFormLayout(form_part)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(6)
        for header, edit in self.edits.items():
            form.addRow(header, edit)
        self._area.setWidget(form_part)
        self._judge()

    def _edit(self, field: ReportField) -> QLineEdit | QComboBox:
        if not field.words:
            line = QLineEdit(field.text)
            line.textChanged.connect(self._judge)
            line.setAccessibleName(field.header)
            return line
        box = _Choice()
        box.setAccessibleName(field.header)
        box.addItems(["", *field.words])
        if box.findText(field.text) < 0:
            box.addItem(field.text)
        box.setCurrentText(field.text)
        box.currentIndexChanged.connect(self._judge)
        return box

    def _judge(self, *_: object) -> None:
        changed = self.changed
        names = "、".join(changed)
        self.told.setText(f"将更正：{names}" if changed else "改动要更正的栏目，并写明理由。")
        ready = bool(changed) and bool(self.why.text().strip())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(ready)


def _text(edit: QLineEdit | QComboBox) -> str:
    return (edit.text() if isinstance(edit, QLineEdit) else edit.currentText()).strip()


def _set(edit: QLineEdit | QComboBox, text: str) -> None:
    if isinstance(edit, QLineEdit):
        edit.setText(text)
    else:
        edit.setCurrentText(text)
