"""The window on a past day, and the comparison of two days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from console.export import write_table
from console.filter_menu import period_picker
from console.main_window import MainWindow
from console.operations.imports import take_back
from console.pages.past_causes import CausesDialog
from console.pages.past_compare import CompareDialog, exported
from data.intake.undoing import undo
from data.rows.past import CauseKind
from data.store.database import Database
from tests.console.fixtures import TODAY
from tests.ui.conftest import finish, opened

WAIT = 30_000
VISITS = 4
"""The batch of 检查记录 of the town, recorded on the day the tests run."""


@pytest.fixture
def undone(town: Database, qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window on the town, of which the visits were taken back the day after."""
    undo(town, VISITS, "测试", date.today() + timedelta(days=1))
    made = opened(town, qapp, qtbot)
    yield made
    finish(made)


def settled(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until all figures stand."""
    qtbot.waitUntil(lambda: window.page.is_loaded and not window.ctx.runner.busy, timeout=WAIT)


def looked_back(window: MainWindow, day: date, qtbot: QtBot) -> None:
    """Show a past day."""
    with qtbot.waitSignal(window.past.ledger_changed, timeout=WAIT):
        window.past.show_day(day)
    settled(window, qtbot)


def test_that_all_pages_show_the_past_day_and_the_band_says_so(undone, qtbot):
    assert undone.ctx.empty
    assert undone.past.band.isHidden()
    today = date.today()
    looked_back(undone, today, qtbot)
    assert not undone.ctx.empty
    assert not undone.past.band.isHidden()
    assert f"{today.year}年{today.month}月{today.day}日" in undone.past.band.words
    undone.show_page("records")
    settled(undone, qtbot)
    assert undone.page.table.model().rowCount() > 0


def test_that_the_way_back_shows_the_present_again(undone, qtbot):
    looked_back(undone, date.today(), qtbot)
    with qtbot.waitSignal(undone.past.ledger_changed, timeout=WAIT):
        undone.past.band.back.click()
    settled(undone, qtbot)
    assert undone.past.band.isHidden()
    assert undone.past.day is None
    assert undone.ctx.empty


def test_that_nothing_can_be_changed_while_a_past_day_is_on_show(undone, qtbot):
    looked_back(undone, date.today(), qtbot)
    with qtbot.waitSignal(undone.ctx.messages.error_shown, timeout=WAIT) as told:
        take_back(undone.ctx, 1, lambda _: None).run()
    assert "返回现在" in told.args[1]
    with qtbot.waitSignal(undone.ctx.messages.error_shown, timeout=WAIT) as told:
        undone.commands.brief()
    assert "返回现在" in told.args[1]


def test_that_a_day_after_the_last_change_is_the_present(window, qtbot):
    with qtbot.waitSignal(window.ctx.messages.info_shown, timeout=WAIT) as told:
        window.past.show_day(date.today() + timedelta(days=3))
    assert "就是现在的数据" in told.args[0]
    assert window.past.day is None


def test_that_the_form_lists_the_days_and_takes_only_a_day(undone, qtbot):
    dialog = undone.past.ask_for_day()
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2, timeout=WAIT)
    assert dialog.model.row(0).words == "撤销 1"
    assert dialog.model.row(1).words == "导入 4"
    dialog.field.setText("三月")
    assert not dialog.take.isEnabled()
    dialog.view.select_row(1)
    assert dialog.field.day == date.today()
    with qtbot.waitSignal(undone.past.ledger_changed, timeout=WAIT):
        QTest.keyClick(dialog.take, Qt.Key.Key_Space)
    settled(undone, qtbot)


def test_that_the_period_chip_offers_the_past(window, qtbot):
    picker = period_picker(window.ctx, window)
    texts = {button.text(): button for button in picker.findChildren(QPushButton)}
    with qtbot.waitSignal(window.ctx.command_asked) as asked:
        texts["按某日的数据看…"].click()
    assert asked.args == ["past"]
    with qtbot.waitSignal(window.ctx.command_asked) as asked:
        texts["两日对比…"].click()
    assert asked.args == ["compare"]


def comparing(window: MainWindow, qtbot: QtBot) -> CompareDialog:
    """Return the comparison of today with the day after."""
    dialog = window.past.compare()
    assert dialog is not None
    dialog.first.set_day(date.today())
    dialog.second.set_day(date.today() + timedelta(days=2))
    with qtbot.waitSignal(dialog.compared, timeout=WAIT):
        dialog.run.click()
    return dialog


def test_that_two_days_are_compared_with_the_causes(undone, qtbot):
    dialog = comparing(undone, qtbot)
    assert dialog.found is not None
    row = next(row for row in dialog.found.changed if row.id == "M9")
    assert row.then.numerator > 0
    assert row.now.numerator == 0
    assert {cause.kind for cause in row.causes} == {CauseKind.UNDONE}
    assert sum(cause.removed for cause in row.causes) == row.then.numerator
    causes = dialog.open_causes(row)
    assert isinstance(causes, CausesDialog)
    assert causes.copy_all() == len(row.causes)
    assert "撤销批次" in QGuiApplication.clipboard().text()


def test_that_days_in_the_wrong_order_cannot_be_compared(window):
    dialog = window.past.compare()
    assert dialog is not None
    dialog.first.set_day(TODAY)
    dialog.second.set_day(TODAY)
    assert not dialog.run.isEnabled()


def test_that_a_comparison_is_saved_as_a_workbook(undone, qtbot, tmp_path):
    dialog = comparing(undone, qtbot)
    assert dialog.found is not None
    path = write_table(exported(dialog.found), tmp_path / "对比.xlsx")
    book = openpyxl.load_workbook(path)
    cells = [[cell.value for cell in row] for row in book["数据"].iter_rows()]
    assert cells[0][:3] == ["编号", "指标或规则", "分组"]
    visits = next(row for row in cells if row[0] == "M9")
    assert visits[4] > 0
    assert visits[7] == 0
    assert "撤销批次" in visits[-1]
