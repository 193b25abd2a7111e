"""The inbox in the window, by keyboard alone."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.main_window import MainWindow
from console.pages.findings_page import FindingsPage
from console.pages.inbox_page import InboxPage
from data.oversight.acting import By
from data.oversight.board import set_date
from data.rows.issues import Changes
from tests.ui.conftest import WAIT


def press(window: MainWindow, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
    """Press a key where the keyboard is."""
    modifier = held[0] if held else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(window.focusWidget() or window, key, modifier)


def shown(window: MainWindow, qtbot: QtBot) -> InboxPage:
    """Open the inbox by its key, the keyboard on its list."""
    press(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    page = window.page
    assert isinstance(page, InboxPage)
    qtbot.waitUntil(lambda: page.is_loaded and bool(page.list.rows), timeout=WAIT)
    page.list.table.setFocus()
    return page


def test_that_an_entry_opens_what_it_says_and_is_read_by_that(window, qtbot):
    page = shown(window, qtbot)
    assert window.navigation.current == ""
    unread = page.inbox.unread
    assert window.top.inbox.text() == f"收件箱 {unread}"
    place = next(n for n, row in enumerate(page.list.rows) if row.entry.findings)
    entry = page.list.rows[place].entry
    former = window.ctx.filter
    page.list.table.select_row(place)
    press(window, Qt.Key.Key_Return)
    found = window.page
    assert isinstance(found, FindingsPage)
    qtbot.waitUntil(lambda: found.is_loaded and found._found.total == entry.count, timeout=WAIT)
    assert {row.rule for row in found.rows} == {entry.rule}
    assert window.top.inbox.text() == f"收件箱 {unread - 1}"
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.page is page and window.ctx.filter == former
    qtbot.waitUntil(lambda: page.is_loaded and bool(page.list.rows), timeout=WAIT)
    row = page.list.current
    assert row is not None and row.entry == entry and not row.unread


def test_that_entries_are_read_put_off_and_narrowed_by_keyboard(window, qtbot):
    page = shown(window, qtbot)
    first, second = page.list.rows[:2]
    press(window, Qt.Key.Key_F2)
    assert not page.list.rows[0].unread
    assert page.list.current is not None and page.list.current.entry == second.entry
    page.list.table.select_row(0)
    press(window, Qt.Key.Key_F2)
    assert page.list.rows[0].unread
    dialog = page.ask_day()
    assert dialog is not None
    dialog.take()
    assert first.entry not in [row.entry for row in page.list.rows]
    until = window.ctx.today + timedelta(days=1)
    assert page.inbox.state.put_off == {first.entry.key: until}
    page.only.setChecked(True)
    page.kind.setCurrentText("预警")
    page.kind.activated.emit(page.kind.currentIndex())
    assert {row.entry.kind.value for row in page.list.rows} == {"预警"}
    press(window, Qt.Key.Key_F4)
    assert page.list.rows == ()
    page.kind.setCurrentIndex(0)
    page.only.setChecked(False)
    assert all(row.unread == (row.entry.kind.value != "预警") for row in page.list.rows)


def test_that_a_write_makes_the_count_follow_on_any_page(window, qtbot):
    qtbot.waitUntil(lambda: window.top.inbox.text() != "收件箱", timeout=WAIT)
    before = int(window.top.inbox.text().split()[1])
    with window.ctx.db.writing("另一人", "任务") as session:
        set_date(session, 4, window.ctx.today, By("另一人", window.ctx.today))
    window.ctx.changed.emit(Changes(meetings=True), None)
    qtbot.waitUntil(lambda: window.top.inbox.text() == f"收件箱 {before + 1}", timeout=WAIT)
