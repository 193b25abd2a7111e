"""What stories of the import wizard are told with: keys, waits, files with mistakes."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from console.import_wizard.wizard import ImportWizard
from console.main_window import MainWindow
from console.pages.import_page import ImportPage
from data.records.registers import counts

WAIT = 20_000
GOOD = ("市应急局", "江阴甲厂", "2026-04-02", "YJ-1", "计划内")
WRONG_BODY = ("没有这个局", "江阴乙厂", "2026-04-03", "YJ-1", "计划内")
WRONG_DAY = ("市应急局", "江阴乙厂", "2026-13-45", "YJ-1", "计划内")


@pytest.fixture
def page(window: MainWindow, qtbot) -> ImportPage:
    """The import page with its history read, the keyboard in its window."""
    active(window, qtbot)
    window.show_page("import")
    qtbot.waitUntil(lambda: window.page.is_loaded and not window.ctx.runner.busy, timeout=WAIT)
    assert isinstance(window.page, ImportPage)
    return window.page


def active(window: QWidget, qtbot) -> None:
    """Give the window the keyboard, as a desktop does when a progress window closes."""

    def has_keyboard() -> bool:
        window.activateWindow()
        return QApplication.activeWindow() is window

    qtbot.waitUntil(has_keyboard, timeout=WAIT)


def press(wizard, qtbot, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is."""
    active(wizard.window(), qtbot)
    at = QApplication.focusWidget()
    assert at is not None and wizard.isAncestorOf(at), at
    QTest.keyClick(at, key, modifier)


def settled(wizard: ImportWizard, qtbot, work) -> None:
    """Do something and wait until the wizard shows what came of it."""
    with qtbot.waitSignal(wizard.settled, timeout=WAIT):
        work()
    qtbot.waitUntil(lambda: not wizard.ctx.runner.busy, timeout=WAIT)


def given(page: ImportPage, qtbot, *paths: Path) -> ImportWizard:
    """The wizard with files looked at, at its first step."""
    settled(page.wizard, qtbot, lambda: page.take_paths(paths))
    return page.wizard


def at_result(page: ImportPage, qtbot, *paths: Path) -> ImportWizard:
    """The wizard with files confirmed and checked."""
    wizard = given(page, qtbot, *paths)
    wizard.go_on()
    wizard.confirm_every_file()
    settled(wizard, qtbot, wizard.go_on)
    return wizard


def visits_stored(window: MainWindow) -> int:
    with window.ctx.db.reading() as session:
        return counts(session)["visits"]


def mend(path: Path, words: dict[str, str]) -> None:
    """Correct the red cells of an error workbook, and only them."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    red = [cell for row in sheet.iter_rows() for cell in row[2:]
           if cell.fill.fgColor.rgb == "FFFFC7CE"]  # fmt: skip
    assert {cell.value for cell in red} == set(words)
    for cell in red:
        cell.value = words[cell.value]
    book.save(path)


def choose(box, data: object) -> None:
    """Choose an entry as a person would."""
    place = box.findData(data)
    assert place >= 0, data
    box.setCurrentIndex(place)
    box.activated.emit(place)


def line_of(wizard: ImportWizard, header: str):
    lines = wizard.columns._lines
    rows = [lines.row(n) for n in range(lines.rowCount())]
    return next(row for row in rows if row.header == header)


def edit(wizard: ImportWizard, qtbot, header: str) -> None:
    """Go to one of our columns and press F2."""
    lines = wizard.columns._lines
    headers = [lines.row(n).header for n in range(lines.rowCount())]
    wizard.columns.mapping.select_row(headers.index(header))
    active(wizard.window(), qtbot)
    wizard.columns.mapping.setFocus()
    QTest.keyClick(wizard.columns.mapping, Qt.Key.Key_F2)
    assert wizard.columns.editor.source.hasFocus()


def settled_preview(wizard: ImportWizard, qtbot, work) -> None:
    with qtbot.waitSignal(wizard.ctx.runner.idle, timeout=WAIT):
        work()
    qtbot.waitUntil(lambda: not wizard.ctx.runner.busy, timeout=WAIT)
