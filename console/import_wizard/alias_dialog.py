"""Asks which body an unknown name means; the answer becomes an accepted name of that body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QRadioButton, QWidget

from console.messages import open_dialog
from console.operations.names import accept_alias
from data.intake.candidates import offered
from data.rows.issues import Issue
from widgets.dialogs import answer_buttons, stack

if TYPE_CHECKING:
    from console.import_wizard.wizard import ImportWizard


class AliasDialog(QDialog):
    """The nearest bodies of one name; arrows choose, Enter takes the choice."""

    chosen = Signal(str)

    def __init__(self, name: str, bodies: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("认作别名")
        words = QLabel(f"“{name}”是下面哪个单位？记为它的别名后，以后的文件都照此读取。")
        words.setProperty("role", "note")
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        self.bodies = [QRadioButton(body) for body in bodies]
        self.bodies[0].setChecked(True)
        stack(self, words, *self.bodies, answer_buttons(self, self._tell))
        self.bodies[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        self.chosen.emit(next(one.text() for one in self.bodies if one.isChecked()))
        self.accept()


def ask_for_alias(wizard: ImportWizard, issue: object) -> None:
    """Let the first unknown name of a message be accepted; the files are then checked again."""
    offers = offered(issue.message) if isinstance(issue, Issue) else ()
    if not offers:
        return
    name, bodies = offers[0]
    dialog = AliasDialog(name, bodies, wizard)
    dialog.chosen.connect(lambda body: _accept(wizard, body, name))
    open_dialog(dialog)


def _accept(wizard: ImportWizard, body: str, name: str) -> None:
    def done(changes: object) -> None:
        wizard.ctx.messages.info(f"“{name}”已记为“{body}”的别名")
        wizard.result.check_asked.emit()

    accept_alias(wizard.ctx, body, name, done).run()
