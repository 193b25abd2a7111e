"""One deed to one paper or several; a refusal is told and leaves the form as it was filled in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from console.context import AppContext
from console.operations.base import Operation, Task
from console.operations.ladder import Answers
from console.pages.notice_forms import DeedForm
from console.pages.paper_options import USUAL
from data.rows.errors import DataError
from data.rows.notices import STEPS
from data.rows.papers import Issuer
from widgets.dialogs import answer_buttons
from widgets.theme import current_theme

WIDTH, NOTE_HEIGHT = 540, 84
LISTED = 8
ROUND_ABOUT = 150
"""So much of the screen's height is left to what stands above and below the fields."""
FOLLOWING = "按阶梯的下一步"
PASSAGES = (("title", "标题"), ("opening", "开头"), ("closing", "结尾"))
Confirm = Callable[[Answers, "DeedDialog"], None]


class DeedDialog(QDialog):
    """The form of a deed; `confirm` hears the answers and this form, and closes it when done."""

    def __init__(
        self,
        ctx: AppContext,
        form: DeedForm,
        lines: Sequence[str],
        confirm: Confirm,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ctx, self._form, self._confirm = ctx, form, confirm
        self.is_busy = False
        self.setWindowTitle(form.text)
        self.actor, self.note = QLineEdit(ctx.actor), QPlainTextEdit()
        self.number, self.file, self.choose = QLineEdit(), QLineEdit(), QPushButton("选择…")
        self.with_due, self.due, self.day = QCheckBox("另定"), QDateEdit(), QDateEdit()
        self.kind, self.issuer, self.keys = QComboBox(), QComboBox(), QPlainTextEdit()
        self.passages = {name: QPlainTextEdit() for name, _ in PASSAGES}
        self.bodies, self.refusal = QLineEdit(), QLabel()
        self.buttons = answer_buttons(self, self.take)
        self.rows = QFormLayout()
        self._build(lines)
        self._connect()
        self._judge()

    def _build(self, lines: Sequence[str]) -> None:
        form = self._form
        self.rows.setHorizontalSpacing(16)
        self.rows.setVerticalSpacing(8)
        self._add("办理人", self.actor)
        if form.dated:
            self._dated(self.day, self._ctx.today, latest=self._ctx.today)
            self._add(form.dated, self.day)
        if form.number:
            self.number.setPlaceholderText("不填则由本台按序列编号")
            self._add("发文字号", self.number)
        if form.bodies:
            self.bodies.setPlaceholderText(form.bodies)
            self._add("单位", self.bodies)
        if form.kind:
            self._offer_kinds()
        if form.due:
            self._add_due()
        if form.wording:
            self._add_passages()
        self.add_more()
        if form.issuer:
            self._add_issuer()
        if form.note:
            self._boxed(self.note)
            self._add(form.note, self.note)
        if form.file:
            self._add_file()
        self._lay_out(lines)

    def add_more(self) -> None:
        """Add what a form of its own asks for beside."""

    def _add(self, name: str, field: QWidget) -> None:
        field.setAccessibleName(name)
        self.rows.addRow(name, field)

    def _boxed(self, field: QPlainTextEdit, height: int = NOTE_HEIGHT) -> None:
        field.setTabChangesFocus(True)
        field.setFixedHeight(current_theme().space(height))

    def _dated(self, field: QDateEdit, day: date, latest: date | None = None) -> None:
        field.setCalendarPopup(True)
        field.setDisplayFormat("yyyy-MM-dd")
        field.setDate(QDate(day.year, day.month, day.day))
        if latest is not None:
            field.setMaximumDate(QDate(latest.year, latest.month, latest.day))

    def _offer_kinds(self) -> None:
        self.kind.addItem(FOLLOWING, None)
        for kind, step in STEPS.items():
            self.kind.addItem(f"第{step}步 {kind.label}", kind)
        self._add("文件", self.kind)

    def _add_issuer(self) -> None:
        self.issuer.addItem(USUAL, "")
        self._add("发文单位", self.issuer)
        Operation(self._ctx, self._read_issuers, self._offer_issuers).run()

    def _read_issuers(self, task: Task) -> tuple[Issuer, ...]:
        from console.operations.paper_desk import known_issuers

        return known_issuers(self._ctx.db)

    def _offer_issuers(self, found: tuple[Issuer, ...]) -> None:
        if isValid(self.issuer):
            for one in found:
                self.issuer.addItem("、".join(one.names), one.id)

    def _add_due(self) -> None:
        self._dated(self.due, self._ctx.today)
        if self._form.needs_due:
            self._add(self._form.due, self.due)
            return
        line = QHBoxLayout()
        line.addWidget(self.with_due)
        line.addWidget(self.due, 1)
        self.due.setAccessibleName(self._form.due)
        self.due.setEnabled(False)
        self.with_due.toggled.connect(self.due.setEnabled)
        self.rows.addRow(self._form.due, line)

    def _add_passages(self) -> None:
        for name, label in PASSAGES:
            self._boxed(self.passages[name], 46 if name == "title" else 72)
            self.passages[name].setPlaceholderText("不填则按模板")
            self._add(label, self.passages[name])
        self._boxed(self.keys, 96)
        self.keys.setPlaceholderText("每行一条预警编号，见“预警”页详情")
        self._add("所依据的预警", self.keys)

    def _add_file(self) -> None:
        line = QHBoxLayout()
        self.file.setAccessibleName(self._form.file)
        self.file.setPlaceholderText("可不附")
        self.file.setClearButtonEnabled(True)
        line.addWidget(self.file, 1)
        line.addWidget(self.choose)
        self.rows.addRow(self._form.file, line)

    def _lay_out(self, lines: Sequence[str]) -> None:
        theme = current_theme()
        more = [f"……共 {len(lines)} 件"] if len(lines) > LISTED else []
        listed, hint = QLabel("\n".join([*lines[:LISTED], *more])), QLabel(self._form.hint)
        for label in (listed, hint, self.refusal):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        hint.setProperty("role", "note")
        self.refusal.setStyleSheet(f"color: {theme.red};")
        self.refusal.setAccessibleName("未能办理的原因")
        self.refusal.hide()
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setDefault(True)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self._form.text)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(10)
        if lines:
            whole.addWidget(listed)
        whole.addWidget(hint)
        whole.addWidget(self._area(), 1)
        whole.addWidget(self.refusal)
        whole.addWidget(self.buttons)
        self.setMinimumWidth(theme.space(WIDTH))

    def _area(self) -> QScrollArea:
        """Return the fields, in a part that scrolls where large type leaves no room for all."""
        fields, area = QWidget(), QScrollArea()
        self.rows.setContentsMargins(0, 0, 0, 0)
        fields.setLayout(self.rows)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(fields)
        fields.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        window = self._ctx.messages.window
        room = max(self.screen().availableGeometry().height(), window.height() if window else 0)
        wanted = fields.sizeHint().height()
        area.setMinimumHeight(min(wanted, room - current_theme().px(ROUND_ABOUT)))
        return area

    def _connect(self) -> None:
        self.choose.clicked.connect(self._ask_file)
        self.actor.textChanged.connect(lambda _: self._judge())
        self.note.textChanged.connect(self._judge)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.take)

    def fill(self, wording: Sequence[tuple[str, str]], keys: Sequence[str]) -> None:
        """Show the passages and findings a draft has now."""
        for name, text in wording:
            self.passages[name].setPlainText(text)
        self.keys.setPlainText("\n".join(keys))

    def propose_due(self, day: date) -> None:
        """Begin with another day in the field of the new deadline."""
        self.due.setDate(QDate(day.year, day.month, day.day))

    @property
    def can_take(self) -> bool:
        """Return whether what is needed is there."""
        told = self.note.toPlainText().strip()
        needed = bool(told) or not self._form.needs_note
        return needed and bool(self.actor.text().strip()) and not self.is_busy

    def answers(self) -> Answers:
        """Return what the form says."""
        form, ctx = self._form, self._ctx
        file = self.file.text().strip()
        has_due = form.needs_due or self.with_due.isChecked()
        return Answers(
            self.actor.text().strip(),
            _day(self.day) if form.dated else ctx.today,
            self.note.toPlainText().strip(),
            _day(self.due) if form.due and has_due else None,
            self.number.text().strip(), Path(file) if file else None, self.kind.currentData(),
            tuple((name, box.toPlainText().strip()) for name, box in self.passages.items()),
            tuple(self.keys.toPlainText().split()) if form.wording else None,
            tuple(self.bodies.text().replace("，", ",").replace("、", ",").split(",")
                  if self.bodies.text().strip() else ()),
            str(self.issuer.currentData() or ""),
        )  # fmt: skip

    def take(self) -> None:
        """Hand the answers on; the form stays until it is done."""
        if self.can_take:
            self.refusal.hide()
            self._set_busy(True)
            self._confirm(self.answers(), self)

    def done_well(self) -> None:
        """Close: the deed is done."""
        self._set_busy(False)
        self.accept()

    def refuse(self, error: BaseException) -> None:
        """Say in its own words why the deed was not done; what was typed stays."""
        self._set_busy(False)
        if isinstance(error, DataError):
            self.refusal.setText(error.message)
            self.refusal.show()

    def reject(self) -> None:
        """Close without doing anything, unless it is being done."""
        if not self.is_busy:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay while the deed is being done."""
        if self.is_busy:
            event.ignore()
        else:
            super().closeEvent(event)

    def _set_busy(self, is_busy: bool) -> None:
        self.is_busy = is_busy
        self._judge()

    def _ask_file(self) -> None:
        kinds = self._form.file_kinds or "文件 (*)"
        self._ctx.messages.open_files(
            self._form.file, kinds, lambda paths: self.file.setText(str(paths[0]))
        )

    def _judge(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(self.can_take)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setEnabled(not self.is_busy)


def _day(field: QDateEdit) -> date:
    day = field.date()
    return date(day.year(), day.month(), day.day())
