"""A form described by its fields: one dialog for every short entry of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from console.context import AppContext
from console.messages import open_dialog
from console.pages.judging import tell_wrong
from data.rows.errors import InvalidInput
from widgets.dialogs import answer_buttons, stack
from widgets.theme import current_theme

WIDTH, LINES = 540, 92
OK = QDialogButtonBox.StandardButton.Ok
Kind = Literal["line", "text", "day", "whole", "choice", "checks", "file"]


@dataclass(frozen=True, slots=True)
class Field:
    """One entry: its key, its name, how it is asked for, and whether it must be given.

    `choices` are what a choice or checks offer, and what a line completes to.
    """

    key: str
    name: str
    kind: Kind = "line"
    value: str = ""
    choices: tuple[str, ...] = ()
    needed: bool = False
    hint: str = ""
    only_choices: bool = False
    """A line that must be one of its choices, or empty."""


class Answers:
    """What was entered, by key."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = dict(given)

    def text(self, key: str) -> str:
        """Return a text as it was entered."""
        return self._given[key]

    def day(self, key: str) -> date | None:
        """Return a day, None where it was left empty; InvalidInput where it is none."""
        text = self._given[key]
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError as exc:
            raise InvalidInput(f"日期“{text}”应写作 2026-11-23。") from exc

    def whole(self, key: str) -> int | None:
        """Return a whole number, None where it was left empty; InvalidInput where it is none."""
        text = self._given[key]
        if text and not text.isdecimal():
            raise InvalidInput(f"“{text}”不是整数，请改正。")
        return int(text) if text else None

    def parts(self, key: str) -> tuple[str, ...]:
        """Return the parts of a list: ticked boxes, names parted by 、 or commas."""
        text = self._given[key].replace("，", "、").replace(",", "、")
        return tuple(part.strip() for part in text.split("、") if part.strip())

    def file(self, key: str) -> Path | None:
        """Return the path of a file, None where none was chosen."""
        return Path(self._given[key]) if self._given[key] else None


Take = Callable[[Answers], None]


class FormDialog(QDialog):
    """Asks for some fields; `take` gets the answers once they can be right."""

    def __init__(
        self, ctx: AppContext, title: str, fields: Sequence[Field], take: Take, about: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._ctx, self._fields, self._take = ctx, tuple(fields), take
        self.setWindowTitle(title)
        self.parts: dict[str, QWidget] = {}
        self.wrong = QLabel()
        self.wrong.setWordWrap(True)
        self.wrong.setProperty("role", "note")
        self.buttons = answer_buttons(self, self.take)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        if about:
            label = QLabel(about)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            form.addRow(label)
        for field in self._fields:
            form.addRow(field.name, self._make(field))
        stack(self, form, self.wrong, self.buttons, spacing=10, width=WIDTH)
        self._judge()

    def _make(self, field: Field) -> QWidget:
        part: QWidget
        if field.kind == "text":
            box = QPlainTextEdit(field.value)
            box.setTabChangesFocus(True)
            box.setFixedHeight(current_theme().space(LINES))
            box.setPlaceholderText(field.hint)
            box.textChanged.connect(self._judge)
            part = box
        elif field.kind == "choice":
            part = self._choice(field)
        elif field.kind == "checks":
            part = self._checks(field)
        else:
            part = self._line(field)
        part.setAccessibleName(field.name)
        self.parts[field.key] = part
        return self._with_browser(part, field) if field.kind == "file" else part

    def _line(self, field: Field) -> QLineEdit:
        line = QLineEdit(field.value)
        usual = {"day": "如 2026-11-23", "file": "不附文件可不填"}.get(field.kind, "")
        line.setPlaceholderText(field.hint or usual)
        if field.choices:
            completer = QCompleter(list(field.choices), line)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            line.setCompleter(completer)
        line.textChanged.connect(lambda _: self._judge())
        return line

    def _choice(self, field: Field) -> QComboBox:
        box = QComboBox()
        box.addItems(list(field.choices))
        box.setCurrentText(field.value)
        box.currentIndexChanged.connect(lambda _: self._judge())
        return box

    def _checks(self, field: Field) -> QWidget:
        part, chosen = QWidget(), field.value.split("、")
        line = QHBoxLayout(part)
        line.setContentsMargins(0, 0, 0, 0)
        for name in field.choices:
            box = QCheckBox(name)
            box.setChecked(name in chosen)
            box.toggled.connect(lambda _: self._judge())
            line.addWidget(box)
        line.addStretch(1)
        return part

    def _with_browser(self, part: QWidget, field: Field) -> QWidget:
        whole, browse = QWidget(), QPushButton("选择…")
        browse.setAccessibleName(f"选择{field.name}")
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(part, 1)
        line.addWidget(browse)
        browse.clicked.connect(
            lambda: self._ctx.messages.open_files(
                "选择文件", "", lambda paths: self.fill(field.key, str(paths[0]))
            )
        )
        return whole

    def fill(self, key: str, text: str) -> None:
        """Enter a value, as a person would."""
        part = self.parts[key]
        if isinstance(part, QLineEdit):
            part.setText(text)
        elif isinstance(part, QPlainTextEdit):
            part.setPlainText(text)
        elif isinstance(part, QComboBox):
            part.setCurrentText(text)
        else:
            for box in part.findChildren(QCheckBox):
                box.setChecked(box.text() in text.split("、"))

    def answers(self) -> Answers:
        """Return what is entered; InvalidInput names what is missing or is no day."""
        given = {field.key: self._value(self.parts[field.key]).strip() for field in self._fields}
        found = Answers(given)
        for field in self._fields:
            if field.needed and not given[field.key]:
                raise InvalidInput(f"请填写{field.name}。")
            if field.only_choices and given[field.key] not in ("", *field.choices):
                raise InvalidInput(f"没有“{given[field.key]}”，{field.name}请从列表中选择。")
            if field.kind == "day":
                found.day(field.key)
            if field.kind == "whole":
                found.whole(field.key)
        return found

    def _value(self, part: QWidget) -> str:
        if isinstance(part, QLineEdit):
            return part.text()
        if isinstance(part, QPlainTextEdit):
            return part.toPlainText()
        if isinstance(part, QComboBox):
            return part.currentText()
        boxes = part.findChildren(QCheckBox)
        return "、".join(box.text() for box in boxes if box.isChecked())

    def take(self) -> None:
        """Hand the answers over and close."""
        try:
            found = self.answers()
        except InvalidInput:
            return
        self._take(found)
        self.accept()

    def _judge(self) -> None:
        if len(self.parts) < len(self._fields):
            return
        tell_wrong(self.answers, self.wrong, self.buttons.button(OK))


def body_field(ctx: AppContext, key: str, name: str, value: str = "",
               needed: bool = False) -> Field:  # fmt: skip
    """Return a line that takes the name of a body of the register."""
    bodies = ctx.registers.bodies if ctx.registers is not None else ()
    names = tuple(body.name for body in bodies)
    return Field(key, name, value=value, choices=names, needed=needed, only_choices=True)


def ask(
    ctx: AppContext, parent: QWidget, title: str, fields: Sequence[Field], take: Take,
    about: str = "",
) -> FormDialog | None:  # fmt: skip
    """Open a form; None while the past is shown, where nothing can be entered."""
    if ctx.past_day is not None:
        ctx.messages.error("不能办理", "现在看的是过去的数据，请先点“返回现在”。")
        return None
    dialog = FormDialog(ctx, title, fields, take, about, parent)
    open_dialog(dialog)
    return dialog
