"""What the steps of the wizard have in common: they show a flow and tell what the person wants."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from data.intake.flow import Flow

REST_MS = 40
"""The window's own turn between two steps that are made ahead."""


class StepView(QWidget):
    """One step: it shows the flow as it stands and changes nothing itself."""

    def __init__(self) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)

    def show_flow(self, flow: Flow, current: int) -> None:
        """Show the wizard as it stands, with the file the person is at."""

    def focus_first(self) -> None:
        """Put the keyboard where the person works in this step."""


def button(text: str, tip: str = "", is_primary: bool = False) -> QPushButton:
    """Return a button of the wizard; & marks the letter that presses it with Alt."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    if tip:
        made.setToolTip(tip)
    if is_primary:
        made.setProperty("primary", True)
    return made


def is_back(event: QKeyEvent) -> bool:
    """Return whether a key is the one that leads to the step before."""
    alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
    return bool(alt) and event.key() == Qt.Key.Key_Left


def focus(widget: QWidget) -> None:
    """Put the keyboard into a part of the step."""
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
