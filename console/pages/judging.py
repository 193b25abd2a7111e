"""What dialogs say of what is entered while it is entered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QPushButton

from data.rows.errors import InvalidInput


def tell_wrong(read: Callable[[], object], wrong: QLabel, button: QPushButton) -> None:
    """Say what is wrong with what `read` reads; the button waits until nothing is."""
    try:
        read()
        message = ""
    except InvalidInput as error:
        message = error.message
    wrong.setText(message)
    button.setEnabled(not message)
