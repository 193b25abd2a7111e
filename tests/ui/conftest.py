"""The whole window on a real database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.appearance import prepare
from console.context import AppContext
from console.main_window import MainWindow
from data.store.database import Database
from tests.console.fixtures import TODAY, bare, town, town_file

__all__ = ["bare", "town", "town_file"]
WAIT = 20_000


def opened(
    db: Database, app: QApplication, qtbot: QtBot, today: date = TODAY
) -> MainWindow:  # fmt: skip
    """Return the window with its first page read."""
    ctx = AppContext(db, today=today, owns_database=False, actor="测试")
    ctx.messages.quiet = True
    prepare(app, ctx.settings)
    window = MainWindow(ctx)
    window.show()
    with qtbot.waitSignal(window.page.loaded, timeout=WAIT):
        window.begin()
    return window


def finish(window: MainWindow) -> None:
    """Close a window and free it: a theme restyles every widget there is."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(town: Database, qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window on the town."""
    made = opened(town, qapp, qtbot)
    yield made
    finish(made)


@pytest.fixture
def bare_window(bare: Database, qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window on a database without any row."""
    made = opened(bare, qapp, qtbot)
    yield made
    finish(made)
